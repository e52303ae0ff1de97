//! Rows of the registry's file that cannot be taken: put aside with their faults, completed, discarded or made good.

use actix_web::http::Method;
use contract::registry::RegistryCell;
use domain::{accounts::Role, questionnaire::FaultCode, registry::Column};
use serde_json::json;
use support::{House, Person, on_both, registry, registry_with, row};
use uuid::Uuid;

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

/// How many rows are put aside.
async fn aside(unit: &Person) -> usize {
    unit.list_registry_records().await.ok().len()
}

fn cell(column: Column, value: &str) -> RegistryCell {
    RegistryCell { column, heading: String::new(), value: value.to_owned() }
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
async fn with_one_aside(house: &House) -> (Person, Uuid) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(faulty()).await.ok();
    let id = unit.list_registry_records().await.ok()[0].id;
    (unit, id)
}

async fn a_bad_row_waits_with_its_faults_while_the_good_ones_stand(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let synced = unit.sync_registry(faulty()).await.ok();
    assert_eq!((synced.plan.put_aside, synced.waiting), (1, None));
    assert_eq!(house.total().await, 39);
    let all = unit.list_registry_records().await.ok();
    let record = &all[0];
    assert_eq!((all.len(), record.line, record.urgent), (1, 6, false));
    let faults: Vec<_> = record.faults.iter().map(|fault| (fault.heading.as_str(), fault.code)).collect();
    assert_eq!(faults, [("NOMBRE", FaultCode::Required), ("FECHA_NACIMIENTO", FaultCode::NotADate)]);
    let cell = |heading: &str| {
        let cell = record.cells.iter().find(|cell| cell.heading == heading).expect("a cell");
        cell.value.as_str()
    };
    assert_eq!((cell("FOLIO"), cell("FECHA_NACIMIENTO")), (FOLIO, "23/08/57"));

    let before = house.head();
    let again = unit.sync_registry(faulty()).await.ok();
    assert_eq!((again.plan.put_aside, again.plan.rejected.len()), (0, 2));
    assert_eq!(before, house.head(), "the same file twice changes nothing");
    assert_eq!(aside(&unit).await, 1);
    let informatics = house.institute(Role::ItDirectorate).await;
    informatics.list_registry_records().await.refused(403, "not_allowed");
}

async fn a_row_is_completed_and_applied(house: House) {
    let (unit, id) = with_one_aside(&house).await;
    let name = cell(Column::GivenName, "Citlali");
    let half = unit.complete_registry_record(id, std::slice::from_ref(&name)).await.refused(422, "faulty_record");
    assert_eq!((half.errors[0].field.as_str(), half.errors[0].code), ("birth_date", FaultCode::NotADate));
    assert_eq!(aside(&unit).await, 1, "it goes on waiting");

    let whole = [name, cell(Column::BirthDate, "1957-08-23")];
    let done = unit.complete_registry_record(id, &whole).await.ok();
    assert_eq!(done.plan.added[0].folio, FOLIO.into());
    assert_eq!((house.total().await, aside(&unit).await), (40, 0));
    unit.complete_registry_record(id, &whole).await.refused(404, "not_found");

    let again = unit.sync_registry(faulty()).await.ok();
    assert_eq!(again.plan.put_aside, 0, "what a person completed is not put aside again");
    assert_eq!(aside(&unit).await, 0);
    assert_eq!(unit.count_logged("", "registry.record_completed").await, 1);
    let unknown = json!({ "cells": [{ "column": "nothing", "value": "" }] });
    let request = unit.request(Method::POST, &format!("/registry/records/{id}/completion"));
    house.send(request.set_json(unknown)).await.refused(400, "bad_request");
}

async fn a_row_is_discarded_with_a_reason_and_does_not_come_back(house: House) {
    let (unit, id) = with_one_aside(&house).await;
    unit.discard_registry_record(id, "No.").await.refused(400, "bad_request");
    let reason = "El registro confirmó que ese renglón es de prueba.";
    assert_eq!(unit.discard_registry_record(id, reason).await.status, 204);
    unit.discard_registry_record(id, reason).await.refused(404, "not_found");
    let before = house.head();
    unit.sync_registry(faulty()).await.ok();
    assert_eq!((aside(&unit).await, house.head()), (0, before));
    let log = unit.read_activity_log("").await.text();
    assert!(log.contains("registry.record_discarded") && log.contains(reason), "{log}");
}

async fn a_good_row_that_comes_later_makes_it_good(house: House) {
    let (unit, _) = with_one_aside(&house).await;
    let other = registry_with(FOLIO, "1957-08-23", "2057-08-23", &[]);
    let synced = unit.sync_registry(other).await.ok();
    assert_eq!((synced.plan.put_aside, synced.plan.made_good), (1, 1));
    let all = unit.list_registry_records().await.ok();
    assert_eq!((all.len(), all[0].faults[0].code), (1, FaultCode::OutOfRange), "the last word stays");
    let synced = unit.sync_registry(registry()).await.ok();
    assert_eq!(synced.plan.made_good, 1);
    assert_eq!((aside(&unit).await, house.total().await), (0, 40));
}

async fn a_row_that_contradicts_another_is_put_aside(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let twice = [row(FOLIO), row(FOLIO).replace("Citlali", "Otra")];
    let file = || registry_with(FOLIO, "APROBADA", "APROBADA", &twice);
    let synced = unit.sync_registry(file()).await.ok();
    assert_eq!((synced.plan.put_aside, synced.plan.rejected.len()), (1, 2));
    let all = unit.list_registry_records().await.ok();
    assert_eq!((all.len(), all[0].line, all[0].faults[0].code), (1, 43, FaultCode::Repeated));
    let before = house.head();
    unit.sync_registry(file()).await.ok();
    assert_eq!(before, house.head(), "the same file twice changes nothing");
}

async fn a_file_of_another_election_is_refused_whole(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let text = String::from_utf8(registry()).expect("UTF-8");
    let other = unit.sync_registry(text.replace("ZAC24-", "DGO24-").into_bytes()).await;
    other.refused(422, "unreadable_registry");
    let one = unit.sync_registry(text.replace(FOLIO, "DGO24-00005").into_bytes()).await.ok();
    assert_eq!((one.plan.put_aside, house.total().await), (1, 39));
}

/// A file whose row of [`FOLIO`] is cancelled and lacks a readable birth date.
fn cancelled_badly() -> Vec<u8> {
    registry_with(FOLIO, "1957-08-23,,NO,candidatura5@ejemplo.invalid,APROBADA", "1957,,NO,,CANCELADA", &[])
}

async fn whoever_is_withdrawn_is_hidden_whatever_else_the_row_lacks(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    let synced = unit.sync_registry(cancelled_badly()).await.ok();
    let cancelled = &synced.plan.cancelled[0];
    assert_eq!((cancelled.folio.as_str(), synced.plan.put_aside), (FOLIO, 1));
    let changed: Vec<_> = cancelled.changes.iter().map(|change| change.column).collect();
    assert_eq!(changed, [Column::Status]);
    assert_eq!(house.total().await, 39);
    let all = unit.list_registry_records().await.ok();
    assert_eq!((all.len(), all[0].urgent), (1, false));
    let before = house.head();
    unit.sync_registry(cancelled_badly()).await.ok();
    assert_eq!(before, house.head(), "the same file twice changes nothing");

    // Undone with the row discarded, what the registry repeats hides again, though nothing is put aside.
    let reason = "Lo confirmó el área de registro.";
    unit.discard_registry_record(all[0].id, reason).await.ok();
    let movement = unit.list_registry_movements().await.ok()[0].id;
    unit.undo_registry_movement(movement, reason).await.ok();
    assert_eq!(house.total().await, 40);
    let again = unit.sync_registry(cancelled_badly()).await.ok();
    assert_eq!((again.plan.repeated.len(), again.plan.put_aside, house.total().await), (1, 0, 39));
}
