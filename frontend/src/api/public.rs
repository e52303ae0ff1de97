//! What anybody may read, asked for from a browser.

use contract::{paths, public::Contact};
use domain::election::Election;
use gloo_net::http::Method;

use super::{ApiError, Body, send};

/// The election.
pub async fn election() -> Result<Election, ApiError> {
    send(Method::GET, paths::public::election(), None, None, Body::None).await
}

/// The telephone and the mail that a profile publishes.
pub async fn contact(slug: &str) -> Result<Contact, ApiError> {
    send(Method::GET, &paths::public::contact(slug), None, None, Body::None).await
}
