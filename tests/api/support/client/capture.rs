//! Filling in, consenting, sending, validating, more time.

use actix_web::http::Method;
use contract::{
    capture::{
        AcceptNotice, ExtendDeadline, Extended, GiveConsent, ReturnToCapture, SaveAnswers, Saved, Submit,
        spreadsheet::{SheetApplied, SheetPlan},
    },
    paths,
    review::NewObservation,
    work::Moved,
};
use domain::{ids::QuestionKey, questionnaire};
use std::collections::BTreeMap;

use super::{Answer, File, On, Person};

/// What is sent by somebody who knows that there is a single opportunity.
pub static UNDERSTOOD: Submit = Submit { single_opportunity_understood: true, replies: BTreeMap::new() };

/// What a question can be set to; `None::<&str>` clears it.
pub trait Typed {
    /// The answer; none to clear it.
    fn answer(self) -> Option<questionnaire::Answer>;
}

impl Typed for &str {
    fn answer(self) -> Option<questionnaire::Answer> {
        Some(questionnaire::Answer::One(self.to_owned()))
    }
}

impl Typed for String {
    fn answer(self) -> Option<questionnaire::Answer> {
        Some(questionnaire::Answer::One(self))
    }
}

impl<const N: usize> Typed for [&str; N] {
    fn answer(self) -> Option<questionnaire::Answer> {
        Some(questionnaire::Answer::Many(self.map(str::to_owned).to_vec()))
    }
}

impl Typed for questionnaire::Answer {
    fn answer(self) -> Option<questionnaire::Answer> {
        Some(self)
    }
}

impl<T: Typed> Typed for Option<T> {
    fn answer(self) -> Option<questionnaire::Answer> {
        self.and_then(Typed::answer)
    }
}

/// Answers by question, as they are sent.
pub(super) fn typed<K: Into<QuestionKey>, A: Typed>(
    answers: impl IntoIterator<Item = (K, A)>,
) -> BTreeMap<QuestionKey, Option<questionnaire::Answer>> {
    answers.into_iter().map(|(question, answer)| (question.into(), answer.answer())).collect()
}

const SPREADSHEET: &str = "application/octet-stream";

impl Person {
    /// Accepts a version of the privacy notice.
    pub async fn accept_notice(&self, on: impl Into<On>, version: &str) -> Answer<Moved> {
        self.change(Method::POST, on, paths::notice_acceptance, AcceptNotice { version: version.to_owned() }).await
    }

    /// Saves answers as a draft.
    pub async fn save_answers<K: Into<QuestionKey>, A: Typed>(
        &self,
        on: impl Into<On>,
        answers: impl IntoIterator<Item = (K, A)>,
    ) -> Answer<Saved> {
        self.change(Method::PATCH, on, paths::answers, SaveAnswers { answers: typed(answers) }).await
    }

    /// Changes answers of what was sent, as the validator.
    pub async fn edit_submitted<K: Into<QuestionKey>, A: Typed>(
        &self,
        on: impl Into<On>,
        answers: impl IntoIterator<Item = (K, A)>,
    ) -> Answer<Saved> {
        self.change(Method::PATCH, on, paths::edits, SaveAnswers { answers: typed(answers) }).await
    }

    /// Sends the questionnaires: [`UNDERSTOOD`], or in other words.
    pub async fn submit_profile(&self, on: impl Into<On>, command: &Submit) -> Answer<Moved> {
        self.change(Method::POST, on, paths::submission, command).await
    }

    /// Returns fields to capture.
    pub async fn return_to_capture(&self, on: impl Into<On>, observations: &[NewObservation]) -> Answer<Moved> {
        let command = ReturnToCapture { observations: observations.to_vec() };
        self.change(Method::POST, on, paths::return_to_capture, command).await
    }

    /// Validates what was sent.
    pub async fn validate_profile(&self, on: impl Into<On>) -> Answer<Moved> {
        self.change(Method::POST, on, paths::validation, ()).await
    }

    /// Sets the photograph.
    pub async fn set_photo(&self, on: impl Into<On>, kind: &str, file: Vec<u8>) -> Answer<Saved> {
        let request = self.changing(Method::PUT, on.into(), paths::photo).await.insert_header(("content-type", kind));
        self.door.send(request.set_payload(file)).await
    }

    /// Removes the photograph.
    pub async fn remove_photo(&self, on: impl Into<On>) -> Answer<Saved> {
        self.change(Method::DELETE, on, paths::photo, ()).await
    }

    /// Gives the consent with its signed document.
    pub async fn give_consent(&self, on: impl Into<On>, marks: &GiveConsent, document: &[u8]) -> Answer<Moved> {
        let (form, kind) = crate::consent_form(marks, document);
        let request = self.changing(Method::PUT, on.into(), paths::consent).await.insert_header(("content-type", kind));
        self.door.send(request.set_payload(form)).await
    }

    /// Withdraws the consent.
    pub async fn withdraw_consent(&self, on: impl Into<On>) -> Answer<Moved> {
        self.change(Method::DELETE, on, paths::consent, ()).await
    }

    /// Gives candidacies more time.
    pub async fn extend_deadline(&self, command: &ExtendDeadline) -> Answer<Extended> {
        self.post(paths::extensions(), command).await
    }

    /// Downloads the spreadsheet to fill in.
    pub async fn download_spreadsheet(&self) -> Answer<File> {
        self.get(paths::spreadsheet()).await
    }

    /// Reads what a filled spreadsheet would do.
    pub async fn plan_spreadsheet(&self, file: Vec<u8>) -> Answer<SheetPlan> {
        self.upload(paths::spreadsheet_plan(), SPREADSHEET, file).await
    }

    /// Applies the plan of a filled spreadsheet that was read.
    pub async fn apply_spreadsheet(&self, digest: &str, file: Vec<u8>) -> Answer<SheetApplied> {
        self.upload(&format!("{}?digest={digest}", paths::spreadsheet()), SPREADSHEET, file).await
    }
}
