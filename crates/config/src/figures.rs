//! Checks what the public figures are made of.

use domain::questionnaire::{Kind, Questionnaire};

use super::{Checker, Source, raw::ElectionFile};

/// What is counted is a question with options of the curricular questionnaire.
pub(super) fn check(checker: &mut Checker<'_>, source: &Source, election: &ElectionFile, curricular: &Questionnaire) {
    let questions = || curricular.sections.iter().flat_map(|section| &section.questions);
    for key in &election.statistics.get_ref().tabulated {
        let counted = |kind: &Kind| matches!(kind, Kind::Choice { .. });
        if !questions().any(|question| question.key == *key && counted(&question.kind)) {
            let line = source.line(&election.statistics.span());
            let message =
                format!("tabulated names `{key}`, which is not a curricular question with one option to choose");
            checker.fault(&source.file, line, message);
        }
    }
}
