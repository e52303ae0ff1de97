use contract::{capture::ReturnToCapture, work::Moved};
use domain::{
    capture::answers::reopened,
    log::Event,
    permission::{Permit, act},
    review::Task,
    time::Timestamp,
    workflow::{Move, is_field_open},
};
use store::{db::Conn, review::observations::ObservationState};

use crate::{
    Error,
    case::{Case, Target, fields, keys},
    desk::Desk,
    review::{guard, observe},
};

/// Sends the observed fields back to capture, with those they cannot be mended without, and only those (PTO II.B.1.II).
///
/// # Errors
/// [`domain::refusal::Refusal::ObservationRequired`] without remarks, and the workflow's.
pub fn return_to_capture(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ReturnToCapture>,
    target: Target,
    command: &ReturnToCapture,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Validation, actor, now)?;
    let observed = || command.observations.iter().map(|remark| &remark.field);
    let mut opened = fields(observed());
    let stage = &case.profile.life.stage;
    opened.extend(reopened(&desk.config.election, &opened).into_iter().filter(|key| is_field_open(stage, key)));
    case.advance(desk, &Move::Return(opened), actor, 0, now)?;
    observe::check(desk, &command.observations, None)?;
    observe::keep(conn, &case, actor, &command.observations, ObservationState::Open, now)?;
    case.close(conn, desk, actor, Event::ProfileReturned, &keys(&desk.config.election, observed()), now)
}
