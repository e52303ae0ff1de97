//! How words are cut out of a text and made comparable: the same rule for what is searched, for what is searched for and
//! for the marks of a passage.

use std::ops::Range;

use domain::text;
use frostem::{Algorithm, Stemmer};

/// Longer words are compared by their beginning.
const MAX_WORD: usize = 60;

/// The stemmer of the texts' language.
pub(in crate::snapshot) fn stemmer() -> Stemmer {
    Stemmer::new(Algorithm::Spanish)
}

/// The words of a text with their places: runs of letters, digits and the marks over them.
pub(in crate::snapshot) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text[at..].find(is_of_a_word)?;
        at = text[from..].find(|c| !is_of_a_word(c)).map_or(text.len(), |length| from + length);
        Some((from..at, &text[from..at]))
    })
}

fn is_of_a_word(c: char) -> bool {
    // Spanish is written with the first two; tables tell of the others.
    c.is_ascii_alphanumeric()
        || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ')
        || (!c.is_ascii() && (c.is_alphanumeric() || ('\u{0300}'..='\u{036F}').contains(&c)))
}

/// A word without case or accents.
pub(in crate::snapshot) fn fold(word: &str) -> String {
    let folded = if word.is_ascii() { word.to_ascii_lowercase() } else { text::fold(word) };
    match folded.char_indices().nth(MAX_WORD) {
        Some((at, _)) => folded[..at].to_owned(),
        None => folded,
    }
}

/// Whether a word, once folded, begins like `beginning`, which is folded.
pub(in crate::snapshot) fn begins(word: &str, beginning: &str) -> bool {
    for (place, wanted) in beginning.bytes().enumerate() {
        match word.as_bytes().get(place) {
            // What comes before is as it is wanted; only from here on has it anything to fold.
            Some(byte) if !byte.is_ascii() => return fold(word).starts_with(beginning),
            Some(byte) if byte.eq_ignore_ascii_case(&wanted) => {}
            Some(_) | None => return false,
        }
    }
    true
}

/// The stem of a folded word, without accents.
///
/// Spanish stems some endings by their accent, which many people do not type: it is put back where only one spelling
/// exists, so that `educacion`, `educación` and `educaciones` are the same.
pub(in crate::snapshot) fn stem(stemmer: &Stemmer, folded: &str) -> String {
    const ACCENTED: [(&str, &str); 3] = [("cion", "ción"), ("sion", "sión"), ("logia", "logía")];
    let mended = ACCENTED.into_iter().find_map(|(bare, accented)| {
        folded.strip_suffix(bare).filter(|begin| begin.len() > 1).map(|begin| format!("{begin}{accented}"))
    });
    let stem = stemmer.stem(mended.as_deref().unwrap_or(folded));
    if stem.is_ascii() { stem.into_owned() } else { text::fold(&stem) }
}

/// A word to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::snapshot) struct Wanted {
    /// Without case or accents.
    pub folded: String,
    /// Its stem.
    pub stem: String,
}

/// Most words that are searched for; the others say nothing.
const MAX_WORDS: usize = 32;

/// The words to search for, in order and each once. `None`: nothing was typed; no words: nothing that a text can hold.
pub(in crate::snapshot) fn wanted(typed: &str) -> Option<Vec<Wanted>> {
    if typed.trim().is_empty() {
        return None;
    }
    let stemmer = stemmer();
    let mut all: Vec<Wanted> = Vec::new();
    for (_, word) in words(typed) {
        let folded = fold(word);
        // A repeated word counts where it was said last, because the last word may be unfinished.
        all.retain(|known| known.folded != folded);
        all.push(Wanted { stem: stem(&stemmer, &folded), folded });
    }
    let more = all.len().saturating_sub(MAX_WORDS);
    Some(all.split_off(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn a_text_is_cut_into_words_whatever_stands_between_them() {
        assert_eq!(cut("¡Agua, luz y «caminos»! (3,500 m²)"), ["Agua", "luz", "y", "caminos", "3", "500", "m²"]);
        assert_eq!(cut("nin\u{0303}ez"), ["nin\u{0303}ez"]);
        assert!(cut("\"*:^~ - !").is_empty() && cut("").is_empty());
    }

    #[test]
    fn a_word_begins_as_its_folded_form_does() {
        for word in ["Educación", "ÁMBITO", "n\u{303}on\u{303}o", "Ñu", "ab", "a", "Straße", "3er"] {
            for beginning in ["edu", "educacio", "amb", "non", "nu", "ab", "abc", "a", "stras", "straß", "3e", "n"] {
                assert_eq!(begins(word, beginning), fold(word).starts_with(beginning), "{word} {beginning}");
            }
        }
    }

    #[test]
    fn words_of_one_root_are_the_same_with_and_without_accents() {
        let same = |words: &[&str]| {
            let stems: Vec<String> = words.iter().map(|word| stem(&stemmer(), &fold(word))).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} {stems:?}");
        };
        same(&["educación", "EDUCACION", "educaciones"]);
        same(&["niñas", "ninas", "niña"]);
        same(&["municipios", "municipio"]);
        same(&["camino", "Caminos"]);
    }

    #[test]
    fn what_is_typed_is_words_and_nothing_else() {
        assert_eq!(wanted("  "), None);
        assert_eq!(wanted("\"*\" -").map(|words| words.len()), Some(0));
        let folded = |typed| wanted(typed).unwrap_or_default().into_iter().map(|word| word.folded).collect::<Vec<_>>();
        assert_eq!(folded("Agua AND (luz OR agua)"), ["and", "luz", "or", "agua"]);
        assert_eq!(folded(&"x ".repeat(90)), ["x"]);
        assert_eq!(wanted(&(0..90).map(|n| format!("w{n} ")).collect::<String>()).map(|words| words.len()), Some(32));
    }
}
