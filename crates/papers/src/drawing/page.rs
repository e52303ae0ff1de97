//! Sheets of paper as PDF: typefaces that are measured, columns, lines, frames and QR codes.

use std::ops::Range;

use config::Configuration;
use domain::time::{Date, Timestamp};
use krilla::{
    Document,
    geom::{Path, PathBuilder, Point, Rect, Size, Transform},
    graphic::Graphic,
    image::Image,
    metadata::Metadata,
    page::PageSettings,
    surface::Surface,
    text::{Font, TextDirection},
};
use qrcode::{Color, QrCode};

use super::typeface::{BOLD, LEADING, MONOSPACED, Measured, REGULAR};
use crate::{Failed, failed};

/// Carta, in points of 1/72 inch.
const PAGE: (f32, f32) = (612.0, 792.0);
/// The column of the text.
pub(crate) const BODY: Column = Column { left: 66.0, right: 546.0 };
const TOP: f32 = 54.0;
const QR_SIDE: f32 = 100.0;
const PADDING: f32 = 16.0;

/// The typefaces of every document.
pub(crate) struct Typefaces {
    pub regular: Typeface,
    pub bold: Typeface,
    pub monospaced: Typeface,
}

impl Typefaces {
    pub fn new() -> Result<Self, Failed> {
        Ok(Self {
            regular: Typeface::new(REGULAR)?,
            bold: Typeface::new(BOLD)?,
            monospaced: Typeface::new(MONOSPACED)?,
        })
    }
}

/// Writes a PDF, a page for each of `pages`.
pub(crate) fn write_pages<T>(
    title: String,
    pages: &[T],
    mut print: impl FnMut(&mut Sheet<'_>, &T),
) -> Result<Vec<u8>, Failed> {
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title).language("es-MX".into()));
    for content in pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("page size"))?;
        let mut page = document.start_page_with(settings);
        print(&mut Sheet { surface: page.surface(), y: TOP }, content);
    }
    document.finish().map_err(failed)
}

/// Where something ends that is written from a page's top, to know what fits under it.
pub(crate) fn measure(print: impl FnOnce(&mut Sheet<'_>)) -> Result<f32, Failed> {
    let mut document = Document::new();
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("page size"))?;
    let mut page = document.start_page_with(settings);
    let mut sheet = Sheet { surface: page.surface(), y: TOP };
    print(&mut sheet);
    Ok(sheet.y)
}

/// A JPEG to print.
pub(crate) fn jpeg(bytes: Vec<u8>) -> Result<Image, Failed> {
    Image::from_jpeg(bytes.into(), true).map_err(failed)
}

/// The institute, the election and the day at the top of a document.
pub(crate) fn heading(sheet: &mut Sheet<'_>, faces: &Typefaces, config: &Configuration, day: Date) {
    let election = &config.election;
    sheet.write(faces.bold.at(20.0), BODY, &election.institute.short_name);
    sheet.write(faces.bold.at(11.0), BODY, &election.institute.name);
    sheet.write(faces.regular.at(11.0), BODY, &election.name);
    sheet.y += 6.0;
    sheet.rule(BODY, 1.2);
    sheet.y += 8.0;
    let date = format!("{}, {}", election.institute.state, day.words());
    sheet.write_right(faces.regular.at(11.0), BODY, &date);
}

/// A framed box with a QR code at its right and words at its left.
pub(crate) fn boxed(sheet: &mut Sheet<'_>, code: &QrCode, write: impl FnOnce(&mut Sheet<'_>, Column)) {
    let top = sheet.y;
    sheet.y += PADDING;
    write(sheet, Column { left: BODY.left + PADDING, right: BODY.right - QR_SIDE - 2.0 * PADDING });
    let below = sheet.y;
    sheet.qr(code, BODY.right - PADDING - QR_SIDE, top + PADDING, QR_SIDE);
    sheet.y = below.max(top + QR_SIDE + PADDING) + PADDING;
    sheet.frame(BODY, top..sheet.y);
}

/// Two lines to write on with a pen, a long one and a short one, with what goes on each.
pub(crate) fn lines_to_sign(sheet: &mut Sheet<'_>, style: Style<'_>, captions: [&str; 2]) {
    let top = sheet.y;
    let mut below = top;
    for (column, caption) in [Column { right: 366.0, ..BODY }, Column { left: 390.0, ..BODY }].into_iter().zip(captions)
    {
        sheet.y = top;
        sheet.rule(column, 0.7);
        sheet.y += 2.0;
        sheet.write(style, column, caption);
        below = below.max(sheet.y);
    }
    sheet.y = below;
}

/// `16 de abril de 2024 a las 14:30 horas (hora de Zacatecas)`.
pub fn moment(config: &Configuration, at: Timestamp) -> String {
    format!("{} (hora de {})", at.local(&config.zone).words(), config.election.institute.state)
}

/// The left and right edges of a run of lines.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub left: f32,
    pub right: f32,
}

impl Column {
    pub fn width(self) -> f32 {
        self.right - self.left
    }
}

/// A font to draw with, and the same one to measure with.
pub(crate) struct Typeface {
    font: Font,
    measured: Measured,
}

impl Typeface {
    fn new(bytes: &'static [u8]) -> Result<Self, Failed> {
        let font = Font::new(bytes.into(), 0).ok_or_else(|| failed("font"))?;
        Ok(Self { font, measured: Measured::new(bytes)? })
    }

    pub const fn at(&self, size: f32) -> Style<'_> {
        Style { typeface: self, size }
    }
}

/// A typeface in a size, in points.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    typeface: &'a Typeface,
    size: f32,
}

impl Style<'_> {
    fn width(self, text: &str) -> f32 {
        self.typeface.measured.width(self.size, text)
    }

    /// The lines of a text, each of its paragraphs beginning one.
    pub fn lines(self, text: &str, width: f32) -> Vec<String> {
        text.lines().flat_map(|paragraph| self.typeface.measured.lines(self.size, paragraph, width)).collect()
    }

    /// From one line to the next.
    pub fn line_height(self) -> f32 {
        self.size * LEADING
    }
}

/// A page being filled from top to bottom.
pub(crate) struct Sheet<'a> {
    surface: Surface<'a>,
    /// Where the next thing begins, from the page's top.
    pub y: f32,
}

impl Sheet<'_> {
    pub fn write(&mut self, style: Style<'_>, column: Column, text: &str) {
        for line in style.lines(text, column.width()) {
            self.line(style, column.left, &line);
        }
    }

    pub fn write_right(&mut self, style: Style<'_>, column: Column, text: &str) {
        for line in style.lines(text, column.width()) {
            self.line(style, column.right - style.width(&line), &line);
        }
    }

    fn line(&mut self, style: Style<'_>, left: f32, text: &str) {
        let baseline = Point::from_xy(left, self.y + style.size);
        let font = style.typeface.font.clone();
        self.surface.draw_text(baseline, font, style.size, text, false, TextDirection::LeftToRight);
        self.y += style.line_height();
    }

    pub fn rule(&mut self, column: Column, thickness: f32) {
        self.fill(rectangles([(column.left..column.right, self.y..self.y + thickness)]));
        self.y += thickness;
    }

    pub fn frame(&mut self, column: Column, rows: Range<f32>) {
        let (Column { left, right }, Range { start, end }) = (column, rows);
        self.fill(rectangles([
            (left..right, start..start + 1.0),
            (left..right, end - 1.0..end),
            (left..left + 1.0, start..end),
            (right - 1.0..right, start..end),
        ]));
    }

    pub fn qr(&mut self, code: &QrCode, left: f32, top: f32, side: f32) {
        let count = code.width();
        let places = (0..count).flat_map(|row| (0..count).map(move |column| (column, row)));
        let dark = places.filter(|place| code[*place] == Color::Dark);
        let span = |index: usize| index as f32..(index + 1) as f32;
        let side = side / count as f32;
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

    /// A picture as large as it fits in a box from here down, in the middle of the box.
    pub fn picture(&mut self, image: Image, column: Column, height: f32) {
        let (wide, high) = (image.size().0 as f32, image.size().1 as f32);
        let scale = (column.width() / wide).min(height / high);
        let Some(size) = Size::from_wh(wide * scale, high * scale) else { return };
        let (left, top) = ((column.width() - size.width()) / 2.0, (height - size.height()) / 2.0);
        self.surface.push_transform(&Transform::from_translate(column.left + left, self.y + top));
        self.surface.draw_image(image, size);
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
    use super::*;
    use crate::tests::config;

    #[test]
    fn dates_are_said_in_the_institutes_time_zone() {
        let config = config();
        let at = |text: &str| text.parse().expect("a timestamp");
        assert_eq!(config.today(at("2024-04-02T05:30:00Z")).words(), "1 de abril de 2024");
        let words = moment(&config, at("2024-04-16T20:30:00Z"));
        assert_eq!(words, "16 de abril de 2024 a las 14:30 horas (hora de Zacatecas)");
    }
}
