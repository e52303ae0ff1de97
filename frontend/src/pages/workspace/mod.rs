//! The workspaces of parties, candidacies and the institute.

mod accounts;
mod app;
mod candidacy;
mod capture;
mod log;
mod messages;
mod publication;
mod registry;
mod review;
mod session;
mod shell;
mod work;

pub use app::{InstituteApp, PartiesApp};
