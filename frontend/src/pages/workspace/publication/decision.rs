//! What the responsible unit decides once both parts have their word: to publish, now or on a day, or to observe.

use contract::{paths, publication::SchedulePublication, review::VerdictState};
use domain::{ids::CandidacyId, review::Task, time::LocalDateTime};
use leptos::prelude::*;

use crate::pages::workspace::{
    candidacy::case::Case,
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
    let deciding = Deciding::new(&case, acting, publish_at);
    let scheduled = case.work.item.publish_at;
    let hours = case.election.terms.grant_hours;
    let zone = &case.election.institute.time_zone;
    let help = match (scheduled, deciding.complies, deciding.observed) {
        (Some(at), ..) => {
            format!("Autorizada: se publicará el {}. Hasta entonces nadie la ve.", format::moment(at, zone))
        }
        (None, true, _) => {
            "Las dos partes cumplen. Al autorizar, el perfil se publica de inmediato, o en la fecha que elija.".into()
        }
        (None, false, true) => format!("Al enviar las observaciones, los campos observados se abren {hours} horas."),
        (None, false, false) => "Faltan dictámenes.".into(),
    };
    let now = if scheduled.is_some() { "Publicar ahora…" } else { "Autorizar y publicar ahora…" };
    let name = case.work.item.name.clone();
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
                    disabled=move || acting.is_busy() || !deciding.complies || deciding.is_dated()
                    aria-describedby="decision-falta"
                    on:click=move |_| deciding.publish(&name)
                >
                    {now}
                </button>
                <button
                    type="button"
                    class="second"
                    disabled=move || acting.is_busy() || !deciding.observed
                    aria-describedby="decision-falta"
                    on:click=move |_| deciding.step(paths::observations(deciding.id))
                >
                    "Enviar observaciones"
                </button>
            </p>
            <p class="quiet" id="decision-falta">
                {move || deciding.lack()}
            </p>
            {deciding.complies.then(|| on_a_day(deciding, scheduled.is_some()))}
        </section>
    }
}

/// What can be decided now, and what deciding takes.
#[derive(Clone, Copy)]
struct Deciding {
    work: Work,
    acting: Acting,
    publish_at: RwSignal<String>,
    id: CandidacyId,
    revision: i32,
    again: Callback<()>,
    /// Whether nobody else has the review.
    free: bool,
    /// Whether both parts comply.
    complies: bool,
    /// Whether one does not.
    observed: bool,
}

impl Deciding {
    fn new(case: &Case, acting: Acting, publish_at: RwSignal<String>) -> Self {
        let states = [case.work.curricular, case.work.identity];
        let free = !is_anothers(case, Task::Decision);
        Self {
            work: expect_context(),
            acting,
            publish_at,
            id: case.id(),
            revision: case.work.revision,
            again: case.again,
            free,
            complies: free && states.iter().all(|state| *state == VerdictState::Compliant),
            observed: free && states.contains(&VerdictState::Observed),
        }
    }

    fn step(self, path: String) {
        self.acting.act(async move { self.work.step(&path, self.revision).await }, self.again, |_| ());
    }

    fn publish(self, name: &str) {
        let question = format!("Se publicará el perfil de {name}. El público lo verá de inmediato. ¿Publicar ahora?");
        if window().confirm_with_message(&question).unwrap_or(false) {
            self.step(paths::authorisation(self.id));
        }
    }

    /// Sets the moment of the publication, or takes it back.
    fn schedule(self, command: Option<SchedulePublication>) {
        let schedule = async move { self.work.schedule(self.id, self.revision, command).await };
        self.acting.act(schedule, self.again, move |_| {
            self.publish_at.try_set(String::new());
        });
    }

    /// Whether a day is being written; told when it changes.
    fn is_dated(self) -> bool {
        self.publish_at.with(|text| !text.is_empty())
    }

    /// What deciding lacks; told when it changes.
    fn lack(self) -> &'static str {
        if !self.free {
            "Otra persona tiene esta revisión: tómela para poder decidir."
        } else if self.complies && self.is_dated() {
            "Escribió una fecha: use el botón de la fecha, o bórrela para publicar ahora."
        } else if self.observed {
            "No se puede publicar: una parte no cumple."
        } else if self.complies {
            "No hay observaciones que enviar: las dos partes cumplen."
        } else {
            "Se podrá decidir cuando las dos partes tengan su dictamen."
        }
    }
}

/// To publish on a day: to set it, to move it or to take it back.
fn on_a_day(deciding: Deciding, is_scheduled: bool) -> impl IntoView {
    let Deciding { acting, publish_at, .. } = deciding;
    let (words, first) = if is_scheduled {
        ("Mover a esa fecha", "Para moverla, escriba primero el día y la hora nuevos.")
    } else {
        ("Programar para esa fecha", "Para programarla, escriba primero el día y la hora.")
    };
    view! {
        {when_field(publish_at, "publicar-el")}
        <p class="row">
            <button
                type="button"
                class="second"
                disabled=move || acting.is_busy() || typed(publish_at).is_none()
                aria-describedby="dia-falta"
                on:click=move |_| deciding.schedule(typed(publish_at))
            >
                {words}
            </button>
            {is_scheduled
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="second"
                            disabled=move || acting.is_busy()
                            on:click=move |_| deciding.schedule(None)
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
