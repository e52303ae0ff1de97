//! What the capture keeps beside the answers.

pub mod edits;
pub mod extensions;
pub mod openings;
pub mod presences;
pub mod submission_receipts;
