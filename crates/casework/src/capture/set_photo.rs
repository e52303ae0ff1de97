use contract::capture::Saved;
use domain::{
    ids::QuestionKey,
    log::{Entry, Questions},
    permission::{Permit, act},
    questionnaire::{Answer, Kind},
    refusal::Refusal,
    workflow::Move,
};
use store::{StoreError, files::ContentName};

use crate::{
    Error,
    act::Act,
    case::{Case, Target, fields},
    desk::Desk,
};

/// That a photograph may be set now, whatever it is: asked before it is read.
///
/// # Errors
/// Those of [`set_photo`].
pub fn may_set_photo(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target) -> Result<(), Error> {
    opened(act, target).map(|_| ())
}

/// Sets the photograph. `keep` puts its encodings where files are, and says their content name; it is called once nothing
/// refuses the act any more.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach, [`Refusal::Stale`], and the workflow's.
pub fn set_photo(
    act: &mut Act<'_, Permit<act::SetPhoto>>,
    target: Target,
    keep: impl FnOnce() -> Result<ContentName, StoreError>,
) -> Result<Saved, Error> {
    let (mut case, key) = opened(act, target)?;
    case.answers.insert(key.clone(), Answer::One(keep()?.to_string()));
    close(act, case, |questions| Entry::PhotoSet { questions }, &key)
}

/// Takes the photograph away.
///
/// # Errors
/// The workflow's refusals.
pub fn remove_photo(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target) -> Result<Saved, Error> {
    let (mut case, key) = opened(act, target)?;
    case.answers.remove(&key);
    close(act, case, |questions| Entry::PhotoRemoved { questions }, &key)
}

fn opened(act: &mut Act<'_, Permit<act::SetPhoto>>, target: Target) -> Result<(Case, QuestionKey), Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let key = photo_question(act.desk).ok_or(Refusal::NotFound)?;
    case.advance(act, &Move::SaveDraft(fields([&key])))?;
    Ok((case, key))
}

fn close(
    act: &mut Act<'_, Permit<act::SetPhoto>>,
    mut case: Case,
    entry: fn(Questions) -> Entry,
    key: &QuestionKey,
) -> Result<Saved, Error> {
    case.profile.saved_at = Some(act.now);
    let entry = entry(Questions::of(&act.desk.config.election, [key]));
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
