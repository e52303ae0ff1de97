//! Times as the database keeps them: UTC text of fixed width, so that text order is time order in both databases.

use domain::time::Timestamp;

use crate::{StoreError, damaged};

/// `2024-04-01T12:00:00.000000Z`.
#[must_use]
pub fn to_text(at: Timestamp) -> String {
    at.sortable()
}

/// Reads what [`to_text`] wrote.
///
/// # Errors
/// When it is something else.
pub fn from_text(text: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(damaged)
}

pub(crate) fn optional(text: Option<&String>) -> Result<Option<Timestamp>, StoreError> {
    text.map(|text| from_text(text)).transpose()
}
