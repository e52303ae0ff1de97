//! Measures the public directory with candidacies that nobody is: how long it takes to build, to bring one up to date, to
//! list and to search, and how much memory it has. There is no database and no HTTP.
//!
//! `cargo run --release -p conoceles-casework --example measure_directory -- 100000 [config/zacatecas-2024]`
//!
//! What it prints is what `docs/directory.md` tells.

use std::{
    collections::BTreeMap,
    error::Error,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use casework::{
    configuration,
    desk::Desk,
    published::{Found, Shown, Snapshot},
};
use contract::public::{Card, CardQuery, PublicLedger, PublicProfile, PublishedAnswers};
use domain::{
    candidacy::{Kind, Sex},
    ids::{CandidacyId, NominatorKey, SectionKey},
    questionnaire::{self, Answer, Part},
    text,
};
use jiff::{Timestamp, civil::date};
use store::seal::MasterKey;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

const THREADS: usize = 32;

/// The same numbers every time.
struct Chance(u64);

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
    let mut words: Vec<String> = ["agua", "luz", "de", "la", "y", "en", "para", "educación"].map(str::to_owned).into();
    for _ in 0..30_000 {
        let begin: String = (0..1 + chance.below(3)).map(|_| *chance.one(&syllables)).collect();
        words.push(format!("{begin}{}", chance.one(&endings)));
    }
    words
}

struct Maker<'a> {
    desk: &'a Desk,
    words: Vec<String>,
    names: Vec<String>,
    contests: Vec<(String, String)>,
    nominators: Vec<NominatorKey>,
    public: Vec<SectionKey>,
}

impl<'a> Maker<'a> {
    fn new(desk: &'a Desk, chance: &mut Chance) -> Self {
        let election = &desk.election;
        let words = vocabulary(chance);
        let names = words[8..4008].iter().map(|word| capital(word)).collect();
        let places = election
            .offices
            .iter()
            .flat_map(|office| election.territories_of(office).map(|place| (office.key.0.clone(), place.id.0.clone())));
        let parties = election.parties.iter().map(|party| NominatorKey(party.key.0.clone()));
        let coalitions = election.coalitions.iter().map(|coalition| coalition.key.clone());
        let public = election.sections().filter(|(part, _)| *part == Part::Curricular);
        Self {
            desk,
            words,
            names,
            contests: places.collect(),
            nominators: parties.chain(coalitions).chain([election.independent.clone()]).collect(),
            public: public.map(|(_, section)| section.key.clone()).collect(),
        }
    }

    fn text(&self, chance: &mut Chance, characters: usize) -> String {
        let mut text = String::new();
        while text.len() < characters {
            text.push_str(&self.words[chance.skewed(self.words.len())]);
            text.push(if chance.below(12) == 0 { '\n' } else { ' ' });
        }
        text.trim_end().to_owned()
    }

    fn person(&self, chance: &mut Chance, number: usize) -> Shown {
        let election = &self.desk.election;
        let (given, first, second) = (chance.one(&self.names), chance.one(&self.names), chance.one(&self.names));
        let name = format!("{given} {first} {second}");
        let (office, territory) = chance.one(&self.contests).clone();
        let nominator = chance.one(&self.nominators).clone();
        let card = Card {
            id: CandidacyId(Uuid::from_u128(number as u128)),
            slug: format!("{}-{number:010x}", text::slug(&name)),
            nickname: if chance.below(4) == 0 { chance.one(&self.names).clone() } else { String::new() },
            name,
            office_name: election.office_name(&office.as_str().into()).to_owned(),
            territory_name: election.territory_name(&territory.as_str().into()).to_owned(),
            office: office.as_str().into(),
            territory: territory.as_str().into(),
            list_position: None,
            formula: format!("F-{}", number / 2),
            kind: if number.is_multiple_of(2) { Kind::Owner } else { Kind::Substitute },
            nominator_name: election.nominator_name(&nominator).to_owned(),
            members: election.members(&nominator),
            nominator,
            sex: if chance.below(2) == 0 { Sex::Woman } else { Sex::Man },
            age: i16::try_from(18 + chance.below(60)).unwrap_or(18),
            affirmative_action: None,
            affirmative_action_name: None,
            consecutive: false,
            published: true,
            photo: Some(format!("/api/v1/public/photos/{number:064x}-96.webp")),
        };
        Shown {
            sort_name: text::sort_key(&format!("{first} {second} {given}")),
            folio: format!("ZAC24-{number:06}"),
            profile: PublicProfile { card, partner: None, published: Some(self.answers(chance, number)) },
            ledger: PublicLedger { approved_on: date(2024, 3, 30), lines: Vec::new() },
        }
    }

    /// Texts of the lengths that the questionnaire asks for: most near the least, some long.
    fn answers(&self, chance: &mut Chance, number: usize) -> PublishedAnswers {
        let mut answers = BTreeMap::new();
        for (_, question) in self.desk.election.questions().filter(|(part, _)| *part == Part::Curricular) {
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
        let photo = |width| (width, format!("/api/v1/public/photos/{number:064x}-{width}.webp"));
        PublishedAnswers {
            version: 1,
            published_at: Timestamp::UNIX_EPOCH,
            answers,
            sections: self.public.clone(),
            unavailable: Vec::new(),
            photos: casework::photo::WIDTHS.map(photo).into(),
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Resident memory in MB; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied();
    let ms = |time: Option<Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    println!("{what:<52} p50 {:>8.2} ms   p99 {:>8.2} ms", ms(at(50)), ms(at(99)));
}

/// Asks the same questions by turns from one thread and from many.
fn ask(what: &str, snapshot: &Snapshot, queries: &[CardQuery]) {
    for (threads, each) in [(1, 200), (THREADS, 60)] {
        let found = AtomicUsize::new(0);
        let times: Vec<Duration> = std::thread::scope(|scope| {
            let one = |thread: usize| {
                let found = &found;
                scope.spawn(move || {
                    let queries = queries.iter().cycle().skip(thread * 7);
                    let timed = queries.take(each).map(|query| {
                        let begun = Instant::now();
                        found.fetch_add(snapshot.list(query).total, Ordering::Relaxed);
                        begun.elapsed()
                    });
                    timed.collect::<Vec<_>>()
                })
            };
            let threads: Vec<_> = (0..threads).map(one).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
        });
        let mean = found.load(Ordering::Relaxed) / times.len().max(1);
        told(&format!("{what}, {threads} at once ({mean} found)"), times);
    }
}

fn queries(pairs: impl IntoIterator<Item = Vec<(&'static str, String)>>) -> Outcome<Vec<CardQuery>> {
    pairs.into_iter().map(|pairs| CardQuery::read(pairs).map_err(|fault| fault.to_string().into())).collect()
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().as_deref().unwrap_or("1300").parse()?;
    let folder = arguments.next().unwrap_or_else(|| "config/zacatecas-2024".to_owned());
    let configuration = configuration::load(Path::new(&folder)).map_err(|faults| format!("{faults:?}"))?;
    let desk = Desk::new(configuration, MasterKey::new([0; 32]));
    let mut chance = Chance(1);
    let maker = Maker::new(&desk, &mut chance);
    let people: Vec<Shown> = (0..count).map(|number| maker.person(&mut chance, number)).collect();
    let bytes: usize = people.iter().map(|one| serde_json::to_vec(&one.profile).map_or(0, |json| json.len())).sum();
    let with_people = memory();
    println!("{count} candidacies, {} MB of JSON, {with_people} MB of memory before", bytes / 1_000_000);

    let one = people[count / 2].clone();
    let begun = Instant::now();
    let mut snapshot = Snapshot::of(&desk, 1, people)?;
    println!("full build {:>42.2} s", begun.elapsed().as_secs_f64());
    println!("memory with the snapshot {:>28} MB", memory());

    let mut times = Vec::new();
    for turn in 0..20 {
        let mut next = maker.person(&mut chance, count / 2);
        next.profile.card.slug.clone_from(&one.profile.card.slug);
        let begun = Instant::now();
        snapshot = snapshot.with(&desk, 2 + turn, vec![next], &[])?;
        times.push(begun.elapsed());
    }
    told("bringing one candidacy up to date", times);

    let territory = maker.contests[maker.contests.len() - 1].1.clone();
    ask("the first page of everybody", &snapshot, &queries([vec![]])?);
    ask(
        "filters: territory, sex and two bands of age",
        &snapshot,
        &queries([vec![
            ("territory", territory),
            ("sex", "woman".to_owned()),
            ("age", "18-29".to_owned()),
            ("age", "60-or-more".to_owned()),
            ("order", "party".to_owned()),
        ]])?,
    );
    let by_word: Vec<_> = (0..50).map(|_| vec![("q", maker.words[8 + chance.skewed(30_000)].clone())]).collect();
    ask("one word", &snapshot, &queries(by_word)?);
    let word = |chance: &mut Chance| maker.words[8 + chance.skewed(30_000)].clone();
    let by_two: Vec<_> = (0..50).map(|_| vec![("q", format!("{} {}", word(&mut chance), word(&mut chance)))]).collect();
    ask("two words", &snapshot, &queries(by_two)?);
    ask("the most frequent word", &snapshot, &queries([vec![("q", "agua".to_owned())]])?);
    let begun: Vec<_> = (0..50).map(|_| vec![("q", chance.one(&maker.names).chars().take(3).collect())]).collect();
    ask("the beginning of a name", &snapshot, &queries(begun)?);

    let (mut times, mut compressed) = (Vec::new(), Vec::new());
    for profile in snapshot.all().take(500) {
        let Found::Profile(served) = snapshot.profile_bytes(&profile.card.slug) else { continue };
        let begun = Instant::now();
        served.brotli();
        compressed.push(begun.elapsed());
        let begun = Instant::now();
        served.brotli();
        times.push(begun.elapsed());
    }
    told("a profile's bytes, the first time", compressed);
    told("a profile's bytes, afterwards", times);
    println!("memory at the end {:>35} MB", memory());
    Ok(())
}
