//! What is kept ready of what anybody may read: pages, papers, open data and figures of this moment.

pub mod figures;
pub(crate) mod heavy;
pub(crate) mod memory;
pub mod open_data;
pub(crate) mod pages;
pub(crate) mod paper_cache;
pub(crate) mod site;

use actix_web::error::BlockingError;
use store::StoreError;
use thiserror::Error;

/// Why what the server keeps of each day could not be made or kept; it is tried again.
#[derive(Debug, Error)]
pub enum NotKept {
    /// The files or the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The act that notes it.
    #[error(transparent)]
    Act(#[from] casework::Error),
    /// What it is made of.
    #[error(transparent)]
    Public(#[from] ::public::Error),
    /// It could not be written as JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The thread that made it ended badly.
    #[error("worker: {0}")]
    Worker(#[from] BlockingError),
}
