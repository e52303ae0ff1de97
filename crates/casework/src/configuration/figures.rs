//! Checks what the public figures are made of.

use domain::questionnaire::{Kind, Questionnaire};

use super::{Checker, Source, raw::ElectionFile};

/// Bands of ages come in order, and what is counted is a question with options of the curricular questionnaire.
pub(super) fn check(checker: &mut Checker<'_>, source: &Source, election: &ElectionFile, curricular: &Questionnaire) {
    if let Some(directory) = &election.directory
        && !directory.get_ref().age_bands.is_sorted_by(|before, after| before < after)
    {
        let line = source.line(&directory.span());
        checker.fault(&source.file, line, "age_bands go from the youngest to the oldest, each once");
    }
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
