//! One candidacy: where it stands, whose turn it is, until when, and what can be done now.

use std::collections::BTreeSet;

use domain::{
    next_step::{NextStep, Turn},
    permission::Act,
    questionnaire::{Part, Section},
    work::progress::SectionState,
    workflow::StageName,
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::{
    candidacy::{
        answers::edited, case::Case, heading, now::what_now, presence::Others, receipts::receipts, term_line, with_case,
    },
    capture::advice::Advice,
    publication::{
        correction::{Answering, ask, correction, decide},
        published::{forms, orders, published},
    },
    shell::acting::Acting,
};
use crate::{
    api::{escape, work::Work},
    format,
};

/// The page of one candidacy for who captures, validates or represents it.
#[component]
pub fn Candidacy() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        let steps = view! {
            {changed(&case)}
            {steps(&case, acting)}
        };
        page(&case, correction(&case, ask(&case)), steps.into_any(), published(&case, ().into_any()))
    })
}

/// The page of one candidacy for the institute.
#[component]
pub fn ReviewedCandidacy() -> impl IntoView {
    let (orders, answering) = (orders(), Answering::new());
    with_case(move |case| {
        let words = if case.may(Act::AuthorisePublication) { "Autorizar" } else { "Verificar" };
        let verify = match case.work.item.stage {
            StageName::InVerification if case.verifies() => Some(step(&case, "verificar", words).into_any()),
            // What was said of it is still there to be read.
            StageName::Published if case.verifies() => {
                let href = format!("/trabajo/candidaturas/{}/verificar", case.id());
                Some(
                    view! {
                        <p>
                            <A href=href>"Ver la verificación"</A>
                        </p>
                    }
                    .into_any(),
                )
            }
            _ => None,
        };
        let steps = view! {
            {verify}
            {tasks(&case)}
        };
        page(
            &case,
            correction(&case, decide(&case, answering)),
            steps.into_any(),
            published(&case, forms(&case, orders)),
        )
    })
}

/// What is told of a candidacy to everybody who may open it, with what its reader can do.
fn page(case: &Case, correction: Option<AnyView>, steps: AnyView, published: Option<AnyView>) -> AnyView {
    let public = case.work.item.published.then(|| {
        view! {
            <p>
                <a href=format!("/candidaturas/{}", case.work.item.slug) rel="external">
                    "Ver el perfil público"
                </a>
            </p>
        }
    });
    view! {
        {heading(case, "")}
        <Others case=case.clone() section=None />
        {partner(case)}
        {standing(case)}
        {public}
        {case
            .work
            .affirmative_action_name
            .clone()
            .map(|name| {
                view! { <p>{format!("Acción afirmativa: {name}. Viene del registro y siempre es pública.")}</p> }
            })}
        {correction}
        {steps}
        {published}
        {reviews(case)
            .then(|| {
                view! {
                    <Advice
                        case=case.clone()
                        title="Lo que el sistema sugiere revisar"
                        reviews=true
                        help="Son sugerencias: quien revisa decide si hay que observar."
                    />
                }
            })}
        {receipts(case)}
        {case
            .may(Act::ReadLog)
            .then(|| {
                view! {
                    <p>
                        <a href=format!(
                            "/trabajo/historial?candidatura={}",
                            case.id(),
                        )>"Historial de esta candidatura"</a>
                    </p>
                }
            })}
    }
    .into_any()
}

/// What the validator changed in co-responsibility, for whoever captured it (PTO II.B.1.III).
fn changed(case: &Case) -> Option<AnyView> {
    let mut all = case
        .election
        .sections()
        .flat_map(|(_, section)| &section.questions)
        .filter(|question| case.work.edits.iter().any(|edit| edit.field == question.key))
        .peekable();
    all.peek().filter(|_| case.may(Act::SaveAnswers))?;
    let rows = all.map(|question| {
        view! {
            <h3>{question.label.clone()}</h3>
            {edited(case, question)}
        }
    });
    Some(
        view! {
            <section class="panel" aria-labelledby="cambios">
                <h2 id="cambios">"Lo que cambió quien valida"</h2>
                {rows.collect_view()}
            </section>
        }
        .into_any(),
    )
}

/// The other one of the formula, when it is within reach.
fn partner(case: &Case) -> Option<AnyView> {
    let other = case.work.partner.clone()?;
    let words = format!("{}: {}", other.kind.name(), other.name);
    Some(
        view! { <p>"De la misma fórmula. "<A href=format!("/trabajo/candidaturas/{}", other.id)>{words}</A></p> }
            .into_any(),
    )
}

/// Whether it was sent, whose turn it is, until when, and what the reader can do now.
fn standing(case: &Case) -> AnyView {
    let item = &case.work.item;
    let zone = &case.election.institute.time_zone;
    if case.next_step() == NextStep::Withdrawn {
        return view! { <p class="panel">{what_now(case)}</p> }.into_any();
    }
    let unsent = case.turn() == Turn::Capture;
    let mark = match (unsent, case.work.submitted_at) {
        (true, None) => "NO ENVIADO".to_owned(),
        (true, Some(_)) => "NO ENVIADO: faltan las correcciones".to_owned(),
        (false, Some(at)) => format!("Enviado a validación el {}", format::moment(at, zone)),
        (false, None) => "Enviado a validación".to_owned(),
    };
    let stage = case
        .turn()
        .name()
        .map_or_else(|| format!("{}.", item.stage.name()), |turn| format!("{}: {turn}.", item.stage.name()));
    let scheduled = item.publish_at.map(|at| {
        let words = format!("Autorizada: se publicará el {}. Hasta entonces nadie la ve.", format::moment(at, zone));
        view! {
            <p>
                <strong>{words}</strong>
            </p>
        }
    });
    let extensions = case.work.extensions.iter().filter(|_| unsent).map(|extension| {
        let until = format::moment(extension.until, zone);
        let words = format!("El plazo de captura se amplió hasta el {until}. Motivo: {}", extension.reason);
        view! { <p>{words}</p> }
    });
    let extend = (unsent && case.may(Act::ExtendDeadline)).then(|| {
        let href = format!("/trabajo/plazos?nombre={}", escape(item.folio.as_str()));
        view! {
            <p>
                <A href=href>"Ampliar su plazo"</A>
            </p>
        }
    });
    view! {
        <section class="panel" aria-label="Dónde está y qué sigue">
            <p class="tag">
                <strong>{mark}</strong>
            </p>
            <p>{format!("Etapa: {stage}")}</p>
            {scheduled}
            {term(case)}
            {extensions.collect_view()}
            <p>{what_now(case)}</p>
            {extend}
        </section>
    }
    .into_any()
}

/// Until when the term runs, or that there is none where one could be. A capture without a term waits for the receipt of
/// its accounts, which is told apart.
fn term(case: &Case) -> Option<AnyView> {
    let is_told = match case.turn() {
        Turn::Capture => case.work.received,
        Turn::Validation | Turn::Institute => true,
        Turn::Nobody => false,
    };
    match case.work.item.until {
        Some(_) => Some(
            view! {
                <p>
                    <strong>{term_line(case)}</strong>
                </p>
            }
            .into_any(),
        ),
        None => is_told.then(|| view! { <p class="quiet">{term_line(case)}</p> }.into_any()),
    }
}

/// Whether the reader looks over what others sent.
fn reviews(case: &Case) -> bool {
    let sent = case.turn() != Turn::Capture;
    sent && case.may(Act::ReadAnswers) && (case.may(Act::ValidateProfile) || case.verifies())
}

fn steps(case: &Case, acting: Acting) -> AnyView {
    let id = case.id();
    let next = case.next_step();
    if next == NextStep::AwaitReceipt {
        return ().into_any();
    }
    if next == NextStep::AcceptPrivacyNotice {
        return view! { <PrivacyNotice case=case.clone() acting=acting /> }.into_any();
    }
    let consent = case.may(Act::ManageConsent).then(|| {
        let (state, class) =
            if case.work.consent.is_some() { ("Registrado", "done") } else { ("Sin consentimiento", "tag") };
        view! {
            <h2>"Consentimiento"</h2>
            <ul class="tasks">
                <li>
                    <A href=format!("/trabajo/candidaturas/{id}/consentimiento")>
                        <span class="name">"Consentimiento para publicar respuestas de identidad"</span>
                        <span class=class>{state}</span>
                    </A>
                </li>
            </ul>
        }
    });
    let send = next.is_capture().then(|| {
        view! {
            <h2>"Enviar"</h2>
            <ul class="tasks">
                <li>
                    <A href=format!("/trabajo/candidaturas/{id}/revisar")>
                        <span class="name">"Revisar y enviar"</span>
                        <span class="tag">
                            <strong>"NO ENVIADO"</strong>
                        </span>
                    </A>
                </li>
            </ul>
        }
    });
    view! {
        {(next == NextStep::Validate).then(|| step(case, "validar", "Revisar y validar"))}
        {tasks(case)}
        {consent}
        {send}
    }
    .into_any()
}

fn step(case: &Case, what: &str, words: &'static str) -> impl IntoView + use<> {
    view! {
        <p>
            <A href=format!("/trabajo/candidaturas/{}/{what}", case.id()) attr:class="button">
                {words}
            </A>
        </p>
    }
}

/// The sections that the reader may read, with how far each is.
fn tasks(case: &Case) -> impl IntoView + use<> {
    [Part::Curricular, Part::Identity].map(|part| {
        let sections = case.election.questionnaire(part).sections.iter();
        let rows: Vec<_> = sections.filter_map(|section| Some(task(case, section, state(case, section)?))).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <h2>{part.name()}</h2>
                <ul class="tasks">{rows}</ul>
            }
        })
    })
}

/// How far a section is, in words, and how the words look; none of a section that the reader may not read.
fn state(case: &Case, section: &Section) -> Option<(&'static str, &'static str)> {
    let state = *case.work.item.sections.get(&section.key)?;
    let keys: BTreeSet<&str> = section.questions.iter().map(|question| question.key.as_str()).collect();
    let observed = case.work.observations.iter().any(|remark| remark.open && keys.contains(remark.field.as_str()));
    let granted = case.work.item.stage == StageName::InCapture
        && case.corrected().is_some_and(|correction| correction.changes.keys().any(|key| keys.contains(key.as_str())));
    Some(match state {
        _ if observed => ("Con observaciones", "tag wrong"),
        _ if granted => ("Por corregir", "tag"),
        SectionState::Wrong => (state.name(), "tag wrong"),
        SectionState::Complete => (state.name(), "done"),
        SectionState::Empty | SectionState::Optional | SectionState::Started => (state.name(), "tag"),
    })
}

fn task(case: &Case, section: &Section, (state, class): (&'static str, &'static str)) -> impl IntoView + use<> {
    let href = format!("/trabajo/candidaturas/{}/seccion/{}", case.id(), section.key);
    let title = section.title.clone();
    view! {
        <li>
            <A href=href>
                <span class="name">{title}</span>
                <span class=class>{state}</span>
            </A>
        </li>
    }
}

/// The privacy notice, accepted before anything is captured.
#[component]
fn PrivacyNotice(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let notice = case.election.notice.clone();
    let (id, version) = (case.id(), StoredValue::new(notice.version.clone()));
    let accept = move |_| {
        let version = version.get_value();
        acting.act(
            async move { work.accept_privacy_notice(id, case.work.revision, version).await },
            case.again,
            |_| (),
        );
    };
    view! {
        <section aria-labelledby="aviso">
            <h2 id="aviso">"Aviso de privacidad"</h2>
            <p class="quiet">{format!("Versión {}, del {}.", notice.version, format::civil(notice.date))}</p>
            <p class="written">{notice.simplified}</p>
            <details>
                <summary>"Leer el aviso integral"</summary>
                <p class="written">{notice.integral}</p>
            </details>
            {acting.trouble()}
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=accept>
                    "Acepto el aviso de privacidad"
                </button>
            </p>
            <p class="quiet">
                "Queda registrado qué versión aceptó, quién y cuándo. Si el aviso cambia, se le pedirá otra vez."
            </p>
        </section>
    }
}
