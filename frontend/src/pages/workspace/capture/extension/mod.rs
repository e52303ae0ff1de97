//! More time to capture: which candidacies, until when and why; then the question whether it is so, and what came of it.

mod confirm;
mod desk;
mod filter;
mod form;
mod list;

use leptos::prelude::*;
use leptos_meta::Title;

use self::desk::{Chosen, Desk, Step};
use crate::components::Heading;
use crate::pages::workspace::shell::acting::Acting;

/// The page.
#[component]
pub fn ExtensionPage() -> impl IntoView {
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
