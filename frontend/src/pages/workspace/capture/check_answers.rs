//! Every answer on one page before the single sending, with a way to change each (PTO II.A: one opportunity).

use std::collections::BTreeMap;

use contract::{capture::Submit, review::Observation};
use domain::{
    ids::{ObservationId, QuestionKey},
    questionnaire::{Part, Question, Section},
    text,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::pages::workspace::{
    candidacy::{Case, answers::part_answers, back, heading, receipts::ReceiptOf, with_case},
    capture::{advice::Advice, field::field_id, section::focus_named_field},
    shell::acting::Acting,
};
use crate::{api::work::Work, format};

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        if case.captures() && case.work.notice_accepted {
            view! { <Sending case=case acting=acting /> }.into_any()
        } else {
            sent(&case)
        }
    })
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

/// Where a question is answered.
pub fn place(case: &Case, section: &Section, question: &Question) -> String {
    format!("/trabajo/candidaturas/{}/seccion/{}#{}", case.id(), section.key, field_id(question))
}

#[component]
fn Sending(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let understood = RwSignal::new(false);
    let (draft, replies) = (case.unsent().draft, case.unsent().replies);
    let trouble = RwSignal::new(None::<Lack>);
    let summary = NodeRef::<leptos::html::Div>::new();
    let open: Vec<Observation> = case.work.observations.iter().filter(|remark| remark.open).cloned().collect();
    let remarks: Vec<ObservationId> = open.iter().map(|remark| remark.id).collect();
    let faults = !case.work.faults.is_empty();
    let (id, revision, again) = (StoredValue::new(case.id()), case.work.revision, case.again);
    let send = move |_| {
        let filled = |id: &ObservationId| {
            replies.with_untracked(|all| all.get(id).is_some_and(|reply| text::substance(reply) > 0))
        };
        let lack = if draft.is_dirty() {
            Some(Lack::Saved)
        } else if faults {
            Some(Lack::Right)
        } else if let Some(unanswered) = remarks.iter().find(|id| !filled(id)) {
            Some(Lack::Answered(reply_id(unanswered)))
        } else if !understood.get_untracked() {
            Some(Lack::Understood)
        } else {
            None
        };
        let stops = lack.is_some();
        trouble.set(lack);
        if stops {
            return;
        }
        let id = id.get_value();
        let command = Submit { single_opportunity_understood: true, replies: replies.get_untracked() };
        acting.act(async move { work.submit(&id, revision, &command).await }, again, move |_| {
            replies.set(BTreeMap::new());
        });
    };
    // The summary takes the focus whenever it says something.
    Effect::new(move |_| {
        if trouble.with(Option::is_some)
            && let Some(summary) = summary.get()
        {
            let _ = summary.focus();
        }
    });
    let change = |section: &Section, question: &Question| {
        let open = case.work.open_fields.contains(&question.key);
        let fault = case
            .work
            .faults
            .iter()
            .find(|fault| fault.field == question.key.as_str())
            .map(|fault| fault.message.clone());
        let label = format!("Cambiar la respuesta de «{}»", question.label);
        Some(
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
                                <A href=place(&case, section, question) attr:aria-label=label>
                                    "Cambiar"
                                </A>
                            </p>
                        }
                    })}
            }
            .into_any(),
        )
    };
    focus_named_field();
    let title = case.work.item.name.clone();
    let links = StoredValue::new(fault_links(&case));
    let remarked = open
        .into_iter()
        .map(|remark| view! { <Reply label=label(&case, &remark.field) remark=remark replies=replies /> })
        .collect_view();
    view! {
        {heading(&case, "Revisar y enviar")}
        {move || {
            trouble
                .with(Option::is_some)
                .then(|| view! { <Title text=format!("Error: Revisar y enviar: {title} - Conóceles") /> })
        }}
        {back(&case)}
        <div node_ref=summary tabindex="-1" role="alert" class:trouble=move || trouble.with(Option::is_some)>
            {move || trouble.get().map(|trouble| trouble.view(&links.get_value()))}
        </div>
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
        {part_answers(&case, Part::Curricular, change)}
        {case.work.shows_identity.then(|| part_answers(&case, Part::Identity, change))}
        <section class="panel" aria-labelledby="enviar">
            <h2 id="enviar">"Enviar a validación"</h2>
            <p>"Hay una sola oportunidad de captura. Al enviar, los cuestionarios se cierran y pasan a validación."</p>
            <label class="mark">
                <input id="entendido" type="checkbox" bind:checked=understood />
                "Entiendo que es la única oportunidad y que revisé las respuestas"
            </label>
            {acting.trouble()}
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=send>
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
