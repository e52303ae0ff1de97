//! The activity log.

use contract::log::LogLine;
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::with_election;
use crate::{
    api::{ApiError, work::Work},
    components::{Loading, Trouble},
    format,
};

/// Lines, the newest first, of everything or of one candidacy.
#[component]
pub fn Log() -> impl IntoView {
    let work = expect_context::<Work>();
    let candidacy = use_query_map().with_untracked(|map| map.get("candidatura"));
    let lines = RwSignal::new(Vec::<LogLine>::new());
    let next = RwSignal::new(Some(i64::MAX));
    let error = RwSignal::new(None::<ApiError>);
    let more = move || {
        let candidacy = candidacy.clone();
        spawn_local(async move {
            match work.log(candidacy.as_deref(), next.get_untracked()).await {
                Ok(page) => {
                    next.set(page.next_before);
                    lines.update(|lines| lines.extend(page.lines));
                }
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    more();
    view! {
        <Title text="Historial - Conóceles"/>
        <h1>"Historial de actividad"</h1>
        <p>"Nadie puede cambiar ni borrar estos renglones: cada uno lleva la huella del anterior."</p>
        {move || error.get().map(|error| view! { <Trouble error=error/> })}
        {with_election(move |election| {
            let zone = election.institute.time_zone.clone();
            view! {
                {move || lines.with(Vec::is_empty).then(|| view! { <Loading/> })}
                <table class="rows">
                    <thead><tr><th scope="col">"Núm."</th><th scope="col">"Fecha y hora"</th><th scope="col">"Cuenta"</th><th scope="col">"Acción"</th><th scope="col">"Detalle"</th></tr></thead>
                    <tbody>
                        {move || lines.get().into_iter().map(|line| view! {
                            <tr>
                                <th scope="row">{line.seq}</th>
                                <td data-label="Fecha y hora">{format::moment(line.at, &zone)}</td>
                                <td data-label="Cuenta">{line.account}</td>
                                <td data-label="Acción">{line.act_name}</td>
                                <td data-label="Detalle">{line.detail}<br/><span class="quiet">{line.object}</span></td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            }.into_any()
        })}
        {move || next.get().filter(|_| lines.with(|lines| !lines.is_empty())).map(|_| {
            let more = more.clone();
            view! { <p><button type="button" class="second" on:click=move |_| more()>"Ver más"</button></p> }
        })}
    }
}
