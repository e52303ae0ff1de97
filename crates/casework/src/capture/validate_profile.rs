use contract::work::Moved;
use domain::{
    ids::SectionKey,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
    review::Task,
    workflow::{Move, is_field_open},
};
use store::{capture::openings, review::marks};

use crate::{
    Error,
    act::Act,
    case::{Case, Target},
    review::guard,
};

/// The party, or the independent, says the information is right (PTO II.B.1.IV, II.B.2). What the institute marked before
/// of the sections that were open is marked anew; of the others it stands.
///
/// # Errors
/// [`Refusal::Claimed`] and the workflow's refusals.
pub fn validate_profile(act: &mut Act<'_, Permit<act::ValidateProfile>>, target: Target) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    guard(act, &case, Task::Validation)?;
    let stage = case.profile.life.stage.clone();
    let faults = case.faults(&act.desk.config.election);
    case.advance(act, &Move::Validate { faults })?;
    let opened: Vec<&SectionKey> = act
        .desk
        .config
        .election
        .sections()
        .filter(|(_, section)| section.questions.iter().any(|question| is_field_open(&stage, &question.key)))
        .map(|(_, section)| &section.key)
        .collect();
    marks::forget(act.conn, target.id, &opened)?;
    case.close(act, &Entry::ProfileValidated)
}

/// The same as one of several, which whoever validates must have opened as it is now.
///
/// # Errors
/// [`Refusal::NotOpened`] and those of [`validate_profile`].
pub fn validate_opened(act: &mut Act<'_, Permit<act::ValidateProfile>>, target: Target) -> Result<Moved, Error> {
    // What is out of reach does not exist, whether or not it was opened.
    Case::open(act, target.id, Some(target.revision))?;
    if !openings::current(act.conn, act.by.actor().account)?.contains(&target.id) {
        return Err(Refusal::NotOpened.into());
    }
    validate_profile(act, target)
}
