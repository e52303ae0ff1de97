use contract::work::Moved;
use domain::{
    log::{Entry, Questions},
    permission::{Permit, act},
    review::Task,
    workflow::Move,
};
use store::review::observations;
use store::review::observations::ObservationState;

use super::claim_review::guard;
use crate::{
    Error,
    act::Act,
    case::{Case, Target},
};

/// Sends what the areas observed back to capture, with the election's hours to mend it (PTO I.A.1.IX).
///
/// # Errors
/// [`domain::refusal::Refusal::ObservationRequired`] when neither part was observed, and the workflow's.
pub fn send_observations(act: &mut Act<'_, Permit<act::SendObservations>>, target: Target) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    guard(act, &case, Task::Decision)?;
    case.advance(act, &Move::SendObservations)?;
    let all = observations::observations(act.conn, case.candidacy.id, &case.key)?;
    let held: Vec<_> = all.into_iter().filter(|remark| remark.state == ObservationState::Held).collect();
    for remark in &held {
        observations::set_observation(act.conn, remark.id, &case.key, ObservationState::Open, None)?;
    }
    let questions = Questions::of(&act.desk.config.election, held.iter().map(|remark| &remark.field));
    case.close(act, &Entry::ObservationsSent { questions })
}
