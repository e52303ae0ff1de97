//! Answers as they stand, question by question: what the review before sending, the validation and the verification
//! have in common.

use domain::questionnaire::{Kind, Part, Question, Section};
use leptos::prelude::*;

use super::{candidacy::Case, photo::DraftPhoto};
use crate::components::answer_view;

/// The sections of a part with their questions that are asked; `below` adds what a page has to say of each question.
pub fn part_answers(case: &Case, part: Part, below: impl Fn(&Section, &Question) -> Option<AnyView>) -> AnyView {
    let sections = case.election.questionnaire(part).sections.iter().map(|section| {
        let asked = section.questions.iter().filter(|question| question.is_asked(&case.work.answers));
        let rows = asked.map(|question| {
            view! { <div><dt>{question.label.clone()}</dt><dd>{answer(case, question)}{below(section, question)}</dd></div> }
        });
        view! { <section><h3>{section.title.clone()}</h3><dl class="answers">{rows.collect_view()}</dl></section> }
    });
    view! { <h2>{part.name()}</h2>{sections.collect_view()} }.into_any()
}

/// One answer to read.
pub fn answer(case: &Case, question: &Question) -> AnyView {
    match (&question.kind, case.work.answers.get(&question.key)) {
        (_, None) => view! { <p class="quiet">"Sin respuesta"</p> }.into_any(),
        (Kind::Photo, Some(_)) => view! { <DraftPhoto id=case.id()/> }.into_any(),
        (_, Some(answer)) => answer_view(question, answer),
    }
}
