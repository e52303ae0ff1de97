//! Journeys over the API, each on SQLite and on PostgreSQL.

mod accounts;
mod advice;
mod contract;
mod lawful_way;
mod mail;
mod matrix;
mod notices;
mod progress;
mod protection;
mod publication;
mod refusals;
mod registry;
mod registry_intake;
mod registry_movements;
mod registry_records;
mod reminders;
mod second_factor;
mod sessions;
mod spreadsheet;
mod terms;
