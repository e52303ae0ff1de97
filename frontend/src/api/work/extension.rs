//! Extensions: more time to capture.

use contract::{
    capture::{ExtendDeadline, Extended},
    paths,
};
use gloo_net::http::Method;

use super::{Work, text};
use crate::api::ApiError;

impl Work {
    /// Gives candidacies more time to capture.
    pub async fn extend(self, command: &ExtendDeadline) -> Result<Extended, ApiError> {
        self.call(Method::POST, paths::extensions(), None, &text(command)).await
    }
}
