//! CSV as people open it.

use domain::text;

/// Rows as CSV in UTF-8 with its mark, each cell a text to any spreadsheet.
///
/// # Errors
/// When it cannot be written.
pub fn csv_file<C: AsRef<str>>(
    rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| text::spreadsheet_cell(cell.as_ref())))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
