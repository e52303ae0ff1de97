//! What happens: one file per act. An act loads the case, asks `domain`, changes it and writes the log line, all inside
//! the one transaction its caller opened. Nothing here knows HTTP.

pub mod accounts;
pub mod case;
pub mod configuration;
pub mod desk;
pub mod event;
pub mod letters;
pub mod log;
pub mod notices;
pub mod password;
pub mod photo;
pub mod profile;
pub mod published;
pub mod registry;
pub mod session;
pub mod workspace;

use domain::refusal::Refusal;
use store::StoreError;
use thiserror::Error;

/// Why an act did not happen. Nothing changed.
#[derive(Debug, Error)]
pub enum Error {
    /// The law or the table of permissions says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something of ours failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
