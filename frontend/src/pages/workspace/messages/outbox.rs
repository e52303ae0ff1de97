//! The mails of everybody: those that wait, went out or were given up.

use contract::messages::{MailState, OutboxMail};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use crate::pages::workspace::shell::{
    acting::{Acting, More},
    election::with_election,
};
use crate::{
    api::work::Work,
    components::{Heading, shown_list},
    format,
};

/// Each state with its part of the address and the words over its list.
const STATES: [(MailState, &str, &str); 3] = [
    (MailState::Failed, "fallidos", "No se pudieron enviar"),
    (MailState::Waiting, "en-espera", "En espera"),
    (MailState::Sent, "enviados", "Enviados"),
];

/// The outbox.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let work = expect_context::<Work>();
    let map = use_query_map();
    let state = Memo::new(move |_| {
        let asked = map.with(|map| map.get("estado")).unwrap_or_default();
        STATES.into_iter().find(|(_, code, _)| *code == asked).map(|(state, ..)| state)
    });
    let acting = Acting::new();
    let first = work.newest_mails(RwSignal::new(0), state);
    let mails = RwSignal::new(Vec::<OutboxMail>::new());
    let next = RwSignal::new(None::<Uuid>);
    Effect::new(move |_| {
        if let Some(Ok(page)) = first.get() {
            next.set(page.next_before);
            mails.set(page.mails);
        }
    });
    Effect::new(move |_| {
        state.track();
        acting.forget();
    });
    let none = Callback::new(|()| ());
    let more = Callback::new(move |()| {
        let (state, Some(before)) = (state.get_untracked(), next.get_untracked()) else { return };
        acting.act(async move { work.older_mails(state, before).await }, none, move |page| {
            next.try_set(page.next_before);
            mails.try_update(|mails| mails.extend(page.mails));
        });
    });
    let retry = Callback::new(move |(id, to): (Uuid, String)| {
        acting.act(async move { work.retry_mail(id).await }, none, move |mail| {
            mails.try_update(|mails| {
                if let Some(known) = mails.iter_mut().find(|known| known.id == id) {
                    *known = mail;
                }
            });
            acting.tell(format!("El correo para {to} se intentará otra vez en unos minutos."));
        });
    });
    view! {
        <Title text="Correos - Conóceles" />
        <Heading title="Correos".to_owned() />
        <p>
            "Los avisos que se mandan por correo, los más nuevos primero. Aquí no se ve lo que dicen. Si uno no sale, se intenta solo varias veces durante unas catorce horas."
        </p>
        <nav aria-label="Estado de los correos">{move || tabs(state.get())}</nav>
        {acting.trouble()}
        {acting.told()}
        {with_election(move |election| {
            let zone = election.institute.time_zone;
            view! {
                {move || shown_list(
                    first.get().map(|first| first.map(|_| mails.get())),
                    "No hay ninguno.",
                    |mails| table(mails, &zone, acting, retry),
                )}
            }
                .into_any()
        })}
        <More there_is=Signal::derive(move || next.get().is_some()) acting=acting words="Más antiguos" more=more />
    }
}

/// The states that the list can be narrowed to.
fn tabs(state: Option<MailState>) -> impl IntoView {
    let here = |tab: Option<MailState>| (state == tab).then_some("page");
    let tabs = STATES.map(|(state, code, words)| {
        view! {
            <a href=format!("/trabajo/correos?estado={code}") aria-current=here(Some(state))>
                {words}
            </a>
        }
    });
    view! {
        <a href="/trabajo/correos" aria-current=here(None)>
            "Todos"
        </a>
        {tabs}
    }
}

fn table(mails: Vec<OutboxMail>, zone: &str, acting: Acting, retry: Callback<(Uuid, String)>) -> AnyView {
    let rows = mails.into_iter().map(|mail| {
        let (id, name) = (mail.id, mail.to_name.clone());
        let label = format!("Reintentar el correo para {name}: {}", mail.subject);
        let again = (mail.state == MailState::Failed).then(|| {
            view! {
                <button
                    type="button"
                    class="second small"
                    aria-label=label
                    disabled=move || acting.is_busy()
                    on:click=move |_| retry.run((id, name.clone()))
                >
                    "Reintentar"
                </button>
            }
        });
        view! {
            <tr>
                <th scope="row">
                    {mail.to_name.clone()}<span class="quiet about long">{mail.to_address.clone()}</span>
                </th>
                <td data-label="Asunto">
                    {mail.subject.clone()}
                    <span class="quiet about">{format!("Escrito el {}", format::moment(mail.created_at, zone))}</span>
                </td>
                <td data-label="Estado">{standing(&mail, zone)}</td>
                <td>{again}</td>
            </tr>
        }
    });
    view! {
        <table class="rows mails">
            <thead>
                <tr>
                    <th scope="col">"Para"</th>
                    <th scope="col">"Asunto"</th>
                    <th scope="col">"Estado"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Where a mail stands, and why it did not go out.
fn standing(mail: &OutboxMail, zone: &str) -> AnyView {
    let (class, sign, state) = match mail.state {
        MailState::Sent => ("outcome fine", "✓", "Enviado"),
        MailState::Waiting => ("outcome", "○", "En espera"),
        MailState::Failed => ("outcome bad", "✗", "No se pudo enviar"),
    };
    let tries = format::count(u64::try_from(mail.tries).unwrap_or_default(), "intento", "intentos");
    let when = match (mail.sent_at, mail.failed_at, mail.next_try_at) {
        (Some(at), ..) => format!("Salió el {}.", format::moment(at, zone)),
        (None, Some(at), _) => format!("Se dejó de intentar el {}, después de {tries}.", format::moment(at, zone)),
        (None, None, Some(at)) if mail.tries > 0 => {
            format!("Lleva {tries}. El siguiente es el {}.", format::moment(at, zone))
        }
        _ => "Sale en unos minutos.".to_owned(),
    };
    let error = mail.last_error.clone().filter(|_| mail.state != MailState::Sent);
    let why = error.map(|error| {
        let words = why(&error);
        view! {
            <p>{words}</p>
            <details>
                <summary>"Lo que dijo el servidor de correo"</summary>
                <p class="long">
                    <bdi>{error}</bdi>
                </p>
            </details>
        }
    });
    view! {
        <p class=class>
            <span class="sign" aria-hidden="true">
                {sign}
            </span>
            " "
            <strong>{state}</strong>
        </p>
        <p>{when}</p>
        {why}
    }
    .into_any()
}

/// A failure in words, from the number with which a mail server refuses (RFC 5321, 4.2.3) or the word that says that none
/// was reached.
fn why(error: &str) -> &'static str {
    let code = error.split_once('(').and_then(|(_, rest)| rest.get(..3)).and_then(|code| code.parse::<u16>().ok());
    match code {
        Some(550 | 551 | 553) => "Esa dirección no existe o no recibe correos. Pida otra a su titular.",
        Some(552 | 452) => "El buzón de esa dirección está lleno.",
        Some(530..=538 | 454) => "El servidor de correo no dejó entrar al sistema. Avise a informática.",
        Some(554) => "El servidor de correo lo rechazó: puede creer que es correo no deseado. Avise a informática.",
        Some(400..500) => "El servidor de correo pidió intentarlo más tarde.",
        Some(_) => "El servidor de correo no lo aceptó.",
        None if ["network error", "Connection error", "tls error", "timed out"]
            .iter()
            .any(|words| error.contains(words)) =>
        {
            "No se pudo hablar con el servidor de correo. Avise a informática si sigue así."
        }
        None => "El correo no se pudo armar o mandar. Revise la dirección.",
    }
}
