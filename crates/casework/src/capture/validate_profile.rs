use contract::work::Moved;
use domain::{
    ids::SectionKey,
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    review::Task,
    time::Timestamp,
    workflow::{Move, is_field_open},
};
use store::{capture::openings, db::Conn, review::marks};

use crate::{
    Error,
    case::{Case, Target},
    desk::Desk,
    review::guard,
};

/// The party, or the independent, says the information is right (PTO II.B.1.IV, II.B.2). What the institute marked before
/// of the sections that were open is marked anew; of the others it stands.
///
/// # Errors
/// [`Refusal::Claimed`] and the workflow's refusals.
pub fn validate_profile(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ValidateProfile>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    guard(conn, desk, &case, Task::Validation, permit.actor(), now)?;
    let stage = case.profile.life.stage.clone();
    case.advance(desk, &Move::Validate, permit.actor(), 0, now)?;
    let opened: Vec<&SectionKey> = desk
        .config
        .election
        .sections()
        .filter(|(_, section)| section.questions.iter().any(|question| is_field_open(&stage, &question.key)))
        .map(|(_, section)| &section.key)
        .collect();
    marks::forget(conn, target.id, &opened)?;
    case.close(conn, desk, permit.actor(), Event::ProfileValidated, "", now)
}

/// The same as one of several, which whoever validates must have opened as it is now.
///
/// # Errors
/// [`Refusal::NotOpened`] and those of [`validate_profile`].
pub fn validate_opened(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ValidateProfile>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    // What is out of reach does not exist, whether or not it was opened.
    Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    if !openings::current(conn, permit.actor().account)?.contains(&target.id) {
        return Err(Refusal::NotOpened.into());
    }
    validate_profile(conn, desk, permit, target, now)
}
