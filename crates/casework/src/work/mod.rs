//! How the work is read: lists, one candidacy, and how far the election is.

mod progress;
mod workspace;

pub use progress::{progress_csv, read_progress, remind_party};
pub(crate) use workspace::may_read_reason;
pub use workspace::{draft_photo, list_work, read_workspace};
