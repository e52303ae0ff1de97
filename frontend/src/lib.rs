//! What people see: the public directory and the workspaces, two programs that share components.

pub mod api;
pub mod components;
pub mod format;
pub mod pages;
