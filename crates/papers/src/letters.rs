//! The letters that hand an account to its holder, as PDF: paper for a sealed envelope (PTO II.A).

use config::Configuration;
use domain::{
    accounts::{PASSWORD_MIN, Role},
    permission::{Act, Reach, reach},
    time::{Date, Timestamp},
};
use qrcode::QrCode;

use crate::{
    Failed,
    drawing::page::{BODY, Column, Sheet, Typefaces, boxed, heading, lines_to_sign, moment, write_pages},
    failed,
};

/// An account just issued, with the only copy of its code: what one letter says.
pub use contract::accounts::IssuedAccount as Letter;

/// Where the lines to sign stand on every letter, so that they are found without looking.
const RECEIPT: f32 = 724.0;

/// One PDF with the letters of these accounts, in their order and one page each, dated `now` in the institute's time
/// zone. `address` is where this copy is reached, `https://host`. Without accounts it has one blank page.
///
/// Accounts are sent within 3 natural days of the approval of the candidacies (PTO II.A).
///
/// # Errors
/// [`Failed`] when the address does not fit in a QR code, or the PDF cannot be written.
pub fn letters(config: &Configuration, letters: &[Letter], address: &str, now: Timestamp) -> Result<Vec<u8>, Failed> {
    let printer = Printer::new(config, address, now)?;
    let title = format!("Cartas de cuentas, {}", config.election.name);
    write_pages(title, letters, |sheet, letter| printer.print(sheet, letter))
}

/// What all the letters share.
struct Printer<'a> {
    config: &'a Configuration,
    faces: Typefaces,
    first_use: String,
    code: QrCode,
    today: Date,
}

impl<'a> Printer<'a> {
    fn new(config: &'a Configuration, address: &str, now: Timestamp) -> Result<Self, Failed> {
        let first_use = format!("{}/trabajo/primer-acceso", address.trim_end_matches('/'));
        Ok(Self {
            config,
            faces: Typefaces::new()?,
            code: QrCode::new(&first_use).map_err(failed)?,
            first_use,
            today: config.today(now),
        })
    }

    fn print(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        heading(sheet, &self.faces, self.config, self.today);
        self.addressee(sheet, letter);
        self.access(sheet, letter);
        self.steps(sheet, letter.role);
        self.care(sheet);
        self.receipt(sheet, letter);
    }

    fn addressee(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        sheet.y += 8.0;
        let title = format!("Cuenta de acceso al sistema «{}»", self.config.election.display_name);
        sheet.write(self.faces.bold.at(14.0), BODY, &title);
        sheet.y += 8.0;
        sheet.write(self.faces.regular.at(11.0), BODY, "Para:");
        sheet.write(self.faces.bold.at(13.0), BODY, &letter.display_name);
        sheet.write(self.faces.regular.at(11.0), BODY, letter.role.name());
    }

    fn access(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        sheet.y += 12.0;
        boxed(sheet, &self.code, |sheet, words| {
            sheet.y -= 4.0;
            sheet.write(self.faces.regular.at(11.0), words, "Su cuenta:");
            sheet.write(self.faces.bold.at(15.0), words, &letter.username);
            sheet.y += 4.0;
            sheet.write(self.faces.regular.at(11.0), words, "Su código, que sirve una sola vez:");
            sheet.write(self.faces.monospaced.at(26.0), words, &letter.code);
            sheet.y += 4.0;
            let expires = format!("El código vence el {}.", moment(self.config, letter.code_expires_at));
            sheet.write(self.faces.regular.at(11.0), words, &expires);
        });
    }

    fn steps(&self, sheet: &mut Sheet<'_>, role: Role) {
        self.subtitle(sheet, "Cómo empezar");
        let mut steps = vec![
            format!(
                "En una computadora o un teléfono con internet, abra esta página:\n{}\nTambién puede apuntar la cámara \
                 del teléfono al cuadro de puntos de arriba.",
                self.first_use
            ),
            "Escriba su cuenta y su código como están en esta carta.".to_owned(),
            format!(
                "Elija una contraseña de {PASSWORD_MIN} caracteres o más (letras, números o signos) y escríbala dos \
                 veces. Una frase corta es fácil de recordar. No se la diga a nadie."
            ),
        ];
        if reach(role, Act::AcknowledgeReceipt) != Reach::Nothing {
            let receipt = "Oprima el botón «Acusar recibo». Así avisa que recibió las cuentas, y comienza el plazo para \
                           llenar los cuestionarios.";
            steps.push(receipt.to_owned());
        }
        let words = Column { left: BODY.left + 20.0, ..BODY };
        for (number, step) in (1..).zip(&steps) {
            let top = sheet.y;
            sheet.write(self.faces.bold.at(11.0), BODY, &format!("{number}."));
            sheet.y = top;
            sheet.write(self.faces.regular.at(11.0), words, step);
            sheet.y += 2.0;
        }
    }

    fn care(&self, sheet: &mut Sheet<'_>) {
        let institute = &self.config.election.institute;
        self.subtitle(sheet, "Cuide esta carta");
        let personal = "El código es personal y sirve una sola vez. No lo comparta con nadie.";
        sheet.write(self.faces.bold.at(11.0), BODY, personal);
        sheet.y += 2.0;
        let lost = format!(
            "Si pierde esta carta, o si el sello del sobre está roto, avise de inmediato al {}: correo {}, teléfono {}.",
            institute.short_name, institute.email, institute.phone
        );
        sheet.write(self.faces.regular.at(11.0), BODY, &lost);
    }

    fn receipt(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        // Texts far longer than any real one push the lines down rather than run into them.
        sheet.y = RECEIPT.max(sheet.y + 30.0);
        let name = format!("Nombre y firma de quien recibe la cuenta {}", letter.username);
        lines_to_sign(sheet, self.faces.regular.at(9.0), [&name, "Fecha en que la recibe"]);
    }

    fn subtitle(&self, sheet: &mut Sheet<'_>, text: &str) {
        sheet.y += 12.0;
        sheet.write(self.faces.bold.at(12.5), BODY, text);
        sheet.y += 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::config;

    const NOW: &str = "2024-04-02T05:30:00Z";

    fn letter(display_name: &str, role: Role) -> Letter {
        Letter {
            username: "ieez-2024-0123".into(),
            code: "7KQM-93VT-HWBD-PJ4R".into(),
            code_expires_at: "2024-04-17T05:30:00Z".parse().expect("a timestamp"),
            display_name: display_name.into(),
            role,
        }
    }

    fn print(all: &[Letter]) -> Vec<u8> {
        letters(&config(), all, "https://conoceles.example.org/", NOW.parse().expect("a timestamp")).expect("a PDF")
    }

    fn count(pdf: &[u8], object: &str) -> usize {
        let named =
            |window: &&[u8]| window.starts_with(object.as_bytes()) && !window[object.len()].is_ascii_alphabetic();
        pdf.windows(object.len() + 1).filter(named).count()
    }

    #[test]
    fn each_account_has_its_page_and_all_share_three_fonts() {
        let names = ["Ma. del Refugio Núñez Güemes", "Iñaki Ávila Peña", "Ԝéird ñ̃ 名 🙂 \u{7}"];
        let pdf = print(&names.map(|name| letter(name, Role::Candidate)));
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!((count(&pdf, "/Type/Page"), count(&pdf, "/FontFile2")), (3, 3));
        assert_eq!(count(&pdf, "/ToUnicode"), 3, "the text can be searched and copied");
    }

    #[test]
    fn seven_hundred_letters_are_one_document() {
        let all = vec![letter("Iñaki Ávila Peña", Role::Candidate); 700];
        let pdf = print(&all);
        assert_eq!((count(&pdf, "/Type/Page"), count(&pdf, "/FontFile2")), (700, 3));
        assert!(pdf.len() < 2_000_000, "the QR code is written once: {} bytes", pdf.len());
    }

    #[test]
    fn a_name_of_two_hundred_letters_leaves_the_lines_to_sign_in_their_place() {
        let config = config();
        let printer = Printer::new(&config, "https://conoceles.example.org", Timestamp::UNIX_EPOCH).expect("a printer");
        let end = |name: &str| {
            let mut reached = 0.0;
            let letter = letter(name, Role::IndependentCandidate);
            let written = write_pages(String::new(), &[letter], |sheet, letter| {
                printer.print(sheet, letter);
                reached = sheet.y;
            });
            written.expect("a PDF");
            reached
        };
        for name in ["Ángeles Ñ ".repeat(20), "W".repeat(200)] {
            assert_eq!(end(&name).to_bits(), end("Iñaki").to_bits(), "{name}");
        }
    }
}
