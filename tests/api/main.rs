//! Journeys over the API, each on SQLite and on PostgreSQL.

mod accounts;
mod advice;
mod contract;
mod lawful_way;
mod matrix;
mod protection;
mod refusals;
mod registry;
mod second_factor;
mod sessions;
mod spreadsheet;
mod terms;
