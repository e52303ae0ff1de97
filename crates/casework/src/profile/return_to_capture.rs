use contract::profile::{Moved, ReturnToCapture};
use domain::{
    permission::{Permit, act},
    workflow::Move,
};
use jiff::Timestamp;
use store::{db::Conn, profiles::ObservationState};

use super::{Target, observe};
use crate::{
    Error,
    case::{Case, fields, keys},
    desk::Desk,
    event::Event,
};

/// Sends the observed fields, and only those, back to capture (PTO II.B.1.II).
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
    let observed = || command.observations.iter().map(|remark| &remark.field);
    case.advance(desk, &Move::Return(fields(observed())), actor, 0, now)?;
    observe::check(desk, &command.observations, None)?;
    observe::keep(conn, &case, actor, &command.observations, ObservationState::Open, now)?;
    case.close(conn, desk, actor, Event::ProfileReturned, &keys(observed()), now)
}
