//! Measures the author's advisor on real answers without names, against brute force that shares no code with it.
//!
//! `cargo run -p conoceles-domain --example measure_advisor -- demo/zacatecas-2024/answers.jsonl [config/zacatecas-2024]`
//!
//! What it prints is what `docs/developers/advisor.md` tells.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    hash::{DefaultHasher, Hash, Hasher},
    time::Instant,
};

use domain::{
    candidacy::Registration,
    capture::advisor::{
        Alias, Author, Case, Corpus, Known, Lists, Pattern, People, Slogan, Source, Term, Tone, advise,
    },
    election::{Election, Party},
    ids::{CandidacyId, NominatorKey},
    questionnaire::{Answer, Answers},
    text,
};
use serde::Deserialize;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Row {
    formula: String,
    cursos: Option<String>,
    motivo: String,
    propuesta_1: String,
    propuesta_2: String,
    propuesta_genero: String,
}

impl Row {
    fn texts(&self) -> [(&'static str, &str); 4] {
        [
            ("motivation", &self.motivo),
            ("proposal.first", &self.propuesta_1),
            ("proposal.second", &self.propuesta_2),
            ("proposal.equality", &self.propuesta_genero),
        ]
    }

    fn answers(&self) -> Answers {
        let mut answers: Answers =
            self.texts().into_iter().map(|(key, text)| (key.into(), Answer::One(text.to_owned()))).collect();
        if let Some(courses) = &self.cursos {
            answers.insert("education.courses".into(), Answer::Many(vec![courses.clone()]));
        }
        answers
    }
}

/// A text with its runs of five words as plain strings: what brute force compares.
struct Plain<'a> {
    of: usize,
    key: &'static str,
    text: &'a str,
    words: Vec<String>,
    runs: BTreeSet<String>,
}

fn plain<'a>(of: usize, key: &'static str, text: &'a str, asked: &BTreeSet<String>) -> Plain<'a> {
    let words = fold(text);
    let runs = words.windows(5).map(|run| run.join(" ")).filter(|run| !asked.contains(run)).collect();
    Plain { of, key, text, words, runs }
}

fn fold(text: &str) -> Vec<String> {
    text::fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

fn candidacy(number: usize) -> CandidacyId {
    CandidacyId(Uuid::from_u128(number as u128))
}

fn source(number: usize, formula: &str) -> Source {
    Source {
        candidacy: candidacy(number),
        formula: formula.to_owned(),
        person: number.to_string(),
        party: None,
        draft: false,
    }
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give the file of answers")?;
    let config = arguments.next().unwrap_or_else(|| "config/zacatecas-2024".into());
    let rows: Vec<Row> = std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    // The tests' election has the questions of these answers; the parties are the real ones.
    let mut election: Election = serde_json::from_str(include_str!("../src/capture/advisor/fixture.json"))?;
    election.coalitions.clear();
    election.parties = sheet(&format!("{config}/parties.csv"))?
        .iter()
        .map(|row| Party { key: row[0].into(), name: row[1].to_owned(), color: None })
        .collect();
    let asked: BTreeSet<String> = election
        .questions()
        .flat_map(|(_, question)| fold(&question.label).windows(5).map(|run| run.join(" ")).collect::<Vec<_>>())
        .collect();
    let texts: Vec<Plain<'_>> = rows
        .iter()
        .enumerate()
        .flat_map(|(of, row)| row.texts().map(|(key, text)| plain(of, key, text, &asked)))
        .collect();
    let mut corpus = Corpus::new(&election);
    for (of, row) in rows.iter().enumerate() {
        corpus.put(&election, source(of, &row.formula), &row.answers());
    }
    println!("{} candidacies, {} texts, {} of them different\n", rows.len(), texts.len(), different(&texts));

    let truth = copies(&rows, &texts, &corpus);
    sketches(&texts, &truth);
    edited(&texts, &corpus);
    middling(&texts, &truth);
    kinds(&election, &lists(&election, &config)?, &rows, &corpus)?;
    speed(&election, &texts);
    Ok(())
}

fn different(texts: &[Plain<'_>]) -> usize {
    texts.iter().map(|plain_text| &plain_text.words).collect::<BTreeSet<_>>().len()
}

type Pairs = BTreeSet<(usize, usize)>;

/// Ordered pairs of texts of two candidacies where the first copies the second: by brute force, and by the index.
fn copies(rows: &[Row], texts: &[Plain<'_>], corpus: &Corpus) -> Pairs {
    let start = Instant::now();
    let mut truth = Pairs::new();
    let mut any = 0;
    for (a, plain_text) in texts.iter().enumerate() {
        for (b, other) in texts.iter().enumerate().filter(|(_, other)| other.of != plain_text.of) {
            let shared = plain_text.runs.intersection(&other.runs).count();
            any += usize::from(shared > 0);
            // Fifteen words hold eleven runs, and forty words thirty-six.
            if shared >= 36 || (shared >= 11 && shared * 100 >= plain_text.runs.len() * 30) {
                truth.insert((a, b));
            }
        }
    }
    println!(
        "Copies\n  brute force: {} ordered pairs in {:?}; {any} share any five words",
        truth.len(),
        start.elapsed()
    );
    let place: BTreeMap<(CandidacyId, &str), usize> =
        texts.iter().enumerate().map(|(at, plain_text)| ((candidacy(plain_text.of), plain_text.key), at)).collect();
    let start = Instant::now();
    let mut found = Pairs::new();
    for (a, plain_text) in texts.iter().enumerate() {
        for near in corpus
            .near(plain_text.text)
            .into_iter()
            .filter(|near| near.is_copy() && near.candidacy != candidacy(plain_text.of))
        {
            found.extend(place.get(&(near.candidacy, near.question.as_str())).map(|b| (a, *b)));
        }
    }
    let (missed, extra): (Vec<_>, Vec<_>) = (truth.difference(&found).collect(), found.difference(&truth).collect());
    println!("  index: {} in {:?}; missed {}, extra {}", found.len(), start.elapsed(), missed.len(), extra.len());
    for (what, pairs) in [("missed", &missed), ("extra", &extra)] {
        let mut shown = BTreeSet::new();
        for (a, b) in pairs.iter().copied().filter(|(a, b)| shown.insert((&texts[*a].words, &texts[*b].words))) {
            let shared = texts[*a].runs.intersection(&texts[*b].runs).count();
            println!("    {what}: {shared} of {} runs: {}", texts[*a].runs.len(), begin(texts[*a].text));
        }
    }
    println!("  the least alike that are told:");
    let mut shown = BTreeSet::new();
    let mut least: Vec<_> =
        found.iter().map(|(a, b)| (texts[*a].runs.intersection(&texts[*b].runs).count(), *a, *b)).collect();
    least.sort_unstable();
    for (shared, a, b) in least.into_iter().filter(|(_, a, b)| shown.insert(texts[*a].of.min(texts[*b].of))).take(8) {
        println!(
            "    {shared} of {} runs\n      {}\n      {}",
            texts[a].runs.len(),
            begin(texts[a].text),
            begin(texts[b].text)
        );
    }
    let formula = |pair: &&(usize, usize)| rows[texts[pair.0].of].formula == rows[texts[pair.1].of].formula;
    let copier = |pairs: Vec<&(usize, usize)>| pairs.into_iter().map(|pair| pair.0).collect::<BTreeSet<_>>().len();
    println!(
        "  texts that copy another formula's: {}; texts that copy their own formula's: {}\n",
        copier(truth.iter().filter(|pair| !formula(pair)).collect()),
        copier(truth.iter().filter(formula).collect())
    );
    truth
}

/// What `MinHash` with bands would have given as candidates for those copies.
fn sketches(texts: &[Plain<'_>], truth: &Pairs) {
    println!("MinHash with bands, for comparison");
    for (bands, rows) in [(16_u64, 8_u64), (32, 4), (64, 2)] {
        let mut buckets: BTreeMap<(u64, Vec<u64>), Vec<usize>> = BTreeMap::new();
        for (at, plain_text) in texts.iter().enumerate() {
            for band in 0..bands {
                let least = |seed: u64| plain_text.runs.iter().map(|run| hash(seed, run)).min().unwrap_or(0);
                let sketch = (0..rows).map(|row| least(band * rows + row)).collect();
                buckets.entry((band, sketch)).or_default().push(at);
            }
        }
        let mut candidates = Pairs::new();
        for bucket in buckets.into_values() {
            candidates.extend(bucket.iter().flat_map(|a| bucket.iter().map(move |b| (*a, *b))));
        }
        candidates.retain(|(a, b)| texts[*a].of != texts[*b].of);
        let missed = truth.difference(&candidates).count();
        println!("  {bands} bands of {rows}: {} candidates, missed {missed}", candidates.len());
    }
    println!();
}

fn hash(seed: u64, run: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, run).hash(&mut hasher);
    hasher.finish()
}

/// How many of the different texts are still found after every n-th word was changed, and from half of their words on.
fn edited(texts: &[Plain<'_>], corpus: &Corpus) {
    println!("Copies with changed words");
    let mut seen = BTreeSet::new();
    let originals: Vec<&Plain<'_>> = texts.iter().filter(|plain_text| seen.insert(&plain_text.words)).collect();
    let found = |changed: &str| corpus.near(changed).iter().any(domain::capture::advisor::Near::is_copy);
    for every in [4, 5, 6, 7, 8, 10, 15, 20] {
        let change =
            |(at, word): (usize, &String)| if at % every == every - 1 { format!("x{at}") } else { word.clone() };
        let changed = |plain_text: &&&Plain<'_>| {
            found(&plain_text.words.iter().enumerate().map(change).collect::<Vec<_>>().join(" "))
        };
        let hit = originals.iter().filter(changed).count();
        println!("  one word in {every:>2} changed: {hit} of {} found", originals.len());
    }
    let mut dice = Dice(11);
    let mut shuffled = 0;
    for plain_text in &originals {
        let mut sentences: Vec<&str> = plain_text.text.split_inclusive(['.', ',', ';']).collect();
        for at in (1..sentences.len()).rev() {
            sentences.swap(at, dice.below(at + 1));
        }
        shuffled += usize::from(found(&sentences.join(" ")));
    }
    println!("  clauses in another order: {shuffled} of {} found\n", originals.len());
}

/// Pairs of texts that share most of their longer words and are not told as copies: what a paraphrase would look like.
fn middling(texts: &[Plain<'_>], truth: &Pairs) {
    let long = |plain_text: &Plain<'_>| -> BTreeSet<String> {
        plain_text.words.iter().filter(|word| word.chars().count() > 4).cloned().collect()
    };
    let words: Vec<BTreeSet<String>> = texts.iter().map(long).collect();
    let mut pairs = Vec::new();
    for (a, plain_text) in texts.iter().enumerate() {
        for (b, other) in texts.iter().enumerate().filter(|(_, other)| other.of != plain_text.of) {
            let shared = words[a].intersection(&words[b]).count() * 100 / words[a].len().max(1);
            if shared >= 35 && other.words.len() < plain_text.words.len() * 2 && !truth.contains(&(a, b)) {
                pairs.push((shared, plain_text.runs.intersection(&other.runs).count(), a, b));
            }
        }
    }
    pairs.sort_unstable_by(|x, y| y.cmp(x));
    let mut seen = BTreeSet::new();
    pairs.retain(|(_, _, a, b)| seen.insert((&texts[*a].words, &texts[*b].words)));
    println!("Not told, though 35 % or more of the longer words are the same: {} different pairs", pairs.len());
    for (shared, runs, a, b) in pairs.into_iter().take(12) {
        println!("  {shared} % of words, {runs} runs\n    {}\n    {}", begin(texts[a].text), begin(texts[b].text));
    }
    println!();
}

fn begin(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(230).collect()
}

/// The answers and the passages of one kind of finding.
#[derive(Default)]
struct Told {
    texts: BTreeSet<(usize, String)>,
    passages: BTreeMap<String, usize>,
}

fn kinds(election: &Election, lists: &Lists, rows: &[Row], corpus: &Corpus) -> Outcome<()> {
    let people = People::default();
    let start = Instant::now();
    let mut found: BTreeMap<String, Told> = BTreeMap::new();
    for (of, row) in rows.iter().enumerate() {
        let registration = registration(of, &row.formula)?;
        let author = Author { candidacy: candidacy(of), registration: &registration };
        for finding in advise(election, lists, &author, &row.answers(), Known { corpus, people: &people }) {
            let Told { texts, passages } = found.entry(format!("{:?}", finding.kind)).or_default();
            texts.insert((of, finding.field.to_string()));
            for place in finding.places {
                *passages.entry(begin(&place.passage).to_lowercase().chars().take(70).collect()).or_default() += 1;
            }
        }
    }
    println!("Findings, {:?} for each candidacy", start.elapsed() / u32::try_from(rows.len())?);
    for (kind, Told { texts, passages }) in found {
        let by: BTreeSet<usize> = texts.iter().map(|(of, _)| *of).collect();
        println!("  {kind}: {} answers of {} candidacies", texts.len(), by.len());
        let mut passages: Vec<_> = passages.into_iter().collect();
        passages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (passage, count) in passages.into_iter().take(25) {
            println!("    {count:>3} × {passage}");
        }
    }
    println!();
    Ok(())
}

/// An invented person: the answers have no names, and their party is a number.
fn registration(of: usize, formula: &str) -> Outcome<Registration> {
    Ok(serde_json::from_value(serde_json::json!({
        "folio": of.to_string(), "office": "municipal_president", "territory": "zac", "list_position": null,
        "kind": "owner", "formula": formula, "nominator": "INDEPENDIENTE", "responsible_party": null,
        "given_name": of.to_string(), "first_surname": "", "second_surname": "", "nickname": "", "sex": "woman",
        "birth_date": "1980-01-01", "affirmative_action": null, "consecutive": false, "email": "", "status": "active",
        "approved_on": "2024-03-30", "replaces": null
    }))?)
}

fn sheet(path: &str) -> Outcome<Vec<csv::StringRecord>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path)?;
    Ok(reader.records().collect::<Result<_, _>>()?)
}

/// The election's own lists, without the checks of the configuration's reader.
fn lists(election: &Election, config: &str) -> Outcome<Lists> {
    let read = |name: &str| sheet(&format!("{config}/advisor/{name}.csv"));
    let key = |cell: &str| NominatorKey::from(cell);
    let mut aliases = Vec::new();
    for row in read("aliases")? {
        let case: Case = serde_json::from_value(row[2].into())?;
        aliases.push(Alias { pattern: Pattern::parse(&row[0])?, nominator: key(&row[1]), case });
    }
    let mut slogans = Vec::new();
    for row in read("slogans")? {
        let nominator = (!row[1].is_empty()).then(|| key(&row[1]));
        slogans.push(Slogan { pattern: Pattern::parse(&row[0])?, nominator });
    }
    let mut terms = Vec::new();
    for row in read("terms")? {
        let tone: Tone = serde_json::from_value(row[1].into())?;
        let suggestion = (!row[2].is_empty()).then(|| row[2].to_owned());
        terms.push(Term { pattern: Pattern::parse(&row[0])?, tone, suggestion, unless: Lists::folded_words(&row[3]) });
    }
    let exempt = read("exempt")?.iter().map(|row| Pattern::parse(&row[0])).collect::<Result<_, _>>()?;
    Ok(Lists::new(election, aliases, slogans, terms, exempt))
}

/// Ten thousand texts pieced together from the sentences of the real ones, which repeat far more than people do.
fn speed(election: &Election, texts: &[Plain<'_>]) {
    const CANDIDACIES: usize = 2_500;
    let sentences: Vec<&str> = texts.iter().flat_map(|plain_text| plain_text.text.split_inclusive('.')).collect();
    let mut dice = Dice(5);
    let mut text = || (0..5).map(|_| sentences[dice.below(sentences.len())]).collect::<Vec<_>>().join(" ");
    let mut answers =
        || -> Answers { texts.iter().take(4).map(|plain_text| (plain_text.key.into(), Answer::One(text()))).collect() };
    let all: Vec<Answers> = (0..CANDIDACIES).map(|_| answers()).collect();
    let before = resident();
    let start = Instant::now();
    let mut corpus = Corpus::new(election);
    for (of, answers) in all.iter().enumerate() {
        corpus.put(election, source(of, &of.to_string()), answers);
    }
    let built = start.elapsed();
    let (texts, runs) = corpus.size();
    println!(
        "Speed\n  {texts} texts, {runs} runs: built in {built:?}, {} KiB more in memory",
        resident().saturating_sub(before)
    );
    let asked: Vec<&str> = all.iter().take(250).flat_map(Answers::values).flat_map(Answer::lines).collect();
    let start = Instant::now();
    let near: usize = asked.iter().map(|text| corpus.near(text).len()).sum();
    println!("  a question: {:?}, with {} near texts", start.elapsed() / 1_000, near / asked.len());
    let start = Instant::now();
    for (of, answers) in all.iter().take(100).enumerate() {
        corpus.put(election, source(of, &of.to_string()), answers);
    }
    println!("  putting a candidacy's texts again: {:?}", start.elapsed() / 100);
}

/// Resident memory in KiB, as Linux tells it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0)
}
