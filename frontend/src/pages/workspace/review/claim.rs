//! Who has a review, and taking or leaving it.

use contract::work::Waiting;
use domain::{ids::CandidacyId, review::Task};
use leptos::prelude::*;

use crate::pages::workspace::{candidacy::case::Case, shell::acting::Acting};
use crate::{api::work::Work, format};

/// What taking a review is for.
pub const TAKING: &str =
    "«Tomar» aparta la revisión para usted, para que nadie más la haga al mismo tiempo. «Dejar» la devuelve.";

/// Whom an account is for, and the account where that is not the same.
pub fn named(name: &str, account: &str) -> String {
    if name == account { account.to_owned() } else { format!("{name} ({account})") }
}

/// Who has a review, in words; nothing of one that nobody takes.
pub fn whose(waiting: &Waiting, zone: &str) -> String {
    match &waiting.claim {
        None if !waiting.task.is_claimed() => String::new(),
        None => "Nadie la ha tomado.".into(),
        Some(claim) if claim.mine => format!("La tiene usted hasta las {}.", format::clock(claim.until, zone)),
        Some(claim) => {
            format!("La tiene {} hasta las {}.", named(&claim.by_name, &claim.by), format::clock(claim.until, zone))
        }
    }
}

/// The button that takes a review, takes it from somebody, or leaves it; `about` tells it from others of the page.
pub fn take_button(
    waiting: &Waiting,
    id: CandidacyId,
    about: &str,
    (acting, again): (Acting, Callback<()>),
) -> AnyView {
    if !waiting.task.is_claimed() {
        return ().into_any();
    }
    let work = expect_context::<Work>();
    let task = waiting.task;
    let (mine, other) = match &waiting.claim {
        None => (false, None),
        Some(claim) => (claim.mine, (!claim.mine).then(|| named(&claim.by_name, &claim.by))),
    };
    let words = match (mine, &other) {
        (true, _) => "Dejar",
        (false, Some(_)) => "Tomar de todos modos",
        (false, None) => "Tomar",
    };
    let name = format!("{words}: {} {about}", task.name()).trim_end().to_owned();
    let press = move |_| {
        if mine {
            acting.act(async move { work.release(id, task).await }, again, |()| ());
            return;
        }
        let question =
            other.as_ref().map(|by| format!("La tiene {by}. ¿Tomarla de todos modos? Quedará en el historial."));
        if question.is_none_or(|words| window().confirm_with_message(&words).unwrap_or(false)) {
            let over = other.is_some();
            acting.act(async move { work.claim(id, task, over).await }, again, |_| ());
        }
    };
    view! {
        <button type="button" class="second small" aria-label=name disabled=move || acting.is_busy() on:click=press>
            {words}
        </button>
    }
    .into_any()
}

/// Says who has a review of the page's candidacy, with the button; nothing when it does not wait or is not the reader's.
pub fn claim_bar(case: &Case, task: Task, acting: Acting) -> Option<AnyView> {
    let waiting = case.work.item.tasks.iter().find(|waiting| waiting.task == task && waiting.own)?;
    let words = whose(waiting, &case.election.institute.time_zone);
    let button = take_button(waiting, case.id(), "", (acting, case.again));
    Some(
        view! {
            <div class="panel">
                <p class="row">
                    <span>"Esta revisión: "{words}</span>
                    {button}
                </p>
                <p class="quiet">{TAKING}</p>
            </div>
        }
        .into_any(),
    )
}

/// Whether somebody else has a review of the page's candidacy.
pub fn is_anothers(case: &Case, task: Task) -> bool {
    let waiting = case.work.item.tasks.iter().find(|waiting| waiting.task == task);
    waiting.and_then(|waiting| waiting.claim.as_ref()).is_some_and(|claim| !claim.mine)
}
