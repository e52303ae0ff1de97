//! The receipt of questionnaires that were sent, as PDF.

use config::Configuration;
use domain::{candidacy::Registration, time::Timestamp};
use qrcode::QrCode;

use crate::{
    Failed,
    drawing::page::{BODY, Sheet, Typefaces, boxed, heading, moment, write_pages},
    failed,
};

/// What was sent, when and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// The receipt's folio.
    pub folio: &'a str,
    /// Which time it was sent, from 1.
    pub round: i32,
    /// When.
    pub at: Timestamp,
    /// The account that sent it.
    pub account_name: &'a str,
    /// SHA-256 of what was sent, hexadecimal.
    pub digest: &'a str,
}

/// One page with the folio, the day and the hour, whose questionnaires they are, the digest of what was sent, and where
/// anybody checks it. `address` is where this copy is reached, `https://host`.
///
/// # Errors
/// [`Failed`] when the address does not fit in a QR code, or the PDF cannot be written.
pub fn submission_receipt(
    config: &Configuration,
    registration: &Registration,
    receipt: &Submission<'_>,
    address: &str,
) -> Result<Vec<u8>, Failed> {
    let faces = Typefaces::new()?;
    let check = format!("{}/acuses/{}", address.trim_end_matches('/'), receipt.folio);
    let code = QrCode::new(&check).map_err(failed)?;
    let title = format!("Acuse de envío {}", receipt.folio);
    write_pages(title, &[()], |sheet, ()| {
        heading(sheet, &faces, config, config.today(receipt.at));
        sheet.y += 16.0;
        sheet.write(faces.bold.at(16.0), BODY, "Acuse de envío de los cuestionarios");
        sheet.y += 4.0;
        let system = format!("Sistema «{}»", config.election.display_name);
        sheet.write(faces.regular.at(11.0), BODY, &system);
        folio(sheet, &faces, config, receipt, &code);
        whose(sheet, &faces, config, registration, receipt);
        digest(sheet, &faces, receipt, &check);
    })
}

fn folio(sheet: &mut Sheet<'_>, faces: &Typefaces, config: &Configuration, receipt: &Submission<'_>, code: &QrCode) {
    sheet.y += 14.0;
    boxed(sheet, code, |sheet, words| {
        sheet.write(faces.regular.at(11.0), words, "Folio del acuse:");
        sheet.write(faces.monospaced.at(22.0), words, receipt.folio);
        sheet.y += 4.0;
        sheet.write(faces.regular.at(11.0), words, "Enviado el:");
        sheet.write(faces.bold.at(12.0), words, &moment(config, receipt.at));
    });
}

fn whose(
    sheet: &mut Sheet<'_>,
    faces: &Typefaces,
    config: &Configuration,
    registration: &Registration,
    receipt: &Submission<'_>,
) {
    let election = &config.election;
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
        ("Cuenta que envió", receipt.account_name),
        ("Qué se envió", &round),
    ] {
        sheet.write(faces.regular.at(10.0), BODY, label);
        sheet.write(faces.bold.at(12.0), BODY, text);
        sheet.y += 5.0;
    }
}

fn digest(sheet: &mut Sheet<'_>, faces: &Typefaces, receipt: &Submission<'_>, check: &str) {
    sheet.y += 6.0;
    sheet.rule(BODY, 0.7);
    sheet.y += 6.0;
    sheet.write(faces.regular.at(10.0), BODY, "Huella digital de lo enviado (SHA-256)");
    sheet.write(faces.monospaced.at(9.0), BODY, receipt.digest);
    sheet.y += 6.0;
    let words = format!(
        "Cualquier persona puede comprobar este acuse en {check} o apuntando la cámara del teléfono al cuadro de puntos. \
         Este acuse prueba que los cuestionarios se enviaron en la fecha y hora que indica; no significa que la información \
         ya fue validada ni publicada."
    );
    sheet.write(faces.regular.at(10.0), BODY, &words);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Marks, consent_form,
        tests::{config, leave, registration},
    };

    #[test]
    fn a_receipt_is_one_page_however_long_the_names_are() {
        let (config, mut registration) = (config(), registration());
        registration.given_name = "María de los Ángeles ".repeat(8);
        let at: Timestamp = "2024-04-16T05:50:00Z".parse().expect("a time");
        let digest = "0123456789abcdef".repeat(4);
        let sent = Submission { folio: "7KQM-93VT-HWBD", round: 1, at, account_name: "pt.captura", digest: &digest };
        let pdf = submission_receipt(&config, &registration, &sent, "https://conoceles.example.org/").expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-"));
        leave("receipt.pdf", &pdf);
        let marks = Marks { publication: true, statistics: false, sections: ["indigenous".into()].into() };
        let pdf = consent_form(&config, &registration, &marks, config.today(at)).expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-"));
        leave("consent.pdf", &pdf);
    }
}
