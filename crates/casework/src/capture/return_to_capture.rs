use contract::{capture::ReturnToCapture, work::Moved};
use domain::{
    capture::answers::reopened,
    log::{Entry, Questions},
    permission::{Permit, act},
    review::Task,
    workflow::{Move, is_field_open},
};
use store::review::observations::ObservationState;

use crate::{
    Error,
    act::Act,
    case::{Case, Target, fields},
    review::{guard, observe},
};

/// Sends the observed fields back to capture, with those they cannot be mended without, and only those (PTO II.B.1.II).
///
/// # Errors
/// [`domain::refusal::Refusal::ObservationRequired`] without remarks, and the workflow's.
pub fn return_to_capture(
    act: &mut Act<'_, Permit<act::ReturnToCapture>>,
    target: Target,
    command: &ReturnToCapture,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    guard(act, &case, Task::Validation)?;
    let observed = || command.observations.iter().map(|remark| &remark.field);
    let mut opened = fields(observed());
    let stage = &case.profile.life.stage;
    opened.extend(reopened(&act.desk.config.election, &opened).into_iter().filter(|key| is_field_open(stage, key)));
    case.advance(act, &Move::Return(opened))?;
    observe::check(act.desk, &command.observations, None)?;
    observe::keep(act, &case, &command.observations, ObservationState::Open)?;
    let questions = Questions::of(&act.desk.config.election, observed());
    case.close(act, &Entry::ProfileReturned { questions })
}
