//! Answers that are hard to read or that seem filled up to reach the minimum.

use super::{Finding, FindingKind, Place, Typed, copy};
use crate::text;

/// Fewest letters of a text that can be called written in capitals.
const LETTERS: usize = 40;
/// Capitals among the letters, in a hundred.
const CAPITALS: usize = 70;
/// The same character in a row: longer than an ellipsis or a line of dots.
const ROW: usize = 6;
/// Blanks in a row: more than a paragraph's indent.
const BLANKS: usize = 12;
/// The same word in a row: «no, no, no» is emphasis still.
const SAME_WORD: usize = 4;
/// Signs among what can be read, in a hundred.
const SIGNS: usize = 30;
/// The share of a text that repeats what it said before, in a hundred.
const REPEATED: u8 = 25;

pub(super) fn findings(text: &Typed<'_>) -> Vec<Finding> {
    [capitals(text), padding(text)].into_iter().flatten().collect()
}

fn capitals(text: &Typed<'_>) -> Option<Finding> {
    let letters = text.text.chars().filter(|c| c.is_alphabetic()).count();
    let upper = text.text.chars().filter(|c| c.is_uppercase()).count();
    (letters >= LETTERS && upper * 100 >= letters * CAPITALS).then(|| {
        let words = "Está escrita en mayúsculas y así cuesta leerla. Escríbala en minúsculas, con mayúscula sólo al \
                     empezar cada frase y en los nombres."
            .to_owned();
        Finding::new(text.field, FindingKind::Capitals, vec![whole(text)], words)
    })
}

fn whole(text: &Typed<'_>) -> Place {
    Place::of_words(text, 0, text.words.len())
}

fn padding(text: &Typed<'_>) -> Option<Finding> {
    let (repeated, share) = copy::repeats_itself(text);
    let (places, share, what) = if share >= REPEATED {
        (repeated, Some(share), "Repite varias veces lo mismo. Quite lo repetido y complete su respuesta.")
    } else if let Some((from, to)) = same_word(text) {
        (
            vec![Place::of_words(text, from, to)],
            None,
            "Repite la misma palabra. Quite lo repetido y complete su respuesta.",
        )
    } else if let Some((start, end)) = row(text.text) {
        let place = Place::of(text.text, text.item, start, end);
        (vec![place], None, "Tiene muchos espacios o el mismo signo muchas veces seguidas. Quite los que sobran.")
    } else if is_mostly_signs(text.text) {
        let place = Place::of(text.text, text.item, 0, text.text.chars().count());
        (vec![place], None, "Tiene muchos signos y pocas palabras. Complete su respuesta con palabras.")
    } else {
        return None;
    };
    Some(Finding { share, ..Finding::new(text.field, FindingKind::Padding, places, what.to_owned()) })
}

fn same_word(text: &Typed<'_>) -> Option<(usize, usize)> {
    let same = |window: &[super::Word]| window.iter().all(|word| word.folded == window[0].folded);
    let from = text.words.windows(SAME_WORD).position(same)?;
    let more = text.words[from..].iter().take_while(|word| word.folded == text.words[from].folded).count();
    Some((from, from + more))
}

/// The first row of one character, or of blanks, that is too long.
fn row(text: &str) -> Option<(usize, usize)> {
    let kind = |c: char| if text::is_blank(c) { ' ' } else { c };
    let (mut start, mut row) = (0, None);
    let close = |row: Option<char>, length: usize| match row {
        Some(' ') => length >= BLANKS,
        // A number such as 1000000 is no padding.
        Some(c) => length >= ROW && !c.is_numeric(),
        None => false,
    };
    let mut count = 0;
    for (at, c) in text.chars().enumerate() {
        count = at + 1;
        if row != Some(kind(c)) {
            if close(row, at - start) {
                return Some((start, at));
            }
            (start, row) = (at, Some(kind(c)));
        }
    }
    // Blanks at the end are not kept, and no padding.
    (row != Some(' ') && close(row, count - start)).then_some((start, count))
}

fn is_mostly_signs(text: &str) -> bool {
    let readable = text::substance(text);
    let signs = text.chars().filter(|c| !text::is_blank(*c) && c.is_ascii_punctuation()).count();
    readable >= LETTERS && signs * 100 >= readable * SIGNS
}
