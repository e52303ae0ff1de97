//! A section's page: what is typed is saved by itself, and nothing typed is ever dropped without asking.

mod draft;

use std::collections::BTreeSet;

use domain::{
    ids::QuestionKey,
    questionnaire::{Answer, Kind, Part, Question, Section, merge},
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub use self::draft::Draft;
use super::{
    candidacy::{Case, back, heading, is_open, with_case},
    field::Field,
    photo::PhotoField,
};
use crate::{components::answer_view, format};

/// The page.
#[component]
pub fn SectionPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.with(|params| params.get("key")).unwrap_or_default());
    with_case(move |case| {
        let case = StoredValue::new(case);
        view! {
            {move || {
                let (case, key) = (case.get_value(), key.get());
                let found = case.election.sections().find(|(_, section)| section.key.as_str() == key).map(|(part, section)| (part, section.clone()));
                match found {
                    Some((part, section)) => view! { <Page case=case part=part section=section/> }.into_any(),
                    None => view! { <h1>"No encontramos este apartado"</h1>{back(&case)} }.into_any(),
                }
            }}
        }
        .into_any()
    })
}

/// The section after this one that can be captured.
fn next(case: &Case, section: &Section) -> Option<String> {
    let mut rest = case.election.sections().skip_while(|(_, one)| one.key != section.key).skip(1);
    rest.find(|(_, one)| is_open(case, one))
        .map(|(_, one)| format!("/trabajo/candidaturas/{}/seccion/{}", case.id(), one.key))
}

#[component]
fn Page(case: Case, part: Part, section: Section) -> impl IntoView {
    let open: BTreeSet<QuestionKey> = case.work.open_fields.iter().cloned().collect();
    let captures = case.captures() && case.work.notice_accepted && is_open(&case, &section);
    let draft = Draft::new(&case);
    let navigate = use_navigate();
    let after = next(&case, &section).unwrap_or_else(|| format!("/trabajo/candidaturas/{}", case.id()));
    let go_on = move |_| {
        let (navigate, after) = (navigate.clone(), after.clone());
        spawn_local(async move {
            if draft.save().await {
                navigate(&after, NavigateOptions::default());
            }
        });
    };
    let handle = window_event_listener(ev::beforeunload, move |event| {
        if draft.is_dirty() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        handle.remove();
        draft.save_and_forget();
    });
    focus_named_field();
    let decline = case.election.questionnaire(part).decline.clone();
    let fields = section.questions.clone().into_iter().map(|question| {
        let writable = captures && open.contains(&question.key);
        question_view(&case, draft, question, decline.clone(), writable)
    });
    let zone = case.election.institute.time_zone.clone();
    view! {
        {heading(&case, &section.title)}
        {back(&case)}
        {section.help.clone().map(|help| view! { <p>{help}</p> })}
        {section.questions.iter().any(|question| matches!(question.kind, Kind::Text { .. })).then(|| view! {
            <p class="quiet">"El mínimo cuenta letras, números y signos; los espacios y renglones vacíos no cuentan."</p>
        })}
        {fields.collect_view()}
        {draft.conflicts_view(&case.election)}
        {captures.then(|| view! {
            <p class="row">
                <button type="button" on:click=go_on>"Guardar y continuar"</button>
                <span role="status" aria-live="polite">{move || draft.words(|at| format::clock(at, &zone))}</span>
            </p>
        })}
    }
}

/// An address that names a field, as the review page's links do, takes the person to it.
fn focus_named_field() {
    let hash = window().location().hash().unwrap_or_default();
    let id = hash.trim_start_matches('#').to_owned();
    if !id.is_empty() {
        request_animation_frame(move || {
            if let Some(field) =
                document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok())
            {
                let _ = field.focus();
            }
        });
    }
}

fn question_view(
    case: &Case,
    draft: Draft,
    question: Question,
    decline: Option<String>,
    writable: bool,
) -> impl IntoView + use<> {
    let remarks: Vec<_> =
        case.work.observations.iter().filter(|one| one.open && one.field == question.key).cloned().collect();
    let remarks = remarks.into_iter().map(|one| {
        view! {
            <p class="trouble"><strong>"Observación: "</strong>{format!("{}. {}", one.ground.name(), one.text)}</p>
        }
    });
    let asked = {
        let question = question.clone();
        Memo::new(move |_| draft.answers.with(|answers| question.is_asked(answers)))
    };
    let election = StoredValue::new(case.election.clone());
    let present = case.work.photo.is_some();
    let key = question.key.clone();
    let change = Callback::new(move |answer: Option<Answer>| {
        // Answers that this one would leave without their parent are not dropped before asking.
        let lost = election.with_value(|election| {
            merge(election, &draft.answers.get_untracked(), &[(key.clone(), answer.clone())].into())
                .map(|merged| merged.dropped)
                .unwrap_or_default()
        });
        let sure = lost.is_empty()
            || window()
                .confirm_with_message("Si cambia esta respuesta se borrarán las que dependen de ella. ¿Continuar?")
                .unwrap_or(false);
        if sure {
            draft.set(key.clone(), answer, &lost);
        } else {
            draft.answers.notify();
        }
    });
    let shown = move || {
        let question = question.clone();
        if !asked.get() {
            return ().into_any();
        }
        match (&question.kind, writable) {
            (Kind::Photo, _) => {
                view! { <PhotoField question=question draft=draft present=present writable=writable/> }.into_any()
            }
            (_, true) => {
                view! { <Field question=question decline=decline.clone() answers=draft.answers change=change/> }
                    .into_any()
            }
            (_, false) => {
                let answer = draft
                    .answers
                    .with_untracked(|answers| answers.get(&question.key).map(|answer| answer_view(&question, answer)));
                view! {
                    <div class="field"><p><strong>{question.label.clone()}</strong></p>{answer.unwrap_or_else(|| view! { <p class="quiet">"Sin respuesta"</p> }.into_any())}</div>
                }.into_any()
            }
        }
    };
    view! { {remarks.collect_view()} {shown} }
}
