//! Every answer on one page before the single sending, with a way to change each (PTO II.A: one opportunity).

use std::collections::BTreeMap;

use contract::{capture::Submit, review::Observation};
use domain::{
    ids::{ObservationId, QuestionKey},
    next_step::Turn,
    questionnaire::{Part, Question, Section},
    text,
};
use leptos::{html::Div, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;

use crate::pages::workspace::{
    candidacy::{
        answers::{part_answers, place},
        back,
        case::Case,
        heading,
        now::what_now,
        receipts::ReceiptOf,
        with_case,
    },
    capture::{advice::Advice, field::focus_named_field},
    shell::acting::Acting,
};
use crate::{api::work::Work, format, state::Draft};

/// The page.
#[component]
pub fn CheckAnswers() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        if case.captures() {
            view! { <Sending case=case acting=acting /> }.into_any()
        } else if case.turn() == Turn::Capture {
            closed(&case)
        } else {
            sent(&case)
        }
    })
}

/// What a page says while nothing can be sent: it must not look as if it had been.
fn closed(case: &Case) -> AnyView {
    view! {
        {heading(case, "Revisar y enviar")}
        <p class="panel" role="status">
            {what_now(case)}
        </p>
        {back(case)}
    }
    .into_any()
}

/// What a page says once nothing is left to send: the proof of what was.
fn sent(case: &Case) -> AnyView {
    let Some(receipt) = case.work.receipts.first().cloned() else {
        return view! {
            {heading(case, "Revisar y enviar")}
            <p class="good" role="status">
                "Todavía no hay nada que revisar aquí."
            </p>
            {back(case)}
        }
        .into_any();
    };
    let zone = &case.election.institute.time_zone;
    let words = format!("Los cuestionarios se enviaron a validación el {}.", format::moment(receipt.at, zone));
    view! {
        {heading(case, "Acuse de envío")}
        <p class="good" role="status">
            {words}
        </p>
        <ReceiptOf case=case.clone() receipt=receipt />
        <p>
            "Descargue el acuse y guárdelo: con el folio se comprueba qué se envió y cuándo. También queda en la página de la candidatura."
        </p>
        {back(case)}
    }
    .into_any()
}

/// What is looked at before the one sending.
#[derive(Clone)]
struct Check {
    draft: Draft,
    replies: RwSignal<BTreeMap<ObservationId, String>>,
    /// The observations to answer.
    remarks: Vec<ObservationId>,
    /// Whether answers are missing or wrong.
    has_faults: bool,
    understood: RwSignal<bool>,
}

impl Check {
    /// What the sending still lacks: the first thing, if any.
    fn lack(&self) -> Option<Lack> {
        let is_answered = |id: &ObservationId| {
            self.replies.with_untracked(|all| all.get(id).is_some_and(|reply| text::substance(reply) > 0))
        };
        if self.draft.is_dirty() {
            Some(Lack::Saved)
        } else if self.has_faults {
            Some(Lack::Right)
        } else if let Some(unanswered) = self.remarks.iter().find(|id| !is_answered(id)) {
            Some(Lack::Answered(reply_id(unanswered)))
        } else if !self.understood.get_untracked() {
            Some(Lack::Understood)
        } else {
            None
        }
    }
}

#[component]
fn Sending(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let unsent = case.unsent();
    let (understood, replies) = (RwSignal::new(false), unsent.replies);
    let trouble = RwSignal::new(None::<Lack>);
    let open: Vec<Observation> = case.work.observations.iter().filter(|remark| remark.open).cloned().collect();
    let check = Check {
        draft: unsent.draft,
        replies,
        remarks: open.iter().map(|remark| remark.id).collect(),
        has_faults: !case.work.faults.is_empty(),
        understood,
    };
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let send = Callback::new(move |()| {
        trouble.set(check.lack());
        if trouble.with_untracked(Option::is_some) {
            return;
        }
        let command = Submit { single_opportunity_understood: true, replies: replies.get_untracked() };
        acting.act(async move { work.submit(id, revision, &command).await }, again, move |_| {
            replies.set(BTreeMap::new());
        });
    });
    focus_named_field();
    let remarked = open
        .into_iter()
        .map(|remark| view! { <Reply label=label(&case, &remark.field) remark=remark replies=replies /> })
        .collect_view();
    view! {
        {heading(&case, "Revisar y enviar")}
        {summary(&case, trouble)}
        <p class="tag">
            <strong>"NO ENVIADO"</strong>
        </p>
        <p>"Lea cada respuesta. Todavía puede cambiarlas con «Cambiar»; después de enviar, ya no."</p>
        <Advice
            case=case.clone()
            title="Antes de enviar, le sugerimos revisar"
            reviews=false
            help="Son sugerencias que hace el sistema. Usted decide si cambia algo: no impiden enviar."
        />
        {remarked}
        {part_answers(&case, Part::Curricular, |section, question| Some(change(&case, section, question)))}
        {case
            .work
            .shows_identity
            .then(|| part_answers(&case, Part::Identity, |section, question| Some(change(&case, section, question))))}
        <SendForm understood=understood acting=acting send=send />
    }
}

/// What keeps the questionnaires from being sent, said over the page. It takes the focus whenever it says something.
fn summary(case: &Case, trouble: RwSignal<Option<Lack>>) -> impl IntoView + use<> {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if trouble.with(Option::is_some)
            && let Some(place) = place.get()
        {
            let _ = place.focus();
        }
    });
    let title = format!("Error: Revisar y enviar: {} - Conóceles", case.work.item.name);
    let links = StoredValue::new(fault_links(case));
    let failed = move || trouble.with(Option::is_some);
    view! {
        {move || failed().then(|| view! { <Title text=title.clone() /> })}
        {back(case)}
        <div node_ref=place tabindex="-1" role="alert" class:trouble=failed>
            {move || trouble.get().map(|trouble| trouble.view(&links.get_value()))}
        </div>
    }
}

/// What is wrong with an answer, and the way to change it.
fn change(case: &Case, section: &Section, question: &Question) -> AnyView {
    let fault = case.work.faults.iter().find(|fault| fault.field == question.key.as_str());
    let fault = fault.map(|fault| fault.message.clone());
    let open = case.work.open_fields.contains(&question.key);
    let label = format!("Cambiar la respuesta de «{}»", question.label);
    view! {
        {fault
            .map(|message| {
                view! {
                    <p class="fault">
                        <span>"Por corregir: "</span>
                        {message}
                    </p>
                }
            })}
        {open
            .then(|| {
                view! {
                    <p>
                        <A href=place(case, section, question) attr:aria-label=label>
                            "Cambiar"
                        </A>
                    </p>
                }
            })}
    }
    .into_any()
}

/// The one sending.
#[component]
fn SendForm(understood: RwSignal<bool>, acting: Acting, send: Callback<()>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="enviar">
            <h2 id="enviar">"Enviar a validación"</h2>
            <p>"Hay una sola oportunidad de captura. Al enviar, los cuestionarios se cierran y pasan a validación."</p>
            <label class="mark">
                <input id="entendido" type="checkbox" bind:checked=understood />
                "Entiendo que es la única oportunidad y que revisé las respuestas"
            </label>
            {acting.trouble()}
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=move |_| send.run(())>
                    "Enviar a validación"
                </button>
            </p>
        </section>
    }
}

/// Where an observation is answered.
fn reply_id(id: &ObservationId) -> String {
    format!("respuesta-{id}")
}

/// What the sending still lacks.
#[derive(Debug, Clone)]
enum Lack {
    Saved,
    Right,
    /// The first observation without an answer, by its field.
    Answered(String),
    Understood,
}

impl Lack {
    fn view(self, faults: &[(String, String)]) -> AnyView {
        match self {
            Self::Saved => view! {
                <h2>"Hay respuestas sin guardar"</h2>
                <p>"Guárdelas antes de enviar: son las que se indican arriba."</p>
            }
            .into_any(),
            Self::Right => {
                let links = faults.iter().cloned().map(|(href, words)| {
                    view! {
                        <li>
                            <A href=href>{words}</A>
                        </li>
                    }
                });
                view! {
                    <h2>"Hay respuestas por corregir"</h2>
                    <ul>{links.collect_view()}</ul>
                }
                .into_any()
            }
            Self::Answered(field) => view! {
                <h2>"Falta contestar observaciones"</h2>
                <p>
                    <a href=format!("#{field}") rel="external">
                        "Escriba qué hizo con cada una antes de enviar."
                    </a>
                </p>
            }
            .into_any(),
            Self::Understood => view! {
                <h2>"Falta su confirmación"</h2>
                <p>
                    <a href="#entendido" rel="external">
                        "Marque que entiende que es la única oportunidad."
                    </a>
                </p>
            }
            .into_any(),
        }
    }
}

fn fault_links(case: &Case) -> Vec<(String, String)> {
    let link = |fault: &domain::questionnaire::FieldFault| {
        let found = case.election.sections().find_map(|(_, section)| {
            let question = section.questions.iter().find(|question| question.key.as_str() == fault.field)?;
            Some((place(case, section, question), format!("{}: {}", question.label, fault.message)))
        });
        found.unwrap_or_else(|| (String::new(), fault.message.clone()))
    };
    case.work.faults.iter().map(link).collect()
}

fn label(case: &Case, key: &QuestionKey) -> String {
    case.election.question(key.as_str()).map_or_else(|| key.0.clone(), |(_, question)| question.label.clone())
}

/// An observation to answer.
#[component]
fn Reply(label: String, remark: Observation, replies: RwSignal<BTreeMap<ObservationId, String>>) -> impl IntoView {
    let (field, key) = (reply_id(&remark.id), remark.id);
    view! {
        <section class="panel">
            <h2>{format!("Observación sobre «{label}»")}</h2>
            <p>{format!("{}. {}", remark.ground.name(), remark.text)}</p>
            <label for=field.clone()>"¿Qué cambió? Lo leerá quien revisa."</label>
            <textarea
                id=field
                class="short"
                maxlength="1000"
                prop:value=replies.with_untracked(|all| all.get(&key).cloned().unwrap_or_default())
                on:input:target=move |event| {
                    let reply = event.target().value();
                    replies
                        .update(|all| {
                            all.insert(key, reply);
                        });
                }
            ></textarea>
        </section>
    }
}
