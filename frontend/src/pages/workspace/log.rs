//! The activity log.

use contract::log::LogLine;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{acting::Acting, with_election};
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
        <Title text="Historial - Conóceles"/>
        <Heading title="Historial de actividad".to_owned()/>
        <p>"Nadie puede cambiar ni borrar estos renglones: cada uno lleva la huella del anterior."</p>
        {acting.trouble()}
        {with_election(move |election| {
            let zone = election.institute.time_zone.clone();
            view! {
                {move || match stands.get() {
                    (true, _) => table(lines, zone.clone()),
                    (false, true) => view! { <Loading/> }.into_any(),
                    (false, false) => view! { <p><button type="button" class="second" on:click=move |_| more()>"Intentar de nuevo"</button></p> }.into_any(),
                }}
            }.into_any()
        })}
        {move || next.get().map(|_| view! {
            <p><button type="button" class="second" disabled=move || acting.is_busy() on:click=move |_| more()>"Ver más"</button></p>
        })}
    }
}

fn table(lines: RwSignal<Vec<LogLine>>, zone: String) -> AnyView {
    let rows = move || {
        let row = |line: LogLine| {
            view! {
                <tr>
                    <th scope="row">{line.seq}</th>
                    <td data-label="Fecha y hora">{format::moment(line.at, &zone)}</td>
                    <td data-label="Cuenta">{line.account}</td>
                    <td data-label="Acción">{line.act_name}</td>
                    <td data-label="Detalle">{line.detail}<br/><span class="quiet">{line.object}</span></td>
                </tr>
            }
        };
        lines.get().into_iter().map(row).collect_view()
    };
    view! {
        <table class="rows">
            <thead><tr><th scope="col">"Núm."</th><th scope="col">"Fecha y hora"</th><th scope="col">"Cuenta"</th><th scope="col">"Acción"</th><th scope="col">"Detalle"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
