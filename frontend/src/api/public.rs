//! What anybody may read. Pages ask a [`PublicSource`] that their surroundings provide, so that the same pages can be
//! rendered where the data are.

use contract::public::{CardQuery, Cards, PublicLedger, PublicProfile, ReceiptCheck};
use domain::election::Election;
use gloo_net::http::Method;

use super::{ApiError, Body, escape, send};

/// Where public pages get their data.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublicSource;

impl PublicSource {
    /// The election.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn election(self) -> Result<Election, ApiError> {
        send(Method::GET, "/public/election", None, None, Body::None).await
    }

    /// A page of the list.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn list(self, query: &CardQuery) -> Result<Cards, ApiError> {
        let mut path = String::from("/public/candidacies?");
        for (name, value) in query.pairs() {
            path.push_str(&format!("{name}={}&", escape(&value)));
        }
        send(Method::GET, &path, None, None, Body::None).await
    }

    /// One profile.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn profile(self, slug: &str) -> Result<PublicProfile, ApiError> {
        send(Method::GET, &format!("/public/candidacies/{}", escape(slug)), None, None, Body::None).await
    }

    /// What happened in public to a profile.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn ledger(self, slug: &str) -> Result<PublicLedger, ApiError> {
        send(Method::GET, &format!("/public/candidacies/{}/ledger", escape(slug)), None, None, Body::None).await
    }

    /// What is known of a receipt.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn receipt(self, folio: &str) -> Result<ReceiptCheck, ApiError> {
        send(Method::GET, &format!("/public/receipts/{}", escape(folio)), None, None, Body::None).await
    }
}
