//! Bringing the registry's candidacies up to date: read the file, plan, apply in one transaction (PTO II.C).

use super::{
    prepared::{Origin, Prepared, file_digest, refuse_older},
    waiting,
};
use crate::{
    Error,
    act::{Act, By},
};
use contract::registry::{RegistryPlan, RegistrySynced};
use domain::{
    log::RegistrySource,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::registry::cuts;

/// Says what a file would do, without doing it.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`] when it is not the registry's export, or another election's.
pub fn plan_registry(act: &mut Act<'_, Permit<act::ReadRegistry>>, file: &[u8]) -> Result<RegistryPlan, Error> {
    let prepared = Prepared::of_file(act.conn, act.desk, file)?;
    let waits = !prepared.planned.plan.is_empty() && prepared.needs_second_person(act, Origin::default())?;
    Ok(RegistryPlan { digest: prepared.digest()?, waits, plan: prepared.planned.plan })
}

/// Does what a file says, or leaves it to a second person where the election's rules say so. With `expected`, only if
/// that is still what the plan said. Substituted and cancelled candidacies are hidden by the same transaction; rows that
/// cannot be taken are put aside.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`], [`Refusal::PlanChanged`].
pub fn sync_registry(
    act: &mut Act<'_, Permit<act::SyncRegistry>>,
    file: &[u8],
    expected: Option<&str>,
) -> Result<RegistrySynced, Error> {
    take(act, Origin::default(), file, expected)
}

/// What every way in does with a file. `expected` is the digest of the plan that was read.
pub(super) fn take<P: By>(
    act: &mut Act<'_, P>,
    origin: Origin<'_>,
    file: &[u8],
    expected: Option<&str>,
) -> Result<RegistrySynced, Error> {
    refuse_older(act.conn, origin.cut)?;
    let prepared = Prepared::of_file(act.conn, act.desk, file)?;
    if expected.is_some() && expected != Some(prepared.digest()?.as_str()) {
        return Err(Refusal::PlanChanged.into());
    }
    let nothing = prepared.planned.plan.is_empty();
    if !nothing && prepared.needs_second_person(act, origin)? {
        prepared.raise_doubts(act, origin)?;
        let id = waiting::hold(act, origin, file, &prepared)?;
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: Some(id) });
    }
    if let Some(cut) = origin.cut {
        cuts::insert(act.conn, cut, act.now)?;
    }
    if nothing {
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: None });
    }
    let from = RegistrySource::File { digest: file_digest(file), of: None };
    Ok(RegistrySynced { plan: prepared.apply(act, origin, from)?, waiting: None })
}
