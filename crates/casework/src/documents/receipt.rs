//! The receipt of questionnaires that were sent, as PDF.

use domain::candidacy::Registration;
use qrcode::QrCode;
use store::{StoreError, receipts::Receipt};

use super::{
    failed,
    page::{BODY, Sheet, Typefaces, boxed, heading, moment, write_pages},
};
use crate::desk::Desk;

/// One page with the folio, the day and the hour, whose questionnaires they are, the digest of what was sent, and where
/// anybody checks it. `address` is where this copy is reached, `https://host`.
///
/// # Errors
/// [`StoreError::File`] when the address does not fit in a QR code, or the PDF cannot be written.
pub fn receipt(
    desk: &Desk,
    registration: &Registration,
    receipt: &Receipt,
    address: &str,
) -> Result<Vec<u8>, StoreError> {
    let faces = Typefaces::new()?;
    let check = format!("{}/acuses/{}", address.trim_end_matches('/'), receipt.folio);
    let code = QrCode::new(&check).map_err(failed)?;
    let title = format!("Acuse de envío {}", receipt.folio);
    write_pages(title, &[()], |sheet, ()| {
        heading(sheet, &faces, desk, desk.today(receipt.at));
        sheet.y += 16.0;
        sheet.write(faces.bold.at(16.0), BODY, "Acuse de envío de los cuestionarios");
        sheet.y += 4.0;
        let system = format!("Sistema «{}»", desk.election.display_name);
        sheet.write(faces.regular.at(11.0), BODY, &system);
        folio(sheet, &faces, desk, receipt, &code);
        whose(sheet, &faces, desk, registration, receipt);
        digest(sheet, &faces, receipt, &check);
    })
}

fn folio(sheet: &mut Sheet<'_>, faces: &Typefaces, desk: &Desk, receipt: &Receipt, code: &QrCode) {
    sheet.y += 14.0;
    boxed(sheet, code, |sheet, words| {
        sheet.write(faces.regular.at(11.0), words, "Folio del acuse:");
        sheet.write(faces.monospaced.at(22.0), words, &receipt.folio);
        sheet.y += 4.0;
        sheet.write(faces.regular.at(11.0), words, "Enviado el:");
        sheet.write(faces.bold.at(12.0), words, &moment(desk, receipt.at));
    });
}

fn whose(sheet: &mut Sheet<'_>, faces: &Typefaces, desk: &Desk, registration: &Registration, receipt: &Receipt) {
    let election = &desk.election;
    let office = election.office_name(&registration.office);
    let territory = election.territory_name(&registration.territory);
    let name = registration.full_name();
    let kind = format!("{} ({}), {}", office, registration.kind.name().to_lowercase(), territory);
    let round = match receipt.round {
        1 => "Primer envío: ambos cuestionarios.".to_owned(),
        round => format!("Envío número {round}: campos que se devolvieron con observaciones."),
    };
    sheet.y += 12.0;
    for (label, text) in [
        ("Persona candidata", name.as_str()),
        ("Cargo", &kind),
        ("Postula", election.nominator_name(&registration.nominator)),
        ("Folio del registro", registration.folio.as_str()),
        ("Cuenta que envió", &receipt.account_name),
        ("Qué se envió", &round),
    ] {
        sheet.write(faces.regular.at(10.0), BODY, label);
        sheet.write(faces.bold.at(12.0), BODY, text);
        sheet.y += 5.0;
    }
}

fn digest(sheet: &mut Sheet<'_>, faces: &Typefaces, receipt: &Receipt, check: &str) {
    sheet.y += 6.0;
    sheet.rule(BODY, 0.7);
    sheet.y += 6.0;
    sheet.write(faces.regular.at(10.0), BODY, "Huella digital de lo enviado (SHA-256)");
    sheet.write(faces.monospaced.at(9.0), BODY, &receipt.digest);
    sheet.y += 6.0;
    let told = format!(
        "Cualquier persona puede comprobar este acuse en {check} o apuntando la cámara del teléfono al cuadro de puntos. \
         Este acuse prueba que los cuestionarios se enviaron en la fecha y hora que indica; no significa que la información \
         ya fue validada ni publicada."
    );
    sheet.write(faces.regular.at(10.0), BODY, &told);
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        desk::tests::{desk, registration},
        documents::{Marks, consent_form, tests::leave},
    };

    #[test]
    fn a_receipt_is_one_page_however_long_the_names_are() {
        let (desk, mut registration) = (desk(), registration());
        registration.given_name = "María de los Ángeles ".repeat(8);
        let at: Timestamp = "2024-04-16T05:50:00Z".parse().expect("a time");
        let sent = Receipt {
            folio: "7KQM-93VT-HWBD".into(),
            candidacy: domain::ids::CandidacyId(uuid::Uuid::nil()),
            round: 1,
            at,
            account_name: "pt.captura".into(),
            digest: "0123456789abcdef".repeat(4),
            curricular: domain::questionnaire::Answers::new(),
            identity: None,
        };
        let pdf = receipt(&desk, &registration, &sent, "https://conoceles.example.org/").expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-"));
        leave("receipt.pdf", &pdf);
        let marks = Marks { publication: true, statistics: false, sections: ["indigenous".into()].into() };
        let pdf = consent_form(&desk, &registration, &marks, desk.today(at)).expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-"));
        leave("consent.pdf", &pdf);
    }
}
