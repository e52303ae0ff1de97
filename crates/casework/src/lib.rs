//! What happens: one file per act. An act loads the case, asks `domain`, changes it and writes the log line, all inside
//! the one transaction its caller opened. Nothing here knows HTTP.

pub mod accounts;
pub mod act;
pub mod capture;
pub mod case;
pub mod desk;
pub mod log;
pub mod messages;
pub mod publication;
pub mod registry;
pub mod review;
pub mod session;
pub mod work;

use domain::{refusal::Refusal, text};
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
    /// A paper could not be made.
    #[error(transparent)]
    Paper(#[from] papers::Failed),
    /// The system gives no random bytes.
    #[error("randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// A password could not be hashed.
    #[error("password: {0}")]
    Password(#[from] argon2::password_hash::Error),
    /// A secret of a second factor could not be used or drawn.
    #[error("second factor: {0}")]
    Factor(String),
    /// Something could not be written as JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A table could not be written.
    #[error("table: {0}")]
    Table(#[from] csv::Error),
    /// A spreadsheet could not be written.
    #[error("spreadsheet: {0}")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
}

/// Words that a person types for the record: their length in characters that are not blank, and nothing that is not seen.
pub(crate) fn words(what: &str, typed: &str, length: std::ops::RangeInclusive<usize>) -> Result<String, Refusal> {
    let typed = typed.trim();
    if text::substance(typed) < *length.start() || text::length(typed) > *length.end() || text::has_control(typed) {
        let reason = format!("{what} lleva de {} a {} caracteres.", length.start(), length.end());
        return Err(Refusal::BadRequest { reason });
    }
    Ok(typed.to_owned())
}
