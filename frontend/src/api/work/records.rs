//! The registry of candidacies and the activity log.

use contract::{
    log::LogPage,
    registry::{RegistryPlan, RegistrySynced},
};
use gloo_net::http::Method;
use web_sys::File;

use super::{Reply, Work};
use crate::api::{Body, escape};

impl Work {
    /// Says what a registry file would do.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn plan(self, file: File) -> Reply<RegistryPlan> {
        self.request(Method::POST, "/registry/plan", None, Body::File(file, "text/csv".into()))
    }

    /// Applies the plan that was read.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn sync(self, file: File, digest: &str) -> Reply<RegistrySynced> {
        let path = format!("/registry/sync?digest={}", escape(digest));
        self.request(Method::POST, &path, None, Body::File(file, "text/csv".into()))
    }

    /// A page of the log.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn log(self, candidacy: Option<&str>, before: Option<i64>) -> Reply<LogPage> {
        let mut path = String::from("/activity-log?");
        if let Some(candidacy) = candidacy.filter(|candidacy| !candidacy.is_empty()) {
            path.push_str(&format!("candidacy={}&", escape(candidacy)));
        }
        if let Some(before) = before {
            path.push_str(&format!("before={before}"));
        }
        self.get(&path)
    }
}
