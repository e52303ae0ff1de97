//! The letter (oficio) about published information that was hidden or is shown again, as PDF (PTO I.A.1.VIII).

use config::Configuration;
use domain::{candidacy::Registration, ids::SectionKey, messages::fill, prohibition::Ground, time::Timestamp};
use uuid::Uuid;

use crate::{
    Failed,
    consent_form::candidacy_values,
    drawing::page::{BODY, Typefaces, heading, lines_to_sign, moment, write_pages},
};

/// What was done to something published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is not shown any more.
    Hidden,
    /// It is shown again.
    Restored,
}

/// What a letter tells: what was done, when, to which part, on what ground.
#[derive(Debug, Clone, Copy)]
pub struct Control<'a> {
    /// What tells it from any other.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub done: Done,
    /// The section; none is all of it.
    pub section: Option<&'a SectionKey>,
    /// The ground, of what was hidden.
    pub ground: Option<Ground>,
    /// Why, as it was typed.
    pub reason: &'a str,
}

/// One page with its number, whom it is addressed to, what was done and on what ground, and a line to sign.
///
/// # Errors
/// [`Failed`] when the PDF cannot be written.
pub fn official_letter(
    config: &Configuration,
    registration: &Registration,
    control: &Control<'_>,
) -> Result<Vec<u8>, Failed> {
    let letter = &config.official_letter;
    let words = match control.done {
        Done::Hidden => &letter.disabled,
        Done::Restored => &letter.restored,
    };
    let part = config.election.profile_part_name(control.section);
    let ground = control.ground.map_or("", |ground| ground.name());
    let mut values = candidacy_values(config, registration);
    values.extend([("parte", part), ("causa", ground.to_owned()), ("motivo", control.reason.to_owned())]);
    let number = fill(&letter.number, &[("numero", &number(control))]);
    let independent = registration.responsible_party.is_none();
    let addressee = if independent { &letter.addressee_independent } else { &letter.addressee };
    let faces = Typefaces::new()?;
    let (text, small) = (faces.regular.at(11.0), faces.regular.at(9.0));
    write_pages(format!("Oficio {number}"), &[()], |sheet, ()| {
        heading(sheet, &faces, config, config.today(control.at));
        sheet.y += 10.0;
        sheet.write_right(faces.bold.at(11.0), BODY, &format!("Oficio {number}"));
        sheet.write_right(text, BODY, &format!("Asunto: {}", fill(words.subject.trim(), &values)));
        sheet.y += 18.0;
        sheet.write(faces.bold.at(11.0), BODY, &fill(addressee, &values));
        sheet.write(text, BODY, "Presente");
        sheet.y += 14.0;
        for paragraph in words.body.trim().split("\n\n") {
            sheet.write(text, BODY, &fill(paragraph, &values));
            sheet.y += 8.0;
        }
        sheet.write(text, BODY, &format!("Fecha y hora: {}.", moment(config, control.at)));
        sheet.y += 54.0;
        lines_to_sign(sheet, small, [&config.election.institute.units.responsible_unit, "Fecha de recepción"]);
        sheet.y += 14.0;
        sheet.write(small, BODY, &format!("Formato de oficio, versión {}.", letter.version));
    })
}

/// What tells one letter from any other, on paper: the end of its id.
fn number(control: &Control<'_>) -> String {
    let id = control.id.simple().to_string().to_uppercase();
    id[id.len() - 10..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{config, leave, registration};

    #[test]
    fn a_letter_is_one_page() {
        let (config, registration) = (config(), registration());
        let (section, reason) = ("motivation".into(), "Contiene el lema de la campaña. ".repeat(30));
        for done in [Done::Hidden, Done::Restored] {
            let control = Control {
                id: Uuid::from_u128(7),
                at: "2024-04-16T20:30:00Z".parse().expect("a time"),
                done,
                section: Some(&section),
                ground: (done == Done::Hidden).then_some(Ground::Slogan),
                reason: &reason,
            };
            let pdf = official_letter(&config, &registration, &control).expect("a letter");
            assert_eq!(lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len(), 1);
            leave(&format!("oficio-{done:?}.pdf"), &pdf);
        }
    }
}
