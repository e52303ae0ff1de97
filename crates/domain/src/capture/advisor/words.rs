//! A text cut into words that compare equal however they are typed, each knowing where it stands in the original.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::text::is_invisible;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without accents nor invisible characters; ñ is n, full-width and "mathematical" letters are plain.
    pub folded: String,
    /// Its first character in the original, counted from 0.
    pub start: usize,
    /// After its last character.
    pub end: usize,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// Whether it has letters and all of them are capitals.
    pub upper: bool,
    /// Whether a sentence begins here: nothing before, or a full stop, a colon, an opening mark or a new line.
    pub opens: bool,
    /// Whether only blanks, a hyphen or an abbreviation's stop part it from the word before, as the words of a name are.
    pub follows: bool,
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut opens = true;
    let mut follows = false;
    let mut current: Option<Word> = None;
    let mut dots = Dots::default();
    for (at, c) in text.chars().enumerate() {
        if is_invisible(c) {
            continue;
        }
        if let (Some(word), true) = (&mut current, is_combining_mark(c)) {
            word.end = at + 1;
            continue;
        }
        // Superscripts, ligatures and styled letters fold to several or to plain ones: «ﬁ», «𝗣», «Ｐ».
        let folded: String = if c.is_alphanumeric() || is_styled(c) {
            std::iter::once(c).nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        } else {
            String::new()
        };
        if folded.is_empty() {
            if let Some(word) = current.take() {
                dots.push(&mut found, word);
            }
            dots.between(c);
            follows &= c.is_whitespace() || matches!(c, '-' | '.');
            opens |= matches!(c, '.' | '?' | '!' | '¿' | '¡' | ':' | '\n' | '\r' | '•');
            continue;
        }
        let upper = c.is_uppercase() || std::iter::once(c).nfkd().any(char::is_uppercase);
        let letter = c.is_alphabetic();
        let word = current.get_or_insert_with(|| Word {
            folded: String::new(),
            start: at,
            end: at,
            capital: upper,
            upper: true,
            opens: std::mem::take(&mut opens),
            follows: std::mem::replace(&mut follows, true),
        });
        word.folded.push_str(&folded);
        word.end = at + 1;
        word.upper &= upper || !letter;
    }
    if let Some(word) = current {
        dots.push(&mut found, word);
    }
    for word in &mut found {
        word.upper &= !word.is_number();
    }
    found
}

/// Letters outside the alphabets that look like Latin ones, such as circled letters.
fn is_styled(c: char) -> bool {
    matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1D400}'..='\u{1D7FF}')
}

/// Joins initials parted by full stops, «P.R.I.», into one word.
#[derive(Default)]
struct Dots {
    /// What stood between the last word and this place.
    gap: Option<char>,
    several: bool,
}

impl Dots {
    fn between(&mut self, c: char) {
        self.several = self.gap.is_some();
        self.gap = Some(c);
    }

    fn push(&mut self, found: &mut Vec<Word>, word: Word) {
        let joins = self.gap == Some('.') && !self.several && word.folded.chars().count() == 1;
        (self.gap, self.several) = (None, false);
        match found.last_mut() {
            // The one before is a single letter or such letters already joined: letter, stop, letter, stop.
            Some(last)
                if joins && last.end - last.start + 1 == 2 * last.folded.chars().count() && !last.is_number() =>
            {
                last.folded.push_str(&word.folded);
                last.end = word.end;
                last.upper &= word.upper;
            }
            _ => found.push(word),
        }
    }
}

impl Word {
    fn is_number(&self) -> bool {
        self.folded.chars().all(|c| c.is_ascii_digit())
    }
}

/// The characters `start..end` of a text.
pub(super) fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn a_word_is_the_same_however_it_is_typed() {
        for typed in
            ["Niñez", "NIÑEZ", "nin\u{303}ez", "ni\u{200B}ñez", "\u{200F}niñez", "ｎｉñｅｚ", "𝗡𝗶ñ𝗲𝘇", "«niñez»,"]
        {
            assert_eq!(folded(typed), ["ninez"], "{typed}");
        }
        assert_eq!(folded("el ﬁn del año 2024"), ["el", "fin", "del", "ano", "2024"]);
    }

    #[test]
    fn initials_with_stops_are_one_word() {
        assert_eq!(
            folded("del P.R.I. y del P.A.N., a las 3 p.m."),
            ["del", "pri", "y", "del", "pan", "a", "las", "3", "pm"]
        );
        assert_eq!(folded("J. J. Pérez. A la una. 1.5"), ["j", "j", "perez", "a", "la", "una", "1", "5"]);
        let text = "al P.R.I. no";
        let initials = &words(text)[1];
        assert_eq!((slice(text, initials.start, initials.end).as_str(), initials.upper), ("P.R.I", true));
    }

    #[test]
    fn places_count_characters_of_the_original() {
        let text = "🙂 José\u{301} dijo: ¡ÁNIMO! \u{202E}Así\u{202C} 👩‍👩‍👧 fin";
        let typed: Vec<String> = words(text).iter().map(|word| slice(text, word.start, word.end)).collect();
        assert_eq!(typed, ["José\u{301}", "dijo", "ÁNIMO", "Así", "fin"]);
        let opens: Vec<bool> = words(text).iter().map(|word| word.opens).collect();
        assert_eq!(opens, [true, false, true, true, false]);
        let upper: Vec<bool> = words("ÁNIMO Ánimo 4T 44 ñ").iter().map(|word| word.upper).collect();
        assert_eq!(upper, [true, false, true, false, false]);
    }

    #[test]
    fn a_text_without_words_has_none() {
        for empty in ["", "   \n", "… — ¡!", "\u{200B}\u{FEFF}", "🙂🙂", "\u{301}"] {
            assert!(words(empty).is_empty(), "{empty:?}");
        }
    }
}
