//! Bringing the registry's candidacies up to date: read the file, plan, apply in one transaction (PTO II.C).

use super::{
    prepared::{Origin, Prepared, file_digest, refuse_older},
    waiting,
};
use crate::{Error, desk::Desk};
use contract::registry::{RegistryPlan, RegistrySynced};
use domain::{
    permission::{Permit, act},
    refusal::Refusal,
    time::Timestamp,
};
use store::{db::Conn, registry::cuts};

/// Says what a file would do, without doing it.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`] when it is not the registry's export, or another election's.
pub fn plan_registry(
    conn: &mut Conn,
    desk: &Desk,
    _permit: &Permit<act::SyncRegistry>,
    file: &[u8],
) -> Result<RegistryPlan, Error> {
    let prepared = Prepared::of_file(conn, desk, file)?;
    Ok(RegistryPlan { digest: prepared.digest()?, plan: prepared.planned.plan })
}

/// Does what a file says, or leaves it to a second person where the election's rules say so. With `expected`, only if
/// that is still what the plan said. Substituted and cancelled candidacies are hidden by the same transaction; rows that
/// cannot be taken are put aside.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`], [`Refusal::PlanChanged`].
pub fn sync_registry(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SyncRegistry>,
    file: &[u8],
    expected: Option<&str>,
    now: Timestamp,
) -> Result<RegistrySynced, Error> {
    let origin = Origin { by: Some(permit.actor()), ..Origin::default() };
    take(conn, desk, origin, file, expected, now)
}

/// What every way in does with a file. `expected` is the digest of the plan that was read.
pub(super) fn take(
    conn: &mut Conn,
    desk: &Desk,
    origin: Origin<'_>,
    file: &[u8],
    expected: Option<&str>,
    now: Timestamp,
) -> Result<RegistrySynced, Error> {
    refuse_older(conn, origin.cut)?;
    let prepared = Prepared::of_file(conn, desk, file)?;
    if expected.is_some() && expected != Some(prepared.digest()?.as_str()) {
        return Err(Refusal::PlanChanged.into());
    }
    let nothing = prepared.planned.plan.is_empty();
    if !nothing && prepared.needs_second_person(conn, desk, origin)? {
        let id = waiting::hold(conn, origin, file, now)?;
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: Some(id) });
    }
    if let Some(cut) = origin.cut {
        cuts::insert(conn, cut, now)?;
    }
    if nothing {
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: None });
    }
    let what = format!("file {}", file_digest(file));
    Ok(RegistrySynced { plan: prepared.apply(conn, desk, origin.by, &what, now)?, waiting: None })
}
