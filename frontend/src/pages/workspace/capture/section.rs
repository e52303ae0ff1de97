//! A section's page: what is typed is saved by itself, and nothing typed is ever dropped without asking.

use std::collections::BTreeSet;

use domain::{
    ids::QuestionKey,
    questionnaire::{Answer, Kind, Part, Question, Section},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

use crate::pages::workspace::{
    candidacy::{answers::edited, back, case::Case, heading, presence::Others, with_case},
    capture::{
        advice::Hint,
        field::{Field, dependents_go, field_id, focus_named_field},
        photo::PhotoField,
    },
};
use crate::{
    components::answer_view,
    format,
    state::{Draft, Status},
};

/// The page.
#[component]
pub fn SectionPage() -> impl IntoView {
    let params = use_params_map();
    with_case(move |case| {
        let key = params.with_untracked(|params| params.get("key")).unwrap_or_default();
        let found = case.election.section(&key);
        match found.map(|(part, section)| (part, section.clone())) {
            Some((part, section)) => view! { <Page case=case part=part section=section /> }.into_any(),
            None => view! {
                <h1>"No encontramos este apartado"</h1>
                {back(&case)}
            }
            .into_any(),
        }
    })
}

/// The section after this one that can be captured.
fn next(case: &Case, section: &Section) -> Option<String> {
    let mut rest = case.election.sections().skip_while(|(_, other)| other.key != section.key).skip(1);
    let (_, found) = rest.find(|(_, other)| case.is_section_open(other))?;
    Some(format!("/trabajo/candidaturas/{}/seccion/{}", case.id(), found.key))
}

#[component]
fn Page(case: Case, part: Part, section: Section) -> impl IntoView {
    let open: BTreeSet<QuestionKey> = case.work.open_fields.iter().cloned().collect();
    let captures = case.captures() && case.is_section_open(&section);
    let draft = case.unsent().draft;
    let navigate = use_navigate();
    let after = next(&case, &section).unwrap_or_else(|| format!("/trabajo/candidaturas/{}", case.id()));
    // Whether this page is still the one on the screen when the save arrives.
    let here = StoredValue::new(());
    let go_on = move |_| {
        let (navigate, after) = (navigate.clone(), after.clone());
        spawn_local(async move {
            if draft.save().await && here.try_get_value().is_some() {
                navigate(&after, NavigateOptions::default());
            }
        });
    };
    focus_named_field();
    let decline = case.election.questionnaire(part).decline.clone();
    let fields = section.questions.clone().into_iter().map(|question| {
        let writable = captures && open.contains(&question.key);
        question_view(&case, draft, question, decline.clone(), writable)
    });
    let zone = case.election.institute.time_zone.clone();
    let place = case.election.sections().position(|(_, other)| other.key == section.key).unwrap_or_default() + 1;
    let place = format!("{} · apartado {place} de {}", part.name(), case.election.sections().count());
    view! {
        {heading(&case, &section.title)}
        {back(&case)}
        <p class="quiet">{place}</p>
        <Others case=case.clone() section=Some(section.key.clone()) />
        {section.help.clone().map(|help| view! { <p>{help}</p> })}
        {section
            .questions
            .iter()
            .any(|question| matches!(question.kind, Kind::Text { .. }))
            .then(|| {
                view! {
                    <p class="quiet">
                        "El mínimo cuenta letras, números y signos; los espacios y renglones vacíos no cuentan."
                    </p>
                }
            })}
        {fields.collect_view()}
        {(captures && part == Part::Curricular).then(|| view! { <Hint case=case.clone() section=section.clone() /> })}
        <Conflicts case=case draft=draft />
        {captures
            .then(|| {
                view! {
                    <p class="row">
                        <button type="button" on:click=go_on>
                            "Guardar y continuar"
                        </button>
                        <span role="status" aria-live="polite">
                            {move || saving(&draft.status.get(), &zone)}
                        </span>
                    </p>
                }
            })}
    }
}

/// What the screen says about saving.
fn saving(status: &Status, zone: &str) -> String {
    match status {
        Status::Still => String::new(),
        Status::Waiting => "Cambios sin guardar…".into(),
        Status::Saving => "Guardando…".into(),
        Status::Saved(at) => format!("Guardado {}", format::recent(*at, zone)),
        Status::Conflict => "No se ha guardado: elija entre los dos textos.".into(),
        Status::Unreached(words) => {
            format!("No se guardó: {words} Lo que escribió sigue aquí y se enviará en cuanto se pueda.")
        }
        Status::Failed(words) => format!("No se guardó: {words} Lo que escribió sigue aquí."),
    }
}

/// A question with what is said of it, to be answered or to be read.
fn question_view(case: &Case, draft: Draft, question: Question, decline: Option<String>, writable: bool) -> AnyView {
    let open = case.work.observations.iter().filter(|remark| remark.open && remark.field == question.key);
    let remarks: Vec<String> = open.map(|remark| format!("{}. {}", remark.ground.name(), remark.text)).collect();
    let remark_id = (!remarks.is_empty()).then(|| format!("{}-observacion", field_id(&question)));
    let remarks = remark_id.clone().map(|id| remarks_view(id, remarks));
    let (granted, changed) = (granted(case, &question), edited(case, &question));
    let asked = {
        let question = question.clone();
        Memo::new(move |_| draft.answers.with(|answers| question.is_asked(answers)))
    };
    let present = case.work.photo.is_some();
    let name = case.work.item.name.clone();
    let change = change(case, draft, question.key.clone());
    let answer = move || {
        let question = question.clone();
        if !asked.get() {
            return ().into_any();
        }
        match (&question.kind, writable) {
            (Kind::Photo, _) => {
                let name = name.clone();
                view! { <PhotoField question=question draft=draft present=present writable=writable name=name /> }
                    .into_any()
            }
            (_, true) => {
                let (answers, described) = (draft.answers, remark_id.clone());
                let decline = decline.clone();
                view! { <Field question=question decline=decline answers=answers change=change described=described /> }
                    .into_any()
            }
            (_, false) => read_only(draft, &question),
        }
    };
    view! {
        {remarks}
        {granted}
        {answer}
        {changed}
    }
    .into_any()
}

fn remarks_view(id: String, remarks: Vec<String>) -> impl IntoView {
    let lines = remarks.into_iter().map(|words| {
        view! {
            <p>
                <strong>"Observación: "</strong>
                {words}
            </p>
        }
    });
    view! {
        <div class="trouble" id=id>
            {lines.collect_view()}
        </div>
    }
}

/// What the correction that was granted asks a question to say.
fn granted(case: &Case, question: &Question) -> Option<impl IntoView + use<>> {
    let new = case.corrected()?.changes.get(&question.key)?.clone();
    let new = new.map_or_else(|| "Sin respuesta".to_owned(), |new| new.lines().join("\n"));
    Some(view! {
        <div class="panel">
            <p>
                <strong>"Se concedió que diga:"</strong>
            </p>
            <p class="written">{new}</p>
        </div>
    })
}

/// Takes what is typed, unless it would drop an answer that the person would rather keep.
fn change(case: &Case, draft: Draft, key: QuestionKey) -> Callback<Option<Answer>, bool> {
    let election = StoredValue::new(case.election.clone());
    Callback::new(move |answer: Option<Answer>| {
        let lost = election.with_value(|election| dependents_go(election, draft.answers, &key, answer.as_ref()));
        if let Some(lost) = &lost {
            draft.set(key.clone(), answer, lost);
        }
        lost.is_some()
    })
}

fn read_only(draft: Draft, question: &Question) -> AnyView {
    let answer = draft
        .answers
        .with_untracked(|answers| answers.get(&question.key).map(|answer| answer_view(question, answer)))
        .unwrap_or_else(|| view! { <p class="quiet">"Sin respuesta"</p> }.into_any());
    view! {
        <div class="field">
            <p>
                <strong>{question.label.clone()}</strong>
            </p>
            {answer}
        </div>
    }
    .into_any()
}

/// Both texts of the fields that two people changed, to choose from.
#[component]
fn Conflicts(case: Case, draft: Draft) -> impl IntoView {
    let words = |answer: Option<&Answer>| {
        answer.map_or_else(|| "(sin respuesta)".to_owned(), |answer| answer.lines().join("\n"))
    };
    move || {
        let conflict = |(key, theirs): (QuestionKey, Option<Answer>)| {
            let label =
                case.election.question(key.as_str()).map_or_else(String::new, |(_, question)| question.label.clone());
            let mine = words(draft.answers.get_untracked().get(&key));
            let other = words(theirs.as_ref());
            let second = key.clone();
            view! {
                <section class="trouble" role="alert">
                    <h2>{format!("Alguien más cambió «{label}»")}</h2>
                    <h3>"Lo que usted escribió"</h3>
                    <p class="written">{mine}</p>
                    <button type="button" on:click=move |_| draft.choose(key.clone(), true)>
                        "Conservar lo mío"
                    </button>
                    <h3>"Lo que está guardado"</h3>
                    <p class="written">{other}</p>
                    <button type="button" class="second" on:click=move |_| draft.choose(second.clone(), false)>
                        "Usar lo guardado"
                    </button>
                </section>
            }
        };
        draft.conflicts.get().into_iter().map(conflict).collect_view()
    }
}
