//! The letters that hand an account to its holder, as PDF: paper for a sealed envelope (PTO II.A).

use std::ops::Range;

use domain::{
    account::Role,
    permission::{Act, Reach, reach},
};
use jiff::{Timestamp, civil::Date};
use krilla::{
    Document,
    geom::{Path, PathBuilder, Point, Rect, Transform},
    graphic::Graphic,
    metadata::Metadata,
    page::PageSettings,
    surface::Surface,
    text::{Font, TextDirection},
};
use qrcode::{Color, QrCode};
use store::StoreError;
use ttf_parser::Face;

use crate::{
    Error,
    desk::{Desk, spanish_date},
    password::PASSWORD_MIN,
};

/// An account just issued, with the only copy of its code: what one letter says.
pub use contract::accounts::IssuedAccount as Letter;

/// Carta, in points of 1/72 inch.
const PAGE: (f32, f32) = (612.0, 792.0);
const BODY: Column = Column { left: 66.0, right: 546.0 };
const TOP: f32 = 54.0;
/// Where the lines to sign stand on every letter, so that they are found without looking.
const RECEIPT: f32 = 724.0;
const QR_SIDE: f32 = 100.0;
const PADDING: f32 = 16.0;

const REGULAR: &[u8] = include_bytes!("../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../assets/fonts/NotoSans-Bold.ttf");
// Letters of one width: a code is copied from paper, and always fits in one line.
const MONOSPACED: &[u8] = include_bytes!("../assets/fonts/NotoSansMono-Bold.ttf");

/// One PDF with the letters of these accounts, in their order and one page each, dated `now` in the institute's time
/// zone. `address` is where this copy is reached, `https://host`. Without accounts it has one blank page.
///
/// Accounts are sent within 3 natural days of the approval of the candidacies (PTO II.A).
///
/// # Errors
/// [`StoreError::File`] when the address does not fit in a QR code, or the PDF cannot be written.
pub fn letters(desk: &Desk, letters: &[Letter], address: &str, now: Timestamp) -> Result<Vec<u8>, Error> {
    let printer = Printer::new(desk, address, now)?;
    let mut document = Document::new();
    let title = format!("Cartas de cuentas, {}", desk.election.name);
    document.set_metadata(Metadata::new().title(title).language("es-MX".into()));
    for letter in letters {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("page size"))?;
        let mut page = document.start_page_with(settings);
        printer.print(&mut Sheet { surface: page.surface(), y: TOP }, letter);
    }
    Ok(document.finish().map_err(failed)?)
}

fn failed(what: impl std::fmt::Display) -> StoreError {
    StoreError::File(format!("letters: {what}"))
}

/// What all the letters share.
struct Printer<'a> {
    desk: &'a Desk,
    regular: Typeface,
    bold: Typeface,
    monospaced: Typeface,
    first_use: String,
    code: QrCode,
    today: Date,
}

impl<'a> Printer<'a> {
    fn new(desk: &'a Desk, address: &str, now: Timestamp) -> Result<Self, StoreError> {
        let first_use = format!("{}/trabajo/primer-acceso", address.trim_end_matches('/'));
        Ok(Self {
            desk,
            regular: Typeface::new(REGULAR)?,
            bold: Typeface::new(BOLD)?,
            monospaced: Typeface::new(MONOSPACED)?,
            code: QrCode::new(&first_use).map_err(failed)?,
            first_use,
            today: desk.today(now),
        })
    }

    fn print(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        self.heading(sheet);
        self.addressee(sheet, letter);
        self.access(sheet, letter);
        self.steps(sheet, letter.role);
        self.care(sheet);
        self.receipt(sheet, letter);
    }

    fn heading(&self, sheet: &mut Sheet<'_>) {
        let election = &self.desk.election;
        sheet.write(self.bold.at(20.0), BODY, &election.institute.short_name);
        sheet.write(self.bold.at(11.0), BODY, &election.institute.name);
        sheet.write(self.regular.at(11.0), BODY, &election.name);
        sheet.y += 6.0;
        sheet.rule(BODY, 1.2);
        sheet.y += 8.0;
        let date = format!("{}, {}", election.institute.state, spanish_date(self.today));
        sheet.write_right(self.regular.at(11.0), BODY, &date);
    }

    fn addressee(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        sheet.y += 8.0;
        let title = format!("Cuenta de acceso al sistema «{}»", self.desk.election.display_name);
        sheet.write(self.bold.at(14.0), BODY, &title);
        sheet.y += 8.0;
        sheet.write(self.regular.at(11.0), BODY, "Para:");
        sheet.write(self.bold.at(13.0), BODY, &letter.display_name);
        sheet.write(self.regular.at(11.0), BODY, letter.role.name());
    }

    fn access(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        sheet.y += 12.0;
        let top = sheet.y;
        let words = Column { left: BODY.left + PADDING, right: BODY.right - QR_SIDE - 2.0 * PADDING };
        sheet.y += PADDING - 4.0;
        sheet.write(self.regular.at(11.0), words, "Su cuenta:");
        sheet.write(self.bold.at(15.0), words, &letter.username);
        sheet.y += 4.0;
        sheet.write(self.regular.at(11.0), words, "Su código, que sirve una sola vez:");
        sheet.write(self.monospaced.at(26.0), words, &letter.code);
        sheet.y += 4.0;
        let expires = format!("El código vence el {}.", self.desk.moment(letter.code_expires_at));
        sheet.write(self.regular.at(11.0), words, &expires);
        let below = sheet.y;
        sheet.qr(&self.code, BODY.right - PADDING - QR_SIDE, top + PADDING);
        sheet.y = below.max(top + QR_SIDE + PADDING) + PADDING;
        sheet.frame(BODY, top..sheet.y);
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
            sheet.write(self.bold.at(11.0), BODY, &format!("{number}."));
            sheet.y = top;
            sheet.write(self.regular.at(11.0), words, step);
            sheet.y += 2.0;
        }
    }

    fn care(&self, sheet: &mut Sheet<'_>) {
        let institute = &self.desk.election.institute;
        self.subtitle(sheet, "Cuide esta carta");
        let personal = "El código es personal y sirve una sola vez. No lo comparta con nadie.";
        sheet.write(self.bold.at(11.0), BODY, personal);
        sheet.y += 2.0;
        let lost = format!(
            "Si pierde esta carta, o si el sello del sobre está roto, avise de inmediato al {}: correo {}, teléfono {}.",
            institute.short_name, institute.email, institute.phone
        );
        sheet.write(self.regular.at(11.0), BODY, &lost);
    }

    fn receipt(&self, sheet: &mut Sheet<'_>, letter: &Letter) {
        // Texts far longer than any real one push the lines down rather than run into them.
        sheet.y = RECEIPT.max(sheet.y + 30.0);
        let top = sheet.y;
        let signature = Column { right: 366.0, ..BODY };
        let name = format!("Nombre y firma de quien recibe la cuenta {}", letter.username);
        for (column, caption) in
            [(signature, name.as_str()), (Column { left: 390.0, ..BODY }, "Fecha en que la recibe")]
        {
            sheet.y = top;
            sheet.rule(column, 0.7);
            sheet.y += 2.0;
            sheet.write(self.regular.at(9.0), column, caption);
        }
    }

    fn subtitle(&self, sheet: &mut Sheet<'_>, text: &str) {
        sheet.y += 12.0;
        sheet.write(self.bold.at(12.5), BODY, text);
        sheet.y += 2.0;
    }
}

/// The left and right edges of a run of lines.
#[derive(Clone, Copy)]
struct Column {
    left: f32,
    right: f32,
}

/// A font to draw with, and the same one to measure with.
struct Typeface {
    font: Font,
    face: Face<'static>,
}

impl Typeface {
    fn new(bytes: &'static [u8]) -> Result<Self, StoreError> {
        let font = Font::new(bytes.into(), 0).ok_or_else(|| failed("font"))?;
        Ok(Self { font, face: Face::parse(bytes, 0).map_err(failed)? })
    }

    const fn at(&self, size: f32) -> Style<'_> {
        Style { typeface: self, size }
    }
}

/// A typeface in a size, in points.
#[derive(Clone, Copy)]
struct Style<'a> {
    typeface: &'a Typeface,
    size: f32,
}

impl Style<'_> {
    fn width(self, text: &str) -> f32 {
        let face = &self.typeface.face;
        let advance = |c| face.glyph_hor_advance(face.glyph_index(c).unwrap_or_default()).unwrap_or_default();
        text.chars().map(|c| f32::from(advance(c))).sum::<f32>() * self.size / f32::from(face.units_per_em())
    }

    /// The lines of a text, parted between words and, when one word is wider than the column, within it.
    fn lines(self, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            lines.push(std::mem::take(&mut line));
            for letter in word.chars() {
                if self.width(&line) + self.width(letter.encode_utf8(&mut [0; 4])) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// A page being filled from top to bottom.
struct Sheet<'a> {
    surface: Surface<'a>,
    /// Where the next thing begins, from the page's top.
    y: f32,
}

impl Sheet<'_> {
    fn write(&mut self, style: Style<'_>, column: Column, text: &str) {
        for line in text.lines().flat_map(|paragraph| style.lines(paragraph, column.right - column.left)) {
            self.line(style, column.left, &line);
        }
    }

    fn write_right(&mut self, style: Style<'_>, column: Column, text: &str) {
        for line in style.lines(text, column.right - column.left) {
            self.line(style, column.right - style.width(&line), &line);
        }
    }

    fn line(&mut self, style: Style<'_>, left: f32, text: &str) {
        let baseline = Point::from_xy(left, self.y + style.size);
        let font = style.typeface.font.clone();
        self.surface.draw_text(baseline, font, style.size, text, false, TextDirection::LeftToRight);
        self.y += style.size * 1.3;
    }

    fn rule(&mut self, column: Column, thickness: f32) {
        self.fill(rectangles([(column.left..column.right, self.y..self.y + thickness)]));
        self.y += thickness;
    }

    fn frame(&mut self, column: Column, rows: Range<f32>) {
        let (Column { left, right }, Range { start, end }) = (column, rows);
        self.fill(rectangles([
            (left..right, start..start + 1.0),
            (left..right, end - 1.0..end),
            (left..left + 1.0, start..end),
            (right - 1.0..right, start..end),
        ]));
    }

    fn qr(&mut self, code: &QrCode, left: f32, top: f32) {
        let count = code.width();
        let places = (0..count).flat_map(|row| (0..count).map(move |column| (column, row)));
        let dark = places.filter(|place| code[*place] == Color::Dark);
        let span = |index: usize| index as f32..(index + 1) as f32;
        let side = QR_SIDE / count as f32;
        // As a graphic, the many squares are written once in the file, however many pages show them.
        let mut squares = self.surface.stream_builder();
        if let Some(path) = rectangles(dark.map(|(column, row)| (span(column), span(row)))) {
            squares.surface().draw_path(&path);
        }
        let graphic = Graphic::new(squares.finish(), false);
        self.surface.push_transform(&Transform::from_row(side, 0.0, 0.0, side, left, top));
        self.surface.draw_graphic(graphic);
        self.surface.pop();
    }

    fn fill(&mut self, path: Option<Path>) {
        if let Some(path) = path {
            self.surface.draw_path(&path);
        }
    }
}

/// One path of rectangles, each by its columns and its rows.
fn rectangles(all: impl IntoIterator<Item = (Range<f32>, Range<f32>)>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (columns, rows) in all {
        path.push_rect(Rect::from_ltrb(columns.start, rows.start, columns.end, rows.end)?);
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use store::seal::MasterKey;

    use super::*;
    use crate::configuration;

    const NOW: &str = "2024-04-02T05:30:00Z";

    fn desk() -> Desk {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024");
        let configuration::Configuration { election, mapping, messages, zone } =
            configuration::load(&folder).expect("no faults");
        Desk { election, mapping, messages, zone, master: MasterKey::new([7; 32]) }
    }

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
        letters(&desk(), all, "https://conoceles.example.org/", NOW.parse().expect("a timestamp")).expect("a PDF")
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
        let desk = desk();
        let printer = Printer::new(&desk, "https://conoceles.example.org", Timestamp::UNIX_EPOCH).expect("a printer");
        let end = |name: &str| {
            let mut document = Document::new();
            let mut page = document.start_page();
            let mut sheet = Sheet { surface: page.surface(), y: TOP };
            printer.print(&mut sheet, &letter(name, Role::IndependentCandidate));
            sheet.y
        };
        for name in ["Ángeles Ñ ".repeat(20), "W".repeat(200)] {
            assert_eq!(end(&name).to_bits(), end("Iñaki").to_bits(), "{name}");
        }
    }

    #[test]
    fn dates_are_said_in_the_institutes_time_zone() {
        let desk = desk();
        let printer = Printer::new(&desk, "", NOW.parse().expect("a timestamp")).expect("a printer");
        assert_eq!(spanish_date(printer.today), "1 de abril de 2024");
        let expires = "2024-04-16T20:30:00Z".parse().expect("a timestamp");
        assert_eq!(printer.desk.moment(expires), "16 de abril de 2024 a las 14:30 horas (hora de Zacatecas)");
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        let bold = Typeface::new(BOLD).expect("a font");
        let style = bold.at(12.0);
        let text = format!("Ma. del Refugio {} Núñez", "ñ".repeat(200));
        let lines = style.lines(&text, 100.0);
        assert!(lines.iter().all(|line| style.width(line) <= 100.0));
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}
