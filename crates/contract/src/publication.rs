//! What is published: when, what is hidden of it, its one correction, its versions.

use domain::{
    ids::{QuestionKey, SectionKey},
    prohibition::Ground,
    publication::difference::Stretch,
    questionnaire::Answer,
    time::{LocalDateTime, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Authorises a publication for a later moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SchedulePublication {
    /// Day and hour in the institute's time zone, `2024-04-15T08:00`: ahead, by a year at most.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2024-04-15T08:00"))]
    pub publish_at: LocalDateTime,
}

/// Points at something published, or hides it: a section, or all of it when none is named (PTO I.A.1.VIII).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ControlOrder {
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// The ground.
    pub ground: Ground,
    /// Why, in words: 10 to 1,000 characters.
    pub reason: String,
}

/// Shows again what was hidden, or leaves as it is what was pointed at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartOrder {
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// Why, in words: 10 to 1,000 characters.
    pub reason: String,
}

/// What was done to something published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ControlKind {
    /// An area of the institute pointed at it.
    Flagged,
    /// The responsible unit looked at what was pointed at, and left it as it is.
    Dismissed,
    /// The responsible unit hid it.
    Disabled,
    /// The responsible unit showed it again.
    Restored,
}

/// Something done to what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Control {
    /// Its id.
    pub id: Uuid,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that did it.
    pub by: String,
    /// What.
    pub kind: ControlKind,
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// The ground; none of what was shown again or left as it is.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub reason: String,
}

/// Asks for the one correction of what is published (PTO II.C).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestCorrection {
    /// Each field with its new answer, `null` to clear it.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub changes: BTreeMap<QuestionKey, Option<Answer>>,
    /// Why: 10 to 1,000 characters.
    pub reason: String,
}

/// Decides on a request of correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideCorrection {
    /// Whether the fields are opened.
    pub grant: bool,
    /// Why not, when they are not: 10 to 1,000 characters.
    #[serde(default)]
    pub reason: String,
}

/// A request of correction, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that made it.
    pub by: String,
    /// What is asked, of the fields that the reader may read.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub changes: BTreeMap<QuestionKey, Option<Answer>>,
    /// Why.
    pub reason: String,
    /// When it was decided; none yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub decided_at: Option<Timestamp>,
    /// Whether the fields were opened.
    pub granted: Option<bool>,
    /// Why not, when they were not.
    pub decision: Option<String>,
}

/// A version that was published, which is kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedVersion {
    /// From 1.
    pub number: u32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that authorised it.
    pub by: String,
    /// Why there is one.
    pub cause: VersionCause,
    /// SHA-256 of its answers as they rest.
    pub digest: String,
}

/// Why a version was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VersionCause {
    /// It was the first.
    FirstPublication,
    /// The one correction was granted.
    Correction,
}

/// Which two versions to compare.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct CompareVersions {
    /// The number of the one before.
    pub from: u32,
    /// The number of the one after.
    pub to: u32,
    /// What an area of the institute wants the identity answers for when it is not its turn, in 10 to 200 characters;
    /// without it they are not compared.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(min_length = 10, max_length = 200))]
    pub purpose: Option<String>,
}

/// What changed in one question from one version to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldDifference {
    /// The question.
    pub field: QuestionKey,
    /// The answer before; none when there was none.
    pub before: Option<Answer>,
    /// The answer after; none when it was cleared.
    pub after: Option<Answer>,
    /// Both, word by word; empty for a photograph.
    pub words: Vec<Stretch>,
}
