//! The registry's file: rows by the mapping's headings.

use std::collections::BTreeMap;

use domain::{
    refusal::Refusal,
    registry::{Column, Row},
};

use crate::{Error, desk::Desk};

/// Most bytes of a registry file.
pub const FILE_MAX: usize = 32 * 1024 * 1024;

/// Reads the file's rows by the mapping's headings, in whatever order they come.
pub(super) fn read(desk: &Desk, file: &[u8]) -> Result<Vec<Row>, Refusal> {
    let unreadable = |reason: String| Refusal::UnreadableRegistry { reason };
    if file.len() > FILE_MAX {
        return Err(Refusal::TooLarge);
    }
    let text = std::str::from_utf8(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file))
        .map_err(|_| unreadable("El archivo no está en UTF-8. Guárdelo como «CSV UTF-8» y súbalo otra vez.".into()))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader
        .headers()
        .map_err(|error| unreadable(format!("El archivo no se puede leer como CSV: {error}.")))?
        .clone();
    let mut places = BTreeMap::new();
    let mut missing = Vec::new();
    for column in Column::ALL {
        let heading = desk.config.mapping.columns.get(&column).map_or("", String::as_str);
        match headings.iter().position(|found| found.trim() == heading) {
            Some(place) => {
                places.insert(column, place);
            }
            None => missing.push(heading.to_owned()),
        }
    }
    if !missing.is_empty() {
        return Err(unreadable(format!(
            "Faltan estas columnas en el primer renglón: {}. Exporte otra vez el registro, separado por comas.",
            missing.join(", ")
        )));
    }
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1_u64, 0_usize);
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(format!("El archivo no se puede leer como CSV: {error}.")))?;
        // The reader's own count is one short where lines end in CRLF.
        let at = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let start = at + text[at..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += text[counted..start].bytes().filter(|byte| *byte == b'\n').count() as u64;
        counted = start;
        let cells: BTreeMap<Column, String> =
            places.iter().map(|(column, place)| (*column, record.get(*place).unwrap_or("").to_owned())).collect();
        if cells.values().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    if desk.config.mapping.is_foreign(&rows) {
        let prefix = desk.config.mapping.folio_prefix.as_deref().unwrap_or_default();
        return Err(unreadable(format!(
            "El archivo es de otra elección: ningún folio comienza con {prefix}. Exporte el registro de {}.",
            desk.config.election.name
        )));
    }
    Ok(rows)
}

/// Rows as the file that would bring them.
pub(super) fn written(desk: &Desk, rows: &[Row]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Column::ALL.map(|column| desk.config.mapping.heading(column)))?;
    for row in rows {
        writer.write_record(Column::ALL.map(|column| row.get(column)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}
