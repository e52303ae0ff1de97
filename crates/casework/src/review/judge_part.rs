use contract::{review::Judge, work::Moved};
use domain::{
    capture::answers::reopened,
    log::{Entry, Questions},
    permission::{Action, Permit, act},
    questionnaire::Part,
    refusal::Refusal,
    review::{Task, remarks},
    workflow::{Move, Verdict},
};
use store::review::observations;
use store::review::{marks, observations::ObservationState};

use super::{claim_review::guard, observe};
use crate::{
    Error,
    act::Act,
    case::{Case, Target, fields},
};

/// The verdict on the curricular part (PTO II.B.3).
///
/// # Errors
/// [`Refusal::MarksMissing`], [`Refusal::VerdictDiffers`], [`Refusal::ObservationRequired`] when a section does not comply
/// and no whole remark says why, [`Refusal::Claimed`], and the workflow's.
pub fn judge_curricular(
    act: &mut Act<'_, Permit<act::JudgeCurricular>>,
    target: Target,
    command: &Judge,
) -> Result<Moved, Error> {
    let case = Case::open(act, target.id, Some(target.revision))?;
    judge(act, case, Part::Curricular, command)
}

/// The verdict on the identity part (PTO II.B.3).
///
/// # Errors
/// Those of [`judge_curricular`].
pub fn judge_identity(
    act: &mut Act<'_, Permit<act::JudgeIdentity>>,
    target: Target,
    command: &Judge,
) -> Result<Moved, Error> {
    let case = Case::open(act, target.id, Some(target.revision))?;
    judge(act, case, Part::Identity, command)
}

fn judge<A: Action>(act: &mut Act<'_, Permit<A>>, mut case: Case, part: Part, command: &Judge) -> Result<Moved, Error> {
    case.may_review()?;
    guard(act, &case, Task::of_part(part))?;
    let saved = marks::of_candidacy(act.conn, case.candidacy.id, &case.key)?;
    let marks = saved.into_iter().map(|(section, saved)| (section, saved.mark)).collect();
    let remarks = remarks(&act.desk.config.election, part, &marks)?;
    if remarks.is_empty() != command.compliant {
        return Err(Refusal::VerdictDiffers.into());
    }
    let observed = || remarks.iter().map(|remark| &remark.field);
    let (verdict, entry) = if remarks.is_empty() {
        (Verdict::Compliant { by: act.by.actor().account }, Entry::PartCompliant { part })
    } else {
        (
            Verdict::Observed {
                by: act.by.actor().account,
                fields: reopened(&act.desk.config.election, &fields(observed())),
            },
            Entry::PartObserved { part, questions: Questions::of(&act.desk.config.election, observed()) },
        )
    };
    case.advance(act, &Move::Judge(part, verdict))?;
    observe::check(act.desk, &remarks, Some(part))?;
    // The new verdict takes the place of the one before.
    for held in observations::observations(act.conn, case.candidacy.id, &case.key)? {
        let same_part = act.desk.config.election.question(held.field.as_str()).is_some_and(|(its, _)| its == part);
        if held.state == ObservationState::Held && same_part {
            observations::set_observation(act.conn, held.id, &case.key, ObservationState::Withdrawn, None)?;
        }
    }
    observe::keep(act, &case, &remarks, ObservationState::Held)?;
    case.close(act, &entry)
}
