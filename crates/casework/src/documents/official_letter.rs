//! The letter (oficio) about published information that was hidden or is shown again, as PDF (PTO I.A.1.VIII).

use domain::{candidacy::Registration, notice::fill};
use store::{
    StoreError,
    controls::{Control, What},
};

use super::{
    consent_form::candidacy_values,
    page::{BODY, Typefaces, heading, lines_to_sign, moment, write_pages},
};
use crate::desk::Desk;

/// What the letter's texts may hold between braces.
pub const LETTER_PLACES: [&str; 10] =
    ["persona", "cargo", "territorio", "postula", "folio", "instituto", "sistema", "parte", "causa", "motivo"];

/// One page with its number, whom it is addressed to, what was done and on what ground, and a line to sign; nothing of
/// something that was only flagged.
///
/// # Errors
/// [`StoreError::File`] when the PDF cannot be written.
pub fn official_letter(
    desk: &Desk,
    registration: &Registration,
    control: &Control,
) -> Result<Option<Vec<u8>>, StoreError> {
    let letter = &desk.official_letter;
    let words = match control.what {
        What::Disabled => &letter.disabled,
        What::Restored => &letter.restored,
        What::Flagged | What::Dismissed => return Ok(None),
    };
    let part = desk.election.profile_part_name(control.section.as_ref());
    let ground = control.ground.map_or("", |ground| ground.name());
    let mut values = candidacy_values(desk, registration);
    values.extend([("parte", part), ("causa", ground.to_owned()), ("motivo", control.reason.clone())]);
    let number = fill(&letter.number, &[("numero", &number(control))]);
    let independent = registration.responsible_party.is_none();
    let addressee = if independent { &letter.addressee_independent } else { &letter.addressee };
    let faces = Typefaces::new()?;
    let (text, small) = (faces.regular.at(11.0), faces.regular.at(9.0));
    let pdf = write_pages(format!("Oficio {number}"), &[()], |sheet, ()| {
        heading(sheet, &faces, desk, desk.today(control.at));
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
        sheet.write(text, BODY, &format!("Fecha y hora: {}.", moment(desk, control.at)));
        sheet.y += 54.0;
        lines_to_sign(sheet, small, [&desk.election.institute.units.responsible_unit, "Fecha de recepción"]);
        sheet.y += 14.0;
        sheet.write(small, BODY, &format!("Formato de oficio, versión {}.", letter.version));
    })?;
    Ok(Some(pdf))
}

/// What tells one letter from any other, on paper: the end of its id.
fn number(control: &Control) -> String {
    let id = control.id.simple().to_string().to_uppercase();
    id[id.len() - 10..].to_owned()
}

#[cfg(test)]
mod tests {
    use domain::prohibition::Ground;
    use uuid::Uuid;

    use super::*;
    use crate::{
        desk::tests::{desk, registration},
        documents::tests::leave,
    };

    fn control(what: What) -> Control {
        Control {
            id: Uuid::from_u128(7),
            at: "2024-04-16T20:30:00Z".parse().expect("a time"),
            account_name: "responsable".into(),
            what,
            section: Some("motivation".into()),
            ground: (what != What::Restored).then_some(Ground::Slogan),
            reason: "Contiene el lema de la campaña. ".repeat(30),
        }
    }

    #[test]
    fn a_letter_is_one_page_and_a_flag_has_none() {
        let (desk, registration) = (desk(), registration());
        for what in [What::Disabled, What::Restored] {
            let pdf = official_letter(&desk, &registration, &control(what)).expect("written").expect("a letter");
            assert_eq!(lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len(), 1);
            leave(&format!("oficio-{what:?}.pdf"), &pdf);
        }
        assert!(official_letter(&desk, &registration, &control(What::Flagged)).expect("no fault").is_none());
    }
}
