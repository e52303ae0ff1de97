//! What changed from one text to another, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// A stretch of words that were left, taken away or put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stretch {
    /// What became of them.
    pub change: Change,
    /// The words, with the blanks after them.
    pub text: String,
}

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WordChange))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// They are in both.
    Kept,
    /// They are only in the one before.
    Removed,
    /// They are only in the one after.
    Added,
}

/// The stretches of two texts: those kept and removed give the one before, those kept and added the one after.
#[must_use]
pub fn by_words(before: &str, after: &str) -> Vec<Stretch> {
    let words = |text: &'_ str| text.split_inclusive(char::is_whitespace).map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(before), words(after));
    let mut stretches: Vec<Stretch> = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        for word in step.iter_changes(&old, &new) {
            let change = match word.tag() {
                ChangeTag::Equal => Change::Kept,
                ChangeTag::Delete => Change::Removed,
                ChangeTag::Insert => Change::Added,
            };
            match stretches.last_mut() {
                Some(last) if last.change == change => last.text.push_str(word.value_ref()),
                _ => stretches.push(Stretch { change, text: word.value() }),
            }
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(stretches: &[Stretch], without: Change) -> String {
        stretches.iter().filter(|stretch| stretch.change != without).map(|stretch| stretch.text.as_str()).collect()
    }

    #[test]
    fn the_stretches_give_both_texts_back() {
        let pairs = [
            ("", ""),
            ("", "Agua para todos"),
            ("Agua para todos", ""),
            ("Agua y caminos\npara todas", "Agua, caminos y escuelas\npara todas y todos"),
            ("a  b\tc", "a b c"),
            ("niñez ñandú 💧", "niñas y niños 💧"),
        ];
        for (before, after) in pairs {
            let stretches = by_words(before, after);
            assert_eq!(side(&stretches, Change::Added), before);
            assert_eq!(side(&stretches, Change::Removed), after);
            assert!(stretches.windows(2).all(|two| two[0].change != two[1].change), "{stretches:?}");
        }
    }

    #[test]
    fn only_the_words_that_changed_are_marked() {
        let stretches = by_words("Construir diez escuelas en 2024.", "Construir doce escuelas en 2024.");
        let marked: Vec<(Change, &str)> =
            stretches.iter().map(|stretch| (stretch.change, stretch.text.as_str())).collect();
        assert_eq!(
            marked,
            [
                (Change::Kept, "Construir "),
                (Change::Removed, "diez "),
                (Change::Added, "doce "),
                (Change::Kept, "escuelas en 2024.")
            ]
        );
    }
}
