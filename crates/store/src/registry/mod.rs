//! What comes from the registry and is not a candidacy yet: records put aside, movements and their undoing, plans that
//! wait, messages and what its address answered.

pub mod address;
pub mod cuts;
pub mod messages;
pub mod movements;
pub mod plans;
pub mod records;

use domain::candidacy::RegistryStatus;

use crate::{StoreError, damaged};

fn status(code: &str) -> Result<RegistryStatus, StoreError> {
    [RegistryStatus::Active, RegistryStatus::Substituted, RegistryStatus::Cancelled]
        .into_iter()
        .find(|status| status.code() == code)
        .ok_or_else(|| damaged(code))
}
