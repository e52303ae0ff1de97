use contract::work::Moved;
use domain::{
    log::Event,
    permission::{Permit, act},
    review::Task,
    time::Timestamp,
    workflow::Move,
};
use store::review::observations;
use store::{db::Conn, review::observations::ObservationState};

use super::claim_review::guard;
use crate::{
    Error,
    case::{Case, Target, keys},
    desk::Desk,
};

/// Sends what the areas observed back to capture, with the election's hours to mend it (PTO I.A.1.IX).
///
/// # Errors
/// [`domain::refusal::Refusal::ObservationRequired`] when neither part was observed, and the workflow's.
pub fn send_observations(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SendObservations>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    guard(conn, desk, &case, Task::Decision, permit.actor(), now)?;
    case.advance(desk, &Move::SendObservations, permit.actor(), 0, now)?;
    let all = observations::observations(conn, case.candidacy.id, &case.key)?;
    let held: Vec<_> = all.into_iter().filter(|remark| remark.state == ObservationState::Held).collect();
    for remark in &held {
        observations::set_observation(conn, remark.id, &case.key, ObservationState::Open, None)?;
    }
    let detail = keys(&desk.config.election, held.iter().map(|remark| &remark.field));
    case.close(conn, desk, permit.actor(), Event::ObservationsSent, &detail, now)
}
