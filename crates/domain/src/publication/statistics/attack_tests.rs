//! Whoever knows the procedure, who takes part in which group, and what everybody published by name tries to learn more.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    identity::tell_several,
    protect::{Told, large, tell},
    *,
};
use crate::{
    election::Election,
    questionnaire::{Answer, Answers, Kind, Question, When},
};

/// Numbers of each group.
type Numbers = Vec<Vec<u32>>;

/// Every way in which so many persons can give so many answers.
fn ways(persons: u32, answers: usize) -> Vec<Vec<u32>> {
    if answers == 1 {
        return vec![vec![persons]];
    }
    let with =
        |first: u32| ways(persons - first, answers - 1).into_iter().map(move |rest| [vec![first], rest].concat());
    (0..=persons).flat_map(with).collect()
}

/// Every table of groups of such sizes.
fn tables(sizes: &[u32], answers: usize) -> Vec<Numbers> {
    sizes.iter().fold(vec![Vec::new()], |before, size| {
        let rows = ways(*size, answers);
        before.iter().flat_map(|table| rows.iter().map(|row| [table.clone(), vec![row.clone()]].concat())).collect()
    })
}

fn whole(table: &Numbers) -> Vec<u32> {
    (0..table[0].len()).map(|column| table.iter().map(|row| row[column]).sum()).collect()
}

/// What a reader sees of a table: the sizes are known anyway.
fn seen(table: &Numbers, told: &Told) -> (Vec<Option<u32>>, Vec<Vec<Option<u32>>>) {
    let cells = |row: &[u32], told: &[bool]| row.iter().zip(told).map(|(n, told)| told.then_some(*n)).collect();
    (cells(&whole(table), &told.whole), table.iter().map(|row| cells(row, &told.groups)).collect())
}

/// Holds each publication against every table that would have been published in the same words; answers what is found out.
fn found_out(sizes: &[u32], answers: usize, publish: impl Fn(&Numbers) -> Told) -> Vec<String> {
    let mut alike: BTreeMap<_, Vec<Numbers>> = BTreeMap::new();
    for table in tables(sizes, answers) {
        let told = publish(&table);
        alike.entry(seen(&table, &told)).or_default().push(table);
    }
    let mut found = Vec::new();
    let mut look = |what: String, size: u32, row: &[Option<u32>], of: &dyn Fn(usize) -> BTreeSet<u32>| {
        for (column, cell) in row.iter().enumerate() {
            let possible = of(column);
            let enough = usize::try_from(LEAST.min(size + 1)).expect("a number");
            if cell.is_none() && possible.len() < enough {
                found.push(format!("{what}: column {column} is one of {possible:?}"));
            }
            if size > 0 && possible.len() == 1 && possible.contains(&size) {
                found.push(format!("{what}: all {size} gave answer {column}"));
            }
            if cell.is_some_and(|told| told < LEAST) {
                found.push(format!("{what}: column {column} tells {cell:?}"));
            }
        }
    };
    for ((everybody, groups), tables) in &alike {
        let of = |column: usize| tables.iter().map(|table| whole(table)[column]).collect();
        look(format!("{everybody:?}"), sizes.iter().sum(), everybody, &of);
        for (group, row) in groups.iter().enumerate() {
            let of = |column: usize| tables.iter().map(|table| table[group][column]).collect();
            look(format!("{everybody:?} {groups:?} group {group}"), sizes[group], row, &of);
        }
    }
    found
}

/// Answers cover from the last to the first.
fn order(answers: usize) -> Vec<usize> {
    (0..answers).rev().collect()
}

#[test]
fn no_table_tells_a_cell_or_an_answer_to_who_knows_the_procedure() {
    let shapes: [(&[u32], usize); 12] = [
        (&[2], 3),
        (&[7], 3),
        (&[12], 4),
        (&[16], 4),
        (&[10], 5),
        (&[6, 9], 3),
        (&[11, 11], 3),
        (&[13, 24], 3),
        (&[8, 9], 4),
        (&[10, 11], 4),
        (&[5, 6, 7], 3),
        (&[10, 10, 10], 2),
    ];
    for (sizes, answers) in shapes {
        let found = found_out(sizes, answers, |table| tell(table, &order(answers)));
        assert!(
            found.is_empty(),
            "{sizes:?} {answers}: {} found out, as {:?}",
            found.len(),
            &found[..found.len().min(8)]
        );
    }
}

#[test]
fn without_covering_cells_much_is_found_out() {
    let small_only = |table: &Numbers| {
        let whole = large(&whole(table));
        let enough = |column: usize| whole[column] && table.iter().all(|row| large(row)[column]);
        Told { groups: (0..whole.len()).map(enough).collect(), whole }
    };
    for (sizes, answers) in [(&[12][..], 4), (&[6, 9][..], 3), (&[8, 9][..], 4)] {
        let found = found_out(sizes, answers, small_only);
        assert!(found.iter().any(|leak| leak.contains("gave answer")), "{sizes:?}: somebody's answer");
        assert!(found.len() > 100, "{sizes:?}: {}", found.len());
    }
}

#[test]
fn answers_of_which_several_may_be_chosen_tell_nobodys() {
    for (persons, options) in [(4, 2), (9, 2), (11, 2), (7, 3), (9, 3)] {
        // Every set of options, then declining and silence.
        let sets: Vec<Vec<usize>> = (1..1_usize << options)
            .map(|set| (0..options).filter(|option| set >> option & 1 == 1).collect())
            .chain([vec![options], vec![options + 1]])
            .collect();
        let mut alike: BTreeMap<Vec<Option<u32>>, BTreeSet<Vec<u32>>> = BTreeMap::new();
        for way in ways(persons, sets.len()) {
            let mut counts = vec![0; options + 2];
            for (set, how_many) in sets.iter().zip(way) {
                set.iter().for_each(|option| counts[*option] += how_many);
            }
            let told = tell_several(&counts, options, persons);
            let seen = counts.iter().zip(&told).map(|(count, told)| told.then_some(*count)).collect();
            alike.entry(seen).or_default().insert(counts);
        }
        for (seen, tables) in alike {
            for (column, cell) in seen.iter().enumerate() {
                let possible: BTreeSet<u32> = tables.iter().map(|table| table[column]).collect();
                assert!(cell.is_some() || possible.len() >= 3, "{seen:?} column {column}: {possible:?}");
                assert!(possible != BTreeSet::from([persons]) && possible != BTreeSet::from([0]), "{seen:?} {column}");
            }
        }
    }
}

/// An election whose identity questionnaire has every shape of question.
fn election() -> Election {
    let mut election: Election =
        serde_json::from_str(include_str!("../../capture/advisor/fixture.json")).expect("an election");
    election.identity = serde_json::from_value(serde_json::json!({
        "version": "1", "title": "Identidad", "decline": "Prefiero no contestar",
        "sections": [
            section("a", &[
                question("a.self", "choice", &["Sí", "No"], None),
                question("a.which", "choice", &["Uno", "Dos", "Tres"], Some(("a.self", "Sí"))),
                question("a.deep", "choice", &["Sí", "No"], Some(("a.which", "Uno"))),
                question("a.kinds", "choices", &["Vista", "Oído", "Otra"], Some(("a.self", "Sí"))),
            ]),
            section("b", &[question("b.self", "choice", &["Sí", "No"], None)]),
            section("c", &[question("c.income", "choice", &["Nada", "Poco", "Algo", "Mucho"], None)]),
        ]
    }))
    .expect("a questionnaire");
    election
}

fn section(key: &str, questions: &[serde_json::Value]) -> serde_json::Value {
    serde_json::json!({ "key": key, "title": key, "help": null, "statistics_only": false, "questions": questions })
}

fn question(key: &str, kind: &str, options: &[&str], parent: Option<(&str, &str)>) -> serde_json::Value {
    let depends_on = parent.map(|(question, is)| serde_json::json!({ "question": question, "when": { "is": is } }));
    serde_json::json!({
        "key": key, "number": null, "label": key, "help": null, "required": true,
        "kind": { "type": kind, "options": options }, "depends_on": depends_on
    })
}

/// A population drawn by a seed.
fn population(election: &Election, draw: &mut fastrand::Rng) -> Vec<Participant> {
    let (persons, yes) = (draw.usize(30..400), draw.u32(1..40));
    let rare = draw.usize(0..20);
    let open = draw.u32(0..70);
    let decline = election.identity.decline.clone().expect("a way to decline");
    let participant = |draw: &mut fastrand::Rng| {
        let mut answers = Answers::new();
        let mut known = BTreeSet::new();
        for section in &election.identity.sections {
            if draw.u32(0..100) < open {
                known.insert(section.key.clone());
            }
            for question in &section.questions {
                if !question.is_asked(&answers) || draw.u32(0..100) < 2 {
                    continue;
                }
                let options = question.options(None);
                let chosen = match draw.u32(0..100) {
                    0..5 => decline.clone(),
                    n if options[0] == "Sí" => options[usize::from(n >= 5 + yes)].clone(),
                    _ => options[draw.usize(0..options.len())].clone(),
                };
                let answer = match &question.kind {
                    Kind::Choices { .. } if chosen != decline => {
                        let others = options.iter().filter(|option| **option != chosen && draw.u32(0..100) < 30);
                        Answer::Many([chosen.clone()].into_iter().chain(others.cloned()).collect())
                    }
                    Kind::Choices { .. } => Answer::Many(vec![chosen]),
                    _ => Answer::One(chosen),
                };
                answers.insert(question.key.clone(), answer);
            }
        }
        let group = if draw.usize(0..100) < rare { 2 } else { draw.usize(0..2) };
        Participant { group, answers, known }
    };
    (0..persons).map(|_| participant(draw)).collect()
}

/// What is known of numbers of persons: each is between two bounds, and some add up to others.
#[derive(Default)]
struct Equations {
    bounds: Vec<(i64, i64)>,
    sums: Vec<(Vec<usize>, usize)>,
}

impl Equations {
    fn number(&mut self, cell: Option<u32>, at_most: usize) -> usize {
        let at_most = i64::try_from(at_most).expect("a number");
        self.bounds.push(cell.map_or((0, at_most), |told| (i64::from(told), i64::from(told))));
        self.bounds.len() - 1
    }

    fn sum(&mut self, parts: Vec<usize>, whole: usize) {
        self.sums.push((parts, whole));
    }

    /// Narrows every bound by every sum, until nothing becomes narrower.
    fn solve(&mut self) {
        loop {
            let before = self.bounds.clone();
            for (parts, whole) in &self.sums {
                let low: i64 = parts.iter().map(|part| self.bounds[*part].0).sum();
                let high: i64 = parts.iter().map(|part| self.bounds[*part].1).sum();
                let (from, to) = self.bounds[*whole];
                self.bounds[*whole] = (from.max(low), to.min(high));
                for part in parts {
                    let own = self.bounds[*part];
                    let narrowed = (own.0.max(from - (high - own.1)), own.1.min(to - (low - own.0)));
                    self.bounds[*part] = narrowed;
                }
            }
            assert!(self.bounds.iter().all(|(low, high)| low <= high), "the tables contradict each other");
            if before == self.bounds {
                return;
            }
        }
    }
}

/// Solves all tables together, of the persons who are left when those whose answers anybody can read are subtracted.
/// Answers what is found out.
fn solve(election: &Election, people: &[Participant], tables: &[Table]) -> Vec<String> {
    let mut equations = Equations::default();
    let mut whole: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut suppressed: Vec<(String, usize, usize)> = Vec::new();
    let questions: Vec<(&crate::questionnaire::Section, &Question)> =
        election.identity.sections.iter().flat_map(|s| s.questions.iter().map(move |q| (s, q))).collect();
    for (table, (section, question)) in tables.iter().zip(questions) {
        let is_known = |participant: &&Participant| participant.known.contains(&section.key);
        let answered = |participant: &Participant, column: &str| match participant.answers.get(&question.key) {
            Some(answer) => answer.lines().contains(&column),
            None => column == "Sin respuesta" && question.is_asked(&participant.answers),
        };
        let mut by_column: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in &table.rows {
            let within = |participant: &&Participant| {
                row.key.is_empty() || row.key.split('+').any(|g| g == participant.group.to_string())
            };
            let some: Vec<&Participant> = people.iter().filter(within).collect();
            let asked = some.iter().filter(|participant| question.is_asked(&participant.answers)).count();
            let known: Vec<&Participant> = some.iter().copied().filter(is_known).collect();
            let mut parts = Vec::new();
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let is_total = column == "Total";
                let public = match is_total {
                    true => known.iter().filter(|participant| question.is_asked(&participant.answers)).count(),
                    false => known.iter().filter(|participant| answered(participant, column)).count(),
                };
                let left = cell.count().map(|count| count - u32::try_from(public).expect("a number"));
                let number = equations.number(left, some.len() - known.len());
                let name = format!("{} {} {column}", table.key, row.name);
                match left {
                    Some(0..LEAST) if !is_total => suppressed.push((format!("{name} tells {left:?}"), number, asked)),
                    Some(_) => {}
                    None => suppressed.push((name, number, some.len() - known.len())),
                }
                if row.key.is_empty() {
                    whole.insert((question.key.to_string(), column.clone()), number);
                } else {
                    by_column.entry(column).or_default().push(number);
                }
                if is_total {
                    if matches!(question.kind, Kind::Choice { .. }) {
                        equations.sum(std::mem::take(&mut parts), number);
                    }
                    if let Some(When::Is(value)) = question.depends_on.as_ref().map(|dependency| &dependency.when) {
                        let parent = question.depends_on.as_ref().expect("a parent").question.to_string();
                        equations.sum(vec![whole[&(parent, value.clone())]], number);
                    }
                } else {
                    parts.push(number);
                }
            }
        }
        for (column, parts) in by_column {
            equations.sum(parts, whole[&(question.key.to_string(), column.to_owned())]);
        }
    }
    equations.solve();
    let narrow = |(name, number, persons): (String, usize, usize)| {
        let (low, high) = equations.bounds[number];
        let room = i64::try_from(persons.min(2)).expect("a number");
        (high - low < room).then(|| format!("{name}: from {low} to {high}"))
    };
    suppressed.into_iter().filter_map(narrow).collect()
}

fn groups() -> Vec<Group> {
    ["0", "1", "2"].map(|key| Group { key: key.to_owned(), name: format!("Grupo {key}") }).to_vec()
}

#[test]
fn all_tables_together_with_everybodys_public_answers_tell_nothing_more() {
    let election = election();
    let mut draw = fastrand::Rng::with_seed(2024);
    let (mut cells, mut told) = (0, 0);
    for round in 0..400 {
        let people = population(&election, &mut draw);
        let tables = identity_tables(&election, &groups(), &people);
        let found = solve(&election, &people, &tables);
        assert!(found.is_empty(), "round {round}: {found:?}");
        let all = tables.iter().flat_map(|table| table.rows.iter().flat_map(|row| &row.cells));
        cells += all.clone().count();
        told += all.filter(|cell| **cell != Cell::Suppressed).count();
    }
    assert!(told * 3 > cells, "{told} of {cells} cells are told: too few to be of use");
}

#[test]
fn the_same_tables_without_covering_cells_are_solved() {
    let election = election();
    let mut draw = fastrand::Rng::with_seed(2024);
    let mut solved = 0;
    for _ in 0..100 {
        let people = population(&election, &mut draw);
        let mut tables = identity_tables(&election, &groups(), &people);
        uncover(&election, &people, &mut tables);
        solved += usize::from(!solve(&election, &people, &tables).is_empty());
    }
    assert!(solved > 90, "{solved}");
}

/// Tells every cell of which enough persons are left: what is done where small cells alone are suppressed.
fn uncover(election: &Election, people: &[Participant], tables: &mut [Table]) {
    let questions = election.identity.sections.iter().flat_map(|s| s.questions.iter().map(move |q| (s, q)));
    for (table, (section, question)) in tables.iter_mut().zip(questions) {
        let columns = table.columns.clone();
        for row in &mut table.rows {
            for (column, cell) in columns.iter().zip(&mut row.cells) {
                let of = |participant: &&Participant| {
                    let within =
                        row.key.is_empty() || row.key.split('+').any(|group| group == participant.group.to_string());
                    let asked = question.is_asked(&participant.answers);
                    within
                        && match participant.answers.get(&question.key) {
                            _ if column == "Total" => asked,
                            Some(answer) => answer.lines().contains(&column.as_str()),
                            None => asked && column == "Sin respuesta",
                        }
                };
                let count = |some: usize| u32::try_from(some).expect("a number");
                let all = count(people.iter().filter(of).count());
                let left = count(
                    people.iter().filter(of).filter(|participant| !participant.known.contains(&section.key)).count(),
                );
                if left >= LEAST {
                    *cell = Cell::Count(all);
                }
            }
        }
    }
}
