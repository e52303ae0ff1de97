//! What comes from the registry and is not a candidacy yet: records put aside, movements and their undoing, plans that
//! wait, messages and what its address answered.

pub mod address;
pub mod cuts;
pub mod doubts;
pub mod messages;
pub mod movements;
pub mod plans;
pub mod records;

use std::collections::BTreeMap;

use domain::{candidacy::RegistryStatus, ids::CandidacyId, publication::visibility::Waits};

use crate::{StoreError, damaged, db::Conn};

/// What waits for a second person about each candidacy, or about some: those of which nothing waits are not there.
pub fn waits(conn: &mut Conn, only: Option<&[CandidacyId]>) -> Result<BTreeMap<CandidacyId, Waits>, StoreError> {
    let mut all: BTreeMap<CandidacyId, Waits> = BTreeMap::new();
    for id in plans::withdrawn(conn, only)? {
        all.entry(id).or_default().withdrawal = true;
    }
    for id in doubts::doubted(conn, only)? {
        all.entry(id).or_default().doubt = true;
    }
    Ok(all)
}

/// What waits about one candidacy.
pub fn waits_of(conn: &mut Conn, id: CandidacyId) -> Result<Waits, StoreError> {
    Ok(waits(conn, Some(&[id]))?.remove(&id).unwrap_or_default())
}

fn status(code: &str) -> Result<RegistryStatus, StoreError> {
    [RegistryStatus::Active, RegistryStatus::Substituted, RegistryStatus::Cancelled]
        .into_iter()
        .find(|status| status.code() == code)
        .ok_or_else(|| damaged(code))
}
