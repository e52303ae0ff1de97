//! Who else has the same pages open.

use contract::work::Present;
use domain::{ids::SectionKey, permission::Act};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::pages::workspace::candidacy::case::Case;
use crate::{
    api::work::Work,
    state::{Signed, State},
};

/// How often a page says that it is open, in milliseconds.
const EVERY: u32 = 30_000;

/// Says that this page is open while somebody may be looking at it, and tells who else has it open.
#[component]
pub fn Others(
    /// The candidacy.
    case: Case,
    /// The section; none on the candidacy's own page.
    #[prop(optional_no_strip)]
    section: Option<SectionKey>,
) -> impl IntoView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let told = RwSignal::new(String::new());
    if case.may(Act::SaveAnswers) || case.may(Act::EditSubmitted) {
        spawn_local(async move {
            let id = case.id();
            while told.try_with_untracked(|_| ()).is_some() {
                let here = matches!(untrack(|| signed.state()), State::In(_)) && !document().hidden();
                if here && let Some(others) = work.be_present(id, section.clone()).await {
                    let words: Vec<_> =
                        others.iter().filter_map(|other| words(&case, section.as_ref(), other)).collect();
                    let words = words.join(" ");
                    // What is said already is not said again.
                    if told.try_with_untracked(|told| *told != words) == Some(true) {
                        told.set(words);
                    }
                }
                TimeoutFuture::new(EVERY).await;
            }
        });
    }
    view! {
        <p class="quiet" role="status">
            {told}
        </p>
    }
}

/// What is told of somebody else, if it matters here.
fn words(case: &Case, section: Option<&SectionKey>, other: &Present) -> Option<String> {
    let who = format!("{} ({}) también tiene", other.display_name, other.username);
    match (section, &other.section) {
        (None, None) => Some(format!("{who} abierta esta candidatura.")),
        (None, Some(theirs)) => {
            let (_, theirs) = case.election.section(theirs.as_str())?;
            Some(format!("{who} abierta esta candidatura, en «{}».", theirs.title))
        }
        (Some(own), Some(theirs)) if own == theirs => Some(format!("{who} abierta esta sección.")),
        (Some(_), _) => None,
    }
}
