//! Answers as they stand, question by question: what checking before sending, the validation, the verification and the
//! institute's reading of a section have in common.

use domain::questionnaire::{Answer, Kind, Part, Question, Section};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::pages::workspace::{
    candidacy::{back, case::Case, heading, with_case},
    capture::{field::field_id, photo::DraftPhoto},
};
use crate::{components::answer_view, format};

/// The sections of a part with their questions that are asked; `below` adds what a page has to say of each question.
pub fn part_answers(case: &Case, part: Part, below: impl Fn(&Section, &Question) -> Option<AnyView>) -> AnyView {
    sections(case, part, |_| None, below, |_| None)
}

/// The same for whoever reviews: each answer beside what its question asks, and what is said of each section after it.
pub fn part_reviewed(
    case: &Case,
    part: Part,
    below: impl Fn(&Section, &Question) -> Option<AnyView>,
    after: impl Fn(&Section) -> Option<AnyView>,
) -> AnyView {
    sections(case, part, |question| Some(asked(question)), below, after)
}

/// What a question asks for.
fn asked(question: &Question) -> AnyView {
    let length = match &question.kind {
        Kind::Text { min, max } => Some(format!("De {} a {} caracteres.", format::number(*min), format::number(*max))),
        _ => None,
    };
    let duty = if question.required { "Obligatoria." } else { "Opcional." };
    view! {
        {question.help.clone().map(|help| view! { <span class="quiet about">{help}</span> })}
        <span class="quiet about">{duty}{length.map(|length| format!(" {length}"))}</span>
    }
    .into_any()
}

fn sections(
    case: &Case,
    part: Part,
    beside: impl Fn(&Question) -> Option<AnyView>,
    below: impl Fn(&Section, &Question) -> Option<AnyView>,
    after: impl Fn(&Section) -> Option<AnyView>,
) -> AnyView {
    let sections = case.election.questionnaire(part).sections.iter().map(|section| {
        view! {
            <section>
                <h3>{section.title.clone()}</h3>
                {section_answers(case, section, &beside, &below)}
                {after(section)}
            </section>
        }
    });
    view! {
        <h2>{part.name()}</h2>
        {sections.collect_view()}
    }
    .into_any()
}

fn section_answers(
    case: &Case,
    section: &Section,
    beside: impl Fn(&Question) -> Option<AnyView>,
    below: impl Fn(&Section, &Question) -> Option<AnyView>,
) -> AnyView {
    let asked = section.questions.iter().filter(|question| question.is_asked(&case.work.answers));
    let rows = asked.map(|question| {
        view! {
            <div>
                <dt>{question.label.clone()}{beside(question)}</dt>
                <dd>{answer(case, question)}{below(section, question)}</dd>
            </div>
        }
    });
    view! { <dl class="answers">{rows.collect_view()}</dl> }.into_any()
}

/// The page of a section for who reads it and does not capture.
#[component]
pub fn SectionAnswers() -> impl IntoView {
    let params = use_params_map();
    with_case(move |case| {
        let key = params.with_untracked(|params| params.get("key")).unwrap_or_default();
        match case.election.section(&key) {
            Some((_, section)) => view! {
                {heading(&case, &section.title)}
                {back(&case)}
                {section_answers(&case, section, |_| None, |_, _| None)}
            }
            .into_any(),
            None => view! {
                <h1>"No encontramos este apartado"</h1>
                {back(&case)}
            }
            .into_any(),
        }
    })
}

/// One answer to read.
pub fn answer(case: &Case, question: &Question) -> AnyView {
    match (&question.kind, case.work.answers.get(&question.key)) {
        (_, None) => view! { <p class="quiet">"Sin respuesta"</p> }.into_any(),
        (Kind::Photo, Some(_)) => view! { <DraftPhoto id=case.id() /> }.into_any(),
        (_, Some(answer)) => answer_view(question, answer),
    }
}

/// Where a question is answered.
pub fn place(case: &Case, section: &Section, question: &Question) -> String {
    format!("/trabajo/candidaturas/{}/seccion/{}#{}", case.id(), section.key, field_id(question))
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
