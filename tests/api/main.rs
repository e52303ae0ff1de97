//! Journeys over the API, each on SQLite and on PostgreSQL.

mod contract;
mod lawful_way;
mod protection;
mod refusals;
mod registry;
mod sessions;
