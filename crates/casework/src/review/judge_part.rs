use contract::{review::Judge, work::Moved};
use domain::{
    accounts::Actor,
    capture::answers::reopened,
    log::Event,
    permission::{Permit, act},
    questionnaire::Part,
    refusal::Refusal,
    review::{Task, remarks},
    time::Timestamp,
    workflow::{Move, Verdict},
};
use store::review::observations;
use store::{
    db::Conn,
    review::{marks, observations::ObservationState},
};

use super::{claim_review::guard, observe};
use crate::{
    Error,
    case::{Case, Target, fields, keys},
    desk::Desk,
};

/// The verdict on the curricular part (PTO II.B.3).
///
/// # Errors
/// [`Refusal::MarksMissing`], [`Refusal::VerdictDiffers`], [`Refusal::ObservationRequired`] when a section does not comply
/// and no whole remark says why, [`Refusal::Claimed`], and the workflow's.
pub fn judge_curricular(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::JudgeCurricular>,
    target: Target,
    command: &Judge,
    now: Timestamp,
) -> Result<Moved, Error> {
    let case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    judge(conn, desk, permit.actor(), case, Part::Curricular, command, now)
}

/// The verdict on the identity part (PTO II.B.3).
///
/// # Errors
/// Those of [`judge_curricular`].
pub fn judge_identity(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::JudgeIdentity>,
    target: Target,
    command: &Judge,
    now: Timestamp,
) -> Result<Moved, Error> {
    let case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    judge(conn, desk, permit.actor(), case, Part::Identity, command, now)
}

fn judge(
    conn: &mut Conn,
    desk: &Desk,
    actor: &Actor,
    mut case: Case,
    part: Part,
    command: &Judge,
    now: Timestamp,
) -> Result<Moved, Error> {
    case.may_review()?;
    guard(conn, desk, &case, Task::of_part(part), actor, now)?;
    let saved = marks::of_candidacy(conn, case.candidacy.id, &case.key)?;
    let marks = saved.into_iter().map(|(section, saved)| (section, saved.mark)).collect();
    let remarks = remarks(&desk.config.election, part, &marks)?;
    if remarks.is_empty() != command.compliant {
        return Err(Refusal::VerdictDiffers.into());
    }
    let observed = || remarks.iter().map(|remark| &remark.field);
    let (verdict, event) = if remarks.is_empty() {
        (Verdict::Compliant { by: actor.account }, Event::PartCompliant)
    } else {
        (
            Verdict::Observed { by: actor.account, fields: reopened(&desk.config.election, &fields(observed())) },
            Event::PartObserved,
        )
    };
    case.advance(desk, &Move::Judge(part, verdict), actor, 0, now)?;
    observe::check(desk, &remarks, Some(part))?;
    // The new verdict takes the place of the one before.
    for held in observations::observations(conn, case.candidacy.id, &case.key)? {
        let same_part = desk.config.election.question(held.field.as_str()).is_some_and(|(its, _)| its == part);
        if held.state == ObservationState::Held && same_part {
            observations::set_observation(conn, held.id, &case.key, ObservationState::Withdrawn, None)?;
        }
    }
    observe::keep(conn, &case, actor, &remarks, ObservationState::Held, now)?;
    let part = if part == Part::Curricular { "curricular" } else { "identity" };
    let detail = format!("{part} {}", keys(&desk.config.election, observed()));
    case.close(conn, desk, actor, event, detail.trim(), now)
}
