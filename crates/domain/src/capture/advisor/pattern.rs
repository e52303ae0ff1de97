//! A few words to look for, as the election's lists write them.

use thiserror::Error;

use super::words::{Word, words};

/// Words to look for in a text, one after another and whole: `los|nuestros ciudadanos`, `todos? los niños`.
///
/// A bar parts words of which any will do; a question mark after a word says that it may be missing. Capitals, accents
/// and punctuation do not count, neither here nor in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    any_of: Vec<String>,
    optional: bool,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternFault {
    /// Nothing has to be there.
    #[error("the pattern needs at least one word without a question mark")]
    Empty,
    /// A place between bars is not one word.
    #[error("`{0}` is not one word: write blanks between words and bars only between single words")]
    NotAWord(String),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When nothing has to be there, or something between bars is not a single word.
    pub fn parse(written: &str) -> Result<Self, PatternFault> {
        let mut steps = Vec::new();
        for step in written.split_whitespace() {
            let (step, optional) = step.strip_suffix('?').map_or((step, false), |step| (step, true));
            let mut any_of = Vec::new();
            for word in step.split('|') {
                match <[Word; 1]>::try_from(words(word)) {
                    Ok([word]) => any_of.push(word.folded),
                    Err(_) => return Err(PatternFault::NotAWord(word.to_owned())),
                }
            }
            steps.push(Step { any_of, optional });
        }
        if steps.iter().all(|step| step.optional) { Err(PatternFault::Empty) } else { Ok(Self(steps)) }
    }

    /// The words of a name, all needed; none when it has no words.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let steps: Vec<Step> =
            words(name).into_iter().map(|word| Step { any_of: vec![word.folded], optional: false }).collect();
        (!steps.is_empty()).then_some(Self(steps))
    }

    /// After the last word, when the pattern begins at `from`: the longest way.
    pub(super) fn end(&self, text: &[Word], from: usize) -> Option<usize> {
        fn walk(steps: &[Step], text: &[Word], at: usize) -> Option<usize> {
            let Some((step, rest)) = steps.split_first() else { return Some(at) };
            let here = text.get(at).is_some_and(|word| step.any_of.contains(&word.folded));
            let taken = if here { walk(rest, text, at + 1) } else { None };
            let skipped = || if step.optional { walk(rest, text, at) } else { None };
            taken.or_else(skipped)
        }
        walk(&self.0, text, from)
    }
}

/// A place where something of a list stands, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub from: usize,
    pub to: usize,
    pub what: T,
}

/// Of hits that overlap, only the longest, and of equals the first: «Coalición PT, Nueva Alianza y PES» is one name.
pub(super) fn longest<T>(mut hits: Vec<Hit<T>>) -> Vec<Hit<T>> {
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.to - hit.from), hit.from));
    let mut apart: Vec<Hit<T>> = Vec::new();
    for hit in hits {
        if apart.iter().all(|other| hit.to <= other.from || other.to <= hit.from) {
            apart.push(hit);
        }
    }
    apart.sort_by_key(|hit| hit.from);
    apart
}

/// Every place where one of some patterns stands, overlapping or not.
pub(super) fn hits<'a, T>(text: &[Word], patterns: impl IntoIterator<Item = (&'a Pattern, T)>) -> Vec<Hit<T>>
where
    T: Copy,
{
    let mut found = Vec::new();
    for (pattern, what) in patterns {
        found.extend((0..text.len()).filter_map(|from| Some(Hit { from, to: pattern.end(text, from)?, what })));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        let pattern = Pattern::parse(pattern).expect("a pattern");
        longest(hits(&words(text), [(&pattern, ())])).into_iter().map(|hit| (hit.from, hit.to)).collect()
    }

    #[test]
    fn a_pattern_is_found_whole_and_folded() {
        assert_eq!(found("todos? los|nuestros niños", "A TODOS LOS NIÑOS y a nuestros ninos"), [(1, 4), (6, 8)]);
        assert!(found("pan", "panadería, empanada").is_empty());
        assert_eq!(found("a? b? a b", "a b"), [(0, 2)]);
    }

    #[test]
    fn a_pattern_that_cannot_work_says_why() {
        assert_eq!(Pattern::parse("  "), Err(PatternFault::Empty));
        assert_eq!(Pattern::parse("todos?"), Err(PatternFault::Empty));
        assert_eq!(Pattern::parse("los||las niños"), Err(PatternFault::NotAWord(String::new())));
        assert_eq!(Pattern::parse("bien-estar"), Err(PatternFault::NotAWord("bien-estar".into())));
    }
}
