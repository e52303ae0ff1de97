use domain::{text, time::Date};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::pages::workspace::capture::extension::desk::{Chosen, Desk, MOST, Order, Step};
use crate::{
    components::focus,
    format,
    pages::workspace::{capture::by_field::Wrong, shell::election::with_election},
};

const REASON_MIN: usize = 10;
const REASON_MAX: usize = 500;

/// What is wrong with what was chosen and typed.
#[derive(Clone, Copy)]
struct Faults {
    chosen: RwSignal<Option<String>>,
    day: RwSignal<Option<String>>,
    reason: RwSignal<Option<String>>,
}

impl Faults {
    fn new() -> Self {
        let [chosen, day, reason] = [(); 3].map(|()| RwSignal::new(None));
        Self { chosen, day, reason }
    }

    /// What was ordered, unless something is wrong with it: then it is said, with the focus on the first of it.
    fn check(self, desk: Desk, today: &str) -> Option<Order> {
        let chosen = desk.chosen.get_untracked();
        let (day, reason) = (desk.last_day.get_untracked(), desk.reason.get_untracked().trim().to_owned());
        // Both are written year first, so that they sort as they follow each other.
        let last_day = day.parse::<Date>().ok().filter(|_| day.as_str() >= today);
        let long = text::length(&reason) > REASON_MAX || text::substance(&reason) < REASON_MIN;
        self.chosen.set(match chosen.len() {
            0 => Some("Elija por lo menos una candidatura en la lista.".into()),
            count if count > MOST => {
                Some(format!("Elija {} como máximo, y amplíe las demás después.", format::number(MOST)))
            }
            _ => None,
        });
        self.day.set(last_day.is_none().then(|| "Escriba el último día del plazo: hoy o después.".into()));
        self.reason.set(long.then(|| format!("Escriba el motivo: de {REASON_MIN} a {REASON_MAX} caracteres.")));
        let first = [(self.chosen, "elegidas"), (self.day, "ultimo-dia"), (self.reason, "motivo")];
        if let Some((_, id)) = first.into_iter().find(|(fault, _)| fault.with_untracked(Option::is_some)) {
            focus(id);
            return None;
        }
        Some(Order { chosen, last_day: last_day?, reason })
    }
}

/// Whether a field is marked as wrong; told when it changes.
fn invalid(fault: RwSignal<Option<String>>) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    move || fault.with(Option::is_some).then_some("true")
}

/// Until when and why.
#[component]
pub fn Given(desk: Desk) -> impl IntoView {
    let faults = Faults::new();
    with_election(move |election| {
        let today = format::iso_day(format::now(), &election.institute.time_zone);
        let least = today.clone();
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(order) = faults.check(desk, &today) {
                desk.step.set(Step::Confirming(order));
            }
        };
        view! {
            <section class="panel" aria-labelledby="ampliar">
                <h2 id="ampliar">"Plazo nuevo"</h2>
                <form novalidate on:submit=submit>
                    {chosen(desk, faults.chosen)}
                    {last_day(desk, least, faults.day)}
                    {reason(desk, faults.reason)}
                    <p>
                        <button type="submit">"Continuar"</button>
                    </p>
                </form>
            </section>
        }
        .into_any()
    })
}

/// How many are chosen.
fn chosen(desk: Desk, fault: RwSignal<Option<String>>) -> impl IntoView {
    let many = move || match desk.chosen.with(Chosen::len) {
        0 => "Todavía no elige ninguna candidatura.".to_owned(),
        count => format!("{}.", format::count(count, "candidatura elegida", "candidaturas elegidas")),
    };
    let clear = move |_| {
        desk.chosen.set(Chosen::new());
        focus("elegidas");
    };
    view! {
        <Wrong id="elegidas-error" fault=fault />
        <div class="row">
            <p id="elegidas" role="status" tabindex="-1">
                <strong>{many}</strong>
            </p>
            {move || {
                (!desk.chosen.with(Chosen::is_empty))
                    .then(|| {
                        view! {
                            <button type="button" class="second small" on:click=clear>
                                "No elegir ninguna"
                            </button>
                        }
                    })
            }}
        </div>
    }
}

fn last_day(desk: Desk, least: String, fault: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <p class="narrow">
            <label for="ultimo-dia">"Último día"</label>
            <span class="quiet" id="ultimo-dia-ayuda">
                "El plazo termina ese día a las 23:59:59."
            </span>
        </p>
        <Wrong id="ultimo-dia-error" fault=fault />
        <p class="narrow">
            <input
                id="ultimo-dia"
                type="date"
                min=least
                aria-describedby="ultimo-dia-ayuda ultimo-dia-error"
                aria-invalid=invalid(fault)
                bind:value=desk.last_day
            />
        </p>
    }
}

fn reason(desk: Desk, fault: RwSignal<Option<String>>) -> impl IntoView {
    let counted = move || {
        let reason = desk.reason.get();
        let (length, substance) = (text::length(&reason), text::substance(&reason));
        format!(
            "{length} de {REASON_MAX} caracteres; el mínimo es {REASON_MIN} y lleva {substance} sin contar espacios."
        )
    };
    view! {
        <p>
            <label for="motivo">"Motivo"</label>
            <span class="quiet" id="motivo-ayuda">
                "Queda en el historial y lo ve quien captura."
            </span>
        </p>
        <Wrong id="motivo-error" fault=fault />
        <p>
            <textarea
                class="short"
                id="motivo"
                aria-describedby="motivo-ayuda motivo-error motivo-cuenta"
                aria-invalid=invalid(fault)
                bind:value=desk.reason
            ></textarea>
        </p>
        <p class="quiet counter" id="motivo-cuenta">
            {counted}
        </p>
    }
}
