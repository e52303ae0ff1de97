//! What somebody should look at before sending the answers: it flags what may not be published (PTO II.A.1), so that
//! people decide. It never keeps anybody from sending.

mod copy;
mod language;
mod lists;
mod mention;
mod padding;
mod pattern;
mod people;
mod words;

use serde::{Deserialize, Serialize};

pub use copy::{Corpus, Near, Source};
pub use lists::{Alias, Case, Lists, Slogan, Term, Tone};
pub use pattern::{Pattern, PatternFault};
pub use people::People;

use crate::{
    candidacy::Registration,
    election::Election,
    ids::{CandidacyId, NominatorKey, QuestionKey},
    prohibition::Ground,
    questionnaire::{Answer, Answers, Kind},
};
use words::{Word, words};

/// What was found in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A good part is also in another candidacy's answers.
    CopyOfOther,
    /// A good part is also in the answers of the other person of the formula, which is common.
    CopyInFormula,
    /// A good part is also in another answer of the same candidacy.
    RepeatedAnswer,
    /// It seems to name another party or coalition.
    MentionOfParty,
    /// It seems to name another candidacy.
    MentionOfCandidacy,
    /// It holds a campaign slogan or a call to vote.
    Slogan,
    /// It names men only, or women by their tie to somebody.
    Sexist,
    /// It names people by a condition, or belittles a group.
    Discriminatory,
    /// It insults.
    Offensive,
    /// It is written in capitals.
    Capitals,
    /// It seems filled up: repeated words or sentences, rows of signs or blanks.
    Padding,
}

impl FindingKind {
    /// Every kind, in the order findings are told.
    pub const ALL: [Self; 11] = [
        Self::CopyOfOther,
        Self::CopyInFormula,
        Self::RepeatedAnswer,
        Self::MentionOfParty,
        Self::MentionOfCandidacy,
        Self::Slogan,
        Self::Sexist,
        Self::Discriminatory,
        Self::Offensive,
        Self::Capitals,
        Self::Padding,
    ];

    /// The ground it may come under.
    #[must_use]
    pub const fn ground(self) -> Ground {
        match self {
            Self::CopyOfOther | Self::CopyInFormula => Ground::Copy,
            Self::MentionOfParty | Self::MentionOfCandidacy => Ground::Mention,
            Self::Slogan => Ground::Slogan,
            Self::Sexist | Self::Discriminatory | Self::Offensive => Ground::OffensiveLanguage,
            Self::RepeatedAnswer | Self::Capitals | Self::Padding => Ground::Incomplete,
        }
    }
}

/// A passage of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Which line of an answer of several, from 0.
    pub item: usize,
    /// Its first character in the answer as typed, from 0, in Unicode scalar values.
    pub start: usize,
    /// After its last character.
    pub end: usize,
    /// The passage as typed; of one longer than [`Place::LONGEST`], its beginning and an ellipsis.
    pub passage: String,
}

impl Place {
    /// Most characters of a passage that are given back.
    pub const LONGEST: usize = 300;

    fn of(text: &str, item: usize, start: usize, end: usize) -> Self {
        let passage = if end - start > Self::LONGEST {
            words::slice(text, start, start + Self::LONGEST - 1) + "…"
        } else {
            words::slice(text, start, end)
        };
        Self { item, start, end, passage }
    }

    fn of_words(text: &Typed<'_>, from: usize, to: usize) -> Self {
        let start = text.words.get(from).map_or(0, |word| word.start);
        let end = to.checked_sub(1).and_then(|last| text.words.get(last)).map_or(start, |word| word.end);
        Self::of(text.text, text.item, start, end)
    }
}

/// Something to look at before sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The question.
    pub field: QuestionKey,
    /// What was found.
    pub kind: FindingKind,
    /// The ground it may come under.
    pub ground: Ground,
    /// Where, at least one place, in order.
    pub places: Vec<Place>,
    /// What it is and what to do, in Spanish. It names no candidacy and quotes only the author.
    pub words: String,
    /// What to write instead.
    pub suggestion: Option<String>,
    /// The candidacies it coincides with or names, the most alike first: for reviewers, see [`Finding::for_author`].
    pub others: Vec<CandidacyId>,
    /// How much of the answer is copied or repeated, in a hundred.
    pub share: Option<u8>,
}

impl Finding {
    fn new(field: &QuestionKey, kind: FindingKind, places: Vec<Place>, words: String) -> Self {
        Self {
            field: field.clone(),
            kind,
            ground: kind.ground(),
            places,
            words,
            suggestion: None,
            others: Vec::new(),
            share: None,
        }
    }

    /// What the author may see: not who else wrote or is named, for their work is not published yet.
    #[must_use]
    pub fn for_author(self) -> Self {
        Self { others: Vec::new(), ..self }
    }
}

/// Who wrote the answers.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// What the registry says of it.
    pub registration: &'a Registration,
}

/// One text of an answer, cut into words.
struct Typed<'a> {
    field: &'a QuestionKey,
    /// Whether it is a text of some length, rather than a line.
    long: bool,
    item: usize,
    text: &'a str,
    words: Vec<Word>,
}

/// The texts of the curricular questionnaire: the identity one is made of options, and nobody reads it by machine.
fn typed<'a>(election: &'a Election, answers: &'a Answers) -> Vec<Typed<'a>> {
    let mut texts = Vec::new();
    for question in election.curricular.sections.iter().flat_map(|section| &section.questions) {
        let long = matches!(question.kind, Kind::Text { .. });
        if !long && !matches!(question.kind, Kind::Line { .. } | Kind::List { .. }) {
            continue;
        }
        let lines = answers.get(&question.key).map(Answer::lines).unwrap_or_default();
        texts.extend(lines.into_iter().enumerate().map(|(item, text)| Typed {
            field: &question.key,
            long,
            item,
            text,
            words: words(text),
        }));
    }
    texts
}

/// What is known of everybody. The author's own candidacy may be among them: it is never found in its own answers.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What was sent.
    pub corpus: &'a Corpus,
    /// Who stands.
    pub people: &'a People,
}

/// Everything worth a look in a candidacy's answers, in the order of the questionnaire and of [`FindingKind::ALL`].
#[must_use]
pub fn advise(
    election: &Election,
    lists: &Lists,
    author: &Author<'_>,
    answers: &Answers,
    known: Known<'_>,
) -> Vec<Finding> {
    let texts = typed(election, answers);
    let mut findings = Vec::new();
    for text in &texts {
        if text.long {
            findings.extend(copy::findings(known.corpus, author, text));
            findings.extend(padding::findings(text));
        }
        findings.extend(mention::of_parties(election, lists, author, text));
        findings.extend(mention::of_people(lists, known.people, author, text));
        findings.extend(language::slogans(election, lists, author, text));
        findings.extend(language::terms(lists, text));
    }
    findings.extend(copy::repeated_answers(election, &texts));
    let place = |finding: &Finding| texts.iter().position(|text| *text.field == finding.field);
    findings.sort_by_key(|finding| (place(finding), finding.kind));
    findings
}

/// The parties and coalitions that are the author's own: the nominator, the responsible party, and what joins them.
fn own_nominators(election: &Election, author: &Author<'_>) -> Vec<NominatorKey> {
    let registration = author.registration;
    let mut parties = election.members(&registration.nominator);
    parties.extend(registration.responsible_party.clone());
    let joined = election.coalitions.iter().filter(|coalition| {
        coalition.key == registration.nominator
            || coalition.members.iter().any(|member| member.0 == registration.nominator.0)
    });
    let own = parties.into_iter().map(|party| NominatorKey(party.0));
    own.chain(joined.map(|coalition| coalition.key.clone())).collect()
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
