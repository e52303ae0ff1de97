//! How far the election is.

use contract::work::progress::{Progress, RemindParty, Reminded};
use gloo_net::http::Method;
use leptos::prelude::RwSignal;

use super::{Asked, Reply, Work, object_url, text};
use crate::api::{ApiError, Body};

impl Work {
    /// The candidacies counted by where they stand.
    #[must_use]
    pub fn progress(self, again: RwSignal<u32>) -> Asked<Progress> {
        self.asked(again, || "/progress".into())
    }

    /// A file about it, `csv` or `pdf`, as an address of this page.
    pub async fn progress_file(self, kind: &str) -> Result<String, ApiError> {
        object_url(&self.bytes(Method::GET, &format!("/progress.{kind}"), Body::None).await?, "")
    }

    /// Tells a party, or every independent, what was not sent.
    pub fn remind(self, command: &RemindParty) -> Reply<Reminded> {
        self.call(Method::POST, "/progress/reminders", None, &text(command))
    }
}
