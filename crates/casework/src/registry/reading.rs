//! The registry's file: rows by the mapping's headings.

use std::collections::BTreeMap;

use contract::upload::REGISTRY;
use domain::{
    refusal::Refusal,
    registry::{Column, Row},
};

use crate::{Error, desk::Desk};

/// Most lines of the registry's file: those of the largest state's municipalities, twice.
const LINES_MAX: usize = 50_000;
/// Most cells that all of its lines may have.
const CELLS_MAX: usize = LINES_MAX * 40;

/// Bounds what the rows may take before any is read: each cell costs far more than the comma that makes it.
fn bound(text: &str) -> Result<(), Refusal> {
    let (mut lines, mut cells) = (0_usize, 0_usize);
    for byte in text.bytes() {
        lines += usize::from(byte == b'\n');
        cells += usize::from(byte == b',');
    }
    if lines > LINES_MAX || cells > CELLS_MAX {
        let reason = format!(
            "El archivo tiene {lines} renglones y {cells} celdas; el máximo es {LINES_MAX} renglones y {CELLS_MAX} celdas. \
             Exporte otra vez sólo el registro de esta elección."
        );
        return Err(Refusal::TooLarge { reason });
    }
    Ok(())
}

/// Reads the file's rows by the mapping's headings, in whatever order they come.
pub(super) fn read(desk: &Desk, file: &[u8]) -> Result<Vec<Row>, Refusal> {
    let unreadable = |reason: String| Refusal::UnreadableRegistry { reason };
    if let Some(reason) = REGISTRY.too_heavy(file.len()) {
        return Err(Refusal::TooLarge { reason });
    }
    let text = std::str::from_utf8(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file))
        .map_err(|_| unreadable("El archivo no está en UTF-8. Guárdelo como «CSV UTF-8» y súbalo otra vez.".into()))?;
    bound(text)?;
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

#[cfg(test)]
mod tests {
    use bolero::check;

    use super::*;
    use crate::desk::tests::desk;

    #[test]
    fn whatever_chance_makes_of_the_registry_is_read_or_refused() {
        let desk = desk();
        let headings = written(&desk, &[]).expect("headings");
        let example = [headings.as_slice(), b"ZAC24-00001,\"Una, persona\",,\r\nZAC24-00002\n"].concat();
        check!().with_iterations(2_000).with_type::<(Vec<(u16, u8)>, Vec<u8>)>().for_each(|(others, behind)| {
            let mut file = [example.as_slice(), behind.as_slice()].concat();
            for (place, byte) in others {
                let at = usize::from(*place) % file.len();
                file[at] = *byte;
            }
            match read(&desk, &file) {
                Ok(rows) => assert!(rows.iter().all(|row| row.line > 1 && row.cells.len() == Column::ALL.len())),
                Err(Refusal::UnreadableRegistry { reason } | Refusal::TooLarge { reason }) => {
                    assert!(!reason.is_empty());
                }
                Err(other) => panic!("{other:?}"),
            }
        });
    }

    #[test]
    fn a_table_that_would_fill_the_memory_is_not_read() {
        let desk = desk();
        let headings = written(&desk, &[]).expect("headings");
        for line in ["a\n".repeat(LINES_MAX + 1), ",".repeat(CELLS_MAX + 1)] {
            let file = [headings.as_slice(), line.as_bytes()].concat();
            assert!(
                matches!(read(&desk, &file), Err(Refusal::TooLarge { reason }) if reason.contains("50000 renglones"))
            );
        }
    }
}
