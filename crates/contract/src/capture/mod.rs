//! What the capture sends and is told: answers, photographs, consents, sending, more time.

pub mod spreadsheet;

use domain::{
    ids::{CandidacyId, ObservationId, QuestionKey, SectionKey},
    questionnaire::{Answer, FieldFault},
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::review::NewObservation;

/// Answers to save: each question named is set, or cleared with `null`; the others stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveAnswers {
    /// Answers by question.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub answers: BTreeMap<QuestionKey, Option<Answer>>,
}

/// What saving did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saved {
    /// The new revision.
    pub revision: i32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub saved_at: Timestamp,
    /// Dependent answers dropped because their parent changed.
    pub dropped: Vec<QuestionKey>,
    /// What is still wrong in the answers sent; it can wait until the profile is sent.
    pub faults: Vec<FieldFault>,
}

/// The proof that the questionnaires were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionReceipt {
    /// What it is known by.
    pub folio: String,
    /// Which time they were sent, from 1.
    pub round: i32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that sent them.
    pub by: String,
    /// SHA-256 of what was sent.
    pub digest: String,
}

/// A term that was given more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extension {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that gave it.
    pub by: String,
    /// When the term ended before.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub was_until: Option<Timestamp>,
    /// When it ends.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// Gives candidacies more time to capture.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendDeadline {
    /// The candidacies, 1 to 2,000.
    pub candidacies: Vec<CandidacyId>,
    /// The last day, which ends at 23:59:59 in the institute's time zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub last_day: Date,
    /// Why: 10 to 500 characters, which stay in the log.
    pub reason: String,
}

/// What an extension reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extended {
    /// Candidacies whose term ends later now.
    pub extended: usize,
    /// Those that stayed as they were, and why.
    pub skipped: Vec<Skipped>,
}

/// A candidacy that an act over several left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// The candidacy.
    pub id: CandidacyId,
    /// The person's name.
    pub name: String,
    /// Why, in words.
    pub reason: String,
}

/// The marks to print on the consent that is to be signed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct ConsentFormQuery {
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// Keys of the identity sections, parted by commas.
    pub sections: String,
}

/// Accepts the current privacy notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptNotice {
    /// The version that was read.
    pub version: String,
}

/// Sends the questionnaires.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// That the person knows there is a single opportunity (PTO II.A).
    pub single_opportunity_understood: bool,
    /// An answer to each open observation, by its id.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub replies: BTreeMap<ObservationId, String>,
}

/// Sends observed fields back to capture.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnToCapture {
    /// One remark or more.
    pub observations: Vec<NewObservation>,
}

/// The consent's marks and sections; the signed document travels beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveConsent {
    /// That the data are treated.
    pub treatment: bool,
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// The identity sections it covers.
    pub sections: Vec<SectionKey>,
}
