//! Counting, comparing and naming text the same way on the server and on the screen.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of a text after trimming: what a maximum counts (Unicode scalar values).
#[must_use]
pub fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// Characters that are not blank: what a minimum counts, so that padding with spaces never reaches it.
#[must_use]
pub fn substance(text: &str) -> usize {
    text.chars().filter(|c| !is_blank(*c)).count()
}

/// White space and the invisible characters that can stand in for it.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters that take no room on the screen: joiners, marks of direction, controls.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a text holds a control character other than a line break or a tab.
#[must_use]
pub fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Lower case, without accents, words parted by one space: how names are searched.
///
/// The letter ñ folds to n as well, because many keyboards lack it.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How names are put in order: as [`fold`], but ñ comes after n, as in a Spanish dictionary.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let marked: String = text.nfc().map(|c| if matches!(c, 'ñ' | 'Ñ') { 'ŋ' } else { c }).collect();
    fold(&marked).replace('ŋ', "n~")
}

/// The readable part of an address: `Ma. del Refugio López` becomes `ma-del-refugio-lopez`.
#[must_use]
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A cell that a spreadsheet will show as text: a leading `=`, `+`, `-`, `@`, tab or line break gets an apostrophe
/// before it, so that it is never taken for a formula.
#[must_use]
pub fn spreadsheet_cell(text: &str) -> String {
    match text.trim_start_matches(['\u{FEFF}', ' ']).chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}

/// The bytes of hexadecimal digits, two of them each; none of anything else.
#[must_use]
pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs.remainder().is_empty().then(|| pairs.map(|pair| (pair[0] << 4) | pair[1]).collect())
}

/// A code in groups of four, however it was typed.
#[must_use]
pub fn grouped(typed: &str) -> String {
    let letters: Vec<char> = code_letters(typed).chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The letters and digits of a code, however it was typed: case, spaces and hyphens do not count.
#[must_use]
pub fn code_letters(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_counts_only_what_can_be_read() {
        assert_eq!(substance("  a \u{200B}\u{00A0}b\n"), 2);
        assert_eq!(length("  año 🙂 "), 5);
    }

    #[test]
    fn names_fold_to_what_people_type() {
        assert_eq!(fold("  Ma. del  REFUGIO Núñez "), "ma. del refugio nunez");
        assert_eq!(slug("Ma. del Refugio Núñez"), "ma-del-refugio-nunez");
        assert!(sort_key("Muñoz") > sort_key("Munoz") && sort_key("Muñoz") < sort_key("Muo"));
    }

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(spreadsheet_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(spreadsheet_cell(" +52"), "' +52");
        assert_eq!(spreadsheet_cell("López"), "López");
    }
}
