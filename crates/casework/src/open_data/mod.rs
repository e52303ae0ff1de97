//! What is public as files for whoever reuses it. Everything here is made of an iterator over public profiles, so that
//! nothing can be told that the public pages do not.

mod changes;
mod columns;
mod describe;
mod dictionary;
mod digests;
mod formats;
mod popolo;

use serde::Deserialize;

pub use changes::{atom, changes, withdrawn};
pub use columns::{Column, Fixed, Source};
pub use describe::{catalogue, table_metadata};
pub use dictionary::{dictionary, dictionary_csv, dictionary_text};
pub use digests::day_digest;
pub use formats::{csv, json, json_lines, xlsx};
pub use popolo::popolo;

/// How the open data of an election are named and licensed.
#[derive(Debug, Clone)]
pub struct OpenData {
    /// The data set's title.
    pub title: String,
    /// What is in it.
    pub description: String,
    /// The licence.
    pub licence: Licence,
    /// The columns of its table, in order.
    pub columns: Vec<Column>,
}

/// What may be done with the data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Its text's address.
    pub url: String,
}

/// Where the files are, after the public address.
pub const FOLDER: &str = "/api/v1/public/data";
