//! How Conóceles is reached: HTTP routes, sessions, the OpenAPI document and the commands of the `conoceles` program.

pub mod app;
pub mod commands;
pub mod http;
mod limits;
pub mod operation;
pub mod public;
pub mod routes;
mod sandbox;
mod session;
pub mod settings;

pub use app::{App, Clock};
pub use sandbox::Layers;
