//! The licence of the open data.

use serde::Deserialize;

/// What may be done with the data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Its text's address.
    pub url: String,
}
