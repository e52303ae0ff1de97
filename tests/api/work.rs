//! How far the election is, and telling parties what is missing.

use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use support::{House, on_both};

on_both!(every_candidacy_is_counted_once, the_lists_name_no_answer, who_did_not_send_is_told_once_an_hour);

fn sum(tally: &Value) -> u64 {
    tally["standing"].as_object().expect("a tally").values().filter_map(Value::as_u64).sum()
}

fn group<'a>(progress: &'a Value, of: &str, key: &str) -> &'a Value {
    let groups = progress[of].as_array().expect("groups");
    &groups.iter().find(|group| group["key"] == key).expect("the group")["tally"]
}

async fn every_candidacy_is_counted_once(house: House) {
    let party = house.sent("PT").await;
    let before = house.get(Some(&party.unit), "/progress").await.ok();
    for of in ["parties", "offices", "territories"] {
        let groups = before[of].as_array().expect("groups");
        let all: u64 = groups.iter().filter_map(|group| group["tally"]["candidacies"].as_u64()).sum();
        assert_eq!(Some(all), before["total"]["candidacies"].as_u64(), "{of}");
        assert!(
            groups.iter().all(|group| Some(sum(&group["tally"])) == group["tally"]["candidacies"].as_u64()),
            "{of}"
        );
    }
    let own = group(&before, "parties", "PT");
    assert_eq!(own["standing"]["in_validation"], 1, "the one that was sent");
    assert_eq!(own["standing"]["unanswered"].as_u64(), own["candidacies"].as_u64().map(|all| all - 1));
    assert_eq!(own["overdue"], 0);

    house.wait(TimeDelta::hours(24 * 17));
    let unit = house.institute(Role::OversightCommission).await;
    let after = house.get(Some(&unit), "/progress").await.ok();
    let own = group(&after, "parties", "PT");
    assert_eq!(own["overdue"], own["standing"]["unanswered"], "the term of those that were not sent is over");
    house.get(Some(&party.capturist), "/progress").await.refused(401, "session_required");
}

async fn the_lists_name_no_answer(house: House) {
    let party = house.capturing("PT").await;
    let save = json!({ "answers": { "motivation": "=Palabras que nadie más ha de leer todavía" } });
    house.change(&party.capturist, Method::PATCH, &party.ids[0], "answers", save).await.ok();
    let csv = house.get(Some(&party.unit), "/progress.csv").await.ok();
    let csv = csv.as_str().expect("a text");
    let folio = house.get(Some(&party.unit), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let folio = folio["item"]["folio"].as_str().expect("a folio").to_owned();
    let line = csv.lines().find(|line| line.starts_with(&folio)).expect("its line");
    assert!(line.contains("Incompletas") && line.ends_with("No"), "{line}");
    assert!(!csv.contains("Palabras que nadie"), "an answer left");
    let progress = house.get(Some(&party.unit), "/progress").await.ok();
    assert_eq!(Some(csv.lines().count() as u64 - 1), progress["total"]["candidacies"].as_u64());
    let pdf = house.bytes(House::request(Method::GET, "/progress.pdf", Some(&party.unit))).await;
    assert_eq!(&pdf[..5], b"%PDF-");
}

async fn who_did_not_send_is_told_once_an_hour(house: House) {
    let party = house.sent("PT").await;
    let order = |party: Value| json!({ "party": party });
    house.post(&party.capturist, "/progress/reminders", order(json!("PT"))).await.refused(403, "not_allowed");
    house.post(&party.unit, "/progress/reminders", order(json!("XX"))).await.refused(404, "not_found");
    house.post(&party.unit, "/progress/reminders", order(json!("PAN"))).await.refused(409, "nobody_to_tell");
    let told = house.post(&party.unit, "/progress/reminders", order(json!("PT"))).await.ok();
    assert_eq!(told["candidacies"].as_u64(), Some(party.ids.len() as u64 - 1));
    house.post(&party.unit, "/progress/reminders", order(json!("PT"))).await.refused(409, "told_already");
    let inbox = house.get(Some(&party.capturist), "/me/notices").await.ok();
    let notices = inbox["notices"].as_array().expect("notices");
    let missing: Vec<_> = notices.iter().filter(|one| one["kind"] == "capture_missing").collect();
    assert_eq!(missing.len(), 1, "{inbox}");
    assert!(missing[0]["body"].as_str().is_some_and(|body| body.contains("NO SE HAN ENVIADO")));
    let log = house.get(Some(&party.unit), "/activity-log").await.ok();
    assert!(log.to_string().contains("party.reminded"));
    house.wait(TimeDelta::hours(1));
    let unit = house.institute(Role::PartiesDirectorate).await;
    house.post(&unit, "/progress/reminders", order(json!("PT"))).await.ok();
}
