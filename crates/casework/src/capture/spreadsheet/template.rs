use domain::{
    election::Election,
    permission::{Permit, act},
    questionnaire::{Kind, Question},
    workflow::{Opening, Stage},
};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError, utility};
use store::{candidacies::Candidacy, profiles::Profile};

use super::{FIRST_COLUMN, FIRST_ROW, OPTIONS, ORIGINAL, SHEET, cell_text, questions, within_reach};
use crate::{Error, act::Act};

/// Width of the columns of the person and of answers, in characters.
const WIDTHS: [f64; 4] = [14.0, 34.0, 34.0, 46.0];

/// A spreadsheet with a row for each candidacy within reach that is being captured for the first time, filled with the
/// curricular answers saved so far.
///
/// # Errors
/// [`domain::refusal::Refusal::NotFound`] for an account of no party and no candidacy.
pub fn template(act: &mut Act<'_, Permit<act::SaveAnswers>>) -> Result<Vec<u8>, Error> {
    let open = |profile: &Profile| {
        matches!(profile.life.stage, Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, returned: None })
    };
    let rows: Vec<_> = within_reach(act)?.into_iter().filter(|(_, profile)| open(profile)).collect();
    Ok(write(&act.desk.config.election, &rows)?)
}

fn write(election: &Election, rows: &[(Candidacy, Profile)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (top, wrapped) = (Format::new().set_bold().set_text_wrap(), Format::new().set_text_wrap());
    let wrapped = wrapped.set_align(FormatAlign::Top);
    // Kept as text whatever it looks like, so that a telephone is no number and nothing is a formula.
    let answer = wrapped.clone().set_num_format("@");

    let sheet = book.add_worksheet().set_name(SHEET)?;
    headings(sheet, election, &top, &wrapped)?;
    for (row, (candidacy, profile)) in (FIRST_ROW..).zip(rows) {
        let registration = &candidacy.registration;
        let office = election.office_name(&registration.office);
        let territory = election.territory_name(&registration.territory);
        let office = format!("{office} ({}), {territory}", registration.kind.name().to_lowercase());
        sheet.write_string_with_format(row, 0, registration.folio.as_str(), &wrapped)?;
        sheet.write_string_with_format(row, 1, registration.full_name(), &wrapped)?;
        sheet.write_string_with_format(row, 2, office, &wrapped)?;
        for (column, question) in questions(election) {
            let text = cell_text(profile.curricular.get(&question.key));
            sheet.write_string_with_format(row, column, text, &answer)?;
        }
    }
    if let Some(last) = u32::try_from(rows.len()).ok().and_then(|count| count.checked_sub(1)) {
        for (column, question) in questions(election) {
            if let Some(choice) = choice(column, question) {
                sheet.add_data_validation(FIRST_ROW, column, FIRST_ROW + last, column, &choice)?;
            }
        }
    }

    let original = book.add_worksheet().set_name(ORIGINAL)?.set_very_hidden(true);
    for (row, (candidacy, profile)) in (FIRST_ROW..).zip(rows) {
        original.write_string(row, 0, candidacy.registration.folio.as_str())?;
        for (column, question) in questions(election) {
            original.write_string(row, column, cell_text(profile.curricular.get(&question.key)))?;
        }
    }
    let options = book.add_worksheet().set_name(OPTIONS)?.set_very_hidden(true);
    for (column, question) in questions(election) {
        for (row, option) in (0..).zip(question.options(election.curricular.decline.as_deref())) {
            options.write_string(row, column, option)?;
        }
    }
    book.save_to_buffer()
}

fn headings(sheet: &mut Worksheet, election: &Election, top: &Format, wrapped: &Format) -> Result<(), XlsxError> {
    let fixed = [("FOLIO", "Folio"), ("NOMBRE", "Persona candidata"), ("CARGO", "Cargo")];
    for (column, (key, label)) in (0..).zip(fixed) {
        sheet.write_string(0, column, key)?;
        sheet.write_string_with_format(1, column, label, top)?;
        sheet.set_column_width(column, WIDTHS[usize::from(column)])?;
    }
    sheet.write_string_with_format(2, 1, "No cambie estas columnas ni el orden de las demás.", wrapped)?;
    for (column, question) in questions(election) {
        sheet.write_string(0, column, question.key.as_str())?;
        let label = format!("{}{}", question.label, if question.required { " (obligatoria)" } else { "" });
        sheet.write_string_with_format(1, column, label, top)?;
        sheet.write_string_with_format(2, column, help(question), wrapped)?;
        sheet.set_column_width(column, WIDTHS[3])?;
    }
    sheet.set_row_hidden(0)?;
    sheet.set_freeze_panes(FIRST_ROW, FIRST_COLUMN)?;
    Ok(())
}

/// How to fill a column, in one text.
fn help(question: &Question) -> String {
    let limits = match &question.kind {
        Kind::Text { min, max } => Some(format!("De {min} caracteres, sin contar espacios, a {max}.")),
        Kind::Line { max } | Kind::Email { max } | Kind::Url { max } | Kind::Network { max, .. } => {
            Some(format!("Máximo {max} caracteres, en un renglón."))
        }
        Kind::List { max, max_items } => Some(format!(
            "Un renglón por cada uno (Alt y Entrar para otro renglón): {max_items} como máximo, de {max} caracteres."
        )),
        Kind::Choice { .. } => Some("Elija de la lista de la celda.".to_owned()),
        Kind::Choices { .. } => Some("Un renglón por cada opción.".to_owned()),
        Kind::Photo | Kind::Phone => None,
    };
    question.help.iter().cloned().chain(limits).collect::<Vec<_>>().join(" ")
}

/// The list a cell with one option offers.
fn choice(column: u16, question: &Question) -> Option<DataValidation> {
    let Kind::Choice { options } = &question.kind else { return None };
    let name = utility::column_number_to_name(column);
    let list = Formula::new(format!("={OPTIONS}!${name}$1:${name}${}", options.len()));
    Some(DataValidation::new().allow_list_formula(list))
}
