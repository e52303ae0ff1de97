//! Plans that wait for a second person, by the election's rule: who brought one may not decide it. Whom it would withdraw
//! is hidden meanwhile.

use std::collections::BTreeSet;

use contract::{
    problem::Problem,
    registry::{RegistrySynced, WaitingPlan, WithReason},
};
use domain::{
    candidacy::RegistryStatus,
    ids::CandidacyId,
    log::{Entry, RegistrySource, Subject},
    messages::MessageKind,
    permission::{Permit, act},
    refusal::Refusal,
    registry::Plan,
};
use store::{
    accounts, candidacies,
    db::Conn,
    log::Digests,
    log::SYSTEM,
    registry::{
        address, cuts,
        plans::{self, Decision, Waiting},
    },
};
use uuid::Uuid;

use super::{
    prepared::{Origin, Prepared, file_digest, refuse_older},
    second_person::{may_decide, require},
};
use crate::{
    Error,
    act::{Act, By},
    case, log, messages, words,
};

/// Leaves a file to a second person; the same file again is the same plan. Whom it would withdraw is hidden at once: what
/// waits is that it is final (PTO II.C: automatically).
pub(super) fn hold<P: By>(
    act: &mut Act<'_, P>,
    origin: Origin<'_>,
    file: &[u8],
    prepared: &Prepared,
) -> Result<Uuid, Error> {
    let digest = file_digest(file);
    let earlier = plans::waiting(act.conn)?.into_iter().find(|held| held.digest == digest);
    let is_new = earlier.is_none();
    let id = match earlier {
        Some(held) => {
            if origin.cut > held.cut {
                plans::brought_again(act.conn, held.id, origin.message, origin.cut)?;
            }
            held.id
        }
        None => keep(act, origin, file, digest)?,
    };
    let already = plans::withdrawn(act.conn, None)?;
    let mut hidden = prepared.withdrawn();
    plans::withdraw(act.conn, id, &hidden.iter().map(|candidacy| candidacy.id).collect::<Vec<_>>())?;
    hidden.retain(|candidacy| !already.contains(&candidacy.id));
    for candidacy in &hidden {
        let entry = Entry::WithdrawalHeld { folio: candidacy.registration.folio.clone() };
        case::note(act, &entry, candidacy, Digests::None)?;
    }
    match hidden.first() {
        Some(first) => {
            let around = accounts::around(act.conn, None, first.id)?;
            let about: Vec<_> = hidden.iter().map(|candidacy| (*candidacy, None)).collect();
            messages::tell(act, MessageKind::WithdrawalsWait, &around, &about, &id.to_string())?;
        }
        None if is_new => messages::tell_institute(act, MessageKind::PlanWaits, &id.to_string())?,
        None => {}
    }
    Ok(id)
}

/// Keeps a plan until somebody decides.
fn keep<P: By>(act: &mut Act<'_, P>, origin: Origin<'_>, file: &[u8], digest: String) -> Result<Uuid, Error> {
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
            own: !may_decide(act.conn, act.by.actor(), held.account)?,
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
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::SecondPersonRequired`] to who brought it and their area,
/// [`Refusal::PlanChanged`], and [`Refusal::OldCut`] when a newer cut was applied meanwhile.
pub fn approve_plan(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    digest: &str,
    command: &WithReason,
) -> Result<RegistrySynced, Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let held = find(act.conn, id)?;
    require(act, held.account)?;
    refuse_older(act.conn, held.cut)?;
    if let Some(cut) = held.cut {
        cuts::insert(act.conn, cut, act.now)?;
    }
    let prepared = Prepared::of_file(act.conn, act.desk, &held.file)?;
    if prepared.digest()? != digest {
        return Err(Refusal::PlanChanged.into());
    }
    let hidden = plans::withdrawn_by(act.conn, id)?;
    end(act, id, Decision::Applied { reason: &reason })?;
    let origin = Origin { maker: held.account, name: Some(&held.account_name), ..Origin::default() };
    let from = RegistrySource::File { digest: held.digest, of: Some(held.account_name.clone()) };
    let plan = prepared.apply(act, origin, from)?;
    show_again(act, &hidden)?;
    Ok(RegistrySynced { plan, waiting: None })
}

/// Ends a plan's wait without applying it, as the second person, with a reason that stays: whom it hid is shown again.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::SecondPersonRequired`] to who brought it and their area,
/// [`Refusal::BadRequest`] without a reason.
pub fn decline_plan(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let held = find(act.conn, id)?;
    require(act, held.account)?;
    // The address is asked for the same file again.
    address::forget(act.conn)?;
    let hidden = plans::withdrawn_by(act.conn, id)?;
    end(act, id, Decision::Declined { reason: &reason })?;
    show_again(act, &hidden)
}

/// Says in the log of those that a plan hid, and that stand and no other plan hides, that they are shown again.
fn show_again(act: &mut Act<'_, Permit<act::ApproveRegistry>>, hidden: &BTreeSet<CandidacyId>) -> Result<(), Error> {
    let still = plans::withdrawn(act.conn, None)?;
    for id in hidden.difference(&still) {
        let Some(candidacy) = candidacies::find(act.conn, *id)? else { continue };
        if candidacy.registration.status == RegistryStatus::Active {
            let entry = Entry::WithdrawalDeclined { folio: candidacy.registration.folio.clone() };
            case::note(act, &entry, &candidacy, Digests::None)?;
        }
    }
    Ok(())
}

fn find(conn: &mut Conn, id: Uuid) -> Result<Waiting, Error> {
    Ok(plans::waiting(conn)?.into_iter().find(|held| held.id == id).ok_or(Refusal::NotFound)?)
}

fn end(act: &mut Act<'_, Permit<act::ApproveRegistry>>, id: Uuid, decision: Decision<'_>) -> Result<(), Error> {
    if !plans::decide(act.conn, id, decision, &act.by.actor().username, act.now)? {
        return Err(Refusal::NotFound.into());
    }
    match decision {
        Decision::Applied { reason } => note(act, &Entry::PlanConfirmed { reason: reason.to_owned() }, id),
        Decision::Declined { reason } => note(act, &Entry::PlanDeclined { reason: reason.to_owned() }, id),
    }
}

fn note<P: By>(act: &mut Act<'_, P>, entry: &Entry, id: Uuid) -> Result<(), Error> {
    Ok(log::write(act, entry, Subject::RegistryPlan(id), None, Digests::None)?)
}
