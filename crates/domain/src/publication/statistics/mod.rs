//! Public figures: how many stand and how many have published; and, about identity, only what lets nobody infer a
//! person's answer.
//!
//! What the registry says and what somebody published is public by name, so it is counted as it is
//! ([`participation`]). Identity answers are not: [`identity`] counts them once, and [`protect`] decides which cells of
//! each table are shown (PTO II.A, II.C).

mod identity;
mod participation;
mod protect;

#[cfg(test)]
mod attack_tests;

use serde::{Deserialize, Serialize};

pub use identity::{Group, Participant, identity_tables};
pub use participation::{Standing, participation_tables};
pub use protect::LEAST;

/// What a number says that is not told.
pub const SUPPRESSED: &str = "Protegido";

/// What a table is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Of what is public by name: always of this moment, with nothing suppressed.
    Public,
    /// Of identity answers: of one cut, with what could tell somebody's answer suppressed.
    Identity,
}

/// One number of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// So many persons.
    Count(u32),
    /// Not told, so that nobody's answer can be inferred.
    Suppressed,
}

impl Cell {
    /// The number, if it is told.
    #[must_use]
    pub const fn count(self) -> Option<u32> {
        match self {
            Self::Count(count) => Some(count),
            Self::Suppressed => None,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// The key of what it is about; empty for everybody.
    pub key: String,
    /// What it is about, in words.
    pub name: String,
    /// One number a column.
    pub cells: Vec<Cell>,
}

/// A table of persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Table {
    /// Its key, the last part of its address.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What it is made of.
    pub source: Source,
    /// The heading over the names of its rows.
    pub heading: String,
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What its reader has to know.
    pub note: Option<String>,
}
