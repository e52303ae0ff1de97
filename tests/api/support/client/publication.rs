//! What is published, and what is done to it afterwards.

use actix_web::http::Method;
use contract::{
    paths,
    publication::{
        CompareVersions, ControlOrder, DecideCorrection, FieldDifference, PartOrder, PublishedVersion,
        RequestCorrection, SchedulePublication,
    },
    work::Moved,
};
use domain::ids::{CandidacyId, QuestionKey};
use uuid::Uuid;

use super::{
    Answer, File, On, Person,
    capture::{Typed, typed},
};

impl Person {
    /// Authorises the publication.
    pub async fn authorise_publication(&self, on: impl Into<On>) -> Answer<Moved> {
        self.change(Method::POST, on, paths::authorisation, ()).await
    }

    /// Authorises it for a later moment, as the institute's clocks tell it: `2024-04-15T08:00`.
    pub async fn schedule_publication(&self, on: impl Into<On>, publish_at: &str) -> Answer<Moved> {
        let command = SchedulePublication { publish_at: publish_at.parse().expect("a day and an hour") };
        self.change(Method::PUT, on, paths::schedule, command).await
    }

    /// Takes that moment back.
    pub async fn unschedule_publication(&self, on: impl Into<On>) -> Answer<Moved> {
        self.change(Method::DELETE, on, paths::schedule, ()).await
    }

    /// Points at something published.
    pub async fn flag_published(&self, on: impl Into<On>, order: &ControlOrder) -> Answer<Moved> {
        self.change(Method::POST, on, paths::flags, order).await
    }

    /// Hides something published.
    pub async fn disable_publication(&self, on: impl Into<On>, order: &ControlOrder) -> Answer<Moved> {
        self.change(Method::POST, on, paths::disabling, order).await
    }

    /// Leaves as it is what was pointed at.
    pub async fn dismiss_flag(&self, on: impl Into<On>, order: &PartOrder) -> Answer<Moved> {
        self.change(Method::POST, on, paths::dismissal, order).await
    }

    /// Shows again what was hidden.
    pub async fn restore_publication(&self, on: impl Into<On>, order: &PartOrder) -> Answer<Moved> {
        self.change(Method::POST, on, paths::restoration, order).await
    }

    /// Asks for the one correction.
    pub async fn request_correction<K: Into<QuestionKey>, A: Typed>(
        &self,
        on: impl Into<On>,
        changes: impl IntoIterator<Item = (K, A)>,
        reason: &str,
    ) -> Answer<Moved> {
        let command = RequestCorrection { changes: typed(changes), reason: reason.to_owned() };
        self.change(Method::POST, on, paths::corrections, command).await
    }

    /// Grants the correction that was asked for.
    pub async fn grant_correction(&self, on: impl Into<On>) -> Answer<Moved> {
        self.decide_correction(on, &DecideCorrection { grant: true, reason: String::new() }).await
    }

    /// Decides on the correction that was asked for.
    pub async fn decide_correction(&self, on: impl Into<On>, decision: &DecideCorrection) -> Answer<Moved> {
        self.change(Method::POST, on, paths::correction_decision, decision).await
    }

    /// Prints the letter about what was done to something published.
    pub async fn print_official_letter(&self, id: CandidacyId, control: Uuid) -> Answer<File> {
        self.get(&paths::official_letter(id, control)).await
    }

    /// Lists every version that was published.
    pub async fn list_versions(&self, id: CandidacyId) -> Answer<Vec<PublishedVersion>> {
        self.get(&paths::versions(id)).await
    }

    /// Compares two versions.
    pub async fn compare_versions(&self, id: CandidacyId, versions: &CompareVersions) -> Answer<Vec<FieldDifference>> {
        let CompareVersions { from, to, purpose } = versions;
        let purpose = purpose.as_deref().map_or_else(String::new, |purpose| format!("&purpose={purpose}"));
        self.get(&format!("{}?from={from}&to={to}{purpose}", paths::version_difference(id))).await
    }
}
