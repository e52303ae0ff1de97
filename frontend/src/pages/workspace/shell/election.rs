//! The election, which most pages wait for.

use domain::election::Election;
use leptos::prelude::*;

use crate::{api::ApiError, components::shown};

/// The election, asked for once.
pub type ElectionResource = LocalResource<Result<Election, ApiError>>;

/// Shows something once the election is known.
pub fn with_election(show: impl Fn(Election) -> AnyView + Send + Sync + 'static) -> AnyView {
    once_known(Box::new(show))
}

/// One body for everything that waits for the election: each of its own would be a copy of this in what people download.
fn once_known(show: Box<dyn Fn(Election) -> AnyView + Send + Sync>) -> AnyView {
    let election = expect_context::<ElectionResource>();
    view! { {move || shown(election.get(), &show)} }.into_any()
}
