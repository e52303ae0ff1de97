//! The institute's reviews.

use actix_web::http::Method;
use contract::{
    paths,
    review::{AuthoriseSeveral, Claim, Judge, Read, SavedMark, Several, TakeReview, ValidateSeveral},
    work::Moved,
};
use domain::{
    ids::CandidacyId,
    questionnaire::Part,
    review::{Mark, Task},
};

use super::{Answer, On, Person};

impl Person {
    /// Takes a review, from nobody or from whoever has it.
    pub async fn claim_review(&self, id: CandidacyId, task: Task, take_over: bool) -> Answer<Claim> {
        self.put(&paths::claim(id, task), TakeReview { take_over }).await
    }

    /// Leaves a review to others.
    pub async fn release_review(&self, id: CandidacyId, task: Task) -> Answer<()> {
        self.delete(&paths::claim(id, task)).await
    }

    /// Marks a section, from the revision of its mark; 0 when it has none.
    pub async fn mark_section(&self, id: CandidacyId, section: &str, mark: &Mark, seen: i32) -> Answer<SavedMark> {
        let address = |id| paths::mark(id, &section.into());
        self.change(Method::PUT, Read { id, revision: seen }, address, mark).await
    }

    /// Gives the verdict on a part.
    pub async fn judge(&self, on: impl Into<On>, part: Part, compliant: bool) -> Answer<Moved> {
        let address = match part {
            Part::Curricular => paths::curricular_verdict,
            Part::Identity => paths::identity_verdict,
        };
        self.change(Method::POST, on, address, Judge { compliant }).await
    }

    /// Sends the observations of the verdicts to the party.
    pub async fn send_observations(&self, on: impl Into<On>) -> Answer<Moved> {
        self.change(Method::POST, on, paths::observations, ()).await
    }

    /// Validates several.
    pub async fn validate_several(&self, candidacies: &[Read]) -> Answer<Several> {
        self.post(paths::validations(), ValidateSeveral { candidacies: candidacies.to_vec() }).await
    }

    /// Authorises several.
    pub async fn authorise_several(&self, command: &AuthoriseSeveral) -> Answer<Several> {
        self.post(paths::authorisations(), command).await
    }
}
