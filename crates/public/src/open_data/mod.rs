//! What is public as files for whoever reuses it. Everything here is made of an iterator over public profiles, so that
//! nothing can be told that the public pages do not.

mod changes;
mod columns;
mod describe;
mod dictionary;
mod digests;
mod formats;
mod popolo;

pub use changes::{atom, changes, last_changes};
pub use describe::{catalogue, table_metadata};
pub use dictionary::{dictionary, dictionary_csv, dictionary_text};
pub use digests::day_digest;
pub use formats::{csv, json, json_lines, xlsx};
pub use popolo::popolo;
