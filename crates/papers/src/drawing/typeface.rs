//! The typefaces of papers and pictures, and how wide a text is in them. Sizes and widths are in the unit of whoever
//! draws: points of a paper, pixels of a picture.

use ttf_parser::Face;

use crate::{Failed, failed};

pub(crate) const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");
// Letters of one width: a code is copied from paper, and always fits in one line.
pub(crate) const MONOSPACED: &[u8] = include_bytes!("../../assets/fonts/NotoSansMono-Bold.ttf");

/// From one line to the next, in sizes of the letters.
pub(crate) const LEADING: f32 = 1.3;

/// A typeface that is measured.
pub(crate) struct Measured(pub Face<'static>);

impl Measured {
    pub fn new(bytes: &'static [u8]) -> Result<Self, Failed> {
        Face::parse(bytes, 0).map(Self).map_err(failed)
    }

    /// How much is drawn for each unit of the typeface.
    pub fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.0.units_per_em())
    }

    /// How far a letter moves the pen, in units of the typeface.
    pub fn advance(&self, letter: char) -> f32 {
        let glyph = self.0.glyph_index(letter).unwrap_or_default();
        f32::from(self.0.glyph_hor_advance(glyph).unwrap_or_default())
    }

    pub fn width(&self, size: f32, text: &str) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * self.scale(size)
    }

    /// The lines of a text, parted between words and, when one word is wider than the column, within it.
    pub fn lines(&self, size: f32, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(size, &longer) <= width {
                line = longer;
                continue;
            }
            lines.push(std::mem::take(&mut line));
            for letter in word.chars() {
                if self.width(size, &line) + self.width(size, letter.encode_utf8(&mut [0; 4])) > width {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let bold = Measured::new(BOLD).expect("a font");
        let text = format!("Ma. del Refugio {} Núñez", "ñ".repeat(200));
        let lines = bold.lines(12.0, &text, 100.0);
        assert!(lines.iter().all(|line| bold.width(12.0, line) <= 100.0));
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}
