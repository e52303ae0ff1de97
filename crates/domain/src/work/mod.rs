//! How far the work is.

pub mod progress;
