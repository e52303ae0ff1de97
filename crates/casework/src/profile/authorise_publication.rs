use contract::profile::Moved;
use domain::{
    permission::{Permit, act},
    questionnaire::{Part, of_part},
    refusal::Refusal,
    workflow::Move,
};
use jiff::Timestamp;
use store::{
    StoreError,
    db::Conn,
    profiles::{self, Version},
};

use super::Target;
use crate::{
    Error,
    case::{Case, answers_digest},
    desk::Desk,
    event::Event,
};

/// Publishes a new version that is never changed (PTO II.C).
///
/// # Errors
/// [`Refusal::VerdictsMissing`], [`Refusal::SamePerson`] and the workflow's.
pub fn authorise_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AuthorisePublication>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    case.advance(desk, &Move::Authorise, actor, 0, now)?;
    let curricular = of_part(&desk.election, &case.answers, Part::Curricular);
    let identity = of_part(&desk.election, &case.answers, Part::Identity);
    case.profile.seal_identity(&case.key, &identity)?;
    let number = i32::try_from(case.profile.life.versions).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let digest = answers_digest(&curricular, case.profile.identity.as_deref())?;
    let version = Version {
        candidacy: target.id,
        number,
        questionnaire: case.profile.questionnaire.clone(),
        curricular,
        identity: case.profile.identity.clone(),
        digest: digest.clone(),
        published_at: now,
        authorised_by: actor.account,
    };
    match profiles::insert_version(conn, &version) {
        Err(error) if error.is_duplicate() => return Err(Refusal::Stale.into()),
        outcome => outcome?,
    }
    case.close(conn, desk, actor, Event::PublicationAuthorised, &format!("version {number} {digest}"), now)
}
