use contract::session::OwnSession;
use leptos::prelude::*;

use crate::{
    api::work::Work,
    components::shown,
    format,
    pages::workspace::shell::{acting::Acting, election::with_election},
};

/// A browser and a system in words, from what the browser says it is: the first of each that is named.
fn device(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, words)| *words);
    // Nearly all of them say that they are Chrome and Safari too.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} en {system}"),
        (Some(word), None) | (None, Some(word)) => word.to_owned(),
        (None, None) => "Un aparato que no dice cuál es".to_owned(),
    }
}

/// Where one is signed in.
#[component]
pub fn Devices() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let again = RwSignal::new(0);
    let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
    let list = work.own_sessions(again);
    view! {
        <section aria-labelledby="sesiones">
            <h2 id="sesiones">"Mis sesiones"</h2>
            <p>"Si no reconoce una, ciérrela y cambie la contraseña."</p>
            {acting.trouble()}
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown(
                        list.get(),
                        |all| view! { <Open all=all zone=zone.clone() acting=acting changed=changed /> }.into_any(),
                    )}
                }
                    .into_any()
            })}
        </section>
    }
}

#[component]
fn Open(all: Vec<OwnSession>, zone: String, acting: Acting, changed: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let others = all.iter().any(|session| !session.current);
    let end_others = move |_| acting.act(async move { work.end_other_sessions().await }, changed, |()| ());
    let rows = all.into_iter().map(|session| {
        let (id, words) = (session.id, device(&session.device));
        let started = format::moment(session.started_at, &zone);
        let label = format!("Cerrar la sesión de {words}, empezada el {started}");
        let end = move |_| acting.act(async move { work.end_own_session(id).await }, changed, |()| ());
        view! {
            <tr>
                <th scope="row">{words}</th>
                <td data-label="Empezó">{started}</td>
                <td data-label="Último uso">{format::moment(session.used_at, &zone)}</td>
                <td>
                    {if session.current {
                        view! { <strong>"Esta sesión"</strong> }.into_any()
                    } else {
                        view! {
                            <button
                                type="button"
                                class="second small"
                                aria-label=label
                                disabled=move || acting.is_busy()
                                on:click=end
                            >
                                "Cerrar"
                            </button>
                        }
                            .into_any()
                    }}
                </td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Aparato"</th>
                    <th scope="col">"Empezó"</th>
                    <th scope="col">"Último uso"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {others
            .then(|| {
                view! {
                    <p>
                        <button type="button" class="second" disabled=move || acting.is_busy() on:click=end_others>
                            "Cerrar todas las demás"
                        </button>
                    </p>
                }
            })}
    }
}
