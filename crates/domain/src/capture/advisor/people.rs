//! The names of the candidacies, to find them in a text.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    copy::Source,
    pattern::Hit,
    words::{Word, words},
};
use crate::{
    candidacy::{Registration, RegistryStatus},
    ids::CandidacyId,
};

/// Fewest letters of a nickname that can be told from other words.
const NICKNAME: usize = 5;

pub(super) struct Person {
    pub source: Source,
    given: Vec<String>,
    pub surnames: Vec<String>,
    /// Whether both surnames are known: one alone is too common to be found.
    both: bool,
}

/// The names of those who stand.
#[derive(Default)]
pub struct People {
    people: BTreeMap<CandidacyId, Person>,
    /// By the first word of the given name.
    by_given: BTreeMap<String, Vec<CandidacyId>>,
    /// By the first word of the first surname.
    by_surname: BTreeMap<String, Vec<CandidacyId>>,
    by_nickname: BTreeMap<Vec<String>, Vec<CandidacyId>>,
    /// Every word of a given name.
    given: BTreeSet<String>,
}

fn folded(name: &str) -> Vec<String> {
    words(name).into_iter().map(|word| word.folded).collect()
}

impl People {
    /// The index of those who stand now: somebody who was substituted or cancelled is no longer a candidate.
    #[must_use]
    pub fn new<'a>(registered: impl IntoIterator<Item = (CandidacyId, &'a Registration)>) -> Self {
        let mut index = Self::default();
        for (candidacy, registration) in
            registered.into_iter().filter(|(_, registration)| registration.status == RegistryStatus::Active)
        {
            let (given, first, second) = (
                folded(&registration.given_name),
                folded(&registration.first_surname),
                folded(&registration.second_surname),
            );
            let both = !first.is_empty() && !second.is_empty();
            let surnames: Vec<String> = first.into_iter().chain(second).collect();
            for (key, index) in [(given.first(), &mut index.by_given), (surnames.first(), &mut index.by_surname)] {
                if let Some(key) = key {
                    index.entry(key.clone()).or_default().push(candidacy);
                }
            }
            index.given.extend(given.iter().cloned());
            let nickname = folded(&registration.nickname);
            if nickname.iter().map(|word| word.chars().count()).sum::<usize>() >= NICKNAME {
                index.by_nickname.entry(nickname).or_default().push(candidacy);
            }
            index
                .people
                .insert(candidacy, Person { source: Source::of(candidacy, registration), given, surnames, both });
        }
        // A nickname that two people share, such as «El Inge», identifies nobody; neither does one that is a common name.
        let is_name = |word: &String| index.by_given.contains_key(word) || index.by_surname.contains_key(word);
        index.by_nickname.retain(|nickname, bearers| bearers.len() == 1 && !nickname.iter().all(is_name));
        index
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.people.values().map(|person| &person.source)
    }

    pub(super) fn person(&self, candidacy: CandidacyId) -> Option<&Person> {
        self.people.get(&candidacy)
    }

    /// Every place that names somebody: the whole name in any letters, both surnames, or a nickname nobody else has.
    ///
    /// `is_shouted` says whether the words around a place are capitals, where surnames could be any words.
    pub(super) fn named(&self, text: &[Word], is_shouted: impl Fn(usize, usize) -> bool) -> Vec<Hit<CandidacyId>> {
        let mut hits = Vec::new();
        for (from, word) in text.iter().enumerate() {
            for candidacy in self.by_given.get(&word.folded).into_iter().flatten() {
                let Some(person) = self.people.get(candidacy) else { continue };
                let name: Vec<&String> = person.given.iter().chain(&person.surnames).collect();
                let to = from + name.len();
                // «Luz Campos» may be two words of a sentence; three in a row are a name.
                if stands(text, from, &name) && (name.len() > 2 || (are_names(text, from, to) && !is_shouted(from, to)))
                {
                    hits.push(Hit { from, to, what: *candidacy });
                }
            }
            for candidacy in self.by_surname.get(&word.folded).into_iter().flatten() {
                let Some(person) = self.people.get(candidacy).filter(|person| person.both) else { continue };
                let name: Vec<&String> = person.surnames.iter().collect();
                let to = from + name.len();
                if stands(text, from, &name)
                    && are_names(text, from, to)
                    && !is_shouted(from, to)
                    && !self.is_somebody_else(person, from.checked_sub(1).and_then(|before| text.get(before)))
                {
                    hits.push(Hit { from, to, what: *candidacy });
                }
            }
        }
        for (nickname, bearers) in &self.by_nickname {
            let (name, [candidacy]) = (nickname.iter().collect::<Vec<_>>(), bearers.as_slice()) else { continue };
            for from in 0..text.len() {
                let to = from + name.len();
                let stands = stands(text, from, &name) && are_names(text, from, to) && !is_shouted(from, to);
                if stands && text.get(from).is_some_and(|word| !word.opens) {
                    hits.push(Hit { from, to, what: *candidacy });
                }
            }
        }
        hits
    }

    /// Whether the word before two surnames is a given name that is not this person's: «Benito Juárez García».
    fn is_somebody_else(&self, person: &Person, before: Option<&Word>) -> bool {
        before.is_some_and(|before| {
            before.capital && self.given.contains(&before.folded) && !person.given.contains(&before.folded)
        })
    }
}

/// Whether the words of a name stand here with nothing between them: «luz, campos, flores» are three things.
fn stands(text: &[Word], from: usize, name: &[&String]) -> bool {
    let Some(here @ [_, rest @ ..]) = text.get(from..from + name.len()) else { return false };
    here.iter().zip(name).all(|(word, part)| word.folded == **part) && rest.iter().all(|word| word.follows)
}

/// Whether words are typed as names: each with a capital, but particles such as «de la».
fn are_names(text: &[Word], from: usize, to: usize) -> bool {
    let particle = |word: &Word| matches!(word.folded.as_str(), "de" | "del" | "la" | "las" | "los" | "y" | "el");
    text.get(from..to).is_some_and(|here| {
        here.iter().all(|word| word.capital || particle(word)) && here.iter().any(|word| word.capital)
    })
}
