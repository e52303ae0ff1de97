//! The child: confines itself, reads one file from its standard input and says on its standard output what it found.

use std::io::{Read as _, Write as _, stdin, stdout};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::capture::{check_document, photo, spreadsheet};

use super::{Kind, answer::write, confinement};

/// Reads one file.
///
/// # Errors
/// When it cannot be confined, or not be heard.
pub(crate) fn run(kind: Kind) -> anyhow::Result<()> {
    let layers = confinement::enter()?;
    let mut file = Vec::new();
    stdin().lock().read_to_end(&mut file)?;
    let said = match kind {
        Kind::Photo => write(photo::encode(&file).map(|sizes| {
            let texts = sizes.iter().map(|bytes| STANDARD.encode(bytes));
            texts.collect::<Vec<String>>()
        })),
        Kind::Document => write(check_document(&file)),
        Kind::Spreadsheet => write(spreadsheet::read_sheet(&file)),
        Kind::Nothing => write(Ok(layers)),
    }?;
    let mut out = stdout().lock();
    out.write_all(&said)?;
    Ok(out.flush()?)
}
