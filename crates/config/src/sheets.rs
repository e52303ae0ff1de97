//! The tables of an election: districts, municipalities, parties, coalitions and lists of options.

use std::collections::BTreeSet;

use domain::{
    election::{Coalition, Party, Territory, TerritoryKind},
    ids::{NominatorKey, PartyKey, TerritoryId},
};

use super::Checker;

/// A row with its line.
pub(super) struct Record {
    pub line: usize,
    pub cells: Vec<String>,
}

/// The rows of a table, without those that begin with `#`.
pub(super) fn read(checker: &mut Checker<'_>, file: &str, headings: &[&str]) -> Vec<Record> {
    let Some(source) = checker.source(file) else { return Vec::new() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(source.text.as_bytes());
    let found: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    if found != headings {
        checker.fault(file, 1, format!("the headings must be {}", headings.join(",")));
        return Vec::new();
    }
    let mut records = Vec::new();
    let mut seen = BTreeSet::new();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                checker.fault(file, usize::try_from(line).unwrap_or(1), error.to_string());
                return records;
            }
        };
        let line = row.position().map_or(1, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(1);
        let cells: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.len() != headings.len() {
            checker.fault(file, line, format!("there are {} cells where {} are due", cells.len(), headings.len()));
        } else if cells[0].is_empty() {
            checker.fault(file, line, format!("the {} is empty", headings[0]));
        } else if !seen.insert(cells[0].clone()) {
            checker.fault(file, line, format!("the {} `{}` is repeated", headings[0], cells[0]));
        } else {
            records.push(Record { line, cells });
        }
    }
    records
}

pub(super) fn districts(checker: &mut Checker<'_>, state: &str) -> Vec<Territory> {
    let file = "districts.csv";
    let mut territories = Vec::new();
    for record in read(checker, file, &["number", "name", "seat"]) {
        let [number, name, seat] = record.cells.as_slice() else { continue };
        if number.parse::<u16>().is_err() {
            checker.fault(file, record.line, format!("`{number}` is not a district's number"));
        }
        let name = if seat.is_empty() { name.clone() } else { format!("{name}, {seat}") };
        territories.push(Territory {
            id: TerritoryId(format!("{state}/dis/{number}")),
            kind: TerritoryKind::District,
            key: number.clone(),
            name,
        });
    }
    territories
}

pub(super) fn municipalities(checker: &mut Checker<'_>, state: &str) -> Vec<Territory> {
    let file = "municipalities.csv";
    let mut territories = Vec::new();
    for record in read(checker, file, &["key", "name"]) {
        let [key, name] = record.cells.as_slice() else { continue };
        if key.len() != 5 || !key.chars().all(|c| c.is_ascii_digit()) {
            checker.fault(file, record.line, format!("`{key}` is not an INEGI key of five digits"));
        }
        if name.is_empty() {
            checker.fault(file, record.line, "the name is empty");
        }
        territories.push(Territory {
            id: TerritoryId(format!("{state}/mun/{key}")),
            kind: TerritoryKind::Municipality,
            key: key.clone(),
            name: name.clone(),
        });
    }
    territories
}

pub(super) fn parties(checker: &mut Checker<'_>) -> Vec<Party> {
    let file = "parties.csv";
    let mut parties = Vec::new();
    for record in read(checker, file, &["key", "name", "color"]) {
        let [key, name, color] = record.cells.as_slice() else { continue };
        let is_color =
            color.len() == 7 && color.starts_with('#') && color.chars().skip(1).all(|c| c.is_ascii_hexdigit());
        if !color.is_empty() && !is_color {
            checker.fault(
                file,
                record.line,
                format!("`{color}` is not a colour as #rrggbb; leave it empty when not known"),
            );
        }
        let color = is_color.then(|| color.clone());
        parties.push(Party { key: PartyKey(key.clone()), name: name.clone(), color });
    }
    parties
}

pub(super) fn coalitions(checker: &mut Checker<'_>, parties: &[Party]) -> Vec<Coalition> {
    let file = "coalitions.csv";
    let mut coalitions = Vec::new();
    for record in read(checker, file, &["key", "name", "members"]) {
        let [key, name, members] = record.cells.as_slice() else { continue };
        let members: Vec<PartyKey> = members.split('-').map(PartyKey::from).collect();
        for member in &members {
            if !parties.iter().any(|party| party.key == *member) {
                checker.fault(file, record.line, format!("`{member}` is not a party of parties.csv"));
            }
        }
        if members.len() < 2 {
            checker.fault(file, record.line, "a coalition has two members or more, joined by a hyphen");
        }
        if parties.iter().any(|party| party.key.0 == *key) {
            checker.fault(file, record.line, format!("`{key}` is a party's key already"));
        }
        coalitions.push(Coalition { key: NominatorKey(key.clone()), name: name.clone(), members });
    }
    coalitions
}

pub(super) fn options(checker: &mut Checker<'_>, file: &str) -> Vec<String> {
    let options: Vec<String> = read(checker, file, &["option"]).into_iter().flat_map(|record| record.cells).collect();
    if options.is_empty() {
        checker.fault(file, 1, "there are no options");
    }
    options
}
