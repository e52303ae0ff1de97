//! Journeys over the API, each on SQLite and on PostgreSQL.

mod accounts;
mod advice;
mod contract;
mod invariants;
mod lawful_way;
mod mail;
mod matrix;
mod notices;
mod pages;
mod progress;
mod protection;
mod publication;
mod races;
mod refusals;
mod registry;
mod registry_intake;
mod registry_movements;
mod registry_records;
mod reminders;
mod review;
mod second_factor;
mod sessions;
mod spreadsheet;
mod terms;
