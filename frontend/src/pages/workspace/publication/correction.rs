//! The one correction of what is published: asked for field by field, confirmed, and decided by the institute (PTO II.C).

use std::collections::BTreeMap;

use contract::{
    paths,
    publication::{DecideCorrection, RequestCorrection},
};
use domain::{
    ids::QuestionKey,
    permission::Act,
    questionnaire::{Answer, Kind, Part, Question, Section},
    text,
    workflow::StageName,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use crate::pages::workspace::{
    candidacy::{
        answers::{answer, part_answers},
        back,
        case::Case,
        heading, with_case,
    },
    capture::validation::Correction,
    shell::acting::Acting,
};
use crate::{
    api::{json, work::Work},
    components::answer_view,
    format,
};

type Changes = BTreeMap<QuestionKey, Option<Answer>>;

/// Whether the reader can ask for the one correction now.
fn asks(case: &Case) -> bool {
    case.may(Act::RequestCorrection) && case.work.may_request_correction
}

/// What the pages say to whoever has nothing to ask for.
fn nothing(case: &Case) -> AnyView {
    view! {
        {heading(case, "Solicitar corrección")}
        <p class="good" role="status">
            "Ahora no hay una corrección que pueda solicitar."
        </p>
        {back(case)}
    }
    .into_any()
}

/// Where the fields are chosen and their new text is written.
#[component]
pub fn AskCorrection() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        if !asks(&case) {
            return nothing(&case);
        }
        let unsent = case.unsent();
        let below = |_: &Section, question: &Question| {
            (question.kind != Kind::Photo).then(|| {
                view! { <Correction case=case.clone() question=question.clone() unsent=unsent acting=acting saves=false /> }.into_any()
            })
        };
        view! {
            {heading(&case, "Solicitar corrección")}
            {back(&case)}
            <p>
                <strong>"Lo publicado se puede corregir una sola vez."</strong>
                " Elija con «Corregir» todas las respuestas que quiere cambiar y escriba cómo deben quedar."
            </p>
            {part_answers(&case, Part::Curricular, below)}
            {case.work.shows_identity.then(|| part_answers(&case, Part::Identity, below))}
            <section class="panel">
                <p>
                    <label for="motivo">"¿Por qué pide la corrección?"</label>
                    <span class="quiet" id="motivo-ayuda">
                        "De 10 a 1,000 caracteres. Lo leerá el Instituto."
                    </span>
                    <textarea
                        id="motivo"
                        class="short"
                        maxlength="1000"
                        aria-describedby="motivo-ayuda"
                        prop:value=unsent.reason
                        on:input:target=move |event| unsent.reason.set(event.target().value())
                    ></textarea>
                </p>
                <p>
                    <A href=format!("/trabajo/candidaturas/{}/corregir/confirmar", case.id()) attr:class="button">
                        "Continuar"
                    </A>
                </p>
                <p class="quiet">"Todavía no se envía nada: antes verá todo lo que pide."</p>
            </section>
        }
        .into_any()
    })
}

/// What is asked, once more, before it is sent.
#[component]
pub fn ConfirmCorrection() -> impl IntoView {
    let acting = Acting::new();
    with_case(
        move |case| if asks(&case) { view! { <Confirm case=case acting=acting /> }.into_any() } else { nothing(&case) },
    )
}

#[component]
fn Confirm(case: Case, acting: Acting) -> impl IntoView {
    let (work, navigate) = (expect_context::<Work>(), use_navigate());
    let (unsent, id, revision) = (case.unsent(), case.id(), case.work.revision);
    let mut changes = unsent.corrections.get_untracked();
    let blank = |answer: Option<&Answer>| answer.filter(|answer| !answer.is_blank()).cloned();
    changes.retain(|key, new| blank(new.as_ref()) != blank(case.work.answers.get(key)));
    let reason = unsent.reason.get_untracked();
    let lack = if changes.is_empty() {
        Some("No ha cambiado ninguna respuesta. Vuelva y elija qué corregir.")
    } else if text::substance(&reason) < 10 {
        Some("Falta el motivo, de 10 caracteres o más. Vuelva y escríbalo.")
    } else {
        None
    };
    let shown = differences(&case, &changes);
    let words = reason.clone();
    let hours = case.election.terms.grant_hours;
    let home = format!("/trabajo/candidaturas/{id}");
    let change = format!("{home}/corregir");
    let send = Callback::new(move |()| {
        let body = json(&RequestCorrection { changes: changes.clone(), reason: reason.clone() });
        let (home, navigate) = (home.clone(), navigate.clone());
        acting.act(
            async move { work.order(&paths::corrections(id), revision, body).await },
            Callback::new(|()| ()),
            move |_| {
                unsent.corrections.set(Changes::new());
                unsent.reason.set(String::new());
                navigate(&home, NavigateOptions::default());
            },
        );
    });
    let end = match lack {
        Some(lack) => view! {
            <p class="trouble" role="alert">
                {lack}
            </p>
        }
        .into_any(),
        None => view! { <SendRequest hours=hours acting=acting send=send /> }.into_any(),
    };
    view! {
        {heading(&case, "Confirmar la corrección")}
        <p>
            <A href=change>"Volver a cambiar"</A>
        </p>
        <p class="tag">
            <strong>"NO ENVIADA"</strong>
        </p>
        {shown}
        {(!words.trim().is_empty())
            .then(|| {
                view! {
                    <p>
                        <strong>"Motivo: "</strong>
                        {words}
                    </p>
                }
            })}
        {end}
    }
}

/// The one request.
#[component]
fn SendRequest(hours: u16, acting: Acting, send: Callback<()>) -> impl IntoView {
    let after = format!(
        "Si el Instituto la concede, los campos se abren {hours} horas para capturar y validar el cambio. Lo publicado \
         sigue igual hasta que se autorice la versión nueva."
    );
    view! {
        <section class="panel" aria-labelledby="enviar">
            <h2 id="enviar">"Enviar la solicitud"</h2>
            <p>
                <strong>"Es la única oportunidad de corregir lo publicado."</strong>
                " Revise que no falte nada."
            </p>
            <p>{after}</p>
            {acting.trouble()}
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=move |_| send.run(())>
                    "Enviar la solicitud"
                </button>
            </p>
        </section>
    }
}

/// What each field says and what it is asked to say.
fn differences(case: &Case, changes: &Changes) -> AnyView {
    let rows = changes.iter().filter_map(|(key, new)| {
        let (_, question) = case.election.question(key.as_str())?;
        let new = new.as_ref().filter(|new| !new.is_blank()).map_or_else(
            || view! { <p class="quiet">"Sin respuesta"</p> }.into_any(),
            |new| answer_view(question, new),
        );
        Some(view! {
            <div class="panel">
                <h3>{question.label.clone()}</h3>
                <div class="beside">
                    <div>
                        <h4>"Dice"</h4>
                        {answer(case, question)}
                    </div>
                    <div>
                        <h4>"Debe decir"</h4>
                        {new}
                    </div>
                </div>
            </div>
        })
    });
    rows.collect_view().into_any()
}

/// What the institute answers, while it is written; made by the page.
#[derive(Clone, Copy)]
pub struct Answering {
    acting: Acting,
    reason: RwSignal<String>,
}

impl Answering {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { acting: Acting::new(), reason: RwSignal::new(String::new()) }
    }
}

/// The last request with what was decided, and what the reader can do about it: ask for one or decide.
pub fn correction(case: &Case, deed: Option<AnyView>) -> Option<AnyView> {
    let last = case.work.corrections.first();
    if last.is_none() && deed.is_none() {
        return None;
    }
    let zone = &case.election.institute.time_zone;
    let last = last.map(|request| {
        let decided = request.decided_at.map(|at| format::moment(at, zone)).unwrap_or_default();
        let state = match request.granted {
            None => "Falta que la Instancia Responsable decida.".to_owned(),
            Some(true) => format!("Se concedió el {decided}."),
            Some(false) => format!("No se concedió el {decided}: {}", request.decision.clone().unwrap_or_default()),
        };
        // Once it was captured, what it says is what was asked.
        let over = request.granted == Some(true) && case.work.item.stage != StageName::InCapture;
        view! {
            <p>
                {format!("La solicitó {} el {}. ", request.by, format::moment(request.at, zone))}
                <strong>{state}</strong>
            </p>
            {(!request.reason.is_empty()).then(|| view! { <p>{format!("Motivo: {}", request.reason)}</p> })}
            {(!over).then(|| differences(case, &request.changes))}
        }
    });
    Some(
        view! {
            <section aria-labelledby="correccion">
                <h2 id="correccion">"Corrección de lo publicado"</h2>
                {last}
                {deed}
            </section>
        }
        .into_any(),
    )
}

/// The way to ask for the correction, while that is possible.
pub fn ask(case: &Case) -> Option<AnyView> {
    asks(case).then(|| {
        let words = format::civil(case.election.terms.corrections_until);
        view! {
            <p>{format!("Lo publicado se puede corregir una sola vez, hasta el {words}.")}</p>
            <p>
                <A href=format!("/trabajo/candidaturas/{}/corregir", case.id()) attr:class="button">
                    "Solicitar la corrección"
                </A>
            </p>
        }
        .into_any()
    })
}

/// The institute's answer to the last request: given, or to give.
pub fn decide(case: &Case, answering: Answering) -> Option<AnyView> {
    let last = case.work.corrections.first()?;
    let decides = last.decided_at.is_none() && case.may(Act::GrantFields);
    Some(
        view! {
            {answering.acting.told()}
            {decides.then(|| view! { <Decide case=case.clone() answering=answering /> })}
        }
        .into_any(),
    )
}

/// Opens the fields, or says why not.
#[component]
fn Decide(case: Case, answering: Answering) -> impl IntoView {
    let work = expect_context::<Work>();
    let Answering { acting, reason } = answering;
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let decide = move |grant: bool| {
        let reason_now = if grant { String::new() } else { reason.get_untracked() };
        let body = json(&DecideCorrection { grant, reason: reason_now });
        acting.act(
            async move { work.order(&paths::correction_decision(id), revision, body).await },
            again,
            move |_| {
                reason.try_set(String::new());
                let told = if grant {
                    "Concedida: los campos quedaron abiertos."
                } else {
                    "Quedó registrado por qué no se concede."
                };
                acting.tell(told.into());
            },
        );
    };
    let words = move || reason.with(|reason| text::substance(reason) >= 10);
    view! {
        <div class="panel">
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=move |_| decide(true)>
                    {format!("Conceder y abrir los campos {} horas", case.election.terms.grant_hours)}
                </button>
            </p>
            <p>
                <label for="no-conceder">"O diga por qué no se concede"</label>
                <span class="quiet" id="no-conceder-ayuda">
                    "De 10 a 1,000 caracteres. Lo leerá quien la solicitó y podrá pedirla otra vez."
                </span>
                <textarea
                    id="no-conceder"
                    class="short"
                    maxlength="1000"
                    aria-describedby="no-conceder-ayuda"
                    prop:value=reason
                    on:input:target=move |event| reason.set(event.target().value())
                ></textarea>
            </p>
            {acting.trouble()}
            <p>
                <button
                    type="button"
                    class="second"
                    disabled=move || acting.is_busy() || !words()
                    on:click=move |_| decide(false)
                >
                    "No conceder"
                </button>
            </p>
        </div>
    }
}
