//! How Conóceles is reached: HTTP routes, sessions, the OpenAPI document and the commands of the `conoceles` program.

mod answers;
pub mod app;
mod auth;
mod body;
mod coding;
pub mod commands;
pub mod export;
pub mod figures;
mod hs256;
pub mod jobs;
mod mail;
mod open;
pub mod open_data;
pub mod openapi;
mod pages;
mod papers;
mod policy;
mod problem;
mod registry_address;
pub mod routes;
pub mod settings;
mod site;
mod throttle;
mod weighing;

pub use app::{App, Clock};
