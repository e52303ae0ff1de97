//! How the work is read: lists, one candidacy, and how far the election is.

mod identity_reading;
mod progress;
pub(crate) mod reading;
mod workspace;

pub use identity_reading::Proof;
pub(crate) use identity_reading::read_identity;
pub use progress::{progress_csv, read_progress, remind_party};
pub(crate) use workspace::may_read_reason;
pub use workspace::{draft_photo, list_work, read_workspace};
