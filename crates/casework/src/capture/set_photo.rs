use contract::capture::Saved;
use domain::{
    ids::QuestionKey,
    log::Event,
    permission::{Permit, act},
    questionnaire::{Answer, Kind},
    refusal::Refusal,
    time::Timestamp,
    workflow::Move,
};
use store::db::Conn;

use crate::{
    Error,
    case::{Case, Target, fields},
    desk::Desk,
};

/// Sets the photograph to a re-encoded file that is kept already, by its content name.
///
/// # Errors
/// The workflow's refusals.
pub fn set_photo(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SetPhoto>,
    target: Target,
    name: &str,
    now: Timestamp,
) -> Result<Saved, Error> {
    change(conn, desk, permit, target, Some(name), now)
}

/// Takes the photograph away.
///
/// # Errors
/// The workflow's refusals.
pub fn remove_photo(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SetPhoto>,
    target: Target,
    now: Timestamp,
) -> Result<Saved, Error> {
    change(conn, desk, permit, target, None, now)
}

fn change(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SetPhoto>,
    target: Target,
    name: Option<&str>,
    now: Timestamp,
) -> Result<Saved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let key = photo_question(desk).ok_or(Refusal::NotFound)?;
    let actor = permit.actor();
    case.advance(desk, &Move::SaveDraft(fields([&key])), actor, 0, now)?;
    let event = match name {
        Some(name) => {
            case.answers.insert(key.clone(), Answer::One(name.to_owned()));
            Event::PhotoSet
        }
        None => {
            case.answers.remove(&key);
            Event::PhotoRemoved
        }
    };
    case.profile.saved_at = Some(now);
    let moved = case.close(conn, desk, actor, event, key.as_str(), now)?;
    Ok(Saved { revision: moved.revision, saved_at: now, dropped: Vec::new(), faults: Vec::new() })
}

fn photo_question(desk: &Desk) -> Option<QuestionKey> {
    desk.config
        .election
        .questions()
        .find(|(_, question)| question.kind == Kind::Photo)
        .map(|(_, question)| question.key.clone())
}
