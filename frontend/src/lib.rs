//! What people see. The public pages are written whole by the server (`ssr`) with islands that a browser wakes in them
//! (`hydrate`); the workspaces are programs of the browser (`csr`). Each is built with its one feature.

#![cfg_attr(feature = "csr", expect(clippy::needless_pass_by_value, reason = "a component owns its properties"))]

pub mod api;
pub mod components;
pub mod format;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod islands;
pub mod pages;
#[cfg(feature = "csr")]
pub mod state;
