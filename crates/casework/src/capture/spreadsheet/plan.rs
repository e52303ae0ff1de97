use std::collections::BTreeMap;

use contract::{
    capture::{
        SaveAnswers,
        spreadsheet::{CellOutcome, SheetApplied, SheetCell, SheetPlan, SheetRow},
    },
    problem::Problem,
};
use domain::{
    capture::answers::merge,
    ids::{Folio, QuestionKey},
    permission::{Permit, act},
    questionnaire::{Answer, Question},
    refusal::Refusal,
    text::hex,
    workflow::Move,
};
use rust_xlsxwriter::utility::row_col_to_cell;
use sha2::{Digest, Sha256};
use store::candidacies::Candidacy;

use super::{
    FIRST_ROW, cell_answer, cell_text,
    cells::{Cells, Filled},
    questions, within_reach,
};
use crate::{
    Error,
    act::Act,
    capture::save_answers,
    case::{Case, Target, fields},
    desk::Desk,
};

/// A row and what applying it saves.
struct Prepared {
    row: SheetRow,
    target: Option<Target>,
    changes: BTreeMap<QuestionKey, Option<Answer>>,
}

/// Says what a filled template would save, cell by cell, without saving it.
///
/// # Errors
/// [`Refusal::BadFile`] when columns of the template are missing.
pub fn plan_sheet(act: &mut Act<'_, Permit<act::SaveAnswers>>, filled: &Filled) -> Result<SheetPlan, Error> {
    plan(&prepare(act, filled)?)
}

/// Saves what a filled template says, as drafts, if that still is what the plan of this digest said.
///
/// # Errors
/// [`Refusal::PlanChanged`], and those of [`plan_sheet`].
pub fn apply_sheet(
    act: &mut Act<'_, Permit<act::SaveAnswers>>,
    filled: &Filled,
    digest: &str,
) -> Result<SheetApplied, Error> {
    let rows = prepare(act, filled)?;
    let plan = plan(&rows)?;
    if plan.digest != digest {
        return Err(Refusal::PlanChanged.into());
    }
    let mut applied = SheetApplied { candidacies: 0, answers: plan.changes, left_out: plan.left_out };
    for Prepared { target, changes, .. } in rows {
        let (Some(target), false) = (target, changes.is_empty()) else { continue };
        applied.candidacies += 1;
        save_answers(act, target, &SaveAnswers { answers: changes })?;
    }
    Ok(applied)
}

fn plan(rows: &[Prepared]) -> Result<SheetPlan, Error> {
    let rows: Vec<SheetRow> = rows.iter().map(|prepared| prepared.row.clone()).collect();
    let written = serde_json::to_vec(&rows)?;
    let count =
        |is: fn(CellOutcome) -> bool| rows.iter().flat_map(|row| &row.cells).filter(|cell| is(cell.outcome)).count();
    Ok(SheetPlan {
        digest: hex(&Sha256::digest(&written)),
        changes: count(|outcome| matches!(outcome, CellOutcome::Saved | CellOutcome::SavedWithFault)),
        left_out: count(|outcome| matches!(outcome, CellOutcome::Refused | CellOutcome::Conflict)),
        rows,
    })
}

fn prepare(act: &mut Act<'_, Permit<act::SaveAnswers>>, filled: &Filled) -> Result<Vec<Prepared>, Error> {
    let Filled { cells, original } = filled;
    let columns = columns(act.desk, cells)?;
    let original = original.as_ref().map(|cells| by_folio(cells, &columns));
    let own: BTreeMap<Folio, Candidacy> = within_reach(act)?
        .into_iter()
        .map(|(candidacy, _)| (candidacy.registration.folio.clone(), candidacy))
        .collect();
    let mut seen: BTreeMap<Folio, u32> = BTreeMap::new();
    let mut rows = Vec::new();
    for (row, typed) in cells.range(FIRST_ROW..) {
        let folio = Folio(typed.get(&0).map(|folio| folio.trim().to_uppercase()).unwrap_or_default());
        let refused = match (own.get(&folio), seen.get(&folio)) {
            (_, Some(first)) => Some(format!("Repite el folio de la fila {}.", first + 1)),
            (None, None) => {
                Some("Ese folio no es de una candidatura a su cargo. Revise la primera columna.".to_owned())
            }
            (Some(_), None) => None,
        };
        seen.entry(folio.clone()).or_insert(*row);
        let base = original.as_ref().and_then(|original| original.get(&folio));
        rows.push(match (refused, own.get(&folio)) {
            (None, Some(candidacy)) => {
                let sheet = Row { number: *row, typed, base, has_base: original.is_some(), columns: &columns };
                prepare_row(act, candidacy, &sheet)?
            }
            (refused, _) => Prepared {
                row: SheetRow { row: row + 1, folio, candidacy: None, name: String::new(), refused, cells: Vec::new() },
                target: None,
                changes: BTreeMap::new(),
            },
        });
    }
    Ok(rows)
}

/// Which question each column holds, by the keys of the first row.
fn columns<'a>(desk: &'a Desk, cells: &Cells) -> Result<BTreeMap<u16, &'a Question>, Refusal> {
    let keys = cells.get(&0).cloned().unwrap_or_default();
    let by_key: BTreeMap<&str, &Question> =
        questions(&desk.config.election).map(|(_, question)| (question.key.as_str(), question)).collect();
    let found: BTreeMap<u16, &Question> =
        keys.iter().filter_map(|(column, key)| Some((*column, *by_key.get(key.as_str())?))).collect();
    if found.len() == by_key.len() && keys.get(&0).is_some_and(|key| key == "FOLIO") {
        Ok(found)
    } else {
        let reason =
            "El archivo no es la plantilla, o le faltan columnas. Descargue la plantilla otra vez y copie sus textos.";
        Err(Refusal::BadFile { reason: reason.into() })
    }
}

type Original = BTreeMap<Folio, BTreeMap<QuestionKey, String>>;

fn by_folio(cells: &Cells, columns: &BTreeMap<u16, &Question>) -> Original {
    let row = |row: &BTreeMap<u16, String>| {
        let answers = row.iter().filter_map(|(column, text)| Some((columns.get(column)?.key.clone(), text.clone())));
        Some((Folio(row.get(&0)?.clone()), answers.collect()))
    };
    cells.values().filter_map(row).collect()
}

/// A row of the sheet as it was typed.
struct Row<'a> {
    number: u32,
    typed: &'a BTreeMap<u16, String>,
    base: Option<&'a BTreeMap<QuestionKey, String>>,
    has_base: bool,
    columns: &'a BTreeMap<u16, &'a Question>,
}

impl Row<'_> {
    /// What the cell of a question said when the template was made, when that is known.
    fn base(&self, question: &QuestionKey) -> Option<&str> {
        self.has_base.then(|| self.base.and_then(|base| base.get(question)).map_or("", String::as_str))
    }
}

fn prepare_row(
    act: &mut Act<'_, Permit<act::SaveAnswers>>,
    candidacy: &Candidacy,
    sheet: &Row<'_>,
) -> Result<Prepared, Error> {
    let mut case = Case::open(act, candidacy.id, None)?;
    let mut row = SheetRow {
        row: sheet.number + 1,
        folio: candidacy.registration.folio.clone(),
        candidacy: Some(candidacy.id),
        name: candidacy.registration.full_name(),
        refused: None,
        cells: compare(&case, sheet),
    };
    let target = Target { id: candidacy.id, revision: case.profile.revision };
    let mut changes: BTreeMap<QuestionKey, Option<Answer>> = BTreeMap::new();
    for cell in row.cells.iter().filter(|cell| cell.outcome == CellOutcome::Saved) {
        if let Some((_, question)) = act.desk.config.election.question(cell.field.as_str()) {
            changes.insert(cell.field.clone(), cell_answer(question, &cell.typed));
        }
    }
    if changes.is_empty() {
        return Ok(Prepared { row, target: None, changes });
    }
    if let Err(refusal) = case.advance(act, &Move::SaveDraft(fields(changes.keys()))) {
        let problem = Problem::of(&refusal);
        row.refused = Some(format!("{}. {}", problem.title, problem.detail));
        row.cells.clear();
        return Ok(Prepared { row, target: None, changes: BTreeMap::new() });
    }
    let dropped = check(act.desk, &case, &mut row, &mut changes);
    for (column, question) in
        questions(&act.desk.config.election).filter(|(_, question)| dropped.contains(&question.key))
    {
        row.cells.push(SheetCell {
            cell: row_col_to_cell(sheet.number, column),
            field: question.key.clone(),
            outcome: CellOutcome::Saved,
            message: Some("Se quita, porque con la respuesta nueva esta pregunta ya no se hace.".to_owned()),
            saved: cell_text(case.answers.get(&question.key)),
            typed: String::new(),
        });
    }
    Ok(Prepared { row, target: Some(target), changes })
}

/// The cells that differ from what is saved, except those that nobody has touched since the template was made.
fn compare(case: &Case, sheet: &Row<'_>) -> Vec<SheetCell> {
    let mut cells = Vec::new();
    for (column, question) in sheet.columns {
        let typed = sheet.typed.get(column).map_or("", String::as_str);
        let saved = cell_text(case.answers.get(&question.key));
        let same = |left: &str, right: &str| left.trim() == right.trim();
        let untouched = match sheet.base(&question.key) {
            Some(base) => same(typed, base),
            // Without knowing what it said, an empty cell erases nothing.
            None => typed.trim().is_empty(),
        };
        if untouched || same(typed, &saved) {
            continue;
        }
        let changed_meanwhile = sheet.base(&question.key).is_some_and(|base| !same(base, &saved));
        let (outcome, message) = if changed_meanwhile {
            let message = "Alguien cambió esta respuesta después de que se descargó la plantilla. No se toca: revísela en su página.";
            (CellOutcome::Conflict, Some(message.to_owned()))
        } else {
            (CellOutcome::Saved, None)
        };
        let cell = row_col_to_cell(sheet.number, *column);
        cells.push(SheetCell { cell, field: question.key.clone(), outcome, message, saved, typed: typed.to_owned() });
    }
    cells
}

/// Leaves out what not even a draft may hold, and tells what has to be mended before sending. Gives the answers that are
/// dropped because their parent changes.
fn check(
    desk: &Desk,
    case: &Case,
    row: &mut SheetRow,
    changes: &mut BTreeMap<QuestionKey, Option<Answer>>,
) -> Vec<QuestionKey> {
    let mut mark = |field: &str, outcome: CellOutcome, message: &str| {
        if let Some(cell) = row.cells.iter_mut().find(|cell| cell.field.as_str() == field) {
            cell.outcome = outcome;
            cell.message = Some(message.to_owned());
        }
    };
    loop {
        match merge(&desk.config.election, &case.answers, changes) {
            Ok(merged) => {
                for fault in merged.faults {
                    mark(&fault.field, CellOutcome::SavedWithFault, &fault.message);
                }
                return merged.dropped;
            }
            Err(faults) => {
                for fault in faults {
                    mark(&fault.field, CellOutcome::Refused, &fault.message);
                    changes.retain(|field, _| field.as_str() != fault.field);
                }
            }
        }
    }
}
