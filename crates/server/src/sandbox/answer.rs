//! What a child says: one JSON text with the number of its form.

use anyhow::ensure;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The form of what is said here. Parent and child are the same program; a number that differs says that they are not.
const FORM: u32 = 1;
/// Most bytes that a child may say: those of the largest spreadsheet that is taken, with room.
pub(super) const LENGTH_MAX: u64 = 32 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Answer<T> {
    form: u32,
    found: Result<T, Refusal>,
}

/// What was found in a file, or why it is refused, as bytes.
pub(super) fn write<T: Serialize>(found: Result<T, Refusal>) -> anyhow::Result<Vec<u8>> {
    Ok(serde_json::to_vec(&Answer { form: FORM, found })?)
}

/// The same, read back.
///
/// # Errors
/// When they are no answer of this form.
pub(super) fn read<T: DeserializeOwned>(said: &[u8]) -> anyhow::Result<Result<T, Refusal>> {
    let Answer { form, found } = serde_json::from_slice(said)?;
    ensure!(form == FORM, "an answer of form {form} instead of {FORM}");
    Ok(found)
}
