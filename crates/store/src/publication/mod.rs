//! What is kept of what is published.

pub mod controls;
pub mod corrections;
pub mod versions;
