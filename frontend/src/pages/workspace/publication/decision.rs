//! What the responsible unit decides once both parts have their word: to publish, now or on a day, or to observe.

use contract::{publication::SchedulePublication, review::VerdictState};
use domain::{review::Task, time::LocalDateTime};
use leptos::prelude::*;

use crate::pages::workspace::{
    candidacy::Case,
    review::claim::{claim_bar, is_anothers},
    shell::acting::Acting,
};
use crate::{api::work::Work, format};

/// The panel of the decision.
#[component]
pub fn Decision(
    /// The candidacy.
    case: Case,
    /// What the last act came to.
    acting: Acting,
    /// The day and hour being written; it outlives a new reading.
    publish_at: RwSignal<String>,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let states = [case.work.curricular, case.work.identity];
    let scheduled = case.work.item.publish_at;
    let free = !is_anothers(&case, Task::Decision);
    let complies = free && states.iter().all(|state| *state == VerdictState::Compliant);
    let observed = free && states.contains(&VerdictState::Observed);
    let hours = case.election.terms.grant_hours;
    let (id, revision, again) = (StoredValue::new(case.id()), case.work.revision, case.again);
    let step = move |what: &'static str| {
        let id = id.get_value();
        acting.act(async move { work.step(&id, revision, what).await }, again, |_| ());
    };
    let schedule = move |command: Option<SchedulePublication>| {
        let id = id.get_value();
        acting.act(async move { work.schedule(&id, revision, command).await }, again, move |_| {
            publish_at.try_set(String::new());
        });
    };
    let name = StoredValue::new(case.work.item.name.clone());
    let publish = move |_| {
        let question = format!(
            "Se publicará el perfil de {}. El público lo verá de inmediato. ¿Publicar ahora?",
            name.get_value()
        );
        if window().confirm_with_message(&question).unwrap_or(false) {
            step("authorisation");
        }
    };
    let zone = &case.election.institute.time_zone;
    let help = match (scheduled, complies, observed) {
        (Some(at), ..) => {
            format!("Autorizada: se publicará el {}. Hasta entonces nadie la ve.", format::moment(at, zone))
        }
        (None, true, _) => {
            "Las dos partes cumplen. Al autorizar, el perfil se publica de inmediato, o en la fecha que elija.".into()
        }
        (None, false, true) => format!("Al enviar las observaciones, los campos observados se abren {hours} horas."),
        (None, false, false) => "Faltan dictámenes.".into(),
    };
    let on_a_day = complies.then(|| {
        let first = if scheduled.is_some() {
            "Para moverla, escriba primero el día y la hora nuevos."
        } else {
            "Para programarla, escriba primero el día y la hora."
        };
        let words = if scheduled.is_some() { "Mover a esa fecha" } else { "Programar para esa fecha" };
        view! {
            {when_field(publish_at, "publicar-el")}
            <p class="row">
                <button
                    type="button"
                    class="second"
                    disabled=move || acting.is_busy() || typed(publish_at).is_none()
                    aria-describedby="dia-falta"
                    on:click=move |_| schedule(typed(publish_at))
                >
                    {words}
                </button>
                {scheduled
                    .map(|_| {
                        view! {
                            <button
                                type="button"
                                class="second"
                                disabled=move || acting.is_busy()
                                on:click=move |_| schedule(None)
                            >
                                "Retirar la fecha"
                            </button>
                        }
                    })}
            </p>
            <p class="quiet" id="dia-falta">
                {move || typed(publish_at).is_none().then_some(first)}
            </p>
        }
    });
    let now = if scheduled.is_some() { "Publicar ahora…" } else { "Autorizar y publicar ahora…" };
    let dated = move || publish_at.with(|text| !text.is_empty());
    let lack = move || {
        if !free {
            "Otra persona tiene esta revisión: tómela para poder decidir."
        } else if complies && dated() {
            "Escribió una fecha: use el botón de la fecha, o bórrela para publicar ahora."
        } else if observed {
            "No se puede publicar: una parte no cumple."
        } else if complies {
            "No hay observaciones que enviar: las dos partes cumplen."
        } else {
            "Se podrá decidir cuando las dos partes tengan su dictamen."
        }
    };
    view! {
        <section class="panel" aria-labelledby="decision">
            <h2 id="decision" tabindex="-1">
                "Decisión de la Instancia Responsable"
            </h2>
            {claim_bar(&case, Task::Decision, acting)}
            <p>{help}</p>
            {acting.trouble()}
            <p class="row">
                <button
                    type="button"
                    disabled=move || acting.is_busy() || !complies || dated()
                    aria-describedby="decision-falta"
                    on:click=publish
                >
                    {now}
                </button>
                <button
                    type="button"
                    class="second"
                    disabled=move || acting.is_busy() || !observed
                    aria-describedby="decision-falta"
                    on:click=move |_| step("observations")
                >
                    "Enviar observaciones"
                </button>
            </p>
            <p class="quiet" id="decision-falta">
                {lack}
            </p>
            {on_a_day}
        </section>
    }
}

/// The field of a day and an hour, which says in words what was written.
pub fn when_field(value: RwSignal<String>, id: &'static str) -> impl IntoView {
    let said = format!("{id}-dicho");
    view! {
        <p class="narrow">
            <label for=id>"Fecha y hora de publicación"</label>
            <span class="quiet">"Hora del Instituto. Debe ser futura."</span>
            <input
                id=id
                type="datetime-local"
                aria-describedby=said.clone()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            <span class="about" id=said role="status">
                {move || {
                    typed(value)
                        .map(|command| format!("Se publicará el {}.", format::civil_moment(command.publish_at)))
                }}
            </span>
        </p>
    }
}

/// What was written in it, once it is a day and an hour.
pub fn typed(value: RwSignal<String>) -> Option<SchedulePublication> {
    value.with(|text| text.parse::<LocalDateTime>().ok()).map(|publish_at| SchedulePublication { publish_at })
}
