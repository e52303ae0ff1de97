use domain::{
    accounts::Role,
    registry::{Plan, Remark},
};
use support::{House, demo, on_both, registry, rows};

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
    let file = String::from_utf8(rows(1..=1)).expect("UTF-8");
    let (headings, row) = file.split_once("\r\n").expect("a row");
    let bad = row.replace("1958-07-23", "23/07/1958");
    let hidden = row.replace("ZAC24-00001", "ZAC24\u{0}1");
    let synced = unit.sync_registry([headings, &bad, row, row, &hidden].join("\r\n").into_bytes()).await.ok();
    assert_eq!(synced.plan.added.len(), 1);
    let told: Vec<_> = synced.plan.rejected.iter().map(|remark| remark.line).collect();
    assert_eq!(told, [2, 4, 5]);
}

/// Where remarks point: line and heading.
fn places(remarks: &[Remark]) -> Vec<(u64, &str)> {
    remarks.iter().map(|remark| (remark.line, remark.heading.as_str())).collect()
}

async fn every_faulty_row_is_told_and_no_good_one_is_stopped(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let synced = unit.sync_registry(demo("registry-with-faults.csv")).await.ok();
    let plan = &synced.plan;
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
    assert_eq!(places(&plan.rejected), expected);
    assert_eq!(places(&plan.suspicious), [(27, "NOMBRE")]);
    assert!(plan.rejected.iter().all(|remark| remark.message.len() > 20));
    assert_eq!(plan.added.len(), 40 - 12);

    let csv = String::from_utf8(house.citizen().download_table_csv("").await.file()).expect("UTF-8");
    assert!(csv.contains("'=HYPERLINK"), "the cell stays text");
    assert!(!csv.contains(",\"=HYPERLINK") && !csv.contains(",=HYPERLINK"));
}

async fn the_same_file_twice_changes_nothing(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(demo("registry-2024-03-30.csv")).await.ok();
    let before = house.head();
    let again = unit.sync_registry(demo("registry-2024-03-30.csv")).await.ok();
    assert_eq!((again.plan.unchanged, again.plan.added.len()), (1332, 0));
    assert_eq!(before, house.head(), "not even a line in the log");
}

async fn weeks_later_the_movements_are_planned_and_applied(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(demo("registry-2024-03-30.csv")).await.ok();
    let planned = unit.plan_registry(demo("registry-2024-04-18.csv")).await.ok();
    let numbers = |plan: &Plan| {
        let Plan { added, changed, substituted, cancelled, rejected, .. } = plan;
        [added.len(), changed.len(), substituted.len(), cancelled.len(), rejected.len()]
    };
    assert_eq!(numbers(&planned.plan), [6, 4, 6, 4, 0]);
    assert_eq!(house.total().await, 1332, "a plan changes nothing");
    let synced = unit.sync_planned_registry(&planned.digest, demo("registry-2024-04-18.csv")).await.ok();
    assert_eq!(numbers(&synced.plan), [6, 4, 6, 4, 0]);
    assert_eq!(house.total().await, 1328);
}

async fn what_is_applied_is_the_plan_that_was_read(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let planned = unit.plan_registry(registry()).await.ok();
    let other = unit.sync_planned_registry(&planned.digest, demo("registry-2024-03-30.csv")).await;
    other.refused(409, "plan_changed");
    unit.sync_planned_registry(&planned.digest, registry()).await.ok();
    let citizen = house.institute(Role::OversightCommission).await;
    citizen.sync_registry(registry()).await.refused(403, "not_allowed");
}

async fn a_file_that_is_no_registry_says_what_to_do(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    for file in [b"\xFF\xFE\x00".to_vec(), b"FOLIO;CARGO\n1;2\n".to_vec(), Vec::new()] {
        unit.plan_registry(file).await.refused(422, "unreadable_registry");
    }
}
