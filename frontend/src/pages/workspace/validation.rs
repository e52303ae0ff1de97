//! The party's validation, or an independent's second look: read, observe and return, mend, validate (PTO II.B.1–2).

use contract::profile::{ReturnToCapture, SaveAnswers};
use domain::{
    permission::Act,
    questionnaire::{Kind, Part, Question},
    workflow::StageName,
};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use super::{
    answers::part_answers,
    candidacy::{Case, back, heading, with_case},
    field::Field,
    remarks::{RemarkForm, Remarks, remarked},
};
use crate::{
    api::{ApiError, work::Work},
    components::Trouble,
    format,
};

/// The page.
#[component]
pub fn Validation() -> impl IntoView {
    with_case(|case| {
        let turn = case.work.item.stage == StageName::InValidation && case.may(Act::ValidateProfile);
        if turn {
            view! { <Validating case=case/> }.into_any()
        } else {
            view! {
                {heading(&case, "Validar")}
                <p role="status" class="good">{format!("Etapa: {}. Aquí no hay nada por validar ahora.", case.work.item.stage.name())}</p>
                {back(&case)}
            }
            .into_any()
        }
    })
}

#[component]
fn Validating(case: Case) -> impl IntoView {
    let work = expect_context::<Work>();
    let remarks = Remarks::new();
    let error = RwSignal::new(None::<ApiError>);
    let (revision, again) = (case.work.revision, case.again);
    let stored = StoredValue::new(case.clone());
    let send_back = move |_: MouseEvent| {
        let case = stored.get_value();
        let command = ReturnToCapture { observations: remarks.of(&case, None) };
        spawn_local(async move {
            match work.send_back(&case.id(), revision, &command).await {
                Ok(_) => again.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    let validate = move |_: MouseEvent| {
        let id = stored.with_value(Case::id);
        spawn_local(async move {
            match work.step(&id, revision, "validation").await {
                Ok(_) => again.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    let edits = case.may(Act::EditSubmitted);
    let below = |_: &domain::questionnaire::Section, question: &Question| {
        let open = case.work.open_fields.contains(&question.key);
        let editable = open && edits && question.kind != Kind::Photo;
        Some(
            view! {
                {question.help.clone().map(|help| view! { <p class="quiet">{help}</p> })}
                {remarked(&case, &question.key)}
                {edited(&case, question)}
                {open.then(|| view! { <RemarkForm question=question.clone() remarks=remarks/> })}
                {editable.then(|| view! { <EditForm case=case.clone() question=question.clone()/> })}
            }
            .into_any(),
        )
    };
    view! {
        {heading(&case, "Validar")}
        {back(&case)}
        <p>"Lea cada respuesta. Puede observarla y devolverla a captura, corregirla en corresponsabilidad, o validar todo."</p>
        {part_answers(&case, Part::Curricular, below)}
        {case.work.shows_identity.then(|| part_answers(&case, Part::Identity, below))}
        <section class="panel" aria-labelledby="decidir">
            <h2 id="decidir">"Su decisión"</h2>
            <p role="status">{move || match remarks.count() {
                0 => "No ha escrito observaciones.".to_owned(),
                1 => "Escribió 1 observación.".to_owned(),
                count => format!("Escribió {count} observaciones."),
            }}</p>
            {move || error.get().map(|error| view! { <Trouble error=error/> })}
            <p class="row">
                <button type="button" class="second" disabled=move || remarks.is_empty() on:click=send_back>"Devolver con observaciones"</button>
                <button type="button" disabled=move || !remarks.is_empty() on:click=validate>"Validar y enviar al Instituto"</button>
            </p>
            <p class="quiet">"Al devolver, sólo se abren los campos observados."</p>
        </section>
    }
}

/// What the validator changed before in a field.
fn edited(case: &Case, question: &Question) -> AnyView {
    let zone = &case.election.institute.time_zone;
    let words = |answer: &Option<domain::questionnaire::Answer>| {
        answer.as_ref().map_or_else(|| "(sin respuesta)".to_owned(), |answer| answer.lines().join("; "))
    };
    let all: Vec<_> = case.work.edits.iter().filter(|edit| edit.field == question.key).map(|edit| {
        let title = format!("Cambio de {} el {}", edit.by, format::moment(edit.at, zone));
        view! { <details><summary>{title}</summary><p>"Antes: "{words(&edit.before)}</p><p>"Después: "{words(&edit.after)}</p></details> }
    }).collect();
    all.into_any()
}

/// Mends one answer; who, when, before and after stay on record.
#[component]
fn EditForm(case: Case, question: Question) -> impl IntoView {
    let work = expect_context::<Work>();
    let (open, error) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let answers = RwSignal::new(case.work.answers.clone());
    let part = case.election.question(question.key.as_str()).map_or(Part::Curricular, |(part, _)| part);
    let decline = case.election.questionnaire(part).decline.clone();
    let key = question.key.clone();
    let change = Callback::new(move |answer| {
        answers.update(|answers| {
            match answer {
                Some(answer) => answers.insert(key.clone(), answer),
                None => answers.remove(&key),
            };
        });
    });
    let key = question.key.clone();
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let save = move |_| {
        let answer = answers.with_untracked(|answers| answers.get(&key).cloned());
        let command = SaveAnswers { answers: [(key.clone(), answer)].into() };
        let id = id.clone();
        spawn_local(async move {
            match work.save(&id, revision, &command, true).await {
                Ok(_) => again.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    let label = format!("Corregir «{}»", question.label);
    let form = move || {
        let save = save.clone();
        view! {
            <div class="panel">
                <Field question=question.clone() decline=decline.clone() answers=answers change=change/>
                {move || error.get().map(|error| view! { <Trouble error=error/> })}
                <p><button type="button" on:click=save>"Guardar la corrección"</button></p>
            </div>
        }
    };
    view! {
        <p><button type="button" class="second small" aria-label=label aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>"Corregir"</button></p>
        {move || open.get().then(&form)}
    }
}
