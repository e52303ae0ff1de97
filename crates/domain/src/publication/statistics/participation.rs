//! Tables of what is public by name: who stands and who has published.

use std::collections::BTreeMap;

use crate::{
    candidacy::Sex,
    election::Election,
    ids::{AffirmativeActionKey, NominatorKey, OfficeKey, TerritoryId},
    publication::directory::AgeBand,
    questionnaire::{Answer, Answers, Kind},
};

use super::{Cell, Row, Source, Table};

/// What is public of somebody who stands.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// Party, coalition or independent.
    pub nominator: &'a NominatorKey,
    /// The office.
    pub office: &'a OfficeKey,
    /// Where.
    pub territory: &'a TerritoryId,
    /// Sex as registered.
    pub sex: Sex,
    /// Whole years on the election's day.
    pub age: i16,
    /// The quota it was registered under, if any.
    pub affirmative_action: Option<&'a AffirmativeActionKey>,
    /// What is published and shown; none when nothing is.
    pub published: Option<&'a Answers>,
}

/// The tables of everybody who stands.
#[must_use]
pub fn participation_tables(election: &Election, people: &[Standing<'_>]) -> Vec<Table> {
    let nominators = election
        .parties
        .iter()
        .map(|party| (party.key.0.clone(), party.name.clone()))
        .chain(election.coalitions.iter().map(|coalition| (coalition.key.0.clone(), coalition.name.clone())))
        .chain([(election.independent.0.clone(), election.nominator_name(&election.independent).to_owned())]);
    let offices = election.offices.iter().map(|office| (office.key.0.clone(), office.name.clone()));
    let territories = election.territories.iter().map(|territory| (territory.id.0.clone(), territory.name.clone()));
    let sexes = [Sex::Woman, Sex::Man, Sex::NonBinary].map(|sex| (sex.key().to_owned(), sex.name().to_owned()));
    let bands = &election.directory.age_bands;
    let ages = bands.iter().map(|band| (band.key(), band.label()));
    let actions = election.affirmative_actions.iter().map(|action| (action.key.0.clone(), action.name.clone()));
    let actions = actions.chain([(String::new(), "Sin acción afirmativa".to_owned())]);
    let mut tables = vec![
        table(("partido", "Quién ha publicado, por partido o coalición", "Postula"), nominators, people, |person| {
            person.nominator.0.clone()
        }),
        table(("cargo", "Quién ha publicado, por cargo", "Cargo"), offices, people, |person| person.office.0.clone()),
        table(("territorio", "Quién ha publicado, por territorio", "Territorio"), territories, people, |person| {
            person.territory.0.clone()
        }),
        table(("sexo", "Quién ha publicado, por sexo", "Sexo"), sexes, people, |person| person.sex.key().to_owned()),
        table(
            ("edad", "Quién ha publicado, por edad", "Años cumplidos el día de la elección"),
            ages,
            people,
            |person| bands.iter().find(|band| band.holds(person.age)).map(AgeBand::key).unwrap_or_default(),
        ),
        table(
            ("accion-afirmativa", "Quién ha publicado, por acción afirmativa", "Acción afirmativa"),
            actions,
            people,
            |person| person.affirmative_action.map_or_else(String::new, |action| action.0.clone()),
        ),
    ];
    tables.extend(election.statistics.tabulated.iter().filter_map(|key| answered(election, people, key.as_str())));
    tables
}

/// Who stands and who has published, a row for each key that has somebody, in the order they are given.
fn table(
    (key, title, heading): (&str, &str, &str),
    named: impl IntoIterator<Item = (String, String)>,
    people: &[Standing<'_>],
    key_of: impl Fn(&Standing<'_>) -> String,
) -> Table {
    let mut counts_by_key: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut all = [0; 2];
    for person in people {
        let counts = counts_by_key.entry(key_of(person)).or_default();
        for counts in [counts, &mut all] {
            counts[0] += 1;
            counts[1] += usize::from(person.published.is_some());
        }
    }
    let cells =
        |[registered, published]: [usize; 2]| [registered, published, registered - published].map(cell).to_vec();
    let groups = named.into_iter().filter_map(|(key, name)| {
        let cells = cells(*counts_by_key.get(&key)?);
        Some(Row { key, name, cells })
    });
    let total = Row { key: "total".to_owned(), name: "Total".to_owned(), cells: cells(all) };
    let rows = groups.chain([total]).collect();
    let columns = ["Registradas", "Ya publicaron", "Aún no publican"].map(str::to_owned).to_vec();
    Table {
        key: key.to_owned(),
        title: title.to_owned(),
        source: Source::Public,
        heading: heading.to_owned(),
        columns,
        rows,
        note: None,
    }
}

/// What those who published answered to a question with options, by sex.
fn answered(election: &Election, people: &[Standing<'_>], key: &str) -> Option<Table> {
    let (_, question) = election.question(key)?;
    let Kind::Choice { options } = &question.kind else { return None };
    let sexes = [Sex::Woman, Sex::Man, Sex::NonBinary];
    let published = || people.iter().filter_map(|person| Some((person.sex, person.published?.get(&question.key))));
    let counts = |wanted: &dyn Fn(Option<&Answer>) -> bool| {
        let of = |sex: Option<Sex>| {
            published().filter(|(its, answer)| sex.is_none_or(|sex| sex == *its) && wanted(*answer)).count()
        };
        sexes.map(Some).into_iter().chain([None]).map(|sex| cell(of(sex))).collect::<Vec<_>>()
    };
    let is = |option: &str| {
        let option = Answer::One(option.to_owned());
        counts(&move |answer| answer == Some(&option))
    };
    let mut rows: Vec<Row> =
        options.iter().map(|option| Row { key: option.clone(), name: option.clone(), cells: is(option) }).collect();
    let is_published =
        |answer: Option<&Answer>| matches!(answer, Some(Answer::One(option)) if options.contains(option));
    rows.push(Row {
        key: "missing".to_owned(),
        name: "No está publicado".to_owned(),
        cells: counts(&move |answer| !is_published(answer)),
    });
    rows.push(Row { key: "total".to_owned(), name: "Total".to_owned(), cells: counts(&|_| true) });
    Some(Table {
        key: key.replace(['.', '_'], "-"),
        title: question.label.clone(),
        source: Source::Public,
        heading: "Respuesta".to_owned(),
        columns: sexes.iter().map(|sex| sex.name().to_owned()).chain(["Total".to_owned()]).collect(),
        rows,
        note: Some("Sólo de quienes ya publicaron su información.".to_owned()),
    })
}

fn cell(count: usize) -> Cell {
    Cell::Count(u32::try_from(count).unwrap_or(u32::MAX))
}
