use std::{collections::BTreeSet, fs, path::Path};

use contract::paths;
use server::routes::DOCUMENT;

/// `UPDATE_OPENAPI=1 cargo test` rewrites the file.
#[test]
fn the_contract_file_is_what_the_server_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/conoceles.v1.json");
    let said = DOCUMENT.to_pretty_json().expect("a document") + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, &said).expect("written");
    }
    let kept = fs::read_to_string(&path).expect("openapi/conoceles.v1.json");
    assert!(
        said == kept,
        "openapi/conoceles.v1.json is not what the server says; run UPDATE_OPENAPI=1 cargo test -p conoceles-tests contract"
    );
}

#[test]
fn every_operation_is_summed_up_and_names_its_errors() {
    let document: serde_json::Value = serde_json::to_value(&*DOCUMENT).expect("JSON");
    let mut ids = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let name = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|summary| summary.len() > 10), "{name} has no summary");
            assert!(ids.insert(operation["operationId"].as_str().expect("an id").to_owned()), "{name} repeats its id");
            if !operation["security"].is_null() {
                let answers = operation["responses"].as_object().expect("responses");
                assert!(answers.contains_key("401"), "{name} does not name 401");
            }
        }
    }
    assert!(ids.len() > 30, "{} operations", ids.len());
}

#[test]
fn the_addresses_that_travel_are_those_of_the_document() {
    let named: BTreeSet<&str> = paths::TEMPLATES.iter().chain(paths::public::TEMPLATES).copied().collect();
    let said: BTreeSet<&str> = DOCUMENT.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(named, said);
}

#[test]
fn every_name_that_is_referred_to_is_there() {
    let document: serde_json::Value = serde_json::to_value(&*DOCUMENT).expect("JSON");
    let said = document.to_string();
    let referred: BTreeSet<&str> =
        said.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split_once('"').map(|(name, _)| name)).collect();
    assert!(referred.len() > 50, "{}", referred.len());
    for name in referred {
        assert!(document.pointer(name).is_some(), "nothing is at {name}");
    }
}
