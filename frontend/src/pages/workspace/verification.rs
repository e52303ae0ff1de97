//! The institute's turn: a word on each part, observations, and the authorisation that publishes (PTO II.B.3, II.C).

use contract::profile::{Judge, VerdictState};
use domain::{
    permission::Act,
    questionnaire::{Part, Question, Section},
    workflow::StageName,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    answers::part_answers,
    candidacy::{Case, back, heading, with_case},
    remarks::{RemarkForm, Remarks, remarked},
};
use crate::{
    api::{ApiError, work::Work},
    components::Trouble,
};

/// The page.
#[component]
pub fn Verification() -> impl IntoView {
    with_case(|case| {
        let turn = case.work.item.stage == StageName::InVerification;
        view! {
            {heading(&case, "Verificar")}
            {back(&case)}
            {(!turn).then(|| view! { <p role="status" class="good">{format!("Etapa: {}.", case.work.item.stage.name())}</p> })}
            {[Part::Curricular, Part::Identity].map(|part| view! { <PartView case=case.clone() part=part turn=turn/> }).collect_view()}
            {(turn && case.may(Act::AuthorisePublication)).then(|| view! { <Decision case=case.clone()/> })}
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
fn PartView(case: Case, part: Part, turn: bool) -> impl IntoView {
    let act = if part == Part::Curricular { Act::JudgeCurricular } else { Act::JudgeIdentity };
    let judges = turn && case.may(act);
    let remarks = Remarks::new();
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
    let state = format!("Dictamen: {}.", words(verdict(&case, part)));
    view! {
        {answers}
        <p><strong>{state}</strong></p>
        {judges.then(|| view! { <Verdict case=case part=part remarks=remarks/> })}
    }
}

#[component]
fn Verdict(case: Case, part: Part, remarks: Remarks) -> impl IntoView {
    let work = expect_context::<Work>();
    let error = RwSignal::new(None::<ApiError>);
    let judge = Callback::new(move |compliant: bool| {
        let case = case.clone();
        let observations = if compliant { Vec::new() } else { remarks.of(&case, Some(part)) };
        spawn_local(async move {
            match work.judge(&case.id(), case.work.revision, part, &Judge { compliant, observations }).await {
                Ok(_) => case.again.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    });
    view! {
        <section class="panel" aria-label=format!("Dictamen del {}", part.name().to_lowercase())>
            <p role="status">{move || match remarks.count() {
                0 => "Para dictaminar que no cumple, escriba al menos una observación.".to_owned(),
                1 => "Escribió 1 observación.".to_owned(),
                count => format!("Escribió {count} observaciones."),
            }}</p>
            {move || error.get().map(|error| view! { <Trouble error=error/> })}
            <p class="row">
                <button type="button" disabled=move || !remarks.is_empty() on:click=move |_| judge.run(true)>"Cumple"</button>
                <button type="button" class="second" disabled=move || remarks.is_empty() on:click=move |_| judge.run(false)>"No cumple"</button>
            </p>
        </section>
    }
}

/// What the responsible unit decides once both parts have their word.
#[component]
fn Decision(case: Case) -> impl IntoView {
    let work = expect_context::<Work>();
    let error = RwSignal::new(None::<ApiError>);
    let states = [case.work.curricular, case.work.identity];
    let complies = states.iter().all(|state| *state == VerdictState::Compliant);
    let observed = states.contains(&VerdictState::Observed);
    let hours = case.election.terms.grant_hours;
    let step = Callback::new(move |what: &'static str| {
        let case = case.clone();
        spawn_local(async move {
            match work.step(&case.id(), case.work.revision, what).await {
                Ok(_) => case.again.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    });
    let help = match (complies, observed) {
        (true, _) => "Las dos partes cumplen. Al autorizar, el perfil se publica de inmediato.".to_owned(),
        (false, true) => format!("Al enviar las observaciones, los campos observados se abren {hours} horas."),
        (false, false) => "Faltan dictámenes.".to_owned(),
    };
    view! {
        <section class="panel" aria-labelledby="decision">
            <h2 id="decision">"Decisión de la Instancia Responsable"</h2>
            <p>{help}</p>
            {move || error.get().map(|error| view! { <Trouble error=error/> })}
            <p class="row">
                <button type="button" disabled=!complies on:click=move |_| step.run("authorisation")>"Autorizar la publicación"</button>
                <button type="button" class="second" disabled=!observed on:click=move |_| step.run("observations")>"Enviar observaciones"</button>
            </p>
        </section>
    }
}
