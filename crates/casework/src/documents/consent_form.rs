//! The consent that a person signs on paper, as PDF.

use std::collections::BTreeSet;

use domain::{candidacy::Registration, ids::SectionKey, notice::fill};
use jiff::civil::Date;
use store::StoreError;

use super::page::{BODY, Column, Sheet, Style, Typefaces, heading, lines_to_sign, write_pages};
use crate::desk::Desk;

/// What the form's texts may hold between braces.
pub const CONSENT_PLACES: [&str; 7] = ["persona", "cargo", "territorio", "postula", "folio", "instituto", "sistema"];

/// The marks that were chosen; what is not is left for a pen.
pub struct Marks {
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// The identity sections it covers.
    pub sections: BTreeSet<SectionKey>,
}

/// The form, one page, filled with a candidacy's data (PTO I.A.1.XI).
///
/// # Errors
/// [`StoreError::File`] when the PDF cannot be written.
pub fn consent_form(
    desk: &Desk,
    registration: &Registration,
    marks: &Marks,
    today: Date,
) -> Result<Vec<u8>, StoreError> {
    let faces = Typefaces::new()?;
    let form = &desk.consent_form;
    let (text, small) = (faces.regular.at(10.5), faces.regular.at(9.0));
    write_pages(form.title.clone(), &[()], |sheet, ()| {
        heading(sheet, &faces, desk, today);
        sheet.y += 10.0;
        sheet.write(faces.bold.at(13.0), BODY, &form.title);
        sheet.y += 8.0;
        sheet.write(text, BODY, &filled(desk, registration, form.declaration.trim()));
        sheet.y += 8.0;
        sheet.write(faces.bold.at(11.0), BODY, "Doy mi consentimiento para lo que marco:");
        sheet.y += 4.0;
        check(sheet, text, BODY.left, true, &form.treatment);
        check(sheet, text, BODY.left, marks.publication, &form.publication);
        check(sheet, text, BODY.left, marks.statistics, &form.statistics);
        sheet.y += 6.0;
        sheet.write(faces.bold.at(11.0), BODY, &form.sections);
        sheet.y += 4.0;
        for section in desk.election.identity.sections.iter().filter(|section| !section.statistics_only) {
            let marked = marks.publication && marks.sections.contains(&section.key);
            check(sheet, text, BODY.left + 16.0, marked, &section.title);
        }
        sheet.y += 6.0;
        sheet.write(text, BODY, &filled(desk, registration, form.closing.trim()));
        signature(sheet, small, registration);
        sheet.y += 14.0;
        let version = format!("Formato de consentimiento, versión {}.", form.version);
        sheet.write(small, BODY, &version);
    })
}

/// A box with its words; marked, or left for a pen.
fn check(sheet: &mut Sheet<'_>, style: Style<'_>, left: f32, marked: bool, words: &str) {
    let top = sheet.y;
    let side = Column { left, right: left + 11.0 };
    sheet.frame(side, top + 2.0..top + 13.0);
    if marked {
        sheet.write(style, Column { left: left + 2.2, right: left + 20.0 }, "X");
        sheet.y = top;
    }
    sheet.write(style, Column { left: left + 20.0, ..BODY }, words);
    sheet.y += 3.0;
}

fn signature(sheet: &mut Sheet<'_>, style: Style<'_>, registration: &Registration) {
    sheet.y += 44.0;
    let name = format!("Nombre y firma: {}", registration.full_name());
    lines_to_sign(sheet, style, [&name, "Lugar y fecha"]);
}

fn filled(desk: &Desk, registration: &Registration, text: &str) -> String {
    fill(text, &candidacy_values(desk, registration))
}

/// What the papers about a candidacy say of it, by place.
pub(super) fn candidacy_values(desk: &Desk, registration: &Registration) -> Vec<(&'static str, String)> {
    let election = &desk.election;
    let values = [
        registration.full_name(),
        election.office_name(&registration.office).to_owned(),
        election.territory_name(&registration.territory).to_owned(),
        election.nominator_name(&registration.nominator).to_owned(),
        registration.folio.as_str().to_owned(),
        election.institute.name.clone(),
        election.display_name.clone(),
    ];
    CONSENT_PLACES.into_iter().zip(values).collect()
}
