//! The registry's export of the demo election, and what tests change of it.

use std::ops::RangeInclusive;

use crate::root;

/// Two candidacies of PT and what surrounds them in the registry's export.
pub const ROWS: usize = 40;

/// A file of the demo election.
pub fn demo(name: &str) -> Vec<u8> {
    std::fs::read(root().join("demo/zacatecas-2024").join(name)).expect("a demo file")
}

/// The first rows of the registry's export.
pub fn registry() -> Vec<u8> {
    rows(1..=ROWS)
}

/// The first rows of the registry's export, where one candidacy is cancelled.
pub fn registry_without(folio: &str) -> Vec<u8> {
    let text = String::from_utf8(registry()).expect("UTF-8");
    let row = |line: &str| match line.starts_with(folio) {
        true => line.replace("APROBADA", "CANCELADA"),
        false => line.to_owned(),
    };
    text.lines().map(row).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// The first rows of the registry's export, where the row of one folio says something else, and more rows follow.
pub fn registry_with(folio: &str, from: &str, to: &str, more: &[String]) -> Vec<u8> {
    let text = String::from_utf8(registry()).expect("UTF-8");
    let row = |line: &str| match line.starts_with(folio) {
        true => {
            assert!(line.contains(from), "{line} has no {from}");
            line.replace(from, to)
        }
        false => line.to_owned(),
    };
    text.lines().map(row).chain(more.iter().cloned()).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// One row of the registry's export.
pub fn row(folio: &str) -> String {
    let text = String::from_utf8(registry()).expect("UTF-8");
    text.lines().find(|line| line.starts_with(folio)).expect("a row").to_owned()
}

/// Some rows of the registry's export, from 1, under its headings.
pub fn rows(wanted: RangeInclusive<usize>) -> Vec<u8> {
    let text = String::from_utf8(demo("registry-2024-03-30.csv")).expect("UTF-8");
    let lines = text.lines().enumerate().filter(|(place, _)| *place == 0 || wanted.contains(place));
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// Somebody new in the place of a candidacy of the registry's export.
pub fn substitute_of(folio: &str) -> String {
    let row = row(folio).replace(folio, "ZAC24-09001");
    let cells: Vec<&str> = row.split(',').collect();
    let name = [cells[9], cells[10], cells[11]].join(",");
    format!("{}{folio}", row.replace(&name, "Sustituta,De Prueba,Núñez"))
}
