//! What the pages of a candidacy have in common: it is read once, and again after each act.

pub(super) mod answers;
pub(super) mod case;
pub(super) mod checklist;
pub(super) mod now;
pub(super) mod presence;
pub(super) mod receipts;
pub(super) mod tasks;

use std::sync::Arc;

use contract::problem::Problem;
use domain::{ids::CandidacyId, refusal::Refusal};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use self::case::Case;
use crate::pages::workspace::{capture::unsaved::unsaved_answers, shell::election::with_election};
use crate::{
    api::{ApiError, work::Work},
    components::{Heading, shown},
    format,
    state::{Pending, Signed},
};

/// Shows the candidacy of the address once it is known. What was typed is sent first, so that what is read holds it.
pub fn with_case(show: impl Fn(Case) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    read_case(Arc::new(show))
}

/// One body for every page of a candidacy.
fn read_case(show: Arc<dyn Fn(Case) -> AnyView + Send + Sync>) -> impl IntoView {
    let work = expect_context::<Work>();
    let pending = expect_context::<Pending>();
    let signed = expect_context::<Signed>();
    let params = use_params_map();
    // A section's page is read anew with each section, for the one before it moved the revision.
    let place = Memo::new(move |_| {
        params.with(|params| (params.get("id").and_then(|id| id.parse().ok().map(CandidacyId)), params.get("key")))
    });
    let times = RwSignal::new(0);
    let purpose = RwSignal::new(None::<String>);
    let read = LocalResource::new(move || {
        let place = place.get();
        times.track();
        signed.entries();
        let purpose = purpose.get();
        async move {
            let Some(id) = place.0 else {
                let missing = Problem::of(&Refusal::NotFound);
                return (place, Err(ApiError::Problem(Box::new(missing))));
            };
            let draft = pending.of(id).draft;
            draft.save().await;
            let outcome = work.read(id, purpose.as_deref()).await;
            if let Ok(read) = &outcome {
                draft.meet(read);
            }
            (place, outcome)
        }
    });
    let again = Callback::new(move |()| times.update(|times| *times += 1));
    with_election(move |election| {
        let show = show.clone();
        view! {
            {move || {
                let answer = read.get().filter(|(of, _)| *of == place.get()).map(|(_, outcome)| outcome);
                let failed = matches!(answer, Some(Err(_)));
                view! {
                    {failed.then(|| view! { <h1>"No se pudo abrir la candidatura"</h1> })}
                    {shown(
                        answer,
                        |work| show(Case {
                            election: election.clone(),
                            work,
                            again,
                            pending,
                            purpose,
                        }),
                    )}
                }
            }}
        }
        .into_any()
    })
    .into_any()
}

/// Name, office and party: which candidacy this is.
pub fn heading(case: &Case, what: &str) -> impl IntoView + use<> {
    let item = &case.work.item;
    let office = case.election.office_name(&item.office);
    let place = item
        .list_position
        .map_or_else(|| item.territory_name.clone(), |place| format!("{}, lugar {place}", item.territory_name));
    let line = format!("{office} · {} · {place} · {}", item.kind.name(), case.election.nominator_name(&item.nominator));
    let title = if what.is_empty() { item.name.clone() } else { format!("{what}: {}", item.name) };
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title />
        <p class="quiet">{line}</p>
        {unsaved_answers(case)}
    }
}

/// Stage, whose turn it is and until when, in one line.
pub fn stage_line(case: &Case) -> String {
    let (item, zone) = (&case.work.item, &case.election.institute.time_zone);
    let turn = match item.publish_at {
        Some(at) => Some(format!("autorizada; se publicará el {}", format::moment(at, zone))),
        None => case.turn().name().map(str::to_owned),
    };
    let turn = turn.map_or_else(String::new, |turn| format!(": {turn}"));
    format!("Etapa: {}{turn}. {}", item.stage.name(), term_line(case))
}

/// Until when the term of whoever has the turn runs, or that there is none.
pub fn term_line(case: &Case) -> String {
    let zone = &case.election.institute.time_zone;
    case.work.item.until.map_or_else(
        || "No hay plazo para este paso.".to_owned(),
        |until| {
            let left = format::left(until).unwrap_or_else(|| "el plazo terminó".into());
            format!("Plazo: hasta el {} ({left}).", format::moment(until, zone))
        },
    )
}

/// A way back to the candidacy.
pub fn back(case: &Case) -> impl IntoView + use<> {
    view! {
        <p>
            <A href=format!("/trabajo/candidaturas/{}", case.id())>"Volver a la candidatura"</A>
        </p>
    }
}
