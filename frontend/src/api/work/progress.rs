//! How far the election is.

use contract::{
    paths,
    work::progress::{Progress, RemindParty, Reminded},
};
use gloo_net::http::Method;
use leptos::prelude::RwSignal;

use super::{Asked, Reply, Work, object_url, text};
use crate::api::{ApiError, Body};

impl Work {
    /// The candidacies counted by where they stand.
    #[must_use]
    pub fn progress(self, again: RwSignal<u32>) -> Asked<Progress> {
        self.asked(again, || paths::progress().into())
    }

    /// A file about it, the table or the report, as an address of this page.
    pub async fn progress_file(self, path: &str) -> Result<String, ApiError> {
        object_url(&self.bytes(Method::GET, path, Body::None).await?, "")
    }

    /// Tells a party, or every independent, what was not sent.
    pub fn remind(self, command: &RemindParty) -> Reply<Reminded> {
        self.call(Method::POST, paths::progress_reminders(), None, &text(command))
    }
}
