//! Public figures.

use domain::{publication::statistics::Table, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Every public figure, and how they are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statistics {
    /// How they are made and what they do not tell, in Spanish, a paragraph each.
    pub method: Vec<String>,
    /// When the figures about identity were taken, once and for all; none when they were not yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub identity_taken_at: Option<Timestamp>,
    /// What they wait for, in Spanish; none once they were taken.
    pub identity_waits: Option<String>,
    /// The tables. Those that are made of what is public by name are of this moment.
    pub tables: Vec<Table>,
}

/// The figures about identity as they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityFigures {
    /// When.
    pub taken_at: Timestamp,
    /// What is told of them.
    pub tables: Vec<Table>,
}
