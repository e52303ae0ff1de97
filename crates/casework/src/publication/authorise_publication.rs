//! Authorising a publication: at once, or for a later moment at which the system publishes it by itself (PTO II.C).

use contract::work::Moved;
use domain::{
    capture::answers::of_part,
    ids::{AccountId, CandidacyId},
    log::Entry,
    permission::{self, Permit, act, may},
    questionnaire::Part,
    refusal::Refusal,
    review::Task,
    time::{LocalDateTime, TimeDelta},
    workflow::{Move, Scheduled, withdrawn},
};
use store::publication::versions;
use store::{
    StoreError,
    accounts::{self, Account},
    candidacies, profiles,
    publication::versions::Version,
};

use crate::{
    Error,
    act::{Act, By, NoPermit},
    case::{Case, Target, answers_digest},
    review::guard,
};

/// How far ahead a publication is authorised at most: further is a slip of the hand.
const AHEAD: TimeDelta = TimeDelta::hours(366 * 24);

/// Publishes a new version that is never changed; with `publish_at`, at that moment of the institute's time zone.
///
/// # Errors
/// Those of [`authorise_publication`] and [`schedule_publication`].
pub fn authorise(
    act: &mut Act<'_, Permit<act::AuthorisePublication>>,
    target: Target,
    publish_at: Option<LocalDateTime>,
) -> Result<Moved, Error> {
    match publish_at {
        None => authorise_publication(act, target),
        Some(at) => schedule_publication(act, target, at),
    }
}

/// Publishes a new version that is never changed (PTO II.C).
///
/// # Errors
/// [`Refusal::VerdictsMissing`], [`Refusal::SamePerson`], [`Refusal::Claimed`] and the workflow's.
pub fn authorise_publication(
    act: &mut Act<'_, Permit<act::AuthorisePublication>>,
    target: Target,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    guard(act, &case, Task::Decision)?;
    case.advance(act, &Move::Authorise)?;
    let digest = keep_version(act, &mut case, actor.account)?;
    let version = case.profile.life.versions;
    case.close(act, &Entry::PublicationAuthorised { version, digest })
}

/// Authorises the publication for a later moment of the institute's time zone, or moves that moment. Nothing of it is
/// public before.
///
/// # Errors
/// [`Refusal::ScheduleNotAhead`] and those of [`authorise_publication`].
pub fn schedule_publication(
    act: &mut Act<'_, Permit<act::AuthorisePublication>>,
    target: Target,
    publish_at: LocalDateTime,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    guard(act, &case, Task::Decision)?;
    let at = publish_at.in_zone(&act.desk.config.zone).map_err(|_| Refusal::ScheduleNotAhead)?;
    if at > act.now + AHEAD {
        return Err(Refusal::ScheduleNotAhead.into());
    }
    case.advance(act, &Move::Schedule(at))?;
    case.close(act, &Entry::PublicationScheduled { at })
}

/// Takes back what was authorised for later: both verdicts stand and the decision waits again.
///
/// # Errors
/// [`Refusal::NothingToChange`] when nothing was, and the workflow's.
pub fn unschedule_publication(
    act: &mut Act<'_, Permit<act::AuthorisePublication>>,
    target: Target,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    guard(act, &case, Task::Decision)?;
    case.advance(act, &Move::Unschedule)?;
    case.close(act, &Entry::PublicationUnscheduled)
}

/// Publishes everything that was authorised for a moment that came. Answers how many.
pub fn publish_due(act: &mut Act<'_, NoPermit>) -> Result<usize, Error> {
    let mut published = 0;
    for id in profiles::due(act.conn, act.now)? {
        match act.part(|act| release(act, id)) {
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

/// Publishes a candidacy whose moment has come; `false` when whoever authorised it may no longer do so.
fn release<P: By>(act: &mut Act<'_, P>, id: CandidacyId) -> Result<bool, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    let mut case = Case::load(act, candidacy)?;
    let Some(Scheduled { by, .. }) = case.profile.life.scheduled else { return Err(Refusal::OutOfTurn.into()) };
    let authoriser = accounts::by_id(act.conn, by)?;
    // Somebody who has lost the account or the permission publishes nothing: the decision waits for another person.
    let scope = case.candidacy.scope();
    let may_still_authorise = authoriser.is_some_and(|account: Account| {
        account.blocked_at.is_none() && may(&account.actor(), permission::Act::AuthorisePublication, &scope)
    });
    if !may_still_authorise {
        case.profile.life = withdrawn(&case.profile.life);
        case.close(act, &Entry::PublicationUnscheduled)?;
        return Ok(false);
    }
    case.advance_as(act, &Move::Release, by)?;
    let digest = keep_version(act, &mut case, by)?;
    let version = case.profile.life.versions;
    case.close(act, &Entry::PublicationReleased { version, digest })?;
    Ok(true)
}

/// Keeps the answers as the version that the life counts now; answers its digest.
fn keep_version<P: By>(act: &mut Act<'_, P>, case: &mut Case, authorised_by: AccountId) -> Result<String, Error> {
    let curricular = of_part(&act.desk.config.election, &case.answers, Part::Curricular);
    let identity = of_part(&act.desk.config.election, &case.answers, Part::Identity);
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
        published_at: act.now,
        authorised_by,
    };
    match versions::insert_version(act.conn, &version) {
        Err(error) if error.is_duplicate() => Err(Refusal::Stale.into()),
        outcome => {
            outcome?;
            Ok(digest)
        }
    }
}
