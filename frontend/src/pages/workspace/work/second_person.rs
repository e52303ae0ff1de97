//! What of the registry waits for a second person, on the first page of whoever may be that.

use contract::registry::RegistryStanding;
use domain::permission::Act;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{api::work::Work, format, pages::workspace::shell::allowed::may};

/// The way to it, while something waits that this account may decide.
#[component]
pub(super) fn SecondPerson() -> impl IntoView {
    may(Act::ApproveRegistry).then(|| {
        let standing = expect_context::<Work>().registry_standing(RwSignal::new(0));
        move || {
            let waiting = standing.get().and_then(Result::ok).map_or(0, |standing| count(&standing));
            (waiting > 0).then(|| {
                let words = format::count(waiting, "asunto del registro espera", "asuntos del registro esperan");
                view! {
                    <section class="panel" aria-labelledby="segunda-persona">
                        <h2 id="segunda-persona">"Le toca decidir, como segunda persona"</h2>
                        <p>{format!("{words} su decisión. ")} <A href="/trabajo/registro">"Revisar y decidir"</A></p>
                    </section>
                }
            })
        }
    })
}

fn count(standing: &RegistryStanding) -> usize {
    let plans = standing.plans.iter().filter(|plan| !plan.own).count();
    let doubts = standing.doubts.iter().filter(|doubt| !doubt.own).count();
    plans + doubts + standing.undoings.iter().filter(|undoing| !undoing.own).count()
}
