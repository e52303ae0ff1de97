//! The answers of a candidacy as a whole: merged into what is saved, held complete, opened again, told apart by part.

use crate::questionnaire::{Answer, Answers, FaultCode, FieldFault, Part, Question};
use crate::{election::Election, ids::QuestionKey};
use std::collections::{BTreeMap, BTreeSet};

/// The outcome of putting changes onto saved answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The answers after the change.
    pub answers: Answers,
    /// Dependent answers dropped because their parent changed.
    pub dropped: Vec<QuestionKey>,
    /// What is still wrong and must be right before sending.
    pub faults: Vec<FieldFault>,
}

/// Puts changes onto saved answers: `None` clears one. Dependents whose parent no longer asks them are dropped.
///
/// # Errors
/// The faults that not even a draft may hold; nothing is merged then.
pub fn merge(
    election: &Election,
    saved: &Answers,
    changes: &BTreeMap<QuestionKey, Option<Answer>>,
) -> Result<Merge, Vec<FieldFault>> {
    let mut answers = saved.clone();
    for (key, change) in changes {
        match change {
            Some(answer) if !answer.is_blank() => answers.insert(key.clone(), answer.clone()),
            _ => answers.remove(key),
        };
    }
    let mut refused = Vec::new();
    let mut faults = Vec::new();
    for (key, change) in changes {
        let Some((part, question)) = election.question(&key.0) else {
            refused.push(FieldFault {
                field: key.0.clone(),
                code: FaultCode::UnknownQuestion,
                message: "El cuestionario no tiene esta pregunta.".into(),
            });
            continue;
        };
        let Some(answer) = change.as_ref().filter(|answer| !answer.is_blank()) else { continue };
        if !question.is_asked(&answers) {
            refused.push(question.fault(FaultCode::NotAsked, not_asked(election, question)));
        }
        for fault in question.check(answer, election.questionnaire(part).decline.as_deref()) {
            if fault.code.refuses_draft() { refused.push(fault) } else { faults.push(fault) }
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut dropped = Vec::new();
    for (_, question) in election.questions() {
        if answers.contains_key(&question.key) && !question.is_asked(&answers) {
            answers.remove(&question.key);
            dropped.push(question.key.clone());
        }
    }
    Ok(Merge { answers, dropped, faults })
}

fn not_asked(election: &Election, question: &Question) -> String {
    let parent = question.depends_on.as_ref().and_then(|dependency| election.question(&dependency.question.0));
    match parent {
        Some((_, parent)) => {
            format!("Sólo se responde según lo que conteste en «{}». Revise primero esa respuesta.", parent.label)
        }
        None => "Esta pregunta no se responde en este caso.".into(),
    }
}

/// Everything that keeps a profile from being sent, in the order of the questionnaires.
#[must_use]
pub fn completeness(election: &Election, answers: &Answers) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (part, question) in election.questions() {
        match answers.get(&question.key).filter(|answer| !answer.is_blank()) {
            Some(answer) if question.is_asked(answers) => {
                faults.extend(question.check(answer, election.questionnaire(part).decline.as_deref()));
            }
            Some(_) => faults.push(question.fault(FaultCode::NotAsked, not_asked(election, question))),
            None if question.required && question.is_asked(answers) => {
                faults.push(question.fault(FaultCode::Required, "Falta responder esta pregunta."));
            }
            None => {}
        }
    }
    let is_question = |key: &QuestionKey| election.question(&key.0).is_some();
    faults.extend(answers.keys().filter(|key| !is_question(key)).map(|key| FieldFault {
        field: key.0.clone(),
        code: FaultCode::UnknownQuestion,
        message: "El cuestionario no tiene esta pregunta.".into(),
    }));
    faults
}

/// What has to open so that some fields can be mended: of a curricular field, also those that depend on it, for its
/// new answer may ask or drop them; of an identity field its whole section, so that which fields are open tells
/// nobody how a parent was answered.
#[must_use]
pub fn reopened(election: &Election, fields: &BTreeSet<QuestionKey>) -> BTreeSet<QuestionKey> {
    let mut open = fields.clone();
    for (part, section) in election.sections() {
        if part == Part::Identity && section.questions.iter().any(|question| fields.contains(&question.key)) {
            open.extend(section.questions.iter().map(|question| question.key.clone()));
        }
    }
    loop {
        let parent = |question: &Question| {
            question.depends_on.as_ref().is_some_and(|dependency| open.contains(&dependency.question))
        };
        let children = election.questions().filter(|(_, question)| !open.contains(&question.key) && parent(question));
        let more: Vec<QuestionKey> = children.map(|(_, question)| question.key.clone()).collect();
        if more.is_empty() {
            return open;
        }
        open.extend(more);
    }
}

/// The answers of one part.
#[must_use]
pub fn of_part(election: &Election, answers: &Answers, part: Part) -> Answers {
    let belongs = |key: &QuestionKey| election.question(&key.0).is_some_and(|(its, _)| its == part);
    answers.iter().filter(|(key, _)| belongs(key)).map(|(key, answer)| (key.clone(), answer.clone())).collect()
}
