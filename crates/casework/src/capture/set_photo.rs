use contract::capture::Saved;
use domain::{
    ids::QuestionKey,
    log::{Entry, Questions},
    permission::{Permit, act},
    questionnaire::{Answer, Kind},
    refusal::Refusal,
    workflow::Move,
};

use crate::{
    Error,
    act::Act,
    case::{Case, Target, fields},
    desk::Desk,
};

/// Sets the photograph to a re-encoded file that is kept already, by its content name.
///
/// # Errors
/// The workflow's refusals.
pub fn set_photo(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target, name: &str) -> Result<Saved, Error> {
    change(act, target, Some(name))
}

/// Takes the photograph away.
///
/// # Errors
/// The workflow's refusals.
pub fn remove_photo(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target) -> Result<Saved, Error> {
    change(act, target, None)
}

fn change(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target, name: Option<&str>) -> Result<Saved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let key = photo_question(act.desk).ok_or(Refusal::NotFound)?;
    case.advance(act, &Move::SaveDraft(fields([&key])))?;
    let questions = Questions::of(&act.desk.config.election, [&key]);
    let entry = match name {
        Some(name) => {
            case.answers.insert(key.clone(), Answer::One(name.to_owned()));
            Entry::PhotoSet { questions }
        }
        None => {
            case.answers.remove(&key);
            Entry::PhotoRemoved { questions }
        }
    };
    case.profile.saved_at = Some(act.now);
    let moved = case.close(act, &entry)?;
    Ok(Saved { revision: moved.revision, saved_at: act.now, dropped: Vec::new(), faults: Vec::new() })
}

fn photo_question(desk: &Desk) -> Option<QuestionKey> {
    desk.config
        .election
        .questions()
        .find(|(_, question)| question.kind == Kind::Photo)
        .map(|(_, question)| question.key.clone())
}
