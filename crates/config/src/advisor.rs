//! The lists of the author's advisor.

use domain::{
    capture::advisor::{Alias, Case, Lists, Pattern, Slogan, Term, Tone},
    election::{Coalition, Election, Party},
    ids::NominatorKey,
};

use super::{Checker, sheets::read};

/// What the files hold; [`Entries::complete`] adds what follows from the election.
pub(super) struct Entries {
    aliases: Vec<Alias>,
    slogans: Vec<Slogan>,
    terms: Vec<Term>,
    exempt: Vec<Pattern>,
}

const ALIASES: &str = "advisor/aliases.csv";
const SLOGANS: &str = "advisor/slogans.csv";
const TERMS: &str = "advisor/terms.csv";
const EXEMPT: &str = "advisor/exempt.csv";

pub(super) fn entries(checker: &mut Checker<'_>, parties: &[Party], coalitions: &[Coalition]) -> Entries {
    let is_nominator = |nominator: &NominatorKey| {
        parties.iter().any(|party| party.key.0 == nominator.0)
            || coalitions.iter().any(|coalition| coalition.key == *nominator)
    };
    Entries {
        aliases: aliases(checker, is_nominator),
        slogans: slogans(checker, is_nominator),
        terms: terms(checker),
        exempt: exempt(checker),
    }
}

impl Entries {
    pub(super) fn complete(self, election: &Election) -> Lists {
        Lists::new(election, self.aliases, self.slogans, self.terms, self.exempt)
    }
}

fn nominator(
    checker: &mut Checker<'_>,
    file: &str,
    line: usize,
    key: &str,
    is_nominator: impl Fn(&NominatorKey) -> bool,
) -> Option<NominatorKey> {
    let nominator = NominatorKey::from(key);
    if is_nominator(&nominator) {
        return Some(nominator);
    }
    checker.fault(file, line, format!("`{key}` is neither a party of parties.csv nor a coalition of coalitions.csv"));
    None
}

fn pattern(checker: &mut Checker<'_>, file: &str, line: usize, written: &str) -> Option<Pattern> {
    Pattern::parse(written).inspect_err(|fault| checker.fault(file, line, fault.to_string())).ok()
}

fn aliases(checker: &mut Checker<'_>, is_nominator: impl Fn(&NominatorKey) -> bool) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for record in read(checker, ALIASES, &["pattern", "nominator", "case"]) {
        let [written, key, case] = record.cells.as_slice() else { continue };
        let nominator = nominator(checker, ALIASES, record.line, key, &is_nominator);
        let pattern = pattern(checker, ALIASES, record.line, written);
        let case = match case.as_str() {
            "any" => Some(Case::Any),
            "proper" => Some(Case::Proper),
            "initials" => Some(Case::Initials),
            other => {
                checker.fault(ALIASES, record.line, format!("the case `{other}` must be any, proper or initials"));
                None
            }
        };
        if let (Some(pattern), Some(nominator), Some(case)) = (pattern, nominator, case) {
            aliases.push(Alias { nominator, pattern, case });
        }
    }
    aliases
}

fn slogans(checker: &mut Checker<'_>, is_nominator: impl Fn(&NominatorKey) -> bool) -> Vec<Slogan> {
    let mut slogans = Vec::new();
    for record in read(checker, SLOGANS, &["pattern", "nominator"]) {
        let [written, key] = record.cells.as_slice() else { continue };
        let nominator =
            if key.is_empty() { None } else { nominator(checker, SLOGANS, record.line, key, &is_nominator) };
        if let Some(pattern) = pattern(checker, SLOGANS, record.line, written) {
            slogans.push(Slogan { pattern, nominator });
        }
    }
    slogans
}

fn terms(checker: &mut Checker<'_>) -> Vec<Term> {
    let mut terms = Vec::new();
    for record in read(checker, TERMS, &["pattern", "tone", "suggestion", "unless"]) {
        let [written, tone, suggestion, unless] = record.cells.as_slice() else { continue };
        let pattern = pattern(checker, TERMS, record.line, written);
        let tone = match tone.as_str() {
            "sexist" => Some(Tone::Sexist),
            "discriminatory" => Some(Tone::Discriminatory),
            "offensive" => Some(Tone::Offensive),
            other => {
                let message = format!("the tone `{other}` must be sexist, discriminatory or offensive");
                checker.fault(TERMS, record.line, message);
                None
            }
        };
        let suggestion = (!suggestion.is_empty()).then(|| suggestion.clone());
        if let (Some(pattern), Some(tone)) = (pattern, tone) {
            terms.push(Term { pattern, tone, suggestion, unless: Lists::folded_words(unless) });
        }
    }
    terms
}

fn exempt(checker: &mut Checker<'_>) -> Vec<Pattern> {
    let records = read(checker, EXEMPT, &["pattern"]);
    records.into_iter().filter_map(|record| pattern(checker, EXEMPT, record.line, record.cells.first()?)).collect()
}
