use actix_web::http::Method;
use domain::accounts::Role;
use serde_json::{Value, json};
use support::{House, Person, demo, on_both};

on_both!(
    every_faulty_row_is_told_and_no_good_one_is_stopped,
    the_same_file_twice_changes_nothing,
    weeks_later_the_movements_are_planned_and_applied,
    what_is_applied_is_the_plan_that_was_read,
    a_file_that_is_no_registry_says_what_to_do,
    a_bad_row_does_not_stop_a_good_one_with_its_folio,
);

async fn a_bad_row_does_not_stop_a_good_one_with_its_folio(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let file = String::from_utf8(support::rows(1..=1)).expect("UTF-8");
    let (headings, row) = file.split_once("\r\n").expect("a row");
    let bad = row.replace("1958-07-23", "23/07/1958");
    let hidden = row.replace("ZAC24-00001", "ZAC24\u{0}1");
    let synced = house.sync(&unit, [headings, &bad, row, row, &hidden].join("\r\n").into_bytes()).await.ok();
    assert_eq!(count(&synced["plan"], "added"), 1);
    let told: Vec<_> = synced["plan"]["rejected"].as_array().expect("remarks").iter().map(|one| &one["line"]).collect();
    assert_eq!(told, [2, 4, 5]);
}

async fn upload(house: &House, person: &Person, path: &str, file: Vec<u8>) -> support::Answer {
    let request = House::request(Method::POST, path, Some(person)).insert_header(("content-type", "text/csv"));
    house.send(request.set_payload(file)).await
}

fn count(plan: &Value, what: &str) -> usize {
    plan[what].as_array().map_or(0, Vec::len)
}

async fn every_faulty_row_is_told_and_no_good_one_is_stopped(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let synced = upload(&house, &unit, "/registry/sync", demo("registry-with-faults.csv")).await.ok();
    let plan = &synced["plan"];
    let told = |what: &str| -> Vec<(u64, String)> {
        let remarks = plan[what].as_array().expect("remarks").iter();
        remarks
            .map(|one| (one["line"].as_u64().expect("a line"), one["heading"].as_str().expect("a heading").to_owned()))
            .collect()
    };
    let expected = [
        (5, "FOLIO"),
        (7, "CARGO"),
        (9, "DISTRITO"),
        (11, "FECHA_NACIMIENTO"),
        (13, "PARTIDO_COALICION"),
        (15, "FOLIO"),
        (17, "ESTATUS"),
        (19, "NOMBRE"),
        (21, "FECHA_NACIMIENTO"),
        (23, "PARTIDO_RESPONSABLE"),
        (25, "SUSTITUYE_A"),
        (29, "NOMBRE"),
    ];
    assert_eq!(told("rejected"), expected.map(|(line, heading)| (line, heading.to_owned())));
    assert_eq!(told("suspicious"), [(27, "NOMBRE".to_owned())]);
    assert!(
        plan["rejected"]
            .as_array()
            .expect("remarks")
            .iter()
            .all(|one| one["message"].as_str().is_some_and(|m| m.len() > 20))
    );
    assert_eq!(count(plan, "added"), 40 - 12);

    let csv = house.get(None, "/public/data/candidaturas.csv").await.ok();
    let csv = csv.as_str().expect("a text");
    assert!(csv.contains("'=HYPERLINK"), "the cell stays text");
    assert!(!csv.contains(",\"=HYPERLINK") && !csv.contains(",=HYPERLINK"));
}

async fn the_same_file_twice_changes_nothing(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    upload(&house, &unit, "/registry/sync", demo("registry-2024-03-30.csv")).await.ok();
    let head = || store::log::head(&mut house.app.db.conn().expect("a connection")).expect("a head");
    let before = head();
    let again = upload(&house, &unit, "/registry/sync", demo("registry-2024-03-30.csv")).await.ok();
    assert_eq!((&again["plan"]["unchanged"], count(&again["plan"], "added")), (&json!(1332), 0));
    assert_eq!(before, head(), "not even a line in the log");
}

async fn weeks_later_the_movements_are_planned_and_applied(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    upload(&house, &unit, "/registry/sync", demo("registry-2024-03-30.csv")).await.ok();
    let planned = upload(&house, &unit, "/registry/plan", demo("registry-2024-04-18.csv")).await.ok();
    let numbers =
        |plan: &Value| ["added", "changed", "substituted", "cancelled", "rejected"].map(|what| count(plan, what));
    assert_eq!(numbers(&planned["plan"]), [6, 4, 6, 4, 0]);
    assert_eq!(house.get(None, "/public/candidacies").await.ok()["total"], 1332, "a plan changes nothing");
    let path = format!("/registry/sync?digest={}", planned["digest"].as_str().expect("a digest"));
    let synced = upload(&house, &unit, &path, demo("registry-2024-04-18.csv")).await.ok();
    assert_eq!(numbers(&synced["plan"]), [6, 4, 6, 4, 0]);
    assert_eq!(house.get(None, "/public/candidacies").await.ok()["total"], 1328);
}

async fn what_is_applied_is_the_plan_that_was_read(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let planned = upload(&house, &unit, "/registry/plan", support::registry()).await.ok();
    let path = format!("/registry/sync?digest={}", planned["digest"].as_str().expect("a digest"));
    upload(&house, &unit, &path, demo("registry-2024-03-30.csv")).await.refused(409, "plan_changed");
    upload(&house, &unit, &path, support::registry()).await.ok();
    let citizen = house.institute(Role::OversightCommission).await;
    upload(&house, &citizen, "/registry/sync", support::registry()).await.refused(403, "not_allowed");
}

async fn a_file_that_is_no_registry_says_what_to_do(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    for file in [b"\xFF\xFE\x00".to_vec(), b"FOLIO;CARGO\n1;2\n".to_vec(), Vec::new()] {
        upload(&house, &unit, "/registry/plan", file).await.refused(422, "unreadable_registry");
    }
}
