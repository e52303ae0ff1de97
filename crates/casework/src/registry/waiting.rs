//! Plans that wait for a second person, by the election's rule: who brought one may not apply it.

use contract::{
    problem::Problem,
    registry::{RegistrySynced, WaitingPlan, WithReason},
};
use domain::{
    log::{Entry, RegistrySource, Subject},
    permission::{Permit, act},
    refusal::Refusal,
    registry::Plan,
};
use store::{
    accounts,
    db::Conn,
    log::Digests,
    log::SYSTEM,
    registry::{
        address, cuts,
        plans::{self, Decision, Waiting},
    },
};
use uuid::Uuid;

use super::prepared::{Origin, Prepared, file_digest, refuse_older};
use crate::{
    Error,
    act::{Act, By},
    log, words,
};

/// Leaves a file to a second person; the same file again is the same plan.
pub(super) fn hold<P: By>(act: &mut Act<'_, P>, origin: Origin<'_>, file: &[u8]) -> Result<Uuid, Error> {
    let digest = file_digest(file);
    if let Some(held) = plans::waiting(act.conn)?.into_iter().find(|held| held.digest == digest) {
        if origin.cut > held.cut {
            plans::brought_again(act.conn, held.id, origin.message, origin.cut)?;
        }
        return Ok(held.id);
    }
    let plan = Waiting {
        id: Uuid::now_v7(),
        at: act.now,
        account: origin.maker.or(act.actor().map(|actor| actor.account)),
        account_name: act.actor().map_or(SYSTEM, |actor| &actor.username).to_owned(),
        message: origin.message.map(str::to_owned),
        cut: origin.cut,
        digest,
        file: file.to_owned(),
    };
    plans::insert(act.conn, &plan)?;
    note(act, &Entry::PlanHeld { file: plan.digest }, plan.id)?;
    Ok(plan.id)
}

/// The plans that wait, as they would be applied now, the oldest first.
pub fn list_plans(act: &mut Act<'_, Permit<act::ReadRegistry>>) -> Result<Vec<WaitingPlan>, Error> {
    let mut listed = Vec::new();
    let all = plans::waiting(act.conn)?;
    let names = accounts::display_names(act.conn, all.iter().map(|plan| plan.account_name.as_str()))?;
    for held in all {
        // What the election's data no longer read must not keep the others from being read.
        let (digest, plan, unreadable) = match Prepared::of_file(act.conn, act.desk, &held.file) {
            Ok(prepared) => (prepared.digest()?, prepared.planned.plan, None),
            Err(Error::Refused(refusal)) => (String::new(), Plan::default(), Some(Problem::of(&refusal).detail)),
            Err(error) => return Err(error),
        };
        listed.push(WaitingPlan {
            id: held.id,
            at: held.at,
            own: held.account == Some(act.by.actor().account),
            display_name: names.of(&held.account_name),
            account_name: held.account_name,
            digest,
            plan,
            unreadable,
        });
    }
    Ok(listed)
}

/// Applies a plan as the second person, if it is still the one that was read.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::SecondPersonRequired`] to who brought it,
/// [`Refusal::PlanChanged`], and [`Refusal::OldCut`] when a newer cut was applied meanwhile.
pub fn approve_plan(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    digest: &str,
) -> Result<RegistrySynced, Error> {
    let held = find(act.conn, id)?;
    let actor = act.by.actor();
    if held.account == Some(actor.account) {
        return Err(Refusal::SecondPersonRequired.into());
    }
    refuse_older(act.conn, held.cut)?;
    if let Some(cut) = held.cut {
        cuts::insert(act.conn, cut, act.now)?;
    }
    let prepared = Prepared::of_file(act.conn, act.desk, &held.file)?;
    if prepared.digest()? != digest {
        return Err(Refusal::PlanChanged.into());
    }
    end(act, id, Decision::Applied)?;
    let from = RegistrySource::File { digest: held.digest, of: Some(held.account_name) };
    Ok(RegistrySynced { plan: prepared.apply(act, from)?, waiting: None })
}

/// Ends a plan's wait without applying it, with a reason that stays.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::BadRequest`] without a reason.
pub fn decline_plan(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    find(act.conn, id)?;
    // The address is asked for the same file again.
    address::forget(act.conn)?;
    end(act, id, Decision::Declined { reason: &reason })
}

fn find(conn: &mut Conn, id: Uuid) -> Result<Waiting, Error> {
    Ok(plans::waiting(conn)?.into_iter().find(|held| held.id == id).ok_or(Refusal::NotFound)?)
}

fn end(act: &mut Act<'_, Permit<act::ApproveRegistry>>, id: Uuid, decision: Decision<'_>) -> Result<(), Error> {
    if !plans::decide(act.conn, id, decision, &act.by.actor().username, act.now)? {
        return Err(Refusal::NotFound.into());
    }
    match decision {
        Decision::Applied => note(act, &Entry::PlanApproved, id),
        Decision::Declined { reason } => note(act, &Entry::PlanDeclined { reason: reason.to_owned() }, id),
    }
}

fn note<P: By>(act: &mut Act<'_, P>, entry: &Entry, id: Uuid) -> Result<(), Error> {
    Ok(log::write(act, entry, Subject::RegistryPlan(id), None, Digests::None)?)
}
