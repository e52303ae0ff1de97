//! Slogans (PTO II.A.1.VII) and terms better said otherwise (PTO II.A.1.III and X), from the election's lists.

use super::{
    Author, Finding, FindingKind, Lists, Place, Typed,
    lists::{Term, Tone},
    mention::quoted,
    own_nominators,
    pattern::{Hit, hits, longest},
    words::Word,
};
use crate::election::Election;

/// How many words off a word that makes a term right may stand.
const CLOSE: usize = 4;

/// One finding for each slogan in a text.
pub(super) fn slogans(election: &Election, lists: &Lists, author: &Author<'_>, text: &Typed<'_>) -> Vec<Finding> {
    let own = own_nominators(election, author);
    let found = hits(&text.words, lists.slogans.iter().map(|slogan| (&slogan.pattern, slogan)));
    let finding = |hit: &Hit<&super::Slogan>| {
        let places = vec![Place::of_words(text, hit.from, hit.to)];
        let quotation = quoted(&places)?;
        let words = match &hit.what.nominator {
            Some(nominator) if own.contains(nominator) => {
                format!("{quotation} es un lema. Quítelo: los lemas de campaña no se publican, tampoco los propios.")
            }
            Some(_) => {
                format!("{quotation} es un lema de otro partido o coalición. Quítelo: los lemas no se publican.")
            }
            None => format!("{quotation} parece propaganda. Quítelo: aquí no se pide el voto ni se publican lemas."),
        };
        Some(Finding::new(text.field, FindingKind::Slogan, places, words))
    };
    longest(found).iter().filter_map(finding).collect()
}

/// One finding for each term in a text, with every place it stands.
pub(super) fn terms(lists: &Lists, text: &Typed<'_>) -> Vec<Finding> {
    let mut found = hits(&text.words, lists.terms.iter().map(|term| (&term.pattern, term)));
    found = longest(found);
    found.retain(|hit| !is_right(&text.words, hit));
    let mut findings = Vec::new();
    for (at, hit) in found.iter().enumerate() {
        let same = |other: &&Hit<&Term>| std::ptr::eq(other.what, hit.what);
        if found[..at].iter().any(|other| same(&other)) {
            continue;
        }
        let places: Vec<Place> =
            found.iter().filter(same).map(|other| Place::of_words(text, other.from, other.to)).collect();
        let Some(quotation) = quoted(&places) else { continue };
        let (kind, trouble) = match hit.what.tone {
            Tone::Sexist => (FindingKind::Sexist, "puede ser lenguaje sexista"),
            Tone::Discriminatory => (FindingKind::Discriminatory, "puede ser discriminatorio"),
            Tone::Offensive => (FindingKind::Offensive, "puede ser ofensivo"),
        };
        let advice = match &hit.what.suggestion {
            Some(suggestion) => format!("Puede escribir «{suggestion}»."),
            None => "Quítelo o dígalo con respeto.".to_owned(),
        };
        let suggestion = hit.what.suggestion.clone();
        let words = format!("{quotation} {trouble}. {advice}");
        findings.push(Finding { suggestion, ..Finding::new(text.field, kind, places, words) });
    }
    findings
}

/// Whether a word close by makes a term right: «niñas y niños», «las y los ciudadanos».
fn is_right(text: &[Word], hit: &Hit<&Term>) -> bool {
    let around = |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default();
    let before = around(hit.from.saturating_sub(CLOSE), hit.from);
    let after = around(hit.to, hit.to + CLOSE);
    let named = before.iter().chain(after).any(|word| hit.what.unless.contains(&word.folded));
    let mut back = before.iter().rev().map(|word| word.folded.as_str());
    let last = match back.next() {
        Some("y" | "o" | "e" | "u") => back.next(),
        last => last,
    };
    named || (hit.what.tone == Tone::Sexist && matches!(last, Some("las" | "todas" | "nuestras" | "unas" | "muchas")))
}
