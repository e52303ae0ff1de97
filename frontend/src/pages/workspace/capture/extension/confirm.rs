use contract::capture::{ExtendDeadline, Extended};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::pages::workspace::capture::extension::desk::{Chosen, Desk, Order, Step};
use crate::{api::work::Work, components::Heading, format, pages::workspace::shell::election::with_election};

/// Most names that are shown.
const SHOWN: usize = 100;

fn many(count: usize) -> String {
    format::count(count, "candidatura", "candidaturas")
}

/// Whether it is so.
#[component]
pub fn Confirm(order: Order, desk: Desk) -> impl IntoView {
    let work = expect_context::<Work>();
    let title = format!("¿Ampliar el plazo de {}?", many(order.chosen.len()));
    let order = StoredValue::new(order);
    let give = move |_| {
        let order = order.get_value();
        let command = ExtendDeadline {
            candidacies: order.chosen.iter().map(|(id, _)| *id).collect(),
            last_day: order.last_day,
            reason: order.reason.clone(),
        };
        desk.acting.act(async move { work.extend(&command).await }, Callback::new(|()| ()), move |outcome| {
            desk.chosen.try_set(Chosen::new());
            desk.reason.try_set(String::new());
            desk.step.try_set(Step::Done(order, outcome));
        });
    };
    view! {
        <Title text="Confirmar la ampliación - Conóceles" />
        <Heading title=title />
        {with_election(move |election| order.with_value(|order| what(order, &election.institute.state)))}
        <p>
            "Se avisa a quien captura y, si es de un partido, a su representación. No se puede deshacer; sólo se puede dar todavía más tiempo."
        </p>
        {desk.acting.trouble()}
        <p class="row">
            <button type="button" disabled=move || desk.acting.is_busy() on:click=give>
                "Ampliar el plazo"
            </button>
            <button
                type="button"
                class="second"
                disabled=move || desk.acting.is_busy()
                on:click=move |_| desk.step.set(Step::Choosing)
            >
                "Volver sin ampliar"
            </button>
        </p>
    }
}

/// Until when, why and to whom.
fn what(order: &Order, state: &str) -> AnyView {
    let until = format!("{}, a las 23:59:59 (hora de {state})", format::civil(order.last_day));
    let names = order.chosen.iter().take(SHOWN).map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    let others = order.chosen.len().saturating_sub(SHOWN);
    let others = (others > 0).then(|| view! { <p>{format!("Y {}.", format::count(others, "otra", "otras"))}</p> });
    view! {
        <dl class="answers">
            <div>
                <dt>"Hasta cuándo"</dt>
                <dd>{until}</dd>
            </div>
            <div>
                <dt>"Motivo"</dt>
                <dd class="written">{order.reason.clone()}</dd>
            </div>
            <div>
                <dt>"A quién"</dt>
                <dd>
                    <details>
                        <summary>{format!("Ver {}", many(order.chosen.len()))}</summary>
                        <ul>{names}</ul>
                        {others}
                    </details>
                </dd>
            </div>
        </dl>
    }
    .into_any()
}

/// What came of it.
#[component]
pub fn Done(order: Order, outcome: Extended, desk: Desk) -> impl IntoView {
    let title = if outcome.extended == 0 { "No se amplió ningún plazo" } else { "Se amplió el plazo" };
    let words = (outcome.extended > 0).then(|| {
        let (those, day) = (many(outcome.extended), format::civil(order.last_day));
        view! {
            <p class="good" role="status">
                {format!("{those}: el plazo termina el {day}, a las 23:59:59. Ya se les avisó.")}
            </p>
        }
    });
    let skipped = (!outcome.skipped.is_empty()).then(|| {
        let rows = outcome.skipped.into_iter().map(|skipped| {
            view! {
                <tr>
                    <th scope="row">
                        <A href=format!("/trabajo/candidaturas/{}", skipped.id)>{skipped.name}</A>
                    </th>
                    <td data-label="Por qué">{skipped.reason}</td>
                </tr>
            }
        });
        let rows: Vec<_> = rows.collect();
        view! {
            <h2>{format!("Se quedaron como estaban: {}", many(rows.len()))}</h2>
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">"Candidatura"</th>
                        <th scope="col">"Por qué"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title.to_owned() />
        {words}
        {skipped}
        <p>
            <button type="button" class="second" on:click=move |_| desk.step.set(Step::Choosing)>
                "Volver a la lista"
            </button>
        </p>
    }
}
