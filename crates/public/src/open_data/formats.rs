//! The table of candidacies as CSV, JSON, JSON Lines and a spreadsheet.

use config::Configuration;
use contract::public::PublicProfile;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};

use super::{
    columns::{self, Value},
    dictionary::{self, MISSING},
};
use crate::csv_file::csv_file;

/// CSV in UTF-8 with its mark, each cell a text to any spreadsheet.
///
/// # Errors
/// When it cannot be written.
pub fn csv<'a>(config: &Configuration, people: impl Iterator<Item = &'a PublicProfile>) -> Result<Vec<u8>, csv::Error> {
    let columns = &config.open_data.columns;
    let heading = columns.iter().map(|column| column.name.clone()).collect();
    let rows = people.map(|profile| {
        columns.iter().map(|column| columns::value(column, &config.election, profile).text()).collect::<Vec<String>>()
    });
    csv_file([heading].into_iter().chain(rows))
}

/// One candidacy: a value for each column, in order, null where it is missing, and why.
struct Record<'a> {
    config: &'a Configuration,
    profile: &'a PublicProfile,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut missing = serde_json::Map::new();
        for column in &self.config.open_data.columns {
            match columns::value(column, &self.config.election, self.profile) {
                Value::Text(text) => map.serialize_entry(&column.name, &text)?,
                Value::Whole(number) => map.serialize_entry(&column.name, &number)?,
                Value::Flag(flag) => map.serialize_entry(&column.name, &flag)?,
                Value::List(lines) => map.serialize_entry(&column.name, &lines)?,
                Value::Missing(why) => {
                    map.serialize_entry(&column.name, &None::<()>)?;
                    missing.insert(column.name.clone(), serde_json::to_value(why).map_err(S::Error::custom)?);
                }
            }
        }
        map.serialize_entry(MISSING, &missing)?;
        map.end()
    }
}

/// A JSON array with an object for each candidacy.
///
/// # Errors
/// When it cannot be written.
pub fn json<'a>(
    config: &Configuration,
    people: impl Iterator<Item = &'a PublicProfile>,
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&people.map(|profile| Record { config, profile }).collect::<Vec<_>>())
}

/// The same objects, one a line.
///
/// # Errors
/// When it cannot be written.
pub fn json_lines<'a>(
    config: &Configuration,
    people: impl Iterator<Item = &'a PublicProfile>,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut lines = Vec::new();
    for profile in people {
        serde_json::to_writer(&mut lines, &Record { config, profile })?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A spreadsheet with the table and, on a second sheet, what its columns and missing values mean.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx<'a>(config: &Configuration, people: impl Iterator<Item = &'a PublicProfile>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same candidacies are the same bytes, whenever they are written.
    let day = config.election.election_day;
    let made = ExcelDateTime::parse_from_str(&day.to_string())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let top = Format::new().set_bold();
    // Kept as text whatever it looks like, so that nothing is a formula.
    let plain = Format::new().set_num_format("@");
    let sheet = book.add_worksheet().set_name("Candidaturas")?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&config.open_data.columns) {
        sheet.write_string_with_format(0, at, &column.name, &top)?;
    }
    for (row, profile) in (1_u32..).zip(people) {
        for (at, column) in (0_u16..).zip(&config.open_data.columns) {
            match columns::value(column, &config.election, profile) {
                Value::Whole(number) => sheet.write_number(row, at, i32::try_from(number).unwrap_or(i32::MAX))?,
                value => sheet.write_string_with_format(row, at, value.text(), &plain)?,
            };
        }
    }
    let sheet = book.add_worksheet().set_name("Diccionario")?;
    for (row, cells) in (0_u32..).zip(dictionary::rows(config)) {
        for (at, cell) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, at, cell, if row == 0 { &top } else { &plain })?;
        }
    }
    book.save_to_buffer()
}
