//! The registry of candidacies and the activity log.

use contract::{
    log::LogPage,
    paths,
    registry::{
        CompleteRecord, DecideDoubt, RegistryMovement, RegistryPlan, RegistryRecord, RegistryStanding, RegistrySynced,
        WithReason,
    },
};
use gloo_net::http::Method;
use leptos::prelude::RwSignal;
use uuid::Uuid;
use web_sys::File;

use super::{Asked, Reply, Work, text};
use crate::api::{Body, escape};

impl Work {
    /// Says what a registry file would do.
    pub fn plan(self, file: File) -> Reply<RegistryPlan> {
        self.request(Method::POST, paths::registry_plan(), None, Body::File(file, "text/csv".into()))
    }

    /// Applies the plan that was read.
    pub fn sync(self, file: File, digest: &str) -> Reply<RegistrySynced> {
        let path = format!("{}?digest={}", paths::registry_sync(), escape(digest));
        self.request(Method::POST, &path, None, Body::File(file, "text/csv".into()))
    }

    /// What waits for a second person, and what the registry's address answered last.
    #[must_use]
    pub fn registry_standing(self, again: RwSignal<u32>) -> Asked<RegistryStanding> {
        self.asked(again, || paths::registry_standing().into())
    }

    /// Applies a plan that waits.
    pub fn approve_plan(self, id: Uuid, digest: &str, reason: String) -> Reply<RegistrySynced> {
        let path = format!("{}?digest={}", paths::registry_plan_approval(id), escape(digest));
        self.call(Method::POST, &path, None, &text(&WithReason { reason }))
    }

    /// Ends a plan's wait without applying it.
    pub fn decline_plan(self, id: Uuid, reason: String) -> Reply<()> {
        self.with_reason(&paths::registry_plan_refusal(id), reason)
    }

    /// Decides a row in doubt.
    pub fn decide_doubt(self, id: Uuid, command: &DecideDoubt) -> Reply<()> {
        self.call(Method::POST, &paths::registry_doubt_decision(id), None, &text(command))
    }

    /// The rows that could not be taken.
    #[must_use]
    pub fn registry_records(self, again: RwSignal<u32>) -> Asked<Vec<RegistryRecord>> {
        self.asked(again, || paths::registry_records().into())
    }

    /// Completes a row that could not be taken and does what it says.
    pub fn complete_record(self, id: Uuid, command: &CompleteRecord) -> Reply<RegistrySynced> {
        self.call(Method::POST, &paths::registry_record_completion(id), None, &text(command))
    }

    /// Discards a row that could not be taken.
    pub fn discard_record(self, id: Uuid, reason: String) -> Reply<()> {
        self.with_reason(&paths::registry_record_discard(id), reason)
    }

    /// The substitutions and cancellations.
    #[must_use]
    pub fn registry_movements(self, again: RwSignal<u32>) -> Asked<Vec<RegistryMovement>> {
        self.asked(again, || paths::registry_movements().into())
    }

    /// Undoes a movement.
    pub fn undo_movement(self, id: Uuid, reason: String) -> Reply<()> {
        self.with_reason(&paths::registry_movement_undoing(id), reason)
    }

    /// Undoes, as the second person, a movement that another asked to undo; or leaves it as it is.
    pub fn decide_undoing(self, id: Uuid, confirms: bool, reason: String) -> Reply<()> {
        let path =
            if confirms { paths::registry_undoing_confirmation(id) } else { paths::registry_undoing_refusal(id) };
        self.with_reason(&path, reason)
    }

    /// Lets the registry repeat a movement.
    pub fn allow_movement(self, id: Uuid) -> Reply<()> {
        self.call(Method::POST, &paths::registry_movement_allowance(id), None, "")
    }

    fn with_reason(self, path: &str, reason: String) -> Reply<()> {
        self.call(Method::POST, path, None, &text(&WithReason { reason }))
    }

    /// A page of the log.
    pub fn log(self, candidacy: Option<&str>, before: Option<i64>) -> Reply<LogPage> {
        let mut path = format!("{}?", paths::activity_log());
        if let Some(candidacy) = candidacy.filter(|candidacy| !candidacy.is_empty()) {
            path.push_str(&format!("candidacy={}&", escape(candidacy)));
        }
        if let Some(before) = before {
            path.push_str(&format!("before={before}"));
        }
        self.get(&path)
    }
}
