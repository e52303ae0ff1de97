//! The pages, by who uses them.

pub mod public;
pub mod workspace;
