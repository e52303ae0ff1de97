//! What travels between the server and whoever calls it. The browser and the server compile the same types.

pub mod accounts;
pub mod log;
pub mod notices;
pub mod open_data;
pub mod photo;
pub mod problem;
pub mod profile;
pub mod progress;
pub mod public;
pub mod registry;
pub mod session;
pub mod spreadsheet;
pub mod statistics;
