//! Taking a review, so that two persons do not do the same; leaving it; and keeping others out meanwhile.

use contract::review::{Claim, TakeReview};
use domain::{
    accounts::Actor,
    ids::CandidacyId,
    log::Event,
    permission::{Permit, act, may},
    refusal::Refusal,
    review::{Task, waiting},
    time::{SignedDuration, Timestamp},
};
use store::{accounts, db::Conn, review::claims};

use crate::{
    Error,
    case::{Case, note},
    desk::Desk,
};

/// Takes a review that waits, or has it for longer. From somebody who has it, only when that is asked for: it stays in the
/// log.
///
/// # Errors
/// [`Refusal::NotFound`] for a review that is not the actor's to do, [`Refusal::OutOfTurn`] for one that does not wait or
/// that nobody takes, [`Refusal::Claimed`].
pub fn claim_review(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ClaimReview>,
    (id, task): (CandidacyId, Task),
    command: TakeReview,
    now: Timestamp,
) -> Result<Claim, Error> {
    let case = opened(conn, desk, permit, (id, task), now)?;
    if !task.is_claimed() || !waiting(&case.profile.life).contains(&task) {
        return Err(Refusal::OutOfTurn.into());
    }
    take(conn, desk, &case, task, permit.actor(), command.take_over, now)
}

/// Leaves a review to others.
///
/// # Errors
/// [`Refusal::NotFound`] for a review that is not the actor's to do, [`Refusal::NothingToChange`] when the actor has not
/// taken it.
pub fn release_review(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ClaimReview>,
    (id, task): (CandidacyId, Task),
    now: Timestamp,
) -> Result<(), Error> {
    let case = opened(conn, desk, permit, (id, task), now)?;
    if !claims::release(conn, id, task, permit.actor().account)? {
        return Err(Refusal::NothingToChange.into());
    }
    note(conn, Some(permit.actor()), Event::ReviewLeft, &case.candidacy, task.code(), ("", ""), now)?;
    Ok(())
}

fn opened(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ClaimReview>,
    (id, task): (CandidacyId, Task),
    now: Timestamp,
) -> Result<Case, Error> {
    let case = Case::open(conn, desk, permit, id, None, now)?;
    if may(permit.actor(), task.act(), &case.candidacy.scope()) { Ok(case) } else { Err(Refusal::NotFound.into()) }
}

/// Has a review for its actor from now on, for the election's minutes.
pub(super) fn take(
    conn: &mut Conn,
    desk: &Desk,
    case: &Case,
    task: Task,
    actor: &Actor,
    take_over: bool,
    now: Timestamp,
) -> Result<Claim, Error> {
    let id = case.candidacy.id;
    let before = claims::live(conn, Some(id), now)?.remove(&(id, task));
    let other = before.as_ref().filter(|before| before.account != actor.account);
    if let Some(other) = other.filter(|_| !take_over) {
        return Err(Refusal::Claimed { by: other.account_name.clone() }.into());
    }
    let until = now + SignedDuration::from_mins(i64::from(desk.config.election.review.claim_minutes.get()));
    match claims::put(conn, id, task, actor.account, until, (before.as_ref(), now)) {
        Err(error) if error.is_duplicate() => return Err(Refusal::Stale.into()),
        outcome => outcome?,
    }
    let event = match (&before, other) {
        (None, _) => Some((Event::ReviewTaken, task.code().to_owned())),
        (Some(_), Some(other)) => Some((Event::ReviewTakenOver, format!("{} {}", task.code(), other.account_name))),
        (Some(_), None) => None,
    };
    if let Some((event, detail)) = event {
        note(conn, Some(actor), event, &case.candidacy, &detail, ("", ""), now)?;
    }
    Ok(Claim { by: actor.username.clone(), by_name: display_name(conn, actor)?, mine: true, until })
}

/// Whom an actor's account is for.
pub(super) fn display_name(conn: &mut Conn, actor: &Actor) -> Result<String, Error> {
    Ok(accounts::display_names(conn, [actor.username.as_str()])?.of(&actor.username))
}

/// Keeps an actor out of a review that somebody else has; who has it, has it for longer.
///
/// # Errors
/// [`Refusal::Claimed`].
pub(crate) fn guard(
    conn: &mut Conn,
    desk: &Desk,
    case: &Case,
    task: Task,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let id = case.candidacy.id;
    match claims::live(conn, Some(id), now)?.remove(&(id, task)) {
        Some(claim) if claim.account != actor.account => Err(Refusal::Claimed { by: claim.account_name }.into()),
        Some(_) => take(conn, desk, case, task, actor, false, now).map(|_| ()),
        None => Ok(()),
    }
}
