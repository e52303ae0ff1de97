//! Tables of identity answers: one a question, everybody's row and, for questions that are asked of everybody, one for
//! each group of a single breakdown.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cell, Row, Source, Table,
    protect::{LEAST, tell, tell_row},
};
use crate::{
    election::Election,
    ids::{QuestionKey, SectionKey},
    questionnaire::{Answer, Answers, Kind, Question, When},
};

/// Fewer persons than so many make no group of their own.
const LEAST_GROUP: usize = 10;
/// What the column of those who gave no answer says.
const UNANSWERED: &str = "Sin respuesta";
const EVERYBODY: &str = "Todas las personas";
const TOTAL: &str = "Total";

/// A group of the breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Somebody whose answers count.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The place of the person's group.
    pub group: usize,
    /// The identity answers.
    pub answers: Answers,
    /// Sections whose answers anybody can read, or infer, by name.
    pub known: BTreeSet<SectionKey>,
}

/// The tables of the identity questionnaire.
#[must_use]
pub fn identity_tables(election: &Election, groups: &[Group], people: &[Participant]) -> Vec<Table> {
    let pools = pool(groups, people);
    let decline = election.identity.decline.as_deref();
    let mut told: BTreeMap<&QuestionKey, Told> = BTreeMap::new();
    let mut tables = Vec::new();
    for section in &election.identity.sections {
        for question in &section.questions {
            let Some(columns) = columns(question, decline) else { continue };
            let counted = Counted { question, section: &section.key, columns };
            let (table, shown) = match &question.depends_on {
                None => counted.of_everybody(&pools, people),
                Some(dependency) => {
                    let parent = told.get(&dependency.question);
                    counted.of_those_asked(people, parent.is_some_and(|parent| parent.tells(&dependency.when)))
                }
            };
            told.insert(&question.key, shown);
            tables.push(table);
        }
    }
    tables
}

/// Groups that are told as one.
struct Pool {
    key: String,
    name: String,
    groups: Vec<usize>,
}

/// Puts groups of few persons together, and with the smallest of the others when they still are few. Who is in which group
/// is taken to be known to everybody, so that how they are put together tells nothing.
fn pool(groups: &[Group], people: &[Participant]) -> Vec<Pool> {
    let members = |group: usize| people.iter().filter(move |participant| participant.group == group);
    let present = (0..groups.len()).filter(|group| members(*group).next().is_some());
    let mut sized: Vec<(usize, usize)> = present
        .map(|group| (members(group).filter(|participant| participant.known.is_empty()).count(), group))
        .collect();
    sized.sort_unstable();
    let (mut few, mut persons) = (Vec::new(), 0);
    for (size, group) in &sized {
        if *size >= LEAST_GROUP && (few.is_empty() || persons >= LEAST_GROUP) {
            break;
        }
        few.push(*group);
        persons += size;
    }
    few.sort_unstable();
    if !few.is_empty() && persons < LEAST_GROUP {
        return Vec::new();
    }
    let single = sized.iter().map(|(_, group)| *group).filter(|group| !few.contains(group)).map(|group| vec![group]);
    let mut pools: Vec<Vec<usize>> = single.chain((!few.is_empty()).then(|| few.clone())).collect();
    pools.sort_unstable();
    if pools.len() < 2 {
        return Vec::new();
    }
    let named = |of: Vec<usize>| {
        let keys: Vec<&str> = of.iter().map(|group| groups[*group].key.as_str()).collect();
        let names: Vec<&str> = of.iter().map(|group| groups[*group].name.as_str()).collect();
        Pool { key: keys.join("+"), name: names.join(" y "), groups: of }
    };
    pools.into_iter().map(named).collect()
}

/// The answers that are counted of a question, declining and silence last; none of one that is not counted.
fn columns(question: &Question, decline: Option<&str>) -> Option<Vec<String>> {
    match &question.kind {
        Kind::Choice { .. } | Kind::Choices { .. } => {
            Some(question.options(decline).into_iter().chain([UNANSWERED.to_owned()]).collect())
        }
        _ => None,
    }
}

/// Which answers of a question everybody's row tells.
struct Told {
    answers: BTreeMap<String, bool>,
}

impl Told {
    /// Whether it can be told to how many a dependent question was asked.
    fn tells(&self, when: &When) -> bool {
        let told = |answer: &str| self.answers.get(answer).copied().unwrap_or(false);
        match when {
            When::Is(value) => told(value),
            When::Not(value) => self
                .answers
                .iter()
                .filter(|(answer, _)| *answer != value && *answer != UNANSWERED)
                .all(|(_, told)| *told),
        }
    }
}

struct Counted<'a> {
    question: &'a Question,
    section: &'a SectionKey,
    columns: Vec<String>,
}

impl Counted<'_> {
    /// The columns that an answer counts in.
    fn places(&self, answers: &Answers) -> Vec<usize> {
        let place = |text: &String| self.columns.iter().position(|column| column == text);
        let found: Vec<usize> = match answers.get(&self.question.key) {
            Some(Answer::One(option)) => place(option).into_iter().collect(),
            Some(Answer::Many(many)) => many.iter().filter_map(place).collect(),
            None => Vec::new(),
        };
        if found.is_empty() { vec![self.columns.len() - 1] } else { found }
    }

    fn is_known(&self, participant: &Participant) -> bool {
        participant.known.contains(self.section)
    }

    /// How many of some persons gave each answer.
    fn row<'p>(&self, people: impl Iterator<Item = &'p Participant>) -> Vec<u32> {
        let mut row = vec![0; self.columns.len()];
        for participant in people {
            for place in self.places(&participant.answers) {
                row[place] += 1;
            }
        }
        row
    }

    /// Which answers cover others: declining and silence before any option, and the last option before the first.
    fn order(&self) -> Vec<usize> {
        let options = self.question.options(None).len();
        (options..self.columns.len()).chain((0..options).rev()).collect()
    }

    fn of_everybody(&self, pools: &[Pool], people: &[Participant]) -> (Table, Told) {
        if matches!(self.question.kind, Kind::Choices { .. }) {
            return self.of_those_asked(people, true);
        }
        let within = |pool: &'_ Pool| {
            people.iter().filter(|participant| pool.groups.contains(&participant.group)).collect::<Vec<_>>()
        };
        let pooled: Vec<Vec<&Participant>> =
            if pools.is_empty() { vec![people.iter().collect()] } else { pools.iter().map(within).collect() };
        let unknown: Vec<Vec<u32>> = pooled
            .iter()
            .map(|some| self.row(some.iter().copied().filter(|participant| !self.is_known(participant))))
            .collect();
        let told = tell(&unknown, &self.order());
        let mut rows = vec![row("", EVERYBODY, &self.row(people.iter()), &told.whole, Cell::Count(size(people.len())))];
        for (pool, some) in pools.iter().zip(&pooled) {
            let counts = self.row(some.iter().copied());
            rows.push(row(&pool.key, &pool.name, &counts, &told.groups, Cell::Count(size(some.len()))));
        }
        (self.table(rows, None), self.told(&told.whole))
    }

    /// Of those who were asked, if it can be told how many they were; otherwise nothing.
    fn of_those_asked(&self, people: &[Participant], told: bool) -> (Table, Told) {
        let asked: Vec<&Participant> =
            people.iter().filter(|participant| self.question.is_asked(&participant.answers)).collect();
        let unknown: Vec<&Participant> =
            asked.iter().copied().filter(|participant| !self.is_known(participant)).collect();
        let counts = self.row(unknown.iter().copied());
        let several = matches!(self.question.kind, Kind::Choices { .. });
        let shown = match (told, several) {
            (false, _) => vec![false; counts.len()],
            (true, false) => tell_row(&counts, &self.order()),
            (true, true) => tell_several(&counts, self.question.options(None).len(), size(unknown.len())),
        };
        let total = if told { Cell::Count(size(asked.len())) } else { Cell::Suppressed };
        let rows = vec![row("", EVERYBODY, &self.row(asked.iter().copied()), &shown, total)];
        let note = self.question.depends_on.as_ref().map(|_| "Sólo se pregunta según la respuesta anterior.");
        let note = [note, several.then_some("Una persona puede elegir varias respuestas.")];
        let note: Vec<&str> = note.into_iter().flatten().collect();
        (self.table(rows, (!note.is_empty()).then(|| note.join(" "))), self.told(&shown))
    }

    fn told(&self, shown: &[bool]) -> Told {
        Told { answers: self.columns.iter().cloned().zip(shown.iter().copied()).collect() }
    }

    fn table(&self, rows: Vec<Row>, note: Option<String>) -> Table {
        Table {
            key: format!("identidad-{}", self.question.key.as_str().replace(['.', '_'], "-")),
            title: self.question.label.clone(),
            source: Source::Identity,
            heading: "Grupo".to_owned(),
            columns: self.columns.iter().cloned().chain([TOTAL.to_owned()]).collect(),
            rows,
            note,
        }
    }
}

/// Answers of which one may choose several, the first `options` of the columns: each is told if enough chose it and enough
/// did not. As everybody is in one column at least, and whoever declines or is silent in no other, the options that are told
/// have to be able to hold all, and each leave room beside those who are told to have answered nothing; otherwise the
/// others would be more, or fewer, than it seems.
pub(super) fn tell_several(counts: &[u32], options: usize, asked: u32) -> Vec<bool> {
    let told: Vec<bool> = counts.iter().map(|count| *count >= LEAST && asked.saturating_sub(*count) >= LEAST).collect();
    let shown = |from: usize, to: usize| (from..to).filter(|column| told[*column]).map(|column| counts[column]);
    let nothing: u32 = shown(options, counts.len()).sum();
    let held: u32 = shown(0, options).sum();
    let room = shown(0, options).all(|count| count + nothing + LEAST <= asked);
    if held >= asked && room { told } else { vec![false; counts.len()] }
}

fn row(key: &str, name: &str, counts: &[u32], told: &[bool], total: Cell) -> Row {
    let cell = |(count, told): (&u32, &bool)| if *told { Cell::Count(*count) } else { Cell::Suppressed };
    let cells = counts.iter().zip(told).map(cell).chain([total]).collect();
    Row { key: key.to_owned(), name: name.to_owned(), cells }
}

fn size(persons: usize) -> u32 {
    u32::try_from(persons).unwrap_or(u32::MAX)
}
