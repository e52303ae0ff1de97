//! What helps who captures.

pub mod advisor;
