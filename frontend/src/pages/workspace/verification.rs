//! The institute's turn: a word on each part, observations, and the authorisation that publishes (PTO II.B.3, II.C).

use contract::profile::{Judge, VerdictState};
use domain::{
    ids::QuestionKey,
    permission::Act,
    questionnaire::{Part, Question, Section},
    workflow::StageName,
};
use leptos::prelude::*;

use super::{
    acting::Acting,
    answers::part_answers,
    candidacy::{Case, back, heading, with_case},
    remarks::{RemarkForm, remarked, written},
};
use crate::api::work::Work;

/// The page.
#[component]
pub fn Verification() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        let turn = case.work.item.stage == StageName::InVerification;
        view! {
            {heading(&case, "Verificar")}
            {back(&case)}
            {(!turn).then(|| view! { <p role="status" class="good">{format!("Etapa: {}.", case.work.item.stage.name())}</p> })}
            {[Part::Curricular, Part::Identity].map(|part| view! { <PartView case=case.clone() part=part turn=turn acting=acting/> }).collect_view()}
            {(turn && case.may(Act::AuthorisePublication)).then(|| view! { <Decision case=case.clone() acting=acting/> })}
        }
        .into_any()
    })
}

const fn words(state: VerdictState) -> &'static str {
    match state {
        VerdictState::Pending => "sin dictamen",
        VerdictState::Compliant => "cumple",
        VerdictState::Observed => "no cumple: tiene observaciones",
    }
}

const fn verdict(case: &Case, part: Part) -> VerdictState {
    match part {
        Part::Curricular => case.work.curricular,
        Part::Identity => case.work.identity,
    }
}

/// One part, with the verdict's form for the area that gives it.
#[component]
fn PartView(case: Case, part: Part, turn: bool, acting: Acting) -> impl IntoView {
    let act = if part == Part::Curricular { Act::JudgeCurricular } else { Act::JudgeIdentity };
    let judges = turn && case.may(act);
    let remarks = case.unsent().remarks;
    let below = |_: &Section, question: &Question| {
        Some(
            view! {
                {remarked(&case, &question.key)}
                {judges.then(|| view! { <RemarkForm question=question.clone() remarks=remarks/> })}
            }
            .into_any(),
        )
    };
    let visible = part == Part::Curricular || case.work.shows_identity;
    let answers = if visible {
        part_answers(&case, part, below)
    } else {
        view! { <h2>{part.name()}</h2><p class="quiet">"Sólo lo leen las áreas que la ley autoriza."</p> }.into_any()
    };
    let state = format!("Dictamen del {}: {}.", part.name().to_lowercase(), words(verdict(&case, part)));
    view! {
        {answers}
        <p><strong>{state}</strong></p>
        {judges.then(|| view! { <Verdict case=case part=part acting=acting/> })}
    }
}

#[component]
fn Verdict(case: Case, part: Part, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let remarks = case.unsent().remarks;
    let case = StoredValue::new(case);
    let of_part = move |key: &QuestionKey| {
        case.with_value(|case| case.election.question(key.as_str()).is_some_and(|(its, _)| its == part))
    };
    let count = Memo::new(move |_| remarks.count(of_part));
    let judge = move |compliant: bool| {
        let observations = if compliant { Vec::new() } else { remarks.ready(of_part) };
        let (id, revision, again) = case.with_value(|case| (case.id(), case.work.revision, case.again));
        let command = Judge { compliant, observations };
        let keys: Vec<QuestionKey> = command.observations.iter().map(|remark| remark.field.clone()).collect();
        let forget = move |_| remarks.forget(|key| keys.contains(key));
        acting.act(async move { work.judge(&id, revision, part, &command).await }, again, forget);
    };
    view! {
        <section class="panel" aria-label=format!("Dictamen del {}", part.name().to_lowercase())>
            <p role="status">{move || match count.get() {
                0 => "Para dictaminar que no cumple, escriba al menos una observación.".to_owned(),
                count => written(count),
            }}</p>
            {acting.trouble()}
            <p class="row">
                <button type="button" disabled=move || acting.is_busy() || count.get() != 0 on:click=move |_| judge(true)>"Cumple"</button>
                <button type="button" class="second" disabled=move || acting.is_busy() || count.get() == 0 on:click=move |_| judge(false)>"No cumple"</button>
            </p>
        </section>
    }
}

/// What the responsible unit decides once both parts have their word.
#[component]
fn Decision(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let states = [case.work.curricular, case.work.identity];
    let complies = states.iter().all(|state| *state == VerdictState::Compliant);
    let observed = states.contains(&VerdictState::Observed);
    let hours = case.election.terms.grant_hours;
    let id = StoredValue::new(case.id());
    let step = move |what: &'static str| {
        let id = id.get_value();
        acting.act(async move { work.step(&id, case.work.revision, what).await }, case.again, |_| ());
    };
    let help = match (complies, observed) {
        (true, _) => "Las dos partes cumplen. Al autorizar, el perfil se publica de inmediato.".to_owned(),
        (false, true) => format!("Al enviar las observaciones, los campos observados se abren {hours} horas."),
        (false, false) => "Faltan dictámenes.".to_owned(),
    };
    view! {
        <section class="panel" aria-labelledby="decision">
            <h2 id="decision">"Decisión de la Instancia Responsable"</h2>
            <p>{help}</p>
            {acting.trouble()}
            <p class="row">
                <button type="button" disabled=move || acting.is_busy() || !complies on:click=move |_| step("authorisation")>"Autorizar la publicación"</button>
                <button type="button" class="second" disabled=move || acting.is_busy() || !observed on:click=move |_| step("observations")>"Enviar observaciones"</button>
            </p>
        </section>
    }
}
