//! Plans that wait for a second person, by the election's rule: who brought one may not apply it.

use contract::{
    problem::Problem,
    registry::{RegistrySynced, WaitingPlan, WithReason},
};
use domain::{
    accounts::Actor,
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    registry::Plan,
    time::Timestamp,
};
use store::{
    accounts,
    db::Conn,
    log::SYSTEM,
    registry::{
        address, cuts,
        plans::{self, Waiting},
    },
};
use uuid::Uuid;

use super::prepared::{Origin, Prepared, file_digest, refuse_older};
use crate::{Error, desk::Desk, log, words};

/// Leaves a file to a second person; the same file again is the same plan.
pub(super) fn hold(conn: &mut Conn, origin: Origin<'_>, file: &[u8], now: Timestamp) -> Result<Uuid, Error> {
    let digest = file_digest(file);
    if let Some(held) = plans::waiting(conn)?.into_iter().find(|held| held.digest == digest) {
        if origin.cut > held.cut {
            plans::brought_again(conn, held.id, origin.message, origin.cut)?;
        }
        return Ok(held.id);
    }
    let plan = Waiting {
        id: Uuid::now_v7(),
        at: now,
        account: origin.maker.or(origin.by.map(|actor| actor.account)),
        account_name: origin.by.map_or(SYSTEM, |actor| &actor.username).to_owned(),
        message: origin.message.map(str::to_owned),
        cut: origin.cut,
        digest,
        file: file.to_owned(),
    };
    plans::insert(conn, &plan)?;
    note(conn, origin.by, Event::PlanHeld, plan.id, &format!("file {}", plan.digest), now)?;
    Ok(plan.id)
}

/// The plans that wait, as they would be applied now, the oldest first.
pub fn list_plans(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ApproveRegistry>,
) -> Result<Vec<WaitingPlan>, Error> {
    let mut told = Vec::new();
    let all = plans::waiting(conn)?;
    let names = accounts::display_names(conn, all.iter().map(|held| held.account_name.as_str()))?;
    for held in all {
        // What the election's data no longer read must not keep the others from being read.
        let (digest, plan, unreadable) = match Prepared::of_file(conn, desk, &held.file) {
            Ok(prepared) => (prepared.digest()?, prepared.planned.plan, None),
            Err(Error::Refused(refusal)) => (String::new(), Plan::default(), Some(Problem::of(&refusal).detail)),
            Err(error) => return Err(error),
        };
        told.push(WaitingPlan {
            id: held.id,
            at: held.at,
            own: held.account == Some(permit.actor().account),
            display_name: names.of(&held.account_name),
            account_name: held.account_name,
            digest,
            plan,
            unreadable,
        });
    }
    Ok(told)
}

/// Applies a plan as the second person, if it is still the one that was read.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::SecondPersonRequired`] to who brought it,
/// [`Refusal::PlanChanged`], and [`Refusal::OldCut`] when a newer cut was applied meanwhile.
pub fn approve_plan(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ApproveRegistry>,
    id: Uuid,
    digest: &str,
    now: Timestamp,
) -> Result<RegistrySynced, Error> {
    let held = find(conn, id)?;
    let actor = permit.actor();
    if held.account == Some(actor.account) {
        return Err(Refusal::SecondPersonRequired.into());
    }
    refuse_older(conn, held.cut)?;
    if let Some(cut) = held.cut {
        cuts::insert(conn, cut, now)?;
    }
    let prepared = Prepared::of_file(conn, desk, &held.file)?;
    if prepared.digest()? != digest {
        return Err(Refusal::PlanChanged.into());
    }
    end(conn, permit, id, true, None, now)?;
    let what = format!("file {} of {}", held.digest, held.account_name);
    Ok(RegistrySynced { plan: prepared.apply(conn, desk, Some(actor), &what, now)?, waiting: None })
}

/// Ends a plan's wait without applying it, with a reason that stays.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::BadRequest`] without a reason.
pub fn decline_plan(
    conn: &mut Conn,
    permit: &Permit<act::ApproveRegistry>,
    id: Uuid,
    command: &WithReason,
    now: Timestamp,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    find(conn, id)?;
    // The address is asked for the same file again.
    address::forget(conn)?;
    end(conn, permit, id, false, Some(&reason), now)
}

fn find(conn: &mut Conn, id: Uuid) -> Result<Waiting, Error> {
    Ok(plans::waiting(conn)?.into_iter().find(|held| held.id == id).ok_or(Refusal::NotFound)?)
}

fn end(
    conn: &mut Conn,
    permit: &Permit<act::ApproveRegistry>,
    id: Uuid,
    applied: bool,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    let actor = permit.actor();
    if !plans::decide(conn, id, &actor.username, applied, reason, now)? {
        return Err(Refusal::NotFound.into());
    }
    let event = if applied { Event::PlanApproved } else { Event::PlanDeclined };
    note(conn, Some(actor), event, id, reason.unwrap_or_default(), now)
}

fn note(
    conn: &mut Conn,
    by: Option<&Actor>,
    event: Event,
    id: Uuid,
    detail: &str,
    now: Timestamp,
) -> Result<(), Error> {
    Ok(log::write(conn, by, event, (&format!("registry_plan/{id}"), None), detail, ("", ""), now)?)
}
