//! The activity log as it is read.

use domain::{
    ids::{CandidacyId, Folio},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogLine {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who: the account's name, or `sistema`.
    pub account: String,
    /// Whom the account is for; the account's name when it is nobody's.
    pub account_for: String,
    /// What, as a stable code.
    pub act: String,
    /// What, in words.
    pub act_name: String,
    /// To what: `candidacy/…`, `account/…`.
    pub object: String,
    /// The candidacy it is about, if it is about one.
    pub candidacy: Option<LogCandidacy>,
    /// What else identifies it; never an answer.
    pub detail: String,
    /// The same in words: titles for keys, and nothing that only a program reads.
    pub words: String,
    /// Digest of the object before, empty when it did not exist.
    pub before: String,
    /// Digest of the object after.
    pub after: String,
    /// The line's own hash, which covers the one before.
    pub hash: String,
}

/// The candidacy that a line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogCandidacy {
    /// Its id.
    pub id: CandidacyId,
    /// The registry's folio.
    pub folio: Folio,
    /// The person's name.
    pub name: String,
}

/// A page of the log, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// Ask for lines before this one to go on; none at the end.
    pub next_before: Option<i64>,
}
