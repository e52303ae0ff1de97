use contract::capture::{SaveAnswers, Saved};
use domain::{
    log::{Entry, Questions},
    permission::{Permit, act},
    review::Task,
    workflow::Move,
};
use store::capture::edits;
use store::capture::edits::Edit;

use crate::{
    Error,
    act::Act,
    capture::save_answers::merged,
    case::{Case, Target, fields},
    review::guard,
};

/// The validator's changes in co-responsibility, each with who, when, before and after (PTO II.B.1.III).
///
/// # Errors
/// The workflow's refusals; [`domain::refusal::Refusal::Invalid`] for what not even a draft may hold.
pub fn edit_submitted(
    act: &mut Act<'_, Permit<act::EditSubmitted>>,
    target: Target,
    command: &SaveAnswers,
) -> Result<Saved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    guard(act, &case, Task::Validation)?;
    case.advance(act, &Move::Edit(fields(command.answers.keys())))?;
    let merged = merged(&act.desk.config.election, &case, &command.answers)?;
    case.advance(act, &Move::Edit(fields(&merged.dropped)))?;
    for field in command.answers.keys().chain(&merged.dropped) {
        let edit = Edit {
            field: field.clone(),
            by: actor.account,
            by_name: actor.username.clone(),
            at: act.now,
            before: case.answers.get(field).cloned(),
            after: merged.answers.get(field).cloned(),
        };
        if edit.before != edit.after {
            edits::insert_edit(act.conn, target.id, &case.key, &edit)?;
        }
    }
    case.answers = merged.answers;
    let questions = Questions::of(&act.desk.config.election, command.answers.keys().chain(&merged.dropped));
    let moved = case.close(act, &Entry::ProfileEdited { questions })?;
    Ok(Saved { revision: moved.revision, saved_at: act.now, dropped: merged.dropped, faults: merged.faults })
}
