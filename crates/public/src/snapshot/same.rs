//! Whether two snapshots show the same: a refresh is held against a build by it.

use std::collections::BTreeSet;

use contract::public::Within;

use super::{
    Snapshot,
    search::{text::Searched, words},
};

/// Most words that are looked up in both.
const WORDS: usize = 400;

impl Snapshot {
    /// What differs between what two snapshots show, find, count and put in order; none when nothing does.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.entries.len() != other.entries.len() {
            return Some(format!("{} candidacies stand and {}", self.entries.len(), other.entries.len()));
        }
        for (left, right) in self.entries.iter().zip(&other.entries) {
            let same = left.profile == right.profile
                && left.ledger == right.ledger
                && (&left.short, &left.sort, &left.folio, left.rank)
                    == (&right.short, &right.sort, &right.folio, right.rank)
                && (&left.marks, &left.photos) == (&right.marks, &right.photos)
                && left.stamp() == right.stamp();
            if !same {
                return Some(format!("{} and {} differ", left.profile.card.slug, right.profile.card.slug));
            }
        }
        let whole = [
            ("those who stood", self.gone == other.gone),
            ("who has which option", self.bitmaps == other.bitmaps),
            ("the orders", self.orders == other.orders),
            ("addresses", self.by_short_id == other.by_short_id && self.withdrawn == other.withdrawn),
            ("photographs", self.photos == other.photos && self.withdrawn_photos == other.withdrawn_photos),
            ("how many are searched", self.text.len() == other.text.len()),
            ("everybody is searched", self.text.len() == self.entries.len() as u64),
        ];
        if let Some((what, _)) = whole.iter().find(|(_, same)| !same) {
            return Some(format!("{what} differ"));
        }
        self.sample().into_iter().find_map(|word| {
            let wanted = words::wanted(&word)?;
            let found =
                |snapshot: &Self| [Within::Names, Within::Texts].map(|within| snapshot.places_of(&wanted, within));
            (found(self) != found(other)).then(|| format!("what the word {word} finds differs"))
        })
    }

    /// Words of both, spread over all of what is shown.
    fn sample(&self) -> Vec<String> {
        let mut all: BTreeSet<String> = BTreeSet::new();
        for entry in &self.entries {
            for text in Searched::of(&self.catalog, &entry.profile).all() {
                all.extend(words::words(text).map(|(_, word)| words::fold(word)));
            }
        }
        let step = all.len().div_ceil(WORDS).max(1);
        all.into_iter().step_by(step).collect()
    }
}
