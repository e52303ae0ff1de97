//! Rows of the registry's file that cannot be taken: put aside with their faults, completed, discarded or made good.

use domain::accounts::Role;
use serde_json::{Value, json};
use support::{House, Person, on_both, registry_with, row};

on_both!(
    a_bad_row_waits_with_its_faults_while_the_good_ones_stand,
    a_row_is_completed_and_applied,
    a_row_is_discarded_with_a_reason_and_does_not_come_back,
    a_good_row_that_comes_later_makes_it_good,
    a_row_that_contradicts_another_is_put_aside,
    a_file_of_another_election_is_refused_whole,
    whoever_is_withdrawn_is_hidden_whatever_else_the_row_lacks,
);

const FOLIO: &str = "ZAC24-00005";

async fn records(house: &House, unit: &Person) -> Vec<Value> {
    house.get(Some(unit), "/registry/records").await.ok().as_array().expect("records").clone()
}

/// A file whose row of [`FOLIO`] has a birth date that is none, and no name.
fn faulty() -> Vec<u8> {
    registry_with(
        FOLIO,
        "Citlali,Ortega,Bañuelos,El Inge,MUJER,1957-08-23",
        ",Ortega,Bañuelos,El Inge,MUJER,23/08/57",
        &[],
    )
}

/// A house with that row put aside.
async fn with_one_aside(house: &House) -> (Person, String) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, faulty()).await.ok();
    let id = records(house, &unit).await[0]["id"].as_str().expect("an id").to_owned();
    (unit, id)
}

fn head(house: &House) -> (i64, String) {
    store::log::head(&mut house.app.db.conn().expect("a connection")).expect("a head")
}

async fn total(house: &House) -> Value {
    house.get(None, "/public/candidacies").await.ok()["total"].clone()
}

async fn a_bad_row_waits_with_its_faults_while_the_good_ones_stand(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let synced = house.sync(&unit, faulty()).await.ok();
    assert_eq!((&synced["plan"]["put_aside"], synced["waiting"].is_null()), (&json!(1), true));
    assert_eq!(total(&house).await, 39);
    let all = records(&house, &unit).await;
    let record = &all[0];
    assert_eq!((all.len(), &record["line"], &record["urgent"]), (1, &json!(6), &json!(false)));
    let faults: Vec<_> =
        record["faults"].as_array().expect("faults").iter().map(|one| (&one["heading"], &one["code"])).collect();
    assert_eq!(faults, [(&json!("NOMBRE"), &json!("required")), (&json!("FECHA_NACIMIENTO"), &json!("not_a_date"))]);
    let cell = |heading: &str| {
        let cells = record["cells"].as_array().expect("cells").iter();
        cells.clone().find(|cell| cell["heading"] == heading).expect("a cell")["value"].clone()
    };
    assert_eq!((cell("FOLIO"), cell("FECHA_NACIMIENTO")), (json!(FOLIO), json!("23/08/57")));

    let before = head(&house);
    let again = house.sync(&unit, faulty()).await.ok();
    assert_eq!((&again["plan"]["put_aside"], again["plan"]["rejected"].as_array().map(Vec::len)), (&json!(0), Some(2)));
    assert_eq!(before, head(&house), "the same file twice changes nothing");
    assert_eq!(records(&house, &unit).await.len(), 1);
    let informatics = house.institute(Role::ItDirectorate).await;
    house.get(Some(&informatics), "/registry/records").await.refused(403, "not_allowed");
}

async fn a_row_is_completed_and_applied(house: House) {
    let (unit, id) = with_one_aside(&house).await;
    let path = format!("/registry/records/{id}/completion");
    let name = json!({ "column": "given_name", "value": "Citlali" });
    let half = house.post(&unit, &path, json!({ "cells": [name] })).await;
    half.refused(422, "faulty_record");
    assert_eq!(
        (&half.body["errors"][0]["field"], &half.body["errors"][0]["code"]),
        (&json!("birth_date"), &json!("not_a_date"))
    );
    assert_eq!(records(&house, &unit).await.len(), 1, "it goes on waiting");

    let date = json!({ "column": "birth_date", "value": "1957-08-23" });
    let done = house.post(&unit, &path, json!({ "cells": [name, date] })).await.ok();
    assert_eq!(done["plan"]["added"][0]["folio"], FOLIO);
    assert_eq!((total(&house).await, records(&house, &unit).await.len()), (json!(40), 0));
    house.post(&unit, &path, json!({ "cells": [name, date] })).await.refused(404, "not_found");

    let again = house.sync(&unit, faulty()).await.ok();
    assert_eq!(again["plan"]["put_aside"], 0, "what a person completed is not put aside again");
    assert_eq!(records(&house, &unit).await.len(), 0);
    let log = house.get(Some(&unit), "/activity-log").await.ok().to_string();
    assert!(log.contains("registry.record_completed"), "{log}");
    let unknown = json!({ "cells": [{ "column": "nothing", "value": "" }] });
    house.post(&unit, &path, unknown).await.refused(400, "bad_request");
}

async fn a_row_is_discarded_with_a_reason_and_does_not_come_back(house: House) {
    let (unit, id) = with_one_aside(&house).await;
    let path = format!("/registry/records/{id}/discard");
    house.post(&unit, &path, json!({ "reason": "No." })).await.refused(400, "bad_request");
    let reason = "El registro confirmó que ese renglón es de prueba.";
    assert_eq!(house.post(&unit, &path, json!({ "reason": reason })).await.status, 204);
    house.post(&unit, &path, json!({ "reason": reason })).await.refused(404, "not_found");
    let before = head(&house);
    house.sync(&unit, faulty()).await.ok();
    assert_eq!((records(&house, &unit).await.len(), head(&house)), (0, before));
    let log = house.get(Some(&unit), "/activity-log").await.ok().to_string();
    assert!(log.contains("registry.record_discarded") && log.contains(reason), "{log}");
}

async fn a_good_row_that_comes_later_makes_it_good(house: House) {
    let (unit, _) = with_one_aside(&house).await;
    let other = registry_with(FOLIO, "1957-08-23", "2057-08-23", &[]);
    let synced = house.sync(&unit, other).await.ok();
    assert_eq!((&synced["plan"]["put_aside"], &synced["plan"]["made_good"]), (&json!(1), &json!(1)));
    let all = records(&house, &unit).await;
    assert_eq!((all.len(), &all[0]["faults"][0]["code"]), (1, &json!("out_of_range")), "the last word stays");
    let synced = house.sync(&unit, support::registry()).await.ok();
    assert_eq!(synced["plan"]["made_good"], 1);
    assert_eq!((records(&house, &unit).await.len(), total(&house).await), (0, json!(40)));
}

async fn a_row_that_contradicts_another_is_put_aside(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let twice = [row(FOLIO), row(FOLIO).replace("Citlali", "Otra")];
    let file = || registry_with(FOLIO, "APROBADA", "APROBADA", &twice);
    let synced = house.sync(&unit, file()).await.ok();
    assert_eq!(
        (&synced["plan"]["put_aside"], synced["plan"]["rejected"].as_array().map(Vec::len)),
        (&json!(1), Some(2))
    );
    let all = records(&house, &unit).await;
    assert_eq!((all.len(), &all[0]["line"], &all[0]["faults"][0]["code"]), (1, &json!(43), &json!("repeated")));
    let before = head(&house);
    house.sync(&unit, file()).await.ok();
    assert_eq!(before, head(&house), "the same file twice changes nothing");
}

async fn a_file_of_another_election_is_refused_whole(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let text = String::from_utf8(support::registry()).expect("UTF-8");
    let other = house.sync(&unit, text.replace("ZAC24-", "DGO24-").into_bytes()).await;
    other.refused(422, "unreadable_registry");
    let one = house.sync(&unit, text.replace(FOLIO, "DGO24-00005").into_bytes()).await.ok();
    assert_eq!((&one["plan"]["put_aside"], total(&house).await), (&json!(1), json!(39)));
}

/// A file whose row of [`FOLIO`] is cancelled and lacks a readable birth date.
fn cancelled_badly() -> Vec<u8> {
    registry_with(FOLIO, "1957-08-23,,NO,candidatura5@ejemplo.invalid,APROBADA", "1957,,NO,,CANCELADA", &[])
}

async fn whoever_is_withdrawn_is_hidden_whatever_else_the_row_lacks(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::registry()).await.ok();
    let synced = house.sync(&unit, cancelled_badly()).await.ok();
    assert_eq!((&synced["plan"]["cancelled"][0]["folio"], &synced["plan"]["put_aside"]), (&json!(FOLIO), &json!(1)));
    let changed = synced["plan"]["cancelled"][0]["changes"].as_array().expect("changes").clone();
    assert_eq!(changed.iter().map(|change| &change["column"]).collect::<Vec<_>>(), [&json!("status")]);
    assert_eq!(total(&house).await, 39);
    let all = records(&house, &unit).await;
    assert_eq!((all.len(), &all[0]["urgent"]), (1, &json!(false)));
    let before = head(&house);
    house.sync(&unit, cancelled_badly()).await.ok();
    assert_eq!(before, head(&house), "the same file twice changes nothing");

    // Undone with the row discarded, what the registry repeats stays undone; once allowed, it counts though nothing is put aside.
    let reason = json!({ "reason": "Lo confirmó el área de registro." });
    let id = all[0]["id"].as_str().expect("an id");
    house.post(&unit, &format!("/registry/records/{id}/discard"), reason.clone()).await.ok();
    let movement = house.get(Some(&unit), "/registry/movements").await.ok()[0]["id"].clone();
    let path = format!("/registry/movements/{}", movement.as_str().expect("an id"));
    house.post(&unit, &format!("{path}/undoing"), reason).await.ok();
    let again = house.sync(&unit, cancelled_badly()).await.ok();
    assert_eq!((again["plan"]["withheld"].as_array().map(Vec::len), total(&house).await), (Some(1), json!(40)));
    house.post(&unit, &format!("{path}/allowance"), Value::Null).await.ok();
    let counted = house.sync(&unit, cancelled_badly()).await.ok();
    assert_eq!((&counted["plan"]["put_aside"], total(&house).await), (&json!(0), json!(39)));
}
