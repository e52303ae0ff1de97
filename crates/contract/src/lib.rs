//! What travels between the server and whoever calls it. The browser and the server compile the same types.

pub mod accounts;
pub mod capture;
pub mod health;
pub mod log;
pub mod messages;
pub mod paths;
pub mod photo;
pub mod problem;
pub mod public;
pub mod publication;
pub mod registry;
pub mod review;
pub mod session;
pub mod upload;
pub mod work;
