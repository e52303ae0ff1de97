//! How words are cut out of a text and made comparable: the same rule for what is searched, for what is searched for and
//! for the marks of a passage.

use std::ops::Range;

use domain::text;
use frostem::{Algorithm, Stemmer};

/// Longer words are compared by their beginning.
const MAX_WORD: usize = 60;

/// The stemmer of the texts' language.
pub(super) fn stemmer() -> Stemmer {
    Stemmer::new(Algorithm::Spanish)
}

/// The words of a text with their places: runs of letters, digits and the marks over them.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !is_of_a_word(*c)).is_some() {}
        let (from, first) = rest.next()?;
        let mut until = from + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| is_of_a_word(*c)) {
            until = at + c.len_utf8();
        }
        Some((from..until, &text[from..until]))
    })
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{0300}'..='\u{036F}').contains(&c)
}

/// A word without case or accents.
pub(super) fn fold(word: &str) -> String {
    let folded = if word.is_ascii() { word.to_ascii_lowercase() } else { text::fold(word) };
    match folded.char_indices().nth(MAX_WORD) {
        Some((at, _)) => folded[..at].to_owned(),
        None => folded,
    }
}

/// The stem of a folded word, without accents.
///
/// Spanish stems some endings by their accent, which many people do not type: it is put back where only one spelling
/// exists, so that `educacion`, `educación` and `educaciones` are the same.
pub(super) fn stem(stemmer: &Stemmer, folded: &str) -> String {
    const ACCENTED: [(&str, &str); 3] = [("cion", "ción"), ("sion", "sión"), ("logia", "logía")];
    let mended = ACCENTED.into_iter().find_map(|(bare, accented)| {
        folded.strip_suffix(bare).filter(|begin| begin.len() > 1).map(|begin| format!("{begin}{accented}"))
    });
    let stem = stemmer.stem(mended.as_deref().unwrap_or(folded));
    if stem.is_ascii() { stem.into_owned() } else { text::fold(&stem) }
}

/// A word to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Without case or accents.
    pub folded: String,
    /// Its stem.
    pub stem: String,
}

/// Most words that are searched for; the others say nothing.
const MAX_WORDS: usize = 32;

/// The words to search for, in order and each once. `None`: nothing was typed; no words: nothing that a text can hold.
pub(super) fn wanted(typed: &str) -> Option<Vec<Wanted>> {
    if typed.trim().is_empty() {
        return None;
    }
    let stemmer = stemmer();
    let mut all: Vec<Wanted> = Vec::new();
    for (_, word) in words(typed) {
        let folded = fold(word);
        // Said again it counts where it was said last, for the last may be a beginning.
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
