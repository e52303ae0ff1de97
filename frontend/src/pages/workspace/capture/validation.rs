//! The party's validation, or an independent's second look: read, observe and return, mend, validate (PTO II.B.1–2).

use contract::capture::{ReturnToCapture, SaveAnswers};
use domain::{
    permission::Act,
    questionnaire::{Answer, Kind, Part, Question, Section},
    review::Task,
    workflow::StageName,
};
use leptos::prelude::*;

use crate::pages::workspace::{
    candidacy::{Case, answers::part_reviewed, back, heading, stage_line, with_case},
    capture::{
        advice::Suggested,
        field::{Field, dependents_go},
    },
    review::{
        claim::{claim_bar, is_anothers},
        remarks::{RemarkForm, remarked, written},
    },
    shell::acting::Acting,
};
use crate::{api::work::Work, format, state::Unsent};

/// The page.
#[component]
pub fn Validation() -> impl IntoView {
    let (acting, suggested) = (Acting::new(), Suggested::new());
    with_case(move |case| {
        let turn = case.work.item.stage == StageName::InValidation && case.may(Act::ValidateProfile);
        if turn {
            suggested.ask(&case);
            view! { <Validating case=case acting=acting suggested=suggested /> }.into_any()
        } else {
            view! {
                {heading(&case, "Validar")}
                <p role="status" class="good">
                    {format!("Etapa: {}. Aquí no hay nada por validar ahora.", case.work.item.stage.name())}
                </p>
                {back(&case)}
            }
            .into_any()
        }
    })
}

#[component]
fn Validating(case: Case, acting: Acting, suggested: Suggested) -> impl IntoView {
    let work = expect_context::<Work>();
    let (unsent, revision, again) = (case.unsent(), case.work.revision, case.again);
    let remarks = unsent.remarks;
    let id = StoredValue::new(case.id());
    let send_back = move |_| {
        let id = id.get_value();
        let command = ReturnToCapture { observations: remarks.ready(|_| true) };
        acting.act(async move { work.send_back(&id, revision, &command).await }, again, move |_| {
            remarks.forget(|_| true);
        });
    };
    let validate = move |_| {
        let id = id.get_value();
        acting.act(async move { work.step(&id, revision, "validation").await }, again, |_| ());
    };
    let free = !is_anothers(&case, Task::Validation);
    let edits = free && case.may(Act::EditSubmitted);
    let below = |_: &Section, question: &Question| {
        let open = free && case.work.open_fields.contains(&question.key);
        let editable = open && edits && question.kind != Kind::Photo;
        Some(
            view! {
                {suggested.on(&question.key)}
                {remarked(&case, &question.key)}
                {edited(&case, question)}
                {open.then(|| view! { <RemarkForm question=question.clone() remarks=remarks /> })}
                {editable
                    .then(|| {
                        view! {
                            <Correction
                                case=case.clone()
                                question=question.clone()
                                unsent=unsent
                                acting=acting
                                saves=true
                            />
                        }
                    })}
            }
            .into_any(),
        )
    };
    let count = Memo::new(move |_| remarks.count(|_| true));
    let half_done = move || !unsent.corrections.with(|all| all.is_empty());
    let lack = move || {
        if !free {
            "Otra persona tiene esta revisión: tómela para poder decidir."
        } else if half_done() {
            ""
        } else if count.get() == 0 {
            "Para devolver, escriba al menos una observación."
        } else {
            "Para validar, quite las observaciones que escribió."
        }
    };
    view! {
        {heading(&case, "Validar")}
        {back(&case)}
        <p role="status" class="good">
            {stage_line(&case)}
            " "
            <a href="#decidir" rel="external">
                "Ir a la decisión"
            </a>
        </p>
        {claim_bar(&case, Task::Validation, acting)}
        <p>"Lea cada respuesta. Puede observarla y devolverla a quien captura, corregirla usted, o validar todo."</p>
        {part_reviewed(&case, Part::Curricular, below, |_| None)}
        {case.work.shows_identity.then(|| part_reviewed(&case, Part::Identity, below, |_| None))}
        <section class="panel" aria-labelledby="decidir">
            <h2 id="decidir" tabindex="-1">
                "Su decisión"
            </h2>
            <p role="status">{move || written(count.get())}</p>
            {move || {
                half_done()
                    .then(|| {
                        view! {
                            <p class="trouble">
                                "Hay correcciones sin guardar. Guárdelas o quítelas antes de decidir."
                            </p>
                        }
                    })
            }}
            {acting.trouble()}
            <p class="row">
                <button
                    type="button"
                    class="second"
                    disabled=move || !free || acting.is_busy() || half_done() || count.get() == 0
                    on:click=send_back
                >
                    "Devolver con observaciones"
                </button>
                <button
                    type="button"
                    disabled=move || !free || acting.is_busy() || half_done() || count.get() != 0
                    on:click=validate
                >
                    "Validar y enviar al Instituto"
                </button>
            </p>
            <p class="quiet">{move || lack()}</p>
            <p class="quiet">"Al devolver, sólo se abren los campos observados."</p>
        </section>
    }
}

/// What the validator changed in a field: who, when, before and after.
pub fn edited(case: &Case, question: &Question) -> AnyView {
    let zone = &case.election.institute.time_zone;
    let words = |answer: &Option<Answer>| {
        answer.as_ref().map_or_else(|| "(sin respuesta)".to_owned(), |answer| answer.lines().join("; "))
    };
    let own = case.work.edits.iter().filter(|edit| edit.field == question.key);
    let all: Vec<_> = own
        .map(|edit| {
            let title = format!("Cambio de {} el {}", edit.by, format::moment(edit.at, zone));
            view! {
                <details>
                    <summary>{title}</summary>
                    <p>"Antes: "{words(&edit.before)}</p>
                    <p>"Después: "{words(&edit.after)}</p>
                </details>
            }
        })
        .collect();
    all.into_any()
}

/// Mends one answer: it is saved, and who, when, before and after stay on record; or it waits to be asked for.
#[component]
pub fn Correction(
    /// The candidacy.
    case: Case,
    /// The question.
    question: Question,
    /// Where it is written.
    unsent: Unsent,
    /// What saving it comes to.
    acting: Acting,
    /// Whether it is saved here.
    saves: bool,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let key = question.key.clone();
    let open = {
        let key = key.clone();
        Memo::new(move |_| unsent.corrections.with(|all| all.contains_key(&key)))
    };
    let part = case.election.question(key.as_str()).map_or(Part::Curricular, |(part, _)| part);
    let decline = case.election.questionnaire(part).decline.clone();
    let saved = case.work.answers.get(&key).cloned();
    let toggle = {
        let (key, saved) = (key.clone(), saved.clone());
        move |_| {
            let typed = unsent.corrections.with_untracked(|all| all.get(&key).cloned());
            let untouched = typed.as_ref().is_none_or(|typed| *typed == saved);
            if typed.is_none() {
                unsent.corrections.update(|all| {
                    all.insert(key.clone(), saved.clone());
                });
            } else if untouched
                || window().confirm_with_message("¿Quitar esta corrección sin guardarla?").unwrap_or(false)
            {
                unsent.corrections.update(|all| {
                    all.remove(&key);
                });
            }
        }
    };
    let name = {
        let label = question.label.clone();
        move || if open.get() { format!("Quitar corrección de «{label}»") } else { format!("Corregir «{label}»") }
    };
    let case = StoredValue::new(case);
    let form = move || {
        let answers = RwSignal::new(case.with_value(|case| case.work.answers.clone()));
        if let Some(typed) = unsent.corrections.with_untracked(|all| all.get(&key).cloned()) {
            answers.update(|answers| {
                match typed {
                    Some(typed) => answers.insert(key.clone(), typed),
                    None => answers.remove(&key),
                };
            });
        }
        let typed_key = key.clone();
        let change = Callback::new(move |answer: Option<Answer>| {
            if dependents_go(&case.with_value(|case| case.election.clone()), answers, &typed_key, answer.as_ref())
                .is_none()
            {
                return false;
            }
            unsent.corrections.update(|all| {
                all.insert(typed_key.clone(), answer.clone());
            });
            answers.update(|answers| {
                match answer {
                    Some(answer) => answers.insert(typed_key.clone(), answer),
                    None => answers.remove(&typed_key),
                };
            });
            true
        });
        let key = key.clone();
        let save = move |_| {
            let (id, revision, again) = case.with_value(|case| (case.id(), case.work.revision, case.again));
            let answer = unsent.corrections.with_untracked(|all| all.get(&key).cloned()).flatten();
            let command = SaveAnswers { answers: [(key.clone(), answer)].into() };
            let key = key.clone();
            acting.act(async move { work.save(&id, revision, &command, true).await }, again, move |_| {
                unsent.corrections.update(|all| {
                    all.remove(&key);
                });
            });
        };
        view! {
            <div class="panel">
                <Field question=question.clone() decline=decline.clone() answers=answers change=change />
                {saves
                    .then(|| {
                        view! {
                            {acting.trouble()}
                            <p>
                                <button type="button" disabled=move || acting.is_busy() on:click=save>
                                    "Guardar la corrección"
                                </button>
                            </p>
                        }
                    })}
            </div>
        }
    };
    view! {
        <p>
            <button
                type="button"
                class="second small"
                aria-label=name
                aria-expanded=move || open.get().to_string()
                on:click=toggle
            >
                {move || if open.get() { "Quitar corrección" } else { "Corregir" }}
            </button>
        </p>
        {move || open.get().then(&form)}
    }
}
