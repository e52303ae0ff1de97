//! Authorising a publication: at once, or for a later moment at which the system publishes it by itself (PTO II.C).

use contract::work::Moved;
use domain::{
    capture::answers::of_part,
    ids::{AccountId, CandidacyId},
    log::Event,
    permission::{Act, Permit, act, may},
    questionnaire::Part,
    refusal::Refusal,
    review::Task,
    time::{DateTime, SignedDuration, Timestamp},
    workflow::{Move, Scheduled, withdrawn},
};
use store::publication::versions;
use store::{
    StoreError,
    accounts::{self, Account},
    candidacies,
    db::{Conn, write},
    profiles,
    publication::versions::Version,
};

use crate::{
    Error,
    case::{Case, Target, answers_digest},
    desk::Desk,
    review::guard,
};

/// How far ahead a publication is authorised at most: further is a slip of the hand.
const AHEAD: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Publishes a new version that is never changed; with `publish_at`, at that moment of the institute's time zone.
///
/// # Errors
/// Those of [`authorise_publication`] and [`schedule_publication`].
pub fn authorise(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AuthorisePublication>,
    target: Target,
    publish_at: Option<DateTime>,
    now: Timestamp,
) -> Result<Moved, Error> {
    match publish_at {
        None => authorise_publication(conn, desk, permit, target, now),
        Some(at) => schedule_publication(conn, desk, permit, target, at, now),
    }
}

/// Publishes a new version that is never changed (PTO II.C).
///
/// # Errors
/// [`Refusal::VerdictsMissing`], [`Refusal::SamePerson`], [`Refusal::Claimed`] and the workflow's.
pub fn authorise_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AuthorisePublication>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Decision, actor, now)?;
    case.advance(desk, &Move::Authorise, actor, 0, now)?;
    let detail = keep_version(conn, desk, &mut case, actor.account, now)?;
    case.close(conn, desk, actor, Event::PublicationAuthorised, &detail, now)
}

/// Authorises the publication for a later moment of the institute's time zone, or moves that moment. Nothing of it is
/// public before.
///
/// # Errors
/// [`Refusal::ScheduleNotAhead`] and those of [`authorise_publication`].
pub fn schedule_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AuthorisePublication>,
    target: Target,
    publish_at: DateTime,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Decision, actor, now)?;
    let at = publish_at.to_zoned_datetime(desk.config.zone.clone()).map_err(|_| Refusal::ScheduleNotAhead)?.timestamp();
    if at > now + AHEAD {
        return Err(Refusal::ScheduleNotAhead.into());
    }
    case.advance(desk, &Move::Schedule(at), actor, 0, now)?;
    case.close(conn, desk, actor, Event::PublicationScheduled, &at.to_string(), now)
}

/// Takes back what was authorised for later: both verdicts stand and the decision waits again.
///
/// # Errors
/// [`Refusal::NothingToChange`] when nothing was, and the workflow's.
pub fn unschedule_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AuthorisePublication>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Decision, actor, now)?;
    case.advance(desk, &Move::Unschedule, actor, 0, now)?;
    case.close(conn, desk, actor, Event::PublicationUnscheduled, "", now)
}

/// Publishes everything that was authorised for a moment that came. Answers how many.
pub fn publish_due(conn: &mut Conn, desk: &Desk, now: Timestamp) -> Result<usize, Error> {
    let mut published = 0;
    for id in profiles::due(conn, now)? {
        match write(conn, |conn| release(conn, desk, id, now)) {
            Ok(was) => published += usize::from(was),
            // One that does not open must not keep the others from being published.
            Err(Error::Store(error @ (StoreError::Sealed(_) | StoreError::Damaged(_)))) => {
                tracing::error!(candidacy = %id, %error, "what was authorised for now could not be published");
            }
            // Somebody was quicker, or the registry says that it does not stand.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(published)
}

/// Publishes one whose moment came; `false` when whoever authorised it may not any more.
fn release(conn: &mut Conn, desk: &Desk, id: CandidacyId, now: Timestamp) -> Result<bool, Error> {
    let candidacy = candidacies::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let mut case = Case::load(conn, desk, candidacy, now)?;
    let Some(Scheduled { by, .. }) = case.profile.life.scheduled else { return Err(Refusal::OutOfTurn.into()) };
    let authoriser = accounts::by_id(conn, by)?;
    // Whoever lost the account, or the right, publishes nothing any more: the decision waits for somebody else.
    let scope = case.candidacy.scope();
    let still = |one: Account| one.blocked_at.is_none() && may(&one.actor(), Act::AuthorisePublication, &scope);
    if !authoriser.is_some_and(still) {
        case.profile.life = withdrawn(&case.profile.life);
        case.put_back(conn, desk, None, Event::PublicationUnscheduled, "", now)?;
        return Ok(false);
    }
    case.advance_as(desk, &Move::Release, by, 0, now)?;
    let detail = keep_version(conn, desk, &mut case, by, now)?;
    case.put_back(conn, desk, None, Event::PublicationReleased, &detail, now)?;
    Ok(true)
}

/// Keeps the answers as the version that the life counts now; answers what the log says of it.
fn keep_version(
    conn: &mut Conn,
    desk: &Desk,
    case: &mut Case,
    authorised_by: AccountId,
    now: Timestamp,
) -> Result<String, Error> {
    let curricular = of_part(&desk.config.election, &case.answers, Part::Curricular);
    let identity = of_part(&desk.config.election, &case.answers, Part::Identity);
    case.profile.seal_identity(&case.key, &identity)?;
    let number = i32::try_from(case.profile.life.versions).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let digest = answers_digest(&curricular, case.profile.identity.as_deref())?;
    let version = Version {
        candidacy: case.candidacy.id,
        number,
        questionnaire: case.profile.questionnaire.clone(),
        curricular,
        identity: case.profile.identity.clone(),
        digest: digest.clone(),
        published_at: now,
        authorised_by,
    };
    match versions::insert_version(conn, &version) {
        Err(error) if error.is_duplicate() => Err(Refusal::Stale.into()),
        outcome => {
            outcome?;
            Ok(format!("version {number} {digest}"))
        }
    }
}
