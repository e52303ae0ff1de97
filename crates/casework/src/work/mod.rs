//! How the work is read: lists, one candidacy, and how far the election is.

mod progress;
pub(crate) mod reading;
mod workspace;

pub use progress::{progress_csv, read_progress, remind_party};
pub use workspace::{draft_photo, list_work, read_workspace};
pub(crate) use workspace::{may_read_reason, note_reading};
