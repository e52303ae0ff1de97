//! Invented candidacies, and what people would ask of them: what the measurements are made with, the same every time.

use config::Configuration;
use domain::{
    candidacy::{Kind, Registration, RegistryStatus, Sex},
    ids::{Folio, NominatorKey},
    publication::directory::AgeBand,
    questionnaire::{self, Answer, Answers, Part},
    time::Date,
};

/// How many questions there are of each kind.
const QUESTIONS: usize = 50;
/// Words that are everywhere, before those that nobody wrote.
const COMMON: [&str; 8] = ["agua", "luz", "de", "la", "y", "en", "para", "educación"];
const WORDS: usize = 30_000;
const NAMES: usize = 4_000;

/// The same numbers every time.
pub struct Chance(pub u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Small numbers much more often than great ones, as with words.
    fn skewed(&mut self, limit: usize) -> usize {
        let (one, two, three) = (self.below(limit), self.below(limit), self.below(limit));
        one.min(two).min(three)
    }
}

/// Words that nobody wrote, but of the lengths of ours, with accents and with endings that are stemmed.
fn vocabulary(chance: &mut Chance) -> Vec<String> {
    let syllables =
        ["ca", "mi", "no", "se", "gu", "ri", "dá", "ñe", "lu", "tra", "blo", "pe", "vi", "sá", "fo", "ju", "ro", "da"];
    let endings = ["", "s", "ción", "ciones", "mente", "ando", "dad", "ero", "eras", "ía"];
    let mut words: Vec<String> = COMMON.map(str::to_owned).into();
    for _ in 0..WORDS {
        let begin: String = (0..1 + chance.below(3)).map(|_| *chance.one(&syllables)).collect();
        words.push(format!("{begin}{}", chance.one(&endings)));
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Somebody invented, who answered.
pub struct Invented {
    /// What the registry says.
    pub registration: Registration,
    /// Curricular answers, without the photograph.
    pub answers: Answers,
    /// The content name of a photograph that there is not.
    pub photo: String,
}

/// The names and values of an address.
pub type Asked = Vec<(&'static str, String)>;

/// Makes them.
pub struct Maker<'a> {
    config: &'a Configuration,
    words: Vec<String>,
    names: Vec<String>,
    contests: Vec<(String, String)>,
    nominators: Vec<NominatorKey>,
    bands: Vec<String>,
}

impl<'a> Maker<'a> {
    /// Of an election's data.
    pub fn new(config: &'a Configuration, chance: &mut Chance) -> Self {
        let election = &config.election;
        let words = vocabulary(chance);
        let names = words[COMMON.len()..COMMON.len() + NAMES].iter().map(|word| capital(word)).collect();
        let places = election
            .offices
            .iter()
            .flat_map(|office| election.territories_of(office).map(|place| (office.key.0.clone(), place.id.0.clone())));
        let parties = election.parties.iter().map(|party| NominatorKey(party.key.0.clone()));
        let coalitions = election.coalitions.iter().map(|coalition| coalition.key.clone());
        Self {
            config,
            words,
            names,
            contests: places.collect(),
            nominators: parties.chain(coalitions).chain([election.independent.clone()]).collect(),
            bands: election.directory.age_bands.iter().map(AgeBand::key).collect(),
        }
    }

    /// Somebody; owner and substitute of a formula are a number and the next.
    pub fn person(&self, chance: &mut Chance, number: usize) -> Invented {
        let election = &self.config.election;
        let mut pair = Chance(number as u64 / 2);
        let (office, territory) = pair.one(&self.contests).clone();
        let nominator = pair.one(&self.nominators).clone();
        let age = i16::try_from(18 + chance.below(60)).unwrap_or(18);
        let registration = Registration {
            folio: Folio(format!("ZAC24-{number:06}")),
            office: office.as_str().into(),
            territory: territory.as_str().into(),
            list_position: None,
            kind: if number.is_multiple_of(2) { Kind::Owner } else { Kind::Substitute },
            formula: format!("F-{}", number / 2),
            responsible_party: election.members(&nominator).into_iter().next(),
            nominator,
            given_name: chance.one(&self.names).clone(),
            first_surname: chance.one(&self.names).clone(),
            second_surname: chance.one(&self.names).clone(),
            nickname: if chance.below(4) == 0 { chance.one(&self.names).clone() } else { String::new() },
            sex: if chance.below(2) == 0 { Sex::Woman } else { Sex::Man },
            birth_date: Date::new(election.election_day.year() - i32::from(age), 1, 1),
            affirmative_action: None,
            consecutive: false,
            email: String::new(),
            status: RegistryStatus::Active,
            approved_on: Date::new(2024, 3, 30),
            replaces: None,
        };
        Invented { registration, answers: self.answers(chance), photo: format!("{number:064x}") }
    }

    /// Texts of the lengths that the questionnaire asks for: most near the least, some long.
    fn answers(&self, chance: &mut Chance) -> Answers {
        let mut answers = Answers::new();
        for (_, question) in self.config.election.questions().filter(|(part, _)| *part == Part::Curricular) {
            let answer = match &question.kind {
                questionnaire::Kind::Text { min, max } => {
                    let length = min + chance.skewed((max - min).min(1_500));
                    self.text(chance, length)
                }
                questionnaire::Kind::Choice { options } => chance.one(options).clone(),
                _ => continue,
            };
            answers.insert(question.key.clone(), Answer::One(answer));
        }
        answers
    }

    fn text(&self, chance: &mut Chance, characters: usize) -> String {
        let mut text = String::new();
        while text.len() < characters {
            text.push_str(&self.words[chance.skewed(self.words.len())]);
            text.push(if chance.below(12) == 0 { '\n' } else { ' ' });
        }
        text.trim_end().to_owned()
    }

    /// What people ask of the list, by kind.
    pub fn questions(&self, chance: &mut Chance) -> Vec<(&'static str, Vec<Asked>)> {
        let filters: Vec<Asked> = (0..QUESTIONS).map(|turn| self.filters(chance, turn)).collect();
        let one: Vec<Asked> = (0..QUESTIONS).map(|_| vec![("q", self.word(chance))]).collect();
        let two = (0..QUESTIONS).map(|_| format!("{} {}", self.word(chance), self.word(chance)));
        let two: Vec<Asked> = two.map(|words| vec![("q", words)]).collect();
        let begun = (0..QUESTIONS).map(|_| chance.one(&self.names).chars().take(3).collect::<String>());
        let begun: Vec<Asked> = begun.map(|name| vec![("q", name)]).collect();
        vec![
            ("the first page of everybody", vec![Vec::new()]),
            ("filters of several kinds", filters),
            ("one word", one),
            ("two words", two),
            ("the most frequent word", vec![vec![("q", COMMON[0].to_owned())]]),
            ("the beginning of a name", begun),
        ]
    }

    fn word(&self, chance: &mut Chance) -> String {
        self.words[COMMON.len() + chance.skewed(WORDS)].clone()
    }

    fn filters(&self, chance: &mut Chance, turn: usize) -> Asked {
        let (office, territory) = chance.one(&self.contests).clone();
        let nominator = chance.one(&self.nominators).0.clone();
        let (band, other) = (chance.one(&self.bands).clone(), chance.one(&self.bands).clone());
        let sex = if chance.below(2) == 0 { "woman" } else { "man" }.to_owned();
        let text = str::to_owned;
        match turn % 5 {
            0 => vec![("territory", territory), ("sex", sex), ("age", band), ("age", other), ("order", text("party"))],
            1 => vec![("office", office), ("nominator", nominator)],
            2 => vec![("nominator", nominator), ("sex", sex), ("kind", text("owner")), ("order", text("registry"))],
            3 => vec![("contest", format!("{office}/{territory}"))],
            _ => vec![("age", band), ("published", text("yes")), ("page", text("3"))],
        }
    }
}
