//! Reading a spreadsheet that anybody may have made: bounded before it is unpacked, and never wider than its template.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, copy, sink},
};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use contract::upload::SPREADSHEET;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::{FIRST_ROW, ORIGINAL, SHEET};

/// Most bytes of everything in it once unpacked.
const UNPACKED_MAX: u64 = 60 * 1024 * 1024;
const PARTS_MAX: usize = 200;
const ROWS_MAX: u32 = 5_000;
const COLUMNS_MAX: u32 = 200;
/// Most cells that say something, in all sheets that are read: 2,500 candidacies, twice, of 40 columns.
const CELLS_MAX: usize = 200_000;
/// Most bytes of text in all of them.
const TEXT_MAX: usize = 16 * 1024 * 1024;
/// Most characters that a spreadsheet program puts into a cell.
const CELL_MAX: usize = 32_767;

/// A sheet's cells that say something, by row and column from 0.
pub(super) type Cells = BTreeMap<u32, BTreeMap<u16, String>>;

/// What a filled template says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Filled {
    /// What stands in each row.
    pub(super) cells: Cells,
    /// What stood there when the template was made; none when that sheet is missing.
    pub(super) original: Option<Cells>,
}

fn unreadable() -> Refusal {
    bad("El archivo no se puede abrir como hoja de cálculo. Guárdelo como libro de Excel (.xlsx) e intente de nuevo.")
}

/// It would be too much once unpacked.
fn overfull() -> Refusal {
    let reason =
        "La hoja lleva dentro mucho más que la plantilla llena. Copie sus textos en una plantilla nueva y súbala.";
    Refusal::TooLarge { reason: reason.into() }
}

fn bad(reason: &str) -> Refusal {
    Refusal::BadFile { reason: reason.to_owned() }
}

/// Reads a filled template.
///
/// # Errors
/// [`Refusal::TooLarge`], also when it would be once unpacked; [`Refusal::BadFile`] when it is no spreadsheet, or not the
/// template.
pub fn read_sheet(file: &[u8]) -> Result<Filled, Refusal> {
    if let Some(reason) = SPREADSHEET.too_heavy(file.len()) {
        return Err(Refusal::TooLarge { reason });
    }
    bound(file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|_| unreadable())?;
    let mut room = Room { cells: CELLS_MAX, text: TEXT_MAX };
    let cells = sheet(&mut book, SHEET, &mut room)?.ok_or_else(|| {
        let reason =
            format!("Falta la hoja «{SHEET}». Use la plantilla que se descarga aquí, sin cambiarle los nombres.");
        Refusal::BadFile { reason }
    })?;
    let original = sheet(&mut book, ORIGINAL, &mut room)?;
    Ok(Filled { cells, original })
}

/// Unpacks everything into nothing, to know that it is not a small file that fills the memory.
fn bound(file: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| unreadable())?;
    if archive.len() > PARTS_MAX {
        return Err(overfull());
    }
    let mut left = UNPACKED_MAX;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| unreadable())?;
        let unpacked = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(overfull)?;
    }
    Ok(())
}

/// What more the sheets may say.
struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    fn take(&mut self, text: &str) -> Result<(), Refusal> {
        if text.chars().count() > CELL_MAX {
            return Err(bad("Una celda lleva un texto más largo que el de cualquier hoja de cálculo. Acórtelo."));
        }
        self.cells = self.cells.checked_sub(1).ok_or_else(overfull)?;
        self.text = self.text.checked_sub(text.len()).ok_or_else(overfull)?;
        Ok(())
    }
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut Room) -> Result<Option<Cells>, Refusal> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::WorksheetNotFound(_)) => return Ok(None),
        Err(_) => return Err(unreadable()),
    };
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if row >= FIRST_ROW + ROWS_MAX || column >= COLUMNS_MAX {
            return Err(bad("La hoja tiene celdas escritas muy lejos de la plantilla. Bórrelas e intente de nuevo."));
        }
        room.take(&text)?;
        cells.entry(row).or_default().insert(u16::try_from(column).unwrap_or(u16::MAX), text);
    }
    Ok(Some(cells))
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text),
        DataRef::SharedString(text) => plain(text),
        DataRef::Int(number) => number.to_string(),
        // A telephone that a spreadsheet took for a number.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => if *value { "Sí" } else { "No" }.to_owned(),
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Line breaks as the browser writes them.
fn plain(text: &str) -> String {
    text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n")
}
