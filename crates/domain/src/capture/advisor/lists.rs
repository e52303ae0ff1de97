//! What the advisor looks for: the election's own lists, and what follows from its parties and places.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    pattern::Pattern,
    words::{Word, words},
};
use crate::{election::Election, ids::NominatorKey};

/// How a party's name must be typed to be taken for a mention, for many are also common words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// In any letters: «acción nacional», «PRI», for nothing else is called so.
    Any,
    /// With a capital where none is due: «Morena» inside a sentence, not «piel morena» nor «Movimiento ciudadano».
    Proper,
    /// All capitals in a text that is not: «el PAN», neither «el pan» nor «EL PAN DE CADA DIA».
    Initials,
}

/// A name by which a party or coalition is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Whose.
    pub nominator: NominatorKey,
    /// The name.
    pub pattern: Pattern,
    /// How it is typed.
    pub case: Case,
}

/// A campaign slogan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slogan {
    /// Its words.
    pub pattern: Pattern,
    /// Whose; none when it is anybody's, such as a call to vote.
    pub nominator: Option<NominatorKey>,
}

/// What is the matter with a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Names men only, or women by their tie to somebody.
    Sexist,
    /// Names people by a condition, or belittles a group.
    Discriminatory,
    /// An insult.
    Offensive,
}

/// A term better said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term.
    pub pattern: Pattern,
    /// What is the matter.
    pub tone: Tone,
    /// What to write instead, if there is one thing.
    pub suggestion: Option<String>,
    /// Folded words that, close by, make it right: «niñas» beside «niños».
    pub unless: BTreeSet<String>,
}

/// Everything that is looked for.
#[derive(Debug, Clone)]
pub struct Lists {
    pub(super) aliases: Vec<Alias>,
    pub(super) slogans: Vec<Slogan>,
    pub(super) terms: Vec<Term>,
    pub(super) exempt: Vec<Pattern>,
    /// Folded one-word names of parties, which say nothing of how the text around is typed.
    pub(super) initials: BTreeSet<String>,
}

impl Lists {
    /// The lists of an election, completed with its parties' and coalitions' names and initials, and with its places,
    /// which are no mention of the people they are named after.
    ///
    /// An alias takes the place of what would follow from the same name or initials.
    #[must_use]
    pub fn new(
        election: &Election,
        mut aliases: Vec<Alias>,
        slogans: Vec<Slogan>,
        terms: Vec<Term>,
        mut exempt: Vec<Pattern>,
    ) -> Self {
        let parties = election.parties.iter().map(|party| (NominatorKey(party.key.0.clone()), party.name.as_str()));
        let coalitions = election.coalitions.iter().map(|coalition| (coalition.key.clone(), coalition.name.as_str()));
        let mut initials = BTreeSet::new();
        for (nominator, name) in parties.chain(coalitions) {
            initials.extend(words(nominator.as_str()).into_iter().map(|word| word.folded));
            // A name of three words is nobody else's; «movimiento ciudadano» can be any movement of citizens.
            let case = if words(name).len() > 2 { Case::Any } else { Case::Proper };
            for (name, case) in [(name, case), (nominator.as_str(), Case::Initials)] {
                let Some(pattern) = Pattern::of_name(name) else { continue };
                if aliases.iter().all(|alias| alias.pattern != pattern) {
                    aliases.push(Alias { nominator: nominator.clone(), pattern, case });
                }
            }
        }
        exempt.extend(election.territories.iter().filter_map(|territory| Pattern::of_name(&territory.name)));
        Self { aliases, slogans, terms, exempt, initials }
    }

    /// The folded words of a list's cell, parted by blanks or bars.
    #[must_use]
    pub fn folded_words(cell: &str) -> BTreeSet<String> {
        words(cell).into_iter().map(|word| word.folded).collect()
    }

    /// Whether the words around a place are mostly capitals, so that capitals there mean nothing.
    pub(super) fn is_shouted(&self, text: &[Word], from: usize, to: usize) -> bool {
        const AROUND: usize = 6;
        let before = text.get(from.saturating_sub(AROUND)..from).unwrap_or_default();
        let after = text.get(to..text.len().min(to + AROUND)).unwrap_or_default();
        let telling = |word: &&Word| word.folded.len() > 1 && !self.initials.contains(&word.folded);
        let (mut all, mut upper) = (0, 0);
        for word in before.iter().chain(after).filter(telling) {
            all += 1;
            upper += usize::from(word.upper);
        }
        upper * 2 > all
    }
}
