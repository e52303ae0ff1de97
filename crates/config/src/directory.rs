//! The checks of how the public finds candidacies.

use domain::{
    ids::QuestionKey,
    publication::directory::bands_cover,
    questionnaire::{Kind, Question, Questionnaire},
};

use super::{Checker, Source, raw};

/// The questions are there, of the kind that is needed and public to everybody; the bands of age leave nobody out.
pub(super) fn check(
    checker: &mut Checker<'_>,
    source: &Source,
    election: &raw::ElectionFile,
    curricular: &Questionnaire,
) {
    let Some(spanned) = &election.directory else { return };
    let (rules, line) = (spanned.get_ref(), source.line(&spanned.span()));
    // Only curricular questions: who may be found by an identity answer would be found by having consented.
    let questions = || {
        let sections = curricular.sections.iter().filter(|section| !section.statistics_only);
        sections.flat_map(|section| &section.questions)
    };
    let mut check = |key: &QuestionKey, what: &str, serves: &dyn Fn(&Question) -> bool| {
        let known = questions().find(|question| question.key == *key);
        let fault = match known {
            None => format!("directory names `{key}`, which is not a public question of the curricular questionnaire"),
            Some(question) if !serves(question) => format!("directory names `{key}`, which is not {what}"),
            Some(_) => return,
        };
        checker.fault(&source.file, line, fault);
    };
    if let Some(degree) = &rules.degree {
        check(degree, "a choice", &|question| matches!(question.kind, Kind::Choice { .. }));
    }
    for key in rules.motives.iter().chain(&rules.proposals) {
        check(key, "a text, a line or a list", &|question| {
            matches!(question.kind, Kind::Text { .. } | Kind::Line { .. } | Kind::List { .. })
        });
    }
    if !bands_cover(&rules.age_bands, election.minimum_age) {
        checker.fault(
            &source.file,
            line,
            "directory.age_bands have to follow one another from the minimum age, and only the last goes without `until`",
        );
    }
}
