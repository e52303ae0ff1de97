//! Describing the files to programs: CSV on the Web for the table, DCAT for the data set.

use contract::{
    paths::{from_root, public as addresses},
    public::open_data::{ColumnType, Missing},
};
use serde_json::{Value, json};

use super::columns;
use config::Configuration;

/// The files of the data set: address, media type, title.
const FILES: [(&str, &str, &str); 9] = [
    (addresses::table_csv(), "text/csv", "Candidaturas en CSV"),
    (addresses::table_json(), "application/json", "Candidaturas en JSON"),
    (addresses::table_json_lines(), "application/x-ndjson", "Candidaturas en JSON Lines, una por renglón"),
    (
        addresses::table_spreadsheet(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Candidaturas en hoja de cálculo",
    ),
    (addresses::popolo(), "application/json", "Personas, organizaciones, cargos y territorios en formato Popolo"),
    (addresses::dictionary_csv(), "text/csv", "Diccionario de datos en CSV"),
    (addresses::dictionary(), "application/json", "Diccionario de datos en JSON"),
    (addresses::changes(), "application/json", "Cambios en JSON"),
    (addresses::changes_feed(), "application/atom+xml", "Cambios en Atom"),
];

/// CSV on the Web metadata of `candidaturas.csv`.
#[must_use]
pub fn table_metadata(config: &Configuration) -> Value {
    let (data, election) = (&config.open_data, &config.election);
    let missing = Missing::ALL.map(Missing::words);
    let column = |column: &config::DataColumn| {
        let datatype = match columns::datatype(column, election) {
            ColumnType::Text | ColumnType::List => json!("string"),
            ColumnType::Whole => json!("integer"),
            ColumnType::Flag => json!({ "base": "boolean", "format": "Sí|No" }),
            ColumnType::Moment => json!("dateTime"),
        };
        let mut described = json!({
            "titles": column.name,
            "dc:description": { "@value": columns::title(column, election), "@language": "es" },
            "datatype": datatype,
            "null": missing,
        });
        if columns::datatype(column, election) == ColumnType::List {
            described["separator"] = json!("; ");
        }
        described
    };
    let mut schema = json!({ "columns": data.columns.iter().map(column).collect::<Vec<_>>() });
    if let Some(id) = data.columns.iter().find(|column| column.source == config::DataSource::Fixed(config::Fixed::Id)) {
        schema["primaryKey"] = json!(id.name);
        for described in schema["columns"].as_array_mut().into_iter().flatten() {
            if described["titles"] == id.name.as_str() {
                described["name"] = json!(id.name);
                described["required"] = json!(true);
            }
        }
    }
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "es" }],
        "url": "candidaturas.csv",
        "dc:title": data.title,
        "dc:description": data.description,
        "dc:license": { "@id": data.licence.url },
        "dc:publisher": election.institute.name,
        "dialect": { "encoding": "utf-8", "header": true, "delimiter": ",", "doubleQuote": true },
        "tableSchema": schema,
    })
}

/// The data set as a DCAT record in JSON-LD. `address` is the one people open.
#[must_use]
pub fn catalogue(config: &Configuration, address: &str) -> Value {
    let (data, election) = (&config.open_data, &config.election);
    let licence = json!({ "@id": data.licence.url });
    let distribution = |(path, media_type, title): (&str, &str, &str)| {
        json!({
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dcat:downloadURL": { "@id": format!("{address}{}", from_root(path)) },
            "dcat:mediaType": media_type,
            "dct:license": licence,
        })
    };
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
        },
        "@id": format!("{address}{}", from_root(addresses::catalogue())),
        "@type": "dcat:Dataset",
        "dct:identifier": election.key,
        "dct:title": data.title,
        "dct:description": data.description,
        "dct:language": "es",
        "dct:license": licence,
        "dct:spatial": election.institute.state,
        "dct:temporal": election.name,
        "dct:publisher": {
            "@type": "foaf:Organization",
            "foaf:name": election.institute.name,
            "foaf:homepage": { "@id": election.institute.website },
        },
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": election.institute.units.responsible_unit,
            "vcard:hasEmail": { "@id": format!("mailto:{}", election.institute.email) },
        },
        "dcat:landingPage": { "@id": format!("{address}/datos") },
        "dcat:distribution": FILES.map(distribution),
    })
}
