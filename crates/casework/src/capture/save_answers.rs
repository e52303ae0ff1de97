use std::collections::BTreeMap;

use contract::capture::{SaveAnswers, Saved};
use domain::{
    capture::answers::{Merge, merge},
    election::Election,
    ids::QuestionKey,
    log::{Entry, Questions},
    permission::{Permit, act},
    questionnaire::{Answer, FaultCode, FieldFault, Kind},
    refusal::Refusal,
    workflow::Move,
};

use crate::{
    Error,
    act::Act,
    case::{Case, Target, fields},
};

/// Saves draft answers of the fields that are open (PTO II.A). What can wait until the profile is sent is told, not
/// refused, so that nothing typed is lost.
///
/// # Errors
/// The workflow's refusals; [`Refusal::Invalid`] for what not even a draft may hold.
pub fn save_answers(
    act: &mut Act<'_, Permit<act::SaveAnswers>>,
    target: Target,
    command: &SaveAnswers,
) -> Result<Saved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    case.advance(act, &Move::SaveDraft(fields(command.answers.keys())))?;
    let merged = merged(&act.desk.config.election, &case, &command.answers)?;
    if !merged.dropped.is_empty() {
        case.advance(act, &Move::SaveDraft(fields(&merged.dropped)))?;
    }
    case.answers = merged.answers;
    case.profile.saved_at = Some(act.now);
    let questions = Questions::of(&act.desk.config.election, command.answers.keys().chain(&merged.dropped));
    let moved = case.close(act, &Entry::AnswersSaved { questions })?;
    Ok(Saved { revision: moved.revision, saved_at: act.now, dropped: merged.dropped, faults: merged.faults })
}

/// Puts changes onto a case's answers; a photograph only comes by its own way, which re-encodes it.
pub(super) fn merged(
    election: &Election,
    case: &Case,
    changes: &BTreeMap<QuestionKey, Option<Answer>>,
) -> Result<Merge, Refusal> {
    let photos: Vec<FieldFault> = changes
        .keys()
        .filter(|key| election.question(key.as_str()).is_some_and(|(_, question)| question.kind == Kind::Photo))
        .map(|key| FieldFault {
            field: key.0.clone(),
            code: FaultCode::WrongShape,
            message: "La fotografía se sube como archivo.".into(),
        })
        .collect();
    if !photos.is_empty() {
        return Err(Refusal::Invalid { faults: photos });
    }
    merge(election, &case.answers, changes).map_err(|faults| Refusal::Invalid { faults })
}
