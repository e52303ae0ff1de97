//! The activity log, in words; what only a program reads is folded.

use contract::log::LogLine;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

use crate::pages::workspace::{
    review::claim::named,
    shell::{
        acting::{Acting, More},
        election::with_election,
    },
};
use crate::{
    api::work::Work,
    components::{Heading, Loading},
    format,
    state::Signed,
};

/// Lines, the newest first, of everything or of one candidacy.
#[component]
pub fn Log() -> impl IntoView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let map = use_query_map();
    let candidacy = Memo::new(move |_| map.with(|map| map.get("candidatura")));
    let lines = RwSignal::new(Vec::<LogLine>::new());
    let next = RwSignal::new(None::<i64>);
    let known = RwSignal::new(false);
    let acting = Acting::new();
    // Told apart only when they change: lines that are read are not shown anew for those that are on their way.
    let stands = Memo::new(move |_| (known.get(), !known.get() && acting.is_busy()));
    let more = move || {
        let (candidacy, before) = (candidacy.get_untracked(), next.get_untracked());
        acting.act(async move { work.log(candidacy.as_deref(), before).await }, Callback::new(|()| ()), move |page| {
            next.try_set(page.next_before);
            lines.try_update(|lines| lines.extend(page.lines));
            known.try_set(true);
        });
    };
    Effect::new(move |_| {
        candidacy.track();
        signed.entries();
        known.set(false);
        lines.set(Vec::new());
        next.set(None);
        more();
    });
    view! {
        <Title text="Historial - Conóceles" />
        <Heading title="Historial de actividad".to_owned() />
        <p>"Nadie puede cambiar ni borrar estos renglones: cada uno lleva la huella del anterior."</p>
        {acting.trouble()}
        {with_election(move |election| {
            let zone = election.institute.time_zone.clone();
            view! {
                {move || match stands.get() {
                    (true, _) => table(lines, zone.clone()),
                    (false, true) => view! { <Loading /> }.into_any(),
                    (false, false) => {
                        view! {
                            <p>
                                <button type="button" class="second" on:click=move |_| more()>
                                    "Intentar de nuevo"
                                </button>
                            </p>
                        }
                            .into_any()
                    }
                }}
            }
                .into_any()
        })}
        <More
            there_is=Signal::derive(move || next.get().is_some())
            acting=acting
            words="Ver más"
            more=Callback::new(move |()| more())
        />
    }
}

fn table(lines: RwSignal<Vec<LogLine>>, zone: String) -> AnyView {
    let rows = move || lines.get().into_iter().map(|line| row(line, &zone)).collect_view();
    view! {
        <table class="rows history">
            <thead>
                <tr>
                    <th scope="col">"Fecha y hora"</th>
                    <th scope="col">"Quién"</th>
                    <th scope="col">"Qué hizo"</th>
                    <th scope="col">"Candidatura"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: LogLine, zone: &str) -> AnyView {
    let candidacy = line.candidacy.map(|candidacy| {
        let href = format!("/trabajo/candidaturas/{}", candidacy.id);
        view! {
            <A href=href>{candidacy.name}</A>
            <span class="quiet about">{candidacy.folio.to_string()}</span>
        }
    });
    let blank = candidacy.is_none();
    let words = (!line.words.is_empty()).then(|| view! { <span class="about">{line.words}</span> });
    let fact = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd class="long">{value}</dd>
            }
        })
    };
    let proof = view! {
        <details>
            <summary aria-label=format!("Huella del renglón {}", line.seq)>"Huella"</summary>
            <dl class="proof">
                {fact("Renglón", line.seq.to_string())} {fact("Clave del acto", line.act)}
                {fact("Objeto", line.object)} {fact("Detalle, como se guardó", line.detail)}
                {fact("Antes", line.before)} {fact("Después", line.after)} {fact("Huella de este renglón", line.hash)}
            </dl>
        </details>
    };
    view! {
        <tr>
            <th scope="row">{format::moment(line.at, zone)}</th>
            <td data-label="Quién">{named(&line.account_for, &line.account)}</td>
            <td data-label="Qué hizo">
                <strong>{line.act_name}</strong>
                {words}
                {proof}
            </td>
            <td data-label="Candidatura" class:blank=blank>
                {candidacy}
            </td>
        </tr>
    }
    .into_any()
}
