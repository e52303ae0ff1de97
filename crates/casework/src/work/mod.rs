//! How the work is read: lists, one candidacy, and how far the election is.

mod progress;
mod workspace;

pub use progress::*;
pub use workspace::*;
