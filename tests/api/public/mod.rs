mod changes;
mod directory;
mod embeds;
mod export;
mod open_data;
mod pages;
pub mod papers;
mod statistics;
