//! The pages, by who uses them.

#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "csr")]
pub mod workspace;
