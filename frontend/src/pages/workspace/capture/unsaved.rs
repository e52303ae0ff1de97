//! What every page of a candidacy says of answers that are not saved: what came back from another visit, what waits and
//! where, and whether the browser keeps a copy.

use domain::questionnaire::Section;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::candidacy::case::Case;
use crate::{
    format,
    state::{Draft, Status},
};

/// What there is to say, each only while it is true.
pub fn unsaved_answers(case: &Case) -> impl IntoView + use<> {
    let draft = case.unsent().draft;
    view! {
        <div role="status">{recovered(case, draft)}{no_copy(case)}</div>
        {waiting(case, draft)}
    }
}

/// What was typed in an earlier visit is back, and whether it is saved by now.
fn recovered(case: &Case, draft: Draft) -> impl IntoView + use<> {
    let zone = case.election.institute.time_zone.clone();
    move || {
        let at = draft.recovered.get()?;
        let now = match draft.status.get() {
            Status::Saved(_) => "Ya está guardado.",
            Status::Still | Status::Waiting | Status::Saving => "Se está guardando.",
            Status::Unreached(_) | Status::Failed(_) | Status::Conflict => "Todavía no se guarda.",
        };
        let words = format!("Recuperamos lo que escribió {} y no se había guardado. {now}", format::recent(at, &zone));
        Some(view! { <p class="good">{words}</p> })
    }
}

/// The browser would not keep a copy; said once.
fn no_copy(case: &Case) -> impl IntoView + use<> {
    let failed = case.pending.keeps_no_copy();
    move || {
        failed.get().then(|| view! {
            <div class="panel">
                <p>
                    "Este navegador no puede guardar una copia de lo que escribe. No cierre la página hasta leer «Guardado»."
                </p>
                <p>
                    <button type="button" class="second" on:click=move |_| failed.set(false)>
                        "Entendido"
                    </button>
                </p>
            </div>
        })
    }
}

/// Something typed could not be saved: where it is, how long it lasts, and a way to let it go.
fn waiting(case: &Case, draft: Draft) -> impl IntoView + use<> {
    let (id, election) = (case.id(), case.election.clone());
    move || {
        let status = draft.status.get();
        if !matches!(status, Status::Unreached(_) | Status::Failed(_) | Status::Conflict) {
            return ().into_any();
        }
        let unsaved = draft.unsaved();
        let has_unsaved = |section: &Section| section.questions.iter().any(|question| unsaved.contains(&question.key));
        let links = election.sections().filter(|(_, section)| has_unsaved(section)).map(|(_, section)| {
            let href = format!("/trabajo/candidaturas/{id}/seccion/{}", section.key);
            let title = section.title.clone();
            view! {
                <li>
                    <A href=href>{title}</A>
                </li>
            }
        });
        let links = links.collect_view();
        let lasts = if unsaved.iter().all(|key| draft.keeps(key)) {
            "Este navegador conserva una copia, aunque cierre la página."
        } else {
            "Las respuestas de identidad siguen aquí sólo mientras no cierre la página; de las demás este navegador \
             conserva una copia."
        };
        let discard = move |_| {
            let ask = "¿Borrar lo que escribió y no se ha guardado? No se puede deshacer.";
            if window().confirm_with_message(ask).unwrap_or(false) {
                draft.discard();
            }
        };
        let refused = matches!(status, Status::Failed(_));
        view! {
            <div class="trouble">
                <p>{format!("Hay respuestas sin guardar. {lasts}")}</p>
                <ul>{links}</ul>
                {refused
                    .then(|| {
                        view! {
                            <p>
                                <button type="button" class="second" on:click=discard>
                                    "Descartar lo que no se guardó"
                                </button>
                            </p>
                        }
                    })}
            </div>
        }
        .into_any()
    }
}
