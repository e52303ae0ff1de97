//! The consent that a person signs on paper, as PDF.

use std::collections::BTreeSet;

use config::{CONSENT_PLACES, Configuration};
use domain::{candidacy::Registration, ids::SectionKey, messages::fill, time::Date};

use crate::{
    Failed,
    drawing::page::{BODY, Column, Sheet, Style, Typefaces, heading, lines_to_sign, write_pages},
};

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
/// [`Failed`] when the PDF cannot be written.
pub fn consent_form(
    config: &Configuration,
    registration: &Registration,
    marks: &Marks,
    today: Date,
) -> Result<Vec<u8>, Failed> {
    let faces = Typefaces::new()?;
    let form = &config.consent_form;
    let (text, small) = (faces.regular.at(10.5), faces.regular.at(9.0));
    write_pages(form.title.clone(), &[()], |sheet, ()| {
        heading(sheet, &faces, config, today);
        sheet.y += 10.0;
        sheet.write(faces.bold.at(13.0), BODY, &form.title);
        sheet.y += 8.0;
        sheet.write(text, BODY, &filled(config, registration, form.declaration.trim()));
        sheet.y += 8.0;
        sheet.write(faces.bold.at(11.0), BODY, "Doy mi consentimiento para lo que marco:");
        sheet.y += 4.0;
        check(sheet, text, BODY.left, true, &form.treatment);
        check(sheet, text, BODY.left, marks.publication, &form.publication);
        check(sheet, text, BODY.left, marks.statistics, &form.statistics);
        sheet.y += 6.0;
        sheet.write(faces.bold.at(11.0), BODY, &form.sections);
        sheet.y += 4.0;
        for section in config.election.identity.sections.iter().filter(|section| !section.statistics_only) {
            let marked = marks.publication && marks.sections.contains(&section.key);
            check(sheet, text, BODY.left + 16.0, marked, &section.title);
        }
        sheet.y += 6.0;
        sheet.write(text, BODY, &filled(config, registration, form.closing.trim()));
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

fn filled(config: &Configuration, registration: &Registration, text: &str) -> String {
    fill(text, &candidacy_values(config, registration))
}

/// What the papers about a candidacy say of it, by place.
pub(super) fn candidacy_values(config: &Configuration, registration: &Registration) -> Vec<(&'static str, String)> {
    let election = &config.election;
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
