//! What the reviews keep: who has one, marks, observations.

pub mod claims;
pub mod marks;
pub mod observations;
