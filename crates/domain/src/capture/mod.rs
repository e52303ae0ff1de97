//! What helps who captures.

pub mod advisor;
pub mod answers;
