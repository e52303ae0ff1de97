//! Taking a review, so that two persons do not do the same; leaving it; and keeping others out meanwhile.

use contract::review::{Claim, TakeReview};
use domain::{
    ids::CandidacyId,
    log::Entry,
    permission::{Action, Permit, act, may},
    refusal::Refusal,
    review::{Task, waiting},
    time::TimeDelta,
};
use store::{
    accounts,
    log::Digests,
    review::claims::{self, NewClaim},
};

use crate::{
    Error,
    act::Act,
    case::{Case, note},
};

/// Takes a review that waits, or has it for longer. From somebody who has it, only when that is asked for: it stays in the
/// log.
///
/// # Errors
/// [`Refusal::NotFound`] for a review that is not the actor's to do, [`Refusal::OutOfTurn`] for one that does not wait or
/// that nobody takes, [`Refusal::Claimed`].
pub fn claim_review(
    act: &mut Act<'_, Permit<act::ClaimReview>>,
    (id, task): (CandidacyId, Task),
    command: TakeReview,
) -> Result<Claim, Error> {
    let case = opened(act, (id, task))?;
    if !task.is_claimed() || !waiting(&case.profile.life).contains(&task) {
        return Err(Refusal::OutOfTurn.into());
    }
    take(act, &case, task, command.take_over)
}

/// Leaves a review to others.
///
/// # Errors
/// [`Refusal::NotFound`] for a review that is not the actor's to do, [`Refusal::NothingToChange`] when the actor has not
/// taken it.
pub fn release_review(
    act: &mut Act<'_, Permit<act::ClaimReview>>,
    (id, task): (CandidacyId, Task),
) -> Result<(), Error> {
    let case = opened(act, (id, task))?;
    if !claims::release(act.conn, id, task, act.by.actor().account)? {
        return Err(Refusal::NothingToChange.into());
    }
    note(act, &Entry::ReviewLeft { task }, &case.candidacy, Digests::None)?;
    Ok(())
}

fn opened(act: &mut Act<'_, Permit<act::ClaimReview>>, (id, task): (CandidacyId, Task)) -> Result<Case, Error> {
    let case = Case::open(act, id, None)?;
    if may(act.by.actor(), task.act(), &case.candidacy.scope()) { Ok(case) } else { Err(Refusal::NotFound.into()) }
}

/// Has a review for its actor from now on, for the election's minutes.
pub(super) fn take<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    case: &Case,
    task: Task,
    take_over: bool,
) -> Result<Claim, Error> {
    let id = case.candidacy.id;
    let before = claims::live(act.conn, Some(id), act.now)?.remove(&(id, task));
    let other = before.as_ref().filter(|before| before.account != act.by.actor().account);
    if let Some(other) = other.filter(|_| !take_over) {
        return Err(Refusal::Claimed { by: other.account_name.clone() }.into());
    }
    let until = act.now + TimeDelta::minutes(i64::from(act.desk.config.election.review.claim_minutes.get()));
    let account = act.by.actor().account;
    let new = NewClaim { candidacy: id, task, account, from: act.now, until, before: before.as_ref() };
    match claims::put(act.conn, &new) {
        Err(error) if error.is_duplicate() => return Err(Refusal::Stale.into()),
        outcome => outcome?,
    }
    let entry = match (&before, other) {
        (None, _) => Some(Entry::ReviewTaken { task }),
        (Some(_), Some(other)) => Some(Entry::ReviewTakenOver { task, from: other.account_name.clone() }),
        (Some(_), None) => None,
    };
    if let Some(entry) = entry {
        note(act, &entry, &case.candidacy, Digests::None)?;
    }
    Ok(Claim { by: act.by.actor().username.clone(), by_name: display_name(act)?, mine: true, until })
}

/// Whom an actor's account is for.
pub(super) fn display_name<A: Action>(act: &mut Act<'_, Permit<A>>) -> Result<String, Error> {
    Ok(accounts::display_names(act.conn, [act.by.actor().username.as_str()])?.of(&act.by.actor().username))
}

/// Keeps an actor out of a review that somebody else has; who has it, has it for longer.
///
/// # Errors
/// [`Refusal::Claimed`].
pub(crate) fn guard<A: Action>(act: &mut Act<'_, Permit<A>>, case: &Case, task: Task) -> Result<(), Error> {
    let id = case.candidacy.id;
    match claims::live(act.conn, Some(id), act.now)?.remove(&(id, task)) {
        Some(claim) if claim.account != act.by.actor().account => {
            Err(Refusal::Claimed { by: claim.account_name }.into())
        }
        Some(_) => take(act, case, task, false).map(|_| ()),
        None => Ok(()),
    }
}
