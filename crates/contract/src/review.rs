//! Reviews: who has one, marks, remarks and verdicts.

use domain::{
    accounts::Role,
    ids::{CandidacyId, ObservationId, QuestionKey},
    prohibition::Ground,
    review::Mark,
    time::{LocalDateTime, Timestamp},
};
use serde::{Deserialize, Serialize};

pub use domain::review::NewObservation;

/// Somebody who has a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// The account's name.
    pub by: String,
    /// Whom the account is for.
    pub by_name: String,
    /// Whether it is the reader.
    pub mine: bool,
    /// Until when it is theirs, unless they go on working on it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
}

/// Takes a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeReview {
    /// Whether to take it also from somebody who has it.
    #[serde(default)]
    pub take_over: bool,
}

/// A remark on one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The question it is about.
    pub field: QuestionKey,
    /// Why.
    pub ground: Ground,
    /// What to mend, in the reviewer's words.
    pub text: String,
    /// The reviewer's role.
    pub by: Role,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What the capture answered, once it sent the field back.
    pub reply: Option<String>,
    /// Whether the capture has to answer it now.
    pub open: bool,
}

/// An area's word on one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerdictState {
    /// Not given yet.
    Pending,
    /// It complies.
    Compliant,
    /// It was observed.
    Observed,
}

/// What a reviewer said of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedMark {
    /// The mark.
    pub mark: Mark,
    /// Grows with every change of it; sent back as `If-Match`.
    pub revision: i32,
    /// The account that saved it last.
    pub by: String,
    /// Whom the account is for.
    pub by_name: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// A candidacy of an act over several, and the revision its author read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// The candidacy.
    pub id: CandidacyId,
    /// The revision.
    pub revision: i32,
}

/// Validates several candidacies at once, each opened before by whoever does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ValidateSeveral {
    /// The candidacies, 1 to 200.
    pub candidacies: Vec<Read>,
}

/// Authorises several publications at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthoriseSeveral {
    /// The candidacies, 1 to 200.
    pub candidacies: Vec<Read>,
    /// When to publish them, in the institute's time zone; at once without it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "2024-04-15T08:00"))]
    pub publish_at: Option<LocalDateTime>,
}

/// What an act over several came to. One that is refused does not stop the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Several {
    /// Those it was done to.
    pub done: Vec<CandidacyId>,
    /// Those that stayed as they were, and why.
    pub refused: Vec<NotDone>,
}

/// A candidacy that an act over several left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotDone {
    /// The candidacy.
    pub id: CandidacyId,
    /// Why, as a problem's stable code.
    pub code: String,
    /// Why and what to do, in words.
    pub reason: String,
}

/// Gives the verdict on a part, made of the marks that are saved of its sections.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// What its author understands that the marks come to: that every section complies, or that some does not.
    pub compliant: bool,
}
