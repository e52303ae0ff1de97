use contract::capture::{SaveAnswers, Saved};
use domain::{
    log::Event,
    permission::{Permit, act},
    review::Task,
    time::Timestamp,
    workflow::Move,
};
use store::capture::edits;
use store::{capture::edits::Edit, db::Conn};

use crate::{
    Error,
    capture::save_answers::merged,
    case::{Case, Target, fields, keys},
    desk::Desk,
    review::guard,
};

/// The validator's changes in co-responsibility, each with who, when, before and after (PTO II.B.1.III).
///
/// # Errors
/// The workflow's refusals; [`domain::refusal::Refusal::Invalid`] for what not even a draft may hold.
pub fn edit_submitted(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::EditSubmitted>,
    target: Target,
    command: &SaveAnswers,
    now: Timestamp,
) -> Result<Saved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Validation, actor, now)?;
    case.advance(desk, &Move::Edit(fields(command.answers.keys())), actor, 0, now)?;
    let merged = merged(&desk.config.election, &case, &command.answers)?;
    case.advance(desk, &Move::Edit(fields(&merged.dropped)), actor, 0, now)?;
    for field in command.answers.keys().chain(&merged.dropped) {
        let edit = Edit {
            field: field.clone(),
            by: actor.account,
            by_name: actor.username.clone(),
            at: now,
            before: case.answers.get(field).cloned(),
            after: merged.answers.get(field).cloned(),
        };
        if edit.before != edit.after {
            edits::insert_edit(conn, target.id, &case.key, &edit)?;
        }
    }
    case.answers = merged.answers;
    let detail = keys(&desk.config.election, command.answers.keys().chain(&merged.dropped));
    let moved = case.close(conn, desk, actor, Event::ProfileEdited, &detail, now)?;
    Ok(Saved { revision: moved.revision, saved_at: now, dropped: merged.dropped, faults: merged.faults })
}
