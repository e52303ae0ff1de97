//! What lasts. The only room that knows the database: rows never leave it, only the types of `domain` and the plain
//! records below do.

pub mod accounts;
pub mod candidacies;
pub mod capture;
pub mod db;
pub mod files;
pub mod jobs;
pub mod log;
pub mod messages;
pub mod profiles;
pub mod public;
pub mod public_changes;
pub mod publication;
pub mod registry;
pub mod review;
mod schema;
pub mod seal;
pub mod time;
mod trouble;

use thiserror::Error;

pub use trouble::Trouble;

/// Why something could not be kept or found.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database says no.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// No connection was free in time, or nobody's turn to write ended.
    #[error("no turn in time: {0}")]
    Busy(String),
    /// No connection could be opened.
    #[error("no connection: {0}")]
    Gone(String),
    /// The connection was lost while the database was told to keep something.
    #[error("whether it was kept is not known: {0}")]
    Unsure(diesel::result::Error),
    /// There is no room for a file.
    #[error("no room: {0}")]
    Full(String),
    /// What was stored cannot be read back.
    #[error("stored value is damaged: {0}")]
    Damaged(String),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// A file could not be kept or read.
    #[error("file: {0}")]
    File(String),
    /// A file that something names is not there, or not as it was kept.
    #[error("{0}, {path}, {flaw}: {mend}", path = .0.path(), flaw = .1, mend = .0.mend())]
    BadFile(files::File, files::Flaw),
    /// A key is missing or does not open what is sealed.
    #[error("sealed: {0}")]
    Sealed(String),
}

impl StoreError {
    /// Whether a rule of the database against doing a thing twice refused it.
    #[must_use]
    pub const fn is_duplicate(&self) -> bool {
        matches!(
            self,
            Self::Database(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _))
        )
    }
}

pub(crate) fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(what.to_string())
}
