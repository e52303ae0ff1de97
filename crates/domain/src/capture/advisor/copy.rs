//! Passages that two answers share, found exactly: every run of five words of every text is in one index.
//!
//! An index of all runs, rather than sketches of the texts such as `MinHash`, because it misses nothing it is asked for,
//! also a short proposal inside a long text, and an election's texts are few: see `docs/developers/advisor.md` for the figures.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

use super::{
    Author, Finding, FindingKind, Place, Typed, typed,
    words::{Word, words},
};
use crate::{
    candidacy::Registration,
    election::Election,
    ids::{CandidacyId, PartyKey, QuestionKey},
    questionnaire::Answers,
    text,
};

/// Words of a run. Two people seldom write the same five words by chance, and never fifteen.
const RUN: usize = 5;
/// Fewest equal words of a passage that counts: names of laws and institutions are shorter.
const PASSAGE: usize = 15;
/// Changed or added words inside a passage that do not end it.
const BRIDGE: usize = 3;
/// The share of an answer, in a hundred, from which it is a copy.
const SHARE: usize = 30;
/// The words copied from which it is a copy whatever the share: a whole proposal inside a long text.
const MANY: usize = 40;

/// Whose a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// What owner and substitute share.
    pub formula: String,
    /// The person: the same one may stand for two offices, and does not copy then.
    pub person: String,
    /// The party that captures it; none for independents.
    pub party: Option<PartyKey>,
    /// Whether it was never sent: only its own party is told of a copy then.
    pub draft: bool,
}

impl Source {
    /// The source of a candidacy's texts.
    #[must_use]
    pub fn of(candidacy: CandidacyId, registration: &Registration) -> Self {
        let person = format!("{} {}", text::fold(&registration.full_name()), registration.birth_date);
        let party = registration.responsible_party.clone();
        // As the published list joins them: a registry may number the formulas of each contest anew.
        let Registration { office, territory, nominator, formula, .. } = registration;
        let formula = format!("{office} {territory} {nominator} {formula}");
        Self { candidacy, formula, person, party, draft: false }
    }

    /// The same, of a candidacy whose answers were never sent.
    #[must_use]
    pub fn draft(self) -> Self {
        Self { draft: true, ..self }
    }

    /// Whether an author may be told that a text of this source coincides with theirs. A draft that was never sent is
    /// only compared within its party: nobody else may find out by trying what it says.
    fn is_open_to(&self, author: &Self) -> bool {
        !self.draft || (self.party.is_some() && self.party == author.party)
    }
}

struct Text {
    candidacy: CandidacyId,
    question: QuestionKey,
    runs: Box<[u32]>,
}

/// The long texts of every candidacy, indexed by their runs of words. It keeps no text, only hashes.
#[derive(Default)]
pub struct Corpus {
    /// Run and text. A set in order holds both in eight bytes and gives the texts of a run as a range.
    postings: BTreeSet<(u32, u32)>,
    texts: BTreeMap<u32, Text>,
    sources: BTreeMap<CandidacyId, (Source, Vec<u32>)>,
    /// Runs of the questionnaire's own words, which many repeat before they answer.
    questions: BTreeSet<u32>,
    next: u32,
}

/// How far a text is also in one of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Whose text.
    pub candidacy: CandidacyId,
    /// Its question.
    pub question: QuestionKey,
    /// The equal words, as ranges.
    equal: Vec<Range<usize>>,
    /// How many words are equal.
    pub words: usize,
    /// Those words in a hundred of the text that was asked about.
    pub share: u8,
}

impl Near {
    /// Whether so much is shared that it is a copy.
    #[must_use]
    pub const fn is_copy(&self) -> bool {
        is_copy(self.words, self.share)
    }
}

const fn is_copy(words: usize, share: u8) -> bool {
    words >= MANY || (words >= PASSAGE && share as usize >= SHARE)
}

fn runs(text: &[Word]) -> Vec<u32> {
    text.windows(RUN)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            for word in run {
                word.folded.hash(&mut hasher);
            }
            // Half of the hash is enough: a false hit gives five words, and a passage needs fifteen.
            (hasher.finish() >> 32) as u32
        })
        .collect()
}

/// Ranges of words put in order and joined where there are at most `gap` words between them.
fn joined(mut ranges: Vec<Range<usize>>, gap: usize) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end + gap => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

fn total(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(Range::len).sum()
}

/// The equal words of a text, given where the runs it shares begin, but those of passages too short to count.
fn equal_words(hits: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
    let mut equal = joined(hits.into_iter().map(|hit| hit..hit + RUN).collect(), 0);
    let passages = joined(equal.clone(), BRIDGE);
    let within =
        |range: &Range<usize>, passage: &Range<usize>| passage.start <= range.start && range.end <= passage.end;
    let counts = |passage: &&Range<usize>| {
        equal.iter().filter(|range| within(range, passage)).map(Range::len).sum::<usize>() >= PASSAGE
    };
    let passages: Vec<Range<usize>> = passages.iter().filter(counts).cloned().collect();
    equal.retain(|range| passages.iter().any(|passage| within(range, passage)));
    equal
}

/// Where some equal words stand, small changes between them included.
fn places(text: &Typed<'_>, equal: &[Range<usize>]) -> Vec<Place> {
    let passages = joined(equal.to_vec(), BRIDGE);
    passages.iter().map(|range| Place::of_words(text, range.start, range.end)).collect()
}

fn share(equal: usize, all: usize) -> u8 {
    u8::try_from((equal * 100).checked_div(all).unwrap_or(0)).unwrap_or(100)
}

impl Corpus {
    /// An empty corpus that knows the words of the questions.
    #[must_use]
    pub fn new(election: &Election) -> Self {
        let texts = election.questions().flat_map(|(_, question)| [Some(&question.label), question.help.as_ref()]);
        let questions = texts.flatten().flat_map(|words_of_it| runs(&words(words_of_it))).collect();
        Self { questions, ..Self::default() }
    }

    /// Puts a candidacy's texts in the place of those it had.
    pub fn put(&mut self, election: &Election, source: Source, answers: &Answers) {
        let candidacy = source.candidacy;
        self.remove(candidacy);
        let mut own = Vec::new();
        for text in typed(election, answers).into_iter().filter(|text| text.long) {
            let id = self.next;
            self.next += 1;
            let mut runs = runs(&text.words);
            runs.sort_unstable();
            runs.dedup();
            runs.retain(|run| !self.questions.contains(run));
            self.postings.extend(runs.iter().map(|run| (*run, id)));
            self.texts.insert(id, Text { candidacy, question: text.field.clone(), runs: runs.into_boxed_slice() });
            own.push(id);
        }
        self.sources.insert(candidacy, (source, own));
    }

    /// Forgets a candidacy's texts.
    pub fn remove(&mut self, candidacy: CandidacyId) {
        for id in self.sources.remove(&candidacy).map(|(_, own)| own).unwrap_or_default() {
            for run in self.texts.remove(&id).map(|text| text.runs).unwrap_or_default() {
                self.postings.remove(&(run, id));
            }
        }
    }

    /// How many texts it holds, and how many runs.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.texts.len(), self.postings.len())
    }

    /// The texts that share a passage with this one, the most alike first. Nothing here says that it is a copy, see
    /// [`Near::is_copy`]; whose text it is does not count.
    #[must_use]
    pub fn near(&self, text: &str) -> Vec<Near> {
        self.near_words(&words(text))
    }

    fn near_words(&self, text: &[Word]) -> Vec<Near> {
        let mut hits: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, run) in runs(text).into_iter().enumerate() {
            for (_, id) in self.postings.range((run, 0)..=(run, u32::MAX)) {
                hits.entry(*id).or_default().push(at);
            }
        }
        let mut near: Vec<Near> = hits
            .into_iter()
            .filter_map(|(id, hits)| {
                let equal = equal_words(hits);
                let words = total(&equal);
                let Text { candidacy, question, .. } = self.texts.get(&id)?;
                let (candidacy, question) = (*candidacy, question.clone());
                (words > 0).then(|| Near { candidacy, question, words, share: share(words, text.len()), equal })
            })
            .collect();
        near.sort_by_key(|text| std::cmp::Reverse(text.words));
        near
    }
}

/// A copy of others, or else of the other person of the formula. What is pieced together from several counts as one.
pub(super) fn findings(corpus: &Corpus, author: &Author<'_>, text: &Typed<'_>) -> Option<Finding> {
    let own = Source::of(author.candidacy, author.registration);
    let mut near = corpus.near_words(&text.words);
    near.retain(|text| {
        corpus.sources.get(&text.candidacy).is_some_and(|(other, _)| {
            other.candidacy != own.candidacy && other.person != own.person && other.is_open_to(&own)
        })
    });
    let in_formula =
        |text: &Near| corpus.sources.get(&text.candidacy).is_some_and(|(other, _)| other.formula == own.formula);
    let (formula, others): (Vec<Near>, Vec<Near>) = near.into_iter().partition(in_formula);
    copied(text, FindingKind::CopyOfOther, &others).or_else(|| copied(text, FindingKind::CopyInFormula, &formula))
}

fn copied(text: &Typed<'_>, kind: FindingKind, near: &[Near]) -> Option<Finding> {
    let equal = joined(near.iter().flat_map(|text| text.equal.iter().cloned()).collect(), 0);
    let share = share(total(&equal), text.words.len());
    if !is_copy(total(&equal), share) {
        return None;
    }
    let words = if kind == FindingKind::CopyInFormula {
        format!(
            "El {share} % de esta respuesta coincide con el texto de su compañera o compañero de fórmula. Es frecuente \
             que una fórmula comparta sus propuestas: revise que así lo quiera."
        )
    } else {
        format!(
            "El {share} % de esta respuesta coincide con el texto de otra candidatura. No se publican copias de \
             propuestas de otras candidaturas: escríbala con sus propias palabras."
        )
    };
    let mut others = Vec::new();
    for text in near {
        if !others.contains(&text.candidacy) {
            others.push(text.candidacy);
        }
    }
    Some(Finding { share: Some(share), others, ..Finding::new(text.field, kind, places(text, &equal), words) })
}

/// Answers that repeat an earlier one of the same candidacy.
pub(super) fn repeated_answers(election: &Election, texts: &[Typed<'_>]) -> Vec<Finding> {
    let long: Vec<(&Typed<'_>, Vec<u32>)> =
        texts.iter().filter(|text| text.long).map(|text| (text, runs(&text.words))).collect();
    let mut findings = Vec::new();
    for (at, (text, own)) in long.iter().enumerate() {
        let repeats = |(earlier, theirs): &(&Typed<'_>, Vec<u32>)| {
            let theirs: BTreeSet<&u32> = theirs.iter().collect();
            let equal = equal_words((0..own.len()).filter(|hit| theirs.contains(&own[*hit])));
            let share = share(total(&equal), text.words.len());
            is_copy(total(&equal), share).then(|| {
                let label = election.question(&earlier.field.0).map_or("", |(_, question)| question.label.as_str());
                let words = format!(
                    "El {share} % de esta respuesta repite lo que escribió en «{label}». Escriba aquí algo distinto."
                );
                let finding = Finding::new(text.field, FindingKind::RepeatedAnswer, places(text, &equal), words);
                Finding { share: Some(share), ..finding }
            })
        };
        findings.extend(long[..at].iter().filter_map(repeats).max_by_key(|finding| finding.share));
    }
    findings
}

/// The places where a text repeats itself, and the share of its words they are.
pub(super) fn repeats_itself(text: &Typed<'_>) -> (Vec<Place>, u8) {
    let mut seen = BTreeSet::new();
    let again = runs(&text.words).into_iter().enumerate().filter(|(_, run)| !seen.insert(*run)).map(|(at, _)| at);
    let repeated = joined(again.map(|at| at..at + RUN).collect(), 0);
    (places(text, &repeated), share(total(&repeated), text.words.len()))
}
