//! What each column of the open data means, for programs, for a spreadsheet and to read.

use config::{Configuration, DataColumn, DataSource, Fixed};
use contract::public::open_data::{ColumnType, DataDictionary, DictionaryColumn, DictionaryMissing, Missing};
use domain::questionnaire::Part;

use super::columns;
use crate::csv_file::csv_file;

/// The key under which a record says why some of its values are missing.
pub(super) const MISSING: &str = "FALTANTES";

/// The dictionary.
#[must_use]
pub fn dictionary(config: &Configuration) -> DataDictionary {
    let column = |column: &DataColumn| {
        let question = columns::question(column, &config.election);
        let decline = config.election.identity.decline.as_deref();
        let options = question.map(|(part, _, question)| question.options(decline.filter(|_| part == Part::Identity)));
        DictionaryColumn {
            name: column.name.clone(),
            title: columns::title(column, &config.election),
            datatype: columns::datatype(column, &config.election),
            question: question.map(|(_, _, question)| question.key.clone()),
            options: options.unwrap_or_default(),
            missing: missing(config, column),
        }
    };
    DataDictionary {
        title: config.open_data.title.clone(),
        licence: config.open_data.licence.name.clone(),
        licence_url: config.open_data.licence.url.clone(),
        columns: config.open_data.columns.iter().map(column).collect(),
        missing: Missing::ALL
            .map(|code| DictionaryMissing { code, words: code.words().to_owned(), meaning: code.meaning().to_owned() })
            .to_vec(),
    }
}

/// Why a column's values may be missing.
fn missing(config: &Configuration, column: &DataColumn) -> Vec<Missing> {
    match (&column.source, columns::question(column, &config.election)) {
        (DataSource::Answer(_), Some((part, _, question))) => {
            let mut all = vec![Missing::NotPublished, Missing::Unavailable];
            all.extend((part == Part::Identity).then_some(Missing::NotConsented));
            all.extend(question.depends_on.is_some().then_some(Missing::NotAsked));
            all.extend((!question.required).then_some(Missing::NotProvided));
            all
        }
        (DataSource::Fixed(Fixed::Networks), _) => {
            vec![Missing::NotPublished, Missing::Unavailable, Missing::NotProvided]
        }
        (DataSource::Fixed(Fixed::Photo), _) => vec![Missing::NotPublished, Missing::NotProvided],
        (DataSource::Fixed(Fixed::Version | Fixed::PublishedAt), _) => vec![Missing::NotPublished],
        (
            DataSource::Fixed(
                Fixed::Nickname
                | Fixed::District
                | Fixed::Municipality
                | Fixed::Circumscription
                | Fixed::ListOrFormula
                | Fixed::ListPosition
                | Fixed::Formula
                | Fixed::Members
                | Fixed::AffirmativeAction,
            ),
            _,
        ) => vec![Missing::NotApplicable],
        (DataSource::Fixed(_) | DataSource::Answer(_), _) => Vec::new(),
    }
}

fn type_name(datatype: ColumnType) -> &'static str {
    match datatype {
        ColumnType::Text => "texto",
        ColumnType::Whole => "número entero",
        ColumnType::Flag => "Sí o No",
        ColumnType::List => "varios textos, separados por punto y coma",
        ColumnType::Moment => "fecha y hora (RFC 3339)",
    }
}

/// The dictionary's table under its headings.
pub(super) fn rows(config: &Configuration) -> Vec<[String; 5]> {
    let headings = ["COLUMNA", "QUÉ ES", "TIPO", "RESPUESTAS POSIBLES", "PUEDE FALTAR COMO"].map(str::to_owned);
    let dictionary = dictionary(config);
    let columns = dictionary.columns.into_iter().map(|column| {
        let missing: Vec<&str> = column.missing.iter().map(|missing| missing.words()).collect();
        let datatype = type_name(column.datatype).to_owned();
        [column.name, column.title, datatype, column.options.join("; "), missing.join("; ")]
    });
    let missing = dictionary
        .missing
        .into_iter()
        .map(|missing| [missing.words, missing.meaning, "dato que falta".to_owned(), String::new(), String::new()]);
    [headings].into_iter().chain(columns).chain(missing).collect()
}

/// The dictionary as CSV in UTF-8 with its mark, each cell a text to any spreadsheet.
///
/// # Errors
/// When it cannot be written.
pub fn dictionary_csv(config: &Configuration) -> Result<Vec<u8>, csv::Error> {
    csv_file(rows(config))
}

/// The dictionary to read.
#[must_use]
pub fn dictionary_text(config: &Configuration) -> String {
    let data = &config.open_data;
    let mut text = format!(
        "{}\n\n{}\n\nLicencia: {} ({})\n\nCOLUMNAS\n",
        data.title, data.description, data.licence.name, data.licence.url
    );
    let dictionary = dictionary(config);
    for column in &dictionary.columns {
        text += &format!("\n{}\n  {} Tipo: {}.\n", column.name, column.title, type_name(column.datatype));
        if !column.options.is_empty() {
            text += &format!("  Respuestas posibles: {}.\n", column.options.join("; "));
        }
        if !column.missing.is_empty() {
            let words: Vec<&str> = column.missing.iter().map(|missing| missing.words()).collect();
            text += &format!("  Puede faltar como: {}.\n", words.join("; "));
        }
    }
    text += &format!(
        "\nDATOS QUE FALTAN\n\nEn CSV y en la hoja de cálculo la celda lo dice con palabras. En JSON el valor es null y el \
         motivo está en {MISSING}.\n"
    );
    for missing in &dictionary.missing {
        text += &format!("\n{} ({})\n  {}\n", missing.words, missing.code.code(), missing.meaning);
    }
    text
}
