//! The pieces of what a candidacy shows that the words were found in, made from its own text.

use std::{collections::BTreeSet, ops::Range};

use contract::public::{Passage, PublicProfile, Segment, Within};
use frostem::Stemmer;

use super::words::{self, Wanted};
use crate::snapshot::filters::Catalog;

/// Bytes of text before the first word and in all, more or less: a passage is cut between words.
const BEFORE: usize = 60;
const LENGTH: usize = 240;
/// Most texts that are shown of one candidacy.
const TEXTS: usize = 2;

struct Hit {
    range: Range<usize>,
    word: usize,
}

/// The name, when a word is in it, and the texts with most of the words.
pub(in crate::snapshot) fn of(
    catalog: &Catalog,
    profile: &PublicProfile,
    wanted: &[Wanted],
    within: Within,
) -> Vec<Passage> {
    let mut passages = Vec::new();
    if within != Within::Texts {
        let card = &profile.card;
        for (label, text) in [("Nombre", &card.name), ("Sobrenombre", &card.nickname)] {
            let hits = in_name(text, wanted);
            if !hits.is_empty() {
                let segments = segments(text, 0..text.len(), &hits);
                passages.push(Passage {
                    question: None,
                    label: label.to_owned(),
                    segments,
                    cut_before: false,
                    cut_after: false,
                });
            }
        }
    }
    if within != Within::Names {
        passages.extend(of_texts(catalog, profile, wanted));
    }
    passages
}

fn of_texts(catalog: &Catalog, profile: &PublicProfile, wanted: &[Wanted]) -> Vec<Passage> {
    let stemmer = words::stemmer();
    let answers = profile.published.as_ref().map(|published| &published.answers);
    let mut found = Vec::new();
    for (key, label) in &catalog.searched {
        let Some(answer) = answers.and_then(|answers| answers.get(key)) else { continue };
        for text in answer.lines() {
            let hits = in_text(&stemmer, text, wanted);
            if let Some((distinct, first)) = densest(&hits) {
                let window = window(text, hits[first].range.start);
                let passage = Passage {
                    question: Some(key.clone()),
                    label: label.clone(),
                    segments: segments(text, window.clone(), &hits),
                    cut_before: window.start > 0,
                    cut_after: window.end < text.len(),
                };
                found.push((distinct, passage));
            }
        }
    }
    // Stable: texts with as many words stay in the order of the questions.
    found.sort_by_key(|(distinct, _)| std::cmp::Reverse(*distinct));
    found.into_iter().take(TEXTS).map(|(_, passage)| passage).collect()
}

fn in_name(text: &str, wanted: &[Wanted]) -> Vec<Hit> {
    let last = wanted.last();
    let hit = |(range, word): (Range<usize>, &str)| {
        let folded = words::fold(word);
        let exact = wanted.iter().position(|wanted| wanted.folded == folded);
        let begun = || last.filter(|last| folded.starts_with(&last.folded)).map(|_| wanted.len() - 1);
        exact.or_else(begun).map(|word| Hit { range, word })
    };
    words::words(text).filter_map(hit).collect()
}

fn in_text(stemmer: &Stemmer, text: &str, wanted: &[Wanted]) -> Vec<Hit> {
    // A stem begins as its word does: only the few words that begin like one that is wanted are stemmed.
    let begins: Vec<String> = wanted.iter().map(|wanted| wanted.stem.chars().take(3).collect()).collect();
    let hit = |(range, word): (Range<usize>, &str)| {
        let likely = begins.iter().any(|begin| words::begins(word, begin));
        let stem = likely.then(|| words::stem(stemmer, &words::fold(word)))?;
        wanted.iter().position(|wanted| wanted.stem == stem).map(|word| Hit { range, word })
    };
    words::words(text).filter_map(hit).collect()
}

/// The hit from which a passage holds most of the words, and how many.
fn densest(hits: &[Hit]) -> Option<(usize, usize)> {
    let distinct = |first: usize| {
        let end = hits[first].range.start + LENGTH - BEFORE;
        let inside = hits[first..].iter().take_while(|hit| hit.range.end <= end);
        inside.map(|hit| hit.word).collect::<BTreeSet<_>>().len().max(1)
    };
    let best = (0..hits.len()).map(|first| (distinct(first), first));
    best.max_by_key(|(distinct, first)| (*distinct, std::cmp::Reverse(*first)))
}

/// Where to cut a text around a hit, so that no word is cut.
fn window(text: &str, hit: usize) -> Range<usize> {
    let from = hit.saturating_sub(BEFORE);
    let start = match from {
        0 => 0,
        _ => words::words(&text[..hit]).map(|(range, _)| range.start).find(|start| *start >= from).unwrap_or(hit),
    };
    let limit = start + LENGTH;
    if text.len() <= limit {
        return start..text.len();
    }
    let ends = words::words(&text[hit..]).map(|(range, _)| hit + range.end);
    let mut end = hit;
    for next in ends {
        if next > limit && end > hit {
            break;
        }
        end = next;
    }
    start..end
}

fn segments(text: &str, window: Range<usize>, hits: &[Hit]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| {
        if !range.is_empty() {
            segments.push(Segment { text: text[range].to_owned(), hit });
        }
    };
    let mut at = window.start;
    for hit in hits.iter().filter(|hit| hit.range.start >= window.start && hit.range.end <= window.end) {
        push(at..hit.range.start, false);
        push(hit.range.clone(), true);
        at = hit.range.end;
    }
    push(at..window.end, false);
    segments
}
