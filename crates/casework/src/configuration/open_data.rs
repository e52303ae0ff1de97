//! Builds the columns of the open data, and checks their names.

use std::collections::BTreeSet;

use domain::{ids::QuestionKey, questionnaire::Questionnaire};

use super::{Checker, Source as File, raw};
use crate::open_data::{Column, Fixed, OpenData, Source};

/// The columns as they are named, then the questions that may be public and that no column names.
pub(super) fn build(
    checker: &mut Checker<'_>,
    file: &File,
    entry: raw::OpenDataEntry,
    questionnaires: [&Questionnaire; 2],
) -> OpenData {
    let sections = questionnaires.into_iter().flat_map(|questionnaire| &questionnaire.sections);
    let questions: Vec<_> = sections
        .filter(|section| !section.statistics_only)
        .flat_map(|section| &section.questions)
        .filter(|question| question.kind != domain::questionnaire::Kind::Photo)
        .collect();
    let (mut columns, mut names) = (Vec::new(), BTreeSet::new());
    for spanned in entry.columns {
        let line = file.line(&spanned.span());
        let (name, of) = spanned.into_inner();
        let answer = || questions.iter().find(|question| question.key.as_str() == of);
        let source =
            Fixed::from_code(&of).map(Source::Fixed).or_else(|| answer().map(|one| Source::Answer(one.key.clone())));
        if name.trim().is_empty() || !names.insert(name.clone()) {
            checker.fault(&file.file, line, format!("the column `{name}` is empty or repeated"));
        }
        match source {
            Some(source) => columns.push(Column { name, source }),
            None => checker.fault(
                &file.file,
                line,
                format!("`{of}` is neither a datum of a candidacy nor a question that may be public"),
            ),
        }
    }
    let is_named = |key: &QuestionKey| columns.iter().any(|column| column.source == Source::Answer(key.clone()));
    let unnamed: Vec<Column> = questions
        .iter()
        .filter(|question| !is_named(&question.key))
        .map(|question| Column {
            name: question.key.as_str().replace('.', "_").to_uppercase(),
            source: Source::Answer(question.key.clone()),
        })
        .collect();
    columns.extend(unnamed);
    OpenData { title: entry.title, description: entry.description, licence: entry.licence, columns }
}
