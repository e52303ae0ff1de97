use contract::{
    log::LogLine,
    session::{OwnActivity, RefusedSignIns},
};
use leptos::prelude::*;

use crate::{api::work::Work, components::shown, format, pages::workspace::shell::election::with_election};

/// What happened to one's own account, so that its holder sees what was not them.
#[component]
pub fn Activity() -> impl IntoView {
    let list = expect_context::<Work>().own_activity(RwSignal::new(0));
    view! {
        <section aria-labelledby="actividad">
            <h2 id="actividad">"Lo que pasó con mi cuenta"</h2>
            <p>"Lo más reciente primero. Si algo no lo hizo usted, cambie la contraseña y avise al Instituto."</p>
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || {
                        shown(
                            list.get(),
                            |OwnActivity { lines, refused }| {
                                view! {
                                    <Refused refused />
                                    <Lines lines zone=zone.clone() />
                                }
                                    .into_any()
                            },
                        )
                    }}
                }
                    .into_any()
            })}
        </section>
    }
}

/// What was tried in vain with the account's name, by the hour.
#[component]
fn Refused(refused: Vec<RefusedSignIns>) -> impl IntoView {
    if refused.is_empty() {
        return ().into_any();
    }
    let hours = refused.into_iter().map(|hour| {
        let places = if hour.places == 1 { ", desde un mismo lugar" } else { ", desde varios lugares" };
        view! { <li>{hour.words}{places}</li> }
    });
    view! {
        <h3>"Intentos de entrar que se rechazaron"</h3>
        <p>
            "Alguien escribió el nombre de su cuenta con una contraseña o un código que no eran. Su cuenta sigue cerrada para quien lo intentó. Si no fue usted y son muchos, avise al Instituto."
        </p>
        <ul>{hours.collect_view()}</ul>
        <h3>"Todo lo demás"</h3>
    }
        .into_any()
}

#[component]
fn Lines(lines: Vec<LogLine>, zone: String) -> impl IntoView {
    let rows = lines.into_iter().map(|line| {
        view! {
            <tr>
                <th scope="row">{format::moment(line.at, &zone)}</th>
                <td data-label="Qué">
                    {line.act_name}
                    {(!line.words.is_empty()).then(|| view! { <span class="quiet">{line.words}</span> })}
                </td>
                <td data-label="Quién">{line.account}</td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Fecha y hora"</th>
                    <th scope="col">"Qué"</th>
                    <th scope="col">"Quién"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
