//! What only some accounts may open.

use contract::problem::Problem;
use domain::{
    permission::{Act, Reach, reach},
    refusal::Refusal,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::{
    api::ApiError,
    components::{Heading, Trouble},
    state::Signed,
};

/// Whether who is signed in may do something, within whatever reach.
pub fn may(act: Act) -> bool {
    expect_context::<Signed>().me().is_some_and(|me| reach(me.role, act) != Reach::Nothing)
}

/// A page for whoever may do what it is for. To anybody else it says that it is another's and where to go, and shows
/// nothing that would be refused.
pub fn only<P: IntoView + 'static>(
    act: Act,
    title: &'static str,
    page: impl Fn() -> P + Clone + Send + 'static,
) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || if may(act) { page().into_any() } else { view! { <Refused title=title /> }.into_any() }
}

#[component]
fn Refused(title: &'static str) -> impl IntoView {
    let error = ApiError::Problem(Box::new(Problem::of(&Refusal::NotAllowed)));
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title.to_owned() />
        <Trouble error=error />
        <p>
            "Lo que puede hacer con su cuenta está en el menú de arriba. "<A href="/trabajo">"Ir a Candidaturas"</A>
        </p>
    }
}
