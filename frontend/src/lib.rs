//! What people see: the public directory and the workspaces, two programs that share components.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod api;
pub mod components;
pub mod format;
pub mod pages;
pub mod state;
