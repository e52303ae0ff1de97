//! Journeys over the API, each on SQLite and on PostgreSQL.

mod accounts;
mod capture;
mod contract;
mod hostile;
mod invariants;
mod lawful_way;
mod log;
mod messages;
mod public;
mod publication;
mod races;
mod registry;
mod resets;
mod review;
mod session;
mod store;
mod work;
