//! Measures the public directory with invented candidacies: how long it takes to build, to bring one up to date, to
//! list and to search, and how much memory it has. There is no database and no HTTP.
//!
//! `cargo run --release -p conoceles-casework --example measure_directory -- 100000 [config/zacatecas-2024]`
//!
//! With the whole program and HTTP it is measured by `scripts/bench public`: see `docs/developers/directory.md`.

use std::{
    collections::BTreeMap,
    error::Error,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use config::Configuration;
use contract::photo::WIDTHS;
use contract::public::{Card, CardQuery, PublicLedger, PublicProfile, PublishedAnswers};
use domain::{ids::CandidacyId, questionnaire::Part, term, text, time::Timestamp};
use public::snapshot::{Found, Shown, Snapshot};
use uuid::Uuid;

mod invented;

use invented::{Asked, Chance, Invented, Maker};

type Outcome<T> = Result<T, Box<dyn Error>>;

const THREADS: usize = 32;

/// What is shown of somebody invented who published.
fn shown(config: &Configuration, number: usize, somebody: Invented) -> Shown {
    let Invented { registration, answers, photo } = somebody;
    let election = &config.election;
    let address = |width| (width, format!("/api/v1/public/photos/{photo}-{width}.webp"));
    let photos = BTreeMap::from(WIDTHS.map(address));
    let public = election.sections().filter(|(part, _)| *part == Part::Curricular);
    let published = PublishedAnswers {
        version: 1,
        published_at: Timestamp::UNIX_EPOCH,
        answers,
        sections: public.map(|(_, section)| section.key.clone()).collect(),
        unavailable: Vec::new(),
        photos,
    };
    let (sort_name, name) = (registration.sort_name(), registration.full_name());
    let card = Card {
        id: CandidacyId(Uuid::from_u128(number as u128)),
        slug: format!("{}-{number:010x}", text::slug(&name)),
        name,
        nickname: registration.nickname,
        office_name: election.office_name(&registration.office).to_owned(),
        territory_name: election.territory_name(&registration.territory).to_owned(),
        office: registration.office,
        territory: registration.territory,
        list_position: registration.list_position,
        formula: registration.formula,
        kind: registration.kind,
        nominator_name: election.nominator_name(&registration.nominator).to_owned(),
        members: election.members(&registration.nominator),
        nominator: registration.nominator,
        sex: registration.sex,
        age: term::age_on(registration.birth_date, election.election_day),
        affirmative_action: None,
        affirmative_action_name: None,
        consecutive: registration.consecutive,
        published: true,
        unavailable: false,
        photo: published.photos.values().next().cloned(),
    };
    Shown {
        sort_name,
        folio: registration.folio.0,
        profile: PublicProfile { card, partner: None, published: Some(published) },
        ledger: PublicLedger { approved_on: registration.approved_on, lines: Vec::new() },
    }
}

/// Resident memory in MB; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

fn report(what: &str, mut times: Vec<Duration>) {
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
        report(&format!("{what}, {threads} at once ({mean} found)"), times);
    }
}

fn queries(asked: Vec<Asked>) -> Outcome<Vec<CardQuery>> {
    asked.into_iter().map(|pairs| CardQuery::read(pairs).map_err(|fault| fault.to_string().into())).collect()
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().as_deref().unwrap_or("1300").parse()?;
    let folder = arguments.next().unwrap_or_else(|| "config/zacatecas-2024".to_owned());
    let config = config::load(Path::new(&folder)).map_err(|faults| format!("{faults:?}"))?;
    let mut chance = Chance(1);
    let maker = Maker::new(&config, &mut chance);
    let person = |chance: &mut Chance, number: usize| shown(&config, number, maker.person(chance, number));
    let people: Vec<Shown> = (0..count).map(|number| person(&mut chance, number)).collect();
    let bytes: usize = people.iter().map(|shown| serde_json::to_vec(&shown.profile).map_or(0, |json| json.len())).sum();
    let with_people = memory();
    println!("{count} candidacies, {} MB of JSON, {with_people} MB of memory before", bytes / 1_000_000);

    let one = people[count / 2].clone();
    let begun = Instant::now();
    let mut snapshot = Snapshot::of(&config, 1, people)?;
    println!("full build {:>42.2} s", begun.elapsed().as_secs_f64());
    println!("memory with the snapshot {:>28} MB", memory());

    for (what, moves) in [("what one candidacy tells", false), ("under another name", true)] {
        let mut times = Vec::new();
        for turn in 0..20 {
            let mut next = person(&mut chance, count / 2);
            let card = &mut next.profile.card;
            card.slug.clone_from(&one.profile.card.slug);
            if !moves {
                *card = Card { sex: card.sex, age: card.age, ..one.profile.card.clone() };
                next.sort_name.clone_from(&one.sort_name);
            }
            let begun = Instant::now();
            snapshot = snapshot.with(&config, 2 + turn, vec![next], &[])?;
            times.push(begun.elapsed());
        }
        report(&format!("bringing up to date {what}"), times);
    }

    for (what, asked) in maker.questions(&mut chance) {
        ask(what, &snapshot, &queries(asked)?);
    }

    let (mut times, mut compressed) = (Vec::new(), Vec::new());
    for profile in snapshot.all().take(500) {
        let Found::Profile(served) = snapshot.profile_bytes(&profile.card.slug) else { continue };
        let begun = Instant::now();
        std::hint::black_box(served.brotli());
        compressed.push(begun.elapsed());
        let begun = Instant::now();
        std::hint::black_box(served.brotli());
        times.push(begun.elapsed());
    }
    report("a profile's bytes, the first time", compressed);
    report("a profile's bytes, afterwards", times);
    println!("memory at the end {:>35} MB", memory());
    Ok(())
}
