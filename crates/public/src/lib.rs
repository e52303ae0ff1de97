//! What anybody may read, and nothing else: the snapshot of what is published, its search and order, the open data and the
//! figures that are made of it. Drafts are out of reach: what is read of the database is `store::public`.

pub mod contact;
mod csv_file;
pub mod figures;
pub mod open_data;
pub mod snapshot;

use store::StoreError;
use thiserror::Error;

/// Why something that anybody may read could not be made.
#[derive(Debug, Error)]
pub enum Error {
    /// What it is made of could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index of words.
    #[error("the index of public texts: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// A table of the open data.
    #[error("open data: {0}")]
    Table(#[from] csv::Error),
    /// A JSON file of the open data.
    #[error("open data: {0}")]
    Json(#[from] serde_json::Error),
}
