//! Mentions of other parties and candidacies (PTO II.A.1.V).

use std::collections::BTreeSet;

use super::{
    Author, Finding, FindingKind, Lists, Place, Typed,
    lists::Case,
    own_nominators,
    pattern::{Hit, Pattern, hits, longest},
    people::People,
    words::Word,
};
use crate::{election::Election, ids::CandidacyId};

/// One finding for all the mentions of other parties and coalitions in a text.
pub(super) fn of_parties(election: &Election, lists: &Lists, author: &Author<'_>, text: &Typed<'_>) -> Option<Finding> {
    let own = own_nominators(election, author);
    let mut found = hits(&text.words, lists.aliases.iter().map(|alias| (&alias.pattern, alias)));
    found.retain(|hit| match hit.what.case {
        Case::Any => true,
        Case::Proper => is_proper(lists, &text.words, hit.from, hit.to),
        Case::Initials => {
            text.words[hit.from..hit.to].iter().all(|word| word.upper)
                && !lists.is_shouted(&text.words, hit.from, hit.to)
        }
    });
    // Own names take their place first, so that «PT» inside one's own coalition's name is no mention.
    let mut found = longest(found);
    found.retain(|hit| !own.contains(&hit.what.nominator));
    let found = not_exempt(lists, text, found);
    let places: Vec<Place> = found.iter().map(|hit| Place::of_words(text, hit.from, hit.to)).collect();
    let words = format!(
        "{} parece nombrar a otro partido o coalición. Si es así, quítelo: no se mencionan otros partidos ni candidaturas.",
        quoted(&places)?
    );
    Some(Finding::new(text.field, FindingKind::MentionOfParty, places, words))
}

/// «Morena» inside a sentence, «MORENA» anywhere that is not all capitals, «Movimiento Ciudadano» with both capitals.
/// In a text of capitals nothing tells a single word from a party, and two or more words are taken for the name.
fn is_proper(lists: &Lists, text: &[Word], from: usize, to: usize) -> bool {
    let here = &text[from..to];
    let capitals = here.iter().all(|word| word.capital || word.folded.chars().count() < 4);
    match here {
        [word] => capitals && (word.upper || !word.opens) && !lists.is_shouted(text, from, to),
        _ => capitals,
    }
}

/// One finding for all the mentions of other candidacies in a text.
pub(super) fn of_people(lists: &Lists, people: &People, author: &Author<'_>, text: &Typed<'_>) -> Option<Finding> {
    let mut found = people.named(&text.words, |from, to| lists.is_shouted(&text.words, from, to));
    // Most texts name nobody: what follows looks at every candidacy.
    if found.is_empty() {
        return None;
    }
    let own = people.own(author);
    // The surnames alone may be the author's, or the partner's, as well as a relative's.
    let shared = |surnames: &[String]| {
        own.iter().filter_map(|candidacy| people.person(*candidacy)).any(|person| person.surnames == surnames)
    };
    found.retain(|hit| {
        let Some(person) = people.person(hit.what) else { return false };
        let by_surnames = hit.to - hit.from == person.surnames.len();
        let is_own = own.contains(&hit.what) || (by_surnames && shared(&person.surnames));
        !is_own
    });
    let found = not_exempt(lists, text, found);
    let mut others: Vec<CandidacyId> = Vec::new();
    for hit in &found {
        if !others.contains(&hit.what) {
            others.push(hit.what);
        }
    }
    let places: Vec<Place> = longest(found).iter().map(|hit| Place::of_words(text, hit.from, hit.to)).collect();
    let words = format!(
        "{} parece nombrar a otra candidatura. Si es así, quítelo: no se mencionan otros partidos ni candidaturas.",
        quoted(&places)?
    );
    Some(Finding { others, ..Finding::new(text.field, FindingKind::MentionOfCandidacy, places, words) })
}

impl People {
    /// The candidacies that are the author's own: itself, the same person's, and the other of the formula.
    fn own(&self, author: &Author<'_>) -> BTreeSet<CandidacyId> {
        let own = super::copy::Source::of(author.candidacy, author.registration);
        self.sources()
            .filter(|other| {
                other.candidacy == own.candidacy || other.person == own.person || other.formula == own.formula
            })
            .map(|other| other.candidacy)
            .collect()
    }
}

/// Hits that are not part of something else's name: «municipio de Luis Moya», «Universidad Francisco García Salinas».
fn not_exempt<T: Copy>(lists: &Lists, text: &Typed<'_>, found: Vec<Hit<T>>) -> Vec<Hit<T>> {
    if found.is_empty() {
        return found;
    }
    let exempt = hits(&text.words, lists.exempt.iter().map(|pattern: &Pattern| (pattern, ())));
    let inside = |hit: &Hit<T>| exempt.iter().any(|name| name.from <= hit.from && hit.to <= name.to);
    found.into_iter().filter(|hit| !inside(hit)).collect()
}

/// The different passages between quotation marks; none when there are none.
pub(super) fn quoted(places: &[Place]) -> Option<String> {
    let mut passages: Vec<String> = Vec::new();
    for place in places {
        let passage = format!("«{}»", place.passage);
        if !passages.contains(&passage) {
            passages.push(passage);
        }
    }
    (!passages.is_empty()).then(|| passages.join(", "))
}
