//! More time to capture: which candidacies, until when and why; then the question whether it is so, and what came of it.

mod confirm;
mod filter;
mod form;
mod list;

use contract::capture::Extended;
use domain::{ids::CandidacyId, time::Date};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::Heading;
use crate::pages::workspace::shell::acting::Acting;

/// Most candidacies of one order, as the server takes them.
const MOST: usize = 2_000;

/// Candidacies that were chosen, with their names.
type Chosen = Vec<(CandidacyId, String)>;

/// What is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Order {
    chosen: Chosen,
    last_day: Date,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Choosing,
    Confirming(Order),
    Done(Order, Extended),
}

/// What was chosen and typed; it outlives the step it was typed in.
#[derive(Clone, Copy)]
struct Desk {
    step: RwSignal<Step>,
    chosen: RwSignal<Chosen>,
    last_day: RwSignal<String>,
    reason: RwSignal<String>,
    acting: Acting,
}

/// The page.
#[component]
pub fn TermsPage() -> impl IntoView {
    let desk = Desk {
        step: RwSignal::new(Step::Choosing),
        chosen: RwSignal::new(Chosen::new()),
        last_day: RwSignal::new(String::new()),
        reason: RwSignal::new(String::new()),
        acting: Acting::new(),
    };
    move || {
        match desk.step.get() {
        Step::Choosing => view! {
            <Title text="Ampliar plazos - Conóceles" />
            <Heading title="Ampliar plazos".to_owned() />
            <p>
                "Elija candidaturas, escriba el último día y el motivo. Se avisa a quien captura. Aquí sólo están las que no se han enviado: las demás no tienen plazo de captura que ampliar."
            </p>
            <list::List desk=desk />
            <form::Given desk=desk />
        }
        .into_any(),
        Step::Confirming(order) => view! { <confirm::Confirm order=order desk=desk /> }.into_any(),
        Step::Done(order, outcome) => view! { <confirm::Done order=order outcome=outcome desk=desk /> }.into_any(),
    }
    }
}
