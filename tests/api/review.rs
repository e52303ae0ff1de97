//! The reviews before a publication: two persons, whose turn it is, marks, several at once, and a day to publish on.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use futures_util::future::join;
use serde_json::{Value, json};
use support::{House, Party, Person, on_both};

on_both!(
    whoever_gave_a_verdict_never_authorises,
    the_queue_is_ones_own_turn_by_what_ends_first,
    two_persons_do_not_do_the_same_review,
    a_review_is_its_takers_until_its_lease_ends,
    a_verdict_is_made_of_a_mark_for_each_section,
    a_second_round_marks_anew_only_what_was_open,
    marks_are_the_institutes_and_rest_sealed,
    several_are_validated_only_once_each_was_opened,
    several_are_authorised_and_one_does_not_stop_the_others,
    what_is_authorised_for_later_stays_unseen_until_then,
    a_day_can_be_moved_and_taken_back,
    a_cancelled_candidacy_never_appears_on_its_day,
    a_blocked_account_publishes_nothing_on_a_day,
    a_flag_waits_for_the_responsible_unit_until_it_hides,
    a_flag_that_hides_nothing_is_closed_with_a_reason,
);

/// A party of which two candidacies were sent, and only those are looked at.
async fn both_sent(house: &House) -> Party {
    let mut party = house.sent("PT").await;
    party.ids.truncate(2);
    house.accept_notice(&party.capturist, &party.ids[1]).await;
    house.fill_and_send(&party, &party.ids[1]).await;
    party
}

/// A party of which two candidacies wait for the authorisation.
async fn both_verified(house: &House) -> Party {
    let party = both_sent(house).await;
    for id in &party.ids {
        house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
        house.verify(id).await;
    }
    party
}

async fn read(house: &House, person: &Person, id: &str) -> Value {
    house.get(Some(person), &format!("/candidacies/{id}")).await.ok()
}

async fn queue(house: &House, person: &Person) -> Vec<Value> {
    let page = house.get(Some(person), "/candidacies?turn=mine").await.ok();
    page["items"].as_array().expect("items").clone()
}

async fn claim(house: &House, person: &Person, id: &str, task: &str, take_over: bool) -> support::Answer {
    let path = format!("/candidacies/{id}/claims/{task}");
    let body = json!({ "take_over": take_over });
    house.send(House::request(Method::PUT, &path, Some(person)).set_json(body)).await
}

async fn release(house: &House, person: &Person, id: &str, task: &str) -> support::Answer {
    let path = format!("/candidacies/{id}/claims/{task}");
    house.send(House::request(Method::DELETE, &path, Some(person))).await
}

async fn mark(house: &House, person: &Person, id: &str, section: &str, mark: Value, seen: i32) -> support::Answer {
    house.change_from(person, Method::PUT, id, &format!("marks/{section}"), mark, &json!(seen)).await
}

/// How often the log says something about a candidacy.
async fn logged(house: &House, unit: &Person, words: &str) -> usize {
    house.get(Some(unit), "/activity-log").await.ok().to_string().matches(words).count()
}

async fn whoever_gave_a_verdict_never_authorises(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let first = house.institute(Role::PartiesDirectorate).await;
    house.judge(&first, id, "curricular", &[]).await;
    // Another verdict takes its place.
    house.judge(&house.institute(Role::PartiesDirectorate).await, id, "curricular", &[]).await;
    house.judge(&house.institute(Role::GenderDirectorate).await, id, "identity", &[]).await;
    house.change(&first, Method::POST, id, "authorisation", Value::Null).await.refused(403, "not_allowed");
    // The institute moves all of them to the responsible unit: the account is the person.
    house
        .sql(
            "UPDATE accounts SET role = 'responsible_unit' WHERE role IN ('parties_directorate', 'gender_directorate')",
        )
        .expect("moved");
    house.change(&first, Method::POST, id, "authorisation", Value::Null).await.refused(409, "same_person");
    let day = json!({ "publish_at": "2024-04-02T08:00" });
    house.change(&first, Method::PUT, id, "schedule", day).await.refused(409, "same_person");
    let revision = read(&house, &first, id).await["revision"].clone();
    let several = json!({ "candidacies": [{ "id": id, "revision": revision }] });
    let outcome = house.post(&first, "/authorisations", several).await.ok();
    assert_eq!(outcome["refused"][0]["code"], "same_person");
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
}

async fn the_queue_is_ones_own_turn_by_what_ends_first(house: House) {
    let party = house.sent("PT").await;
    let (first, second) = (&party.ids[0], &party.ids[1]);
    house.wait(TimeDelta::minutes(2));
    house.accept_notice(&party.capturist, second).await;
    house.fill_and_send(&party, second).await;
    let ids = |items: &[Value]| items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect();
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);

    let own = queue(&house, &party.validator).await;
    assert_eq!(Vec::<String>::clone(&ids(&own)), [first.clone(), second.clone()], "what waits longest comes first");
    assert_eq!(own[0]["tasks"], json!([{ "task": "validation", "own": true, "claim": null }]));
    assert_eq!((&own[0]["since"], &own[0]["opened"]), (&json!("2024-04-01T16:00:00Z"), &json!(false)));
    let revision = read(&house, &party.validator, first).await["revision"].clone();
    let opened = queue(&house, &party.validator).await[0].clone();
    assert_eq!((&opened["opened"], &opened["revision"]), (&json!(true), &revision));
    for nobody in [&parties, &gender, &party.unit, &party.capturist] {
        assert_eq!(queue(&house, nobody).await, Vec::<Value>::new());
    }

    house.change(&party.validator, Method::POST, second, "validation", Value::Null).await.ok();
    house.wait(TimeDelta::minutes(1));
    house.change(&party.validator, Method::POST, first, "validation", Value::Null).await.ok();
    assert_eq!(queue(&house, &party.validator).await, Vec::<Value>::new());
    let waiting: Vec<String> = ids(&queue(&house, &parties).await);
    assert_eq!(waiting, [second.clone(), first.clone()], "by how long each stands in its stage");
    house.judge(&parties, second, "curricular", &[]).await;
    let (theirs, others): (Vec<String>, Vec<String>) =
        (ids(&queue(&house, &parties).await), ids(&queue(&house, &gender).await));
    assert_eq!((theirs, others), (vec![first.clone()], vec![second.clone(), first.clone()]));
    assert_eq!(queue(&house, &party.unit).await, Vec::<Value>::new());
    house.judge(&gender, second, "identity", &[]).await;
    let own = queue(&house, &party.unit).await;
    assert_eq!((&own[0]["id"], &own[0]["tasks"][0]["task"]), (&json!(second), &json!("decision")));
    house.change(&party.unit, Method::POST, second, "authorisation", Value::Null).await.ok();

    // A granted correction has a term, so that its validation comes before what has none.
    let asked = json!({ "changes": { "motivation": support::text(310) }, "reason": "Cambió el dato publicado." });
    house.change(&party.representative, Method::POST, second, "corrections", asked).await.ok();
    assert_eq!(queue(&house, &party.unit).await[0]["tasks"][0]["task"], "correction");
    house.get(Some(&party.unit), "/candidacies?turn=yours").await.refused(400, "bad_request");
}

async fn two_persons_do_not_do_the_same_review(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let (one, other) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::PartiesDirectorate).await);
    let gender = house.institute(Role::GenderDirectorate).await;
    claim(&house, &one, id, "identity", false).await.refused(404, "not_found");
    claim(&house, &party.unit, id, "decision", false).await.refused(409, "out_of_turn");
    claim(&house, &one, id, "everything", false).await.refused(404, "not_found");
    release(&house, &one, id, "curricular").await.refused(409, "nothing_to_change");

    let (first, second) =
        join(claim(&house, &one, id, "curricular", false), claim(&house, &other, id, "curricular", false)).await;
    let (winner, loser) = if first.status == 200 { (&one, &other) } else { (&other, &one) };
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "one of two has it");
    let twice = "INSERT INTO claims SELECT candidacy_id, task, account_id, until FROM claims";
    house.sql(twice).expect_err("the database lets one have it");
    claim(&house, winner, id, "curricular", false).await.ok();

    let seen = read(&house, loser, id).await["item"]["tasks"].clone();
    assert_eq!((&seen[0]["task"], &seen[0]["claim"]["mine"]), (&json!("curricular"), &json!(false)));
    let listed = queue(&house, &gender).await[0]["tasks"].clone();
    assert_eq!(listed[0]["claim"]["by"], seen[0]["claim"]["by"], "the institute sees who has what");
    let told = read(&house, &party.capturist, id).await["item"]["tasks"].clone();
    assert_eq!((&told[0]["task"], &told[0]["claim"]), (&json!("curricular"), &Value::Null), "and a party does not");

    let complies = json!({ "state": "complies" });
    mark(&house, loser, id, "motivation", complies.clone(), 0).await.refused(409, "claimed");
    let verdict = json!({ "compliant": true });
    house.change(loser, Method::POST, id, "verdicts/curricular", verdict.clone()).await.refused(409, "claimed");
    // The other part is nobody's yet.
    house.judge(&gender, id, "identity", &[]).await;
    release(&house, loser, id, "curricular").await.refused(409, "nothing_to_change");
    claim(&house, loser, id, "curricular", true).await.ok();
    assert_eq!(logged(&house, &party.unit, "review.taken_over").await, 1);
    house.change(winner, Method::POST, id, "verdicts/curricular", verdict).await.refused(409, "claimed");
    release(&house, loser, id, "curricular").await.ok();
    mark(&house, winner, id, "motivation", complies, 0).await.ok();
    let seen = read(&house, winner, id).await["item"]["tasks"][0].clone();
    assert_eq!(seen["claim"]["mine"], true, "whoever begins to mark has it");
    house.judge(winner, id, "curricular", &[]).await;

    let second_of_unit = house.institute(Role::ResponsibleUnit).await;
    claim(&house, &second_of_unit, id, "decision", false).await.ok();
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.refused(409, "claimed");
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.refused(409, "claimed");
    let day = json!({ "publish_at": "2024-04-02T08:00" });
    house.change(&party.unit, Method::PUT, id, "schedule", day).await.refused(409, "claimed");
    house.change(&second_of_unit, Method::POST, id, "authorisation", Value::Null).await.ok();
}

async fn a_review_is_its_takers_until_its_lease_ends(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    let other = house.validator(&party.representative, &party.unit, "Otra persona que valida").await;
    let taken = claim(&house, &party.validator, id, "validation", false).await.ok();
    assert_eq!(taken["until"], "2024-04-01T16:30:00Z", "the minutes of the election's rules");
    let edit = json!({ "answers": { "contact.website": "https://ejemplo.mx" } });
    house.change(&other, Method::PATCH, id, "edits", edit.clone()).await.refused(409, "claimed");
    house.change(&other, Method::POST, id, "validation", Value::Null).await.refused(409, "claimed");
    let remark = json!({ "observations": [{ "field": "motivation", "ground": "slogan", "text": "Quite el lema." }] });
    house.change(&other, Method::POST, id, "return", remark).await.refused(409, "claimed");
    // Who works on it has it for longer.
    house.wait(TimeDelta::minutes(5));
    let own = json!({ "answers": { "contact.website": "https://ejemplo.mx/una" } });
    house.change(&party.validator, Method::PATCH, id, "edits", own).await.ok();
    let seen = read(&house, &party.validator, id).await["item"]["tasks"][0]["claim"].clone();
    assert_eq!((&seen["mine"], &seen["until"]), (&json!(true), &json!("2024-04-01T16:35:00Z")));
    house.wait(TimeDelta::minutes(30));
    let again = support::person(house.sign_in("pt.validacion-2", support::PASSWORD).await);
    assert_eq!(queue(&house, &again).await[0]["tasks"][0]["claim"], Value::Null);
    house.change(&again, Method::PATCH, id, "edits", edit).await.ok();
    claim(&house, &again, id, "validation", false).await.ok();
}

async fn a_verdict_is_made_of_a_mark_for_each_section(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    let parties = house.institute(Role::PartiesDirectorate).await;
    let complies = json!({ "state": "complies" });
    mark(&house, &parties, id, "motivation", complies.clone(), 0).await.refused(409, "out_of_turn");
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();

    let verdict = |compliant: bool| json!({ "compliant": compliant });
    let missing = house.change(&parties, Method::POST, id, "verdicts/curricular", verdict(true)).await;
    missing.refused(422, "marks_missing");
    assert!(missing.body["detail"].as_str().expect("a detail").contains("Motivos"), "{}", missing.body);
    mark(&house, &parties, id, "nothing", complies.clone(), 0).await.refused(404, "not_found");
    mark(&house, &parties, id, "indigenous", complies.clone(), 0).await.refused(403, "not_allowed");
    let observed = |field: &str, text: &str| json!({ "state": "observed", "observations": [{ "field": field, "ground": "slogan", "text": text }] });
    let elsewhere = observed("proposal.first", "No es de este apartado.");
    mark(&house, &parties, id, "motivation", elsewhere, 0).await.refused(400, "bad_request");
    let long = observed("motivation", &"x".repeat(1_001));
    mark(&house, &parties, id, "motivation", long, 0).await.refused(400, "bad_request");
    let unknown = json!({ "state": "complies", "observations": [] });
    mark(&house, &parties, id, "motivation", unknown, 0).await.refused(400, "bad_request");

    // What is being written is kept, for whoever comes next.
    mark(&house, &parties, id, "motivation", observed("motivation", "Quite"), 0).await.ok();
    house.wait(TimeDelta::seconds(1));
    mark(&house, &parties, id, "motivation", complies.clone(), 0).await.refused(412, "stale_revision");
    let next = house.institute(Role::PartiesDirectorate).await;
    let seen = read(&house, &next, id).await["marks"]["motivation"].clone();
    assert_eq!((&seen["mark"]["observations"][0]["text"], &seen["revision"]), (&json!("Quite"), &json!(1)));
    house.mark(&parties, id, "curricular", &[]).await;
    let answer = house.change(&parties, Method::POST, id, "verdicts/curricular", verdict(false)).await;
    answer.refused(422, "observation_required");
    house
        .change(&parties, Method::POST, id, "verdicts/curricular", verdict(true))
        .await
        .refused(409, "verdict_differs");
    let none = json!({ "state": "observed", "observations": [] });
    mark(&house, &parties, id, "motivation", none, 1).await.ok();
    let answer = house.change(&parties, Method::POST, id, "verdicts/curricular", verdict(false)).await;
    answer.refused(422, "observation_required");
    let whole = observed("motivation", "Quite el lema del inicio.");
    mark(&house, &parties, id, "motivation", whole, 2).await.ok();
    house.change(&parties, Method::POST, id, "verdicts/curricular", verdict(false)).await.ok();
    let seen = read(&house, &party.unit, id).await;
    assert_eq!((&seen["curricular"], &seen["observations"][0]["field"]), (&json!("observed"), &json!("motivation")));

    mark(&house, &parties, id, "motivation", complies, 3).await.ok();
    house.change(&parties, Method::POST, id, "verdicts/curricular", verdict(true)).await.ok();
    let seen = read(&house, &party.unit, id).await;
    assert_eq!((&seen["curricular"], &seen["observations"]), (&json!("compliant"), &json!([])));
}

async fn a_second_round_marks_anew_only_what_was_open(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let remark = json!({ "field": "motivation", "ground": "slogan", "text": "Quite el lema del inicio." });
    house.judge(&parties, id, "curricular", &[remark]).await;
    house.judge(&house.institute(Role::GenderDirectorate).await, id, "identity", &[]).await;
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.ok();
    let seen = read(&house, &party.capturist, id).await;
    let mended = json!({ "answers": { "motivation": support::text(320) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", mended).await.ok();
    let reply = json!({ seen["observations"][0]["id"].as_str().expect("an id"): "Ya no está." });
    let send = json!({ "single_opportunity_understood": true, "replies": reply });
    house.change(&party.capturist, Method::POST, id, "submission", send).await.ok();
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let again = house.institute(Role::PartiesDirectorate).await;
    let marks = read(&house, &again, id).await["marks"].clone();
    assert_eq!((&marks["motivation"], &marks["proposals"]["mark"]["state"]), (&Value::Null, &json!("complies")));
    let complies = json!({ "compliant": true });
    house.change(&again, Method::POST, id, "verdicts/curricular", complies).await.refused(422, "marks_missing");
    house.judge(&again, id, "curricular", &[]).await;
}

async fn marks_are_the_institutes_and_rest_sealed(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    let words = "Irrepetible: no es un pueblo.";
    let remark = json!({ "field": "indigenous.people", "ground": "incomplete", "text": words });
    house.judge(&gender, id, "identity", &[remark]).await;
    let parties = house.institute(Role::PartiesDirectorate).await;
    for (person, sees) in [
        (&gender, true),
        (&party.unit, true),
        (&parties, false),
        (&party.validator, false),
        (&party.capturist, false),
        (&party.representative, false),
    ] {
        let seen = read(&house, person, id).await.to_string();
        assert_eq!(seen.contains(words), sees, "{seen}");
    }
    assert_eq!(read(&house, &parties, id).await["marks"], json!({}), "the other part's are not its own");
    let log = house.get(Some(&party.unit), "/activity-log").await.ok().to_string();
    assert!(log.contains("section.marked") && !log.contains("Irrepetible") && !log.contains("indigenous.people"));
    if let Some(path) = house.url.strip_prefix("sqlite:") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            let found = bytes.windows(11).any(|window| window == b"Irrepetible");
            assert!(!found, "a remark rests in the clear in {file}");
        }
    }
}

async fn several_are_validated_only_once_each_was_opened(house: House) {
    let party = both_sent(&house).await;
    let (first, second) = (&party.ids[0], &party.ids[1]);
    let revision = async |id: &str| read(&house, &party.capturist, id).await["revision"].clone();
    let foreign = house.sent("MC").await;
    let command = json!({ "candidacies": [
        { "id": first, "revision": revision(first).await },
        { "id": second, "revision": revision(second).await },
        { "id": foreign.ids[0], "revision": 1 },
    ] });
    let codes = |outcome: &Value| -> Vec<String> {
        let all = outcome["refused"].as_array().expect("refused").iter();
        all.map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
    };
    let outcome = house.post(&party.validator, "/validations", command.clone()).await.ok();
    assert_eq!(
        (&outcome["done"], codes(&outcome)),
        (&json!([]), ["not_opened", "not_opened", "not_found"].map(str::to_owned).to_vec())
    );

    read(&house, &party.validator, first).await;
    read(&house, &party.validator, second).await;
    // Opened as it was: somebody edits it afterwards.
    let other = house.validator(&party.representative, &party.unit, "Otra persona que valida").await;
    let edit = json!({ "answers": { "contact.website": "https://ejemplo.mx" } });
    house.change(&other, Method::PATCH, second, "edits", edit).await.ok();
    let outcome = house.post(&party.validator, "/validations", command).await.ok();
    assert_eq!(outcome["done"], json!([first]));
    assert_eq!(codes(&outcome), ["stale_revision", "not_found"]);
    let now = json!({ "candidacies": [{ "id": second, "revision": revision(second).await }] });
    let outcome = house.post(&party.validator, "/validations", now.clone()).await.ok();
    assert_eq!(codes(&outcome), ["not_opened"]);
    read(&house, &party.validator, second).await;
    assert_eq!(house.post(&party.validator, "/validations", now.clone()).await.ok()["done"], json!([second]));
    assert_eq!(codes(&house.post(&party.validator, "/validations", now).await.ok()), ["stale_revision"]);
    assert_eq!(read(&house, &party.unit, first).await["item"]["stage"], "in_verification");

    house.post(&party.validator, "/validations", json!({ "candidacies": [] })).await.refused(400, "bad_request");
    let many = vec![json!({ "id": first, "revision": 1 }); 201];
    house.post(&party.validator, "/validations", json!({ "candidacies": many })).await.refused(400, "bad_request");
}

async fn several_are_authorised_and_one_does_not_stop_the_others(house: House) {
    let party = both_verified(&house).await;
    let other = house.institute(Role::ResponsibleUnit).await;
    claim(&house, &other, &party.ids[0], "decision", false).await.ok();
    let mut candidacies = Vec::new();
    for id in &party.ids {
        candidacies.push(json!({ "id": id, "revision": read(&house, &party.unit, id).await["revision"] }));
    }
    let outcome = house.post(&party.unit, "/authorisations", json!({ "candidacies": candidacies })).await.ok();
    assert_eq!(outcome["done"], json!([party.ids[1]]));
    let refused = &outcome["refused"][0];
    assert_eq!((&refused["id"], &refused["code"]), (&json!(party.ids[0]), &json!("claimed")));
    assert!(refused["reason"].as_str().expect("a reason").contains("responsible-unit."), "says who has it");
    let work = read(&house, &party.unit, &party.ids[1]).await;
    let public =
        house.get(None, &format!("/public/candidacies/{}", work["item"]["slug"].as_str().expect("a slug"))).await;
    assert_eq!(public.ok()["published"]["version"], 1, "public as soon as it is answered");
    let again = house.post(&other, "/authorisations", json!({ "candidacies": candidacies })).await.ok();
    assert_eq!((&again["done"], &again["refused"][0]["code"]), (&json!([party.ids[0]]), &json!("stale_revision")));
}

/// Everything that anybody can read, in one text.
async fn public(house: &House, slug: &str) -> String {
    let mut words = String::new();
    for path in
        ["/public/candidacies?size=200", "/public/data/candidaturas.csv", &format!("/public/candidacies/{slug}")]
    {
        let answer = house.get(None, path).await;
        words += &answer.body.to_string();
    }
    words
}

async fn what_is_authorised_for_later_stays_unseen_until_then(house: House) {
    let party = both_verified(&house).await;
    let id = &party.ids[0];
    let work = read(&house, &party.unit, id).await;
    let slug = work["item"]["slug"].as_str().expect("a slug");
    let words = work["answers"]["motivation"].as_str().expect("a text").to_owned();
    let before = public(&house, slug).await;
    for wrong in ["2024-04-01T10:00", "2024-03-01T10:00", "2026-04-01T10:00"] {
        let day = json!({ "publish_at": wrong });
        house.change(&party.unit, Method::PUT, id, "schedule", day).await.refused(422, "schedule_not_ahead");
    }
    for unreadable in ["mañana", "2024-04-01T10:05:00Z"] {
        let day = json!({ "publish_at": unreadable });
        house.change(&party.unit, Method::PUT, id, "schedule", day).await.refused(400, "bad_request");
    }
    // 10:05 in Zacatecas, five minutes from now.
    let day = json!({ "publish_at": "2024-04-01T10:05" });
    house.change(&party.unit, Method::PUT, id, "schedule", day).await.ok();
    let seen = read(&house, &party.unit, id).await;
    assert_eq!(
        (&seen["item"]["publish_at"], &seen["item"]["stage"], &seen["version"]),
        (&json!("2024-04-01T16:05:00Z"), &json!("in_verification"), &Value::Null)
    );
    assert_eq!(seen["item"]["tasks"], json!([]), "it waits for nobody");
    house.wait(TimeDelta::seconds(5 * 60 - 1));
    house.run_jobs();
    assert_eq!(public(&house, slug).await, before, "not a byte of it");
    assert!(!before.contains(&words));
    let gender = house.institute(Role::GenderDirectorate).await;
    let verdict = json!({ "compliant": true });
    house.change(&gender, Method::POST, id, "verdicts/identity", verdict).await.refused(409, "scheduled");
    let complies = json!({ "state": "complies" });
    mark(&house, &gender, id, "indigenous", complies, 1).await.refused(409, "scheduled");
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.refused(409, "scheduled");

    // Two servers look at the same time; its job waits ten seconds from the last time it ran.
    house.wait(TimeDelta::seconds(10));
    let (servers, together) = ([house.app.clone(), house.another()], Arc::new(Barrier::new(2)));
    let running = servers.map(|app| {
        let (app, together) = (app.into_inner(), Arc::clone(&together));
        thread::spawn(move || {
            together.wait();
            server::operation::jobs::run_due(&app).expect("jobs");
        })
    });
    for thread in running {
        thread.join().expect("a server");
    }
    house.app.refresh().expect("a snapshot");
    let now = public(&house, slug).await;
    assert!(now.contains(&words), "published at its moment");
    let seen = read(&house, &party.unit, id).await;
    assert_eq!(
        (&seen["version"], &seen["item"]["stage"], &seen["item"]["publish_at"]),
        (&json!(1), &json!("published"), &Value::Null)
    );
    assert_eq!(logged(&house, &party.unit, "publication.released").await, 1);
    let told = house.get(Some(&party.capturist), "/me/notices").await.ok().to_string();
    assert_eq!(told.matches("publication_authorised").count(), 1);
}

async fn a_day_can_be_moved_and_taken_back(house: House) {
    let party = both_verified(&house).await;
    let (id, other) = (&party.ids[0], &party.ids[1]);
    house.change(&party.unit, Method::DELETE, id, "schedule", Value::Null).await.refused(409, "nothing_to_change");
    let mut candidacies = Vec::new();
    for id in &party.ids {
        candidacies.push(json!({ "id": id, "revision": read(&house, &party.unit, id).await["revision"] }));
    }
    let command = json!({ "candidacies": candidacies, "publish_at": "2024-04-01T10:02" });
    let outcome = house.post(&party.unit, "/authorisations", command).await.ok();
    assert_eq!(outcome["done"].as_array().map(Vec::len), Some(2));
    let later = json!({ "publish_at": "2024-04-01T10:07" });
    house.change(&party.unit, Method::PUT, id, "schedule", later).await.ok();
    house.change(&party.unit, Method::DELETE, other, "schedule", Value::Null).await.ok();
    assert_eq!(queue(&house, &party.unit).await[0]["id"], json!(other), "the decision waits again");
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    for id in &party.ids {
        assert_eq!(read(&house, &party.unit, id).await["version"], Value::Null);
    }
    house.wait(TimeDelta::minutes(4));
    house.run_jobs();
    assert_eq!(read(&house, &party.unit, id).await["version"], 1);
    assert_eq!(read(&house, &party.unit, other).await["version"], Value::Null);
    // One that was scheduled may also be published at once.
    house.change(&party.unit, Method::PUT, other, "schedule", json!({ "publish_at": "2024-05-01T10:00" })).await.ok();
    house.change(&party.unit, Method::POST, other, "authorisation", Value::Null).await.ok();
    let seen = read(&house, &party.unit, other).await;
    assert_eq!((&seen["version"], &seen["item"]["publish_at"]), (&json!(1), &Value::Null));
}

async fn a_cancelled_candidacy_never_appears_on_its_day(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let work = read(&house, &party.unit, id).await;
    let day = json!({ "publish_at": "2024-04-01T10:02" });
    house.change(&party.unit, Method::PUT, id, "schedule", day).await.ok();
    let folio = work["item"]["folio"].as_str().expect("a folio");
    house.sync(&party.unit, support::registry_without(folio)).await.ok();
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    let seen = read(&house, &party.unit, id).await;
    assert_eq!((&seen["item"]["status"], &seen["version"]), (&json!("cancelled"), &Value::Null));
    let path = format!("/public/candidacies/{}", work["item"]["slug"].as_str().expect("a slug"));
    house.get(None, &path).await.refused(410, "withdrawn");
    // Not even when the registry takes its word back: somebody authorises it again.
    house.sync(&party.unit, support::registry()).await.ok();
    house.wait(TimeDelta::minutes(1));
    house.run_jobs();
    let public = house.get(None, &path).await.ok();
    assert_eq!(public["published"], Value::Null);
    assert_eq!(queue(&house, &party.unit).await[0]["id"], json!(id));
}

async fn a_blocked_account_publishes_nothing_on_a_day(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let day = json!({ "publish_at": "2024-04-01T10:02" });
    house.change(&party.unit, Method::PUT, id, "schedule", day).await.ok();
    house
        .sql("UPDATE accounts SET blocked_at = '2024-04-01T16:01:00Z' WHERE role = 'responsible_unit'")
        .expect("blocked");
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    let other = house.institute(Role::ResponsibleUnit).await;
    let seen = read(&house, &other, id).await;
    assert_eq!((&seen["version"], &seen["item"]["publish_at"]), (&Value::Null, &Value::Null));
    house.change(&other, Method::POST, id, "authorisation", Value::Null).await.ok();
}

async fn a_flag_waits_for_the_responsible_unit_until_it_hides(house: House) {
    let party = both_verified(&house).await;
    let id = &party.ids[0];
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let waits = async |person: &Person| {
        let own = queue(&house, person).await;
        own.into_iter().find(|item| item["id"] == json!(id)).map(|item| item["tasks"].clone())
    };
    assert_eq!(waits(&party.unit).await, None);
    house.wait(TimeDelta::minutes(5));
    let gender = house.institute(Role::GenderDirectorate).await;
    let order =
        |section: &str| json!({ "section": section, "ground": "slogan", "reason": "Contiene un lema de campaña." });
    house.change(&gender, Method::POST, id, "flags", order("motivation")).await.ok();

    let flag = json!([{ "task": "flag", "own": true, "claim": null }]);
    assert_eq!(waits(&party.unit).await, Some(flag));
    assert_eq!(waits(&gender).await, None, "it is not the turn of who pointed at it");
    let since = read(&house, &party.unit, id).await["item"]["since"].clone();
    assert_eq!(since, json!("2024-04-01T16:05:00Z"), "it waits since it was pointed at");
    for party_account in [&party.capturist, &party.validator, &party.representative] {
        assert_eq!(read(&house, party_account, id).await["item"]["tasks"], json!([]), "the party does not know of it");
    }
    let log = house.get(Some(&party.unit), &format!("/activity-log?candidacy={id}")).await.ok();
    let line = log["lines"].as_array().expect("lines").iter().find(|line| line["act"] == "content.flagged");
    let line = line.expect("its line");
    assert_eq!(line["words"], "Apartado «Motivos». Lemas o imágenes de campaña (art. 18.2, VII)");
    assert_eq!(line["candidacy"]["folio"], read(&house, &party.unit, id).await["item"]["folio"]);
    claim(&house, &party.unit, id, "flag", false).await.refused(409, "out_of_turn");

    house.change(&party.unit, Method::POST, id, "disabling", order("proposals")).await.ok();
    assert!(waits(&party.unit).await.is_some(), "another section was hidden");
    house.change(&party.unit, Method::POST, id, "disabling", order("motivation")).await.ok();
    assert_eq!(waits(&party.unit).await, None);
    house.change(&gender, Method::POST, id, "flags", order("motivation")).await.ok();
    assert_eq!(waits(&party.unit).await, None, "what is hidden already waits for no decision");
}

async fn a_flag_that_hides_nothing_is_closed_with_a_reason(house: House) {
    let party = both_verified(&house).await;
    let id = &party.ids[0];
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = json!({ "section": "motivation", "ground": "slogan", "reason": "Contiene un lema de campaña." });
    house.change(&gender, Method::POST, id, "flags", flag).await.ok();
    let close = |section: Value| json!({ "section": section, "reason": "No es un lema: es el nombre de un programa." });
    house.change(&gender, Method::POST, id, "dismissal", close(json!("motivation"))).await.refused(403, "not_allowed");
    house
        .change(&party.unit, Method::POST, id, "dismissal", close(Value::Null))
        .await
        .refused(409, "nothing_to_change");
    let short = json!({ "section": "motivation", "reason": "no" });
    house.change(&party.unit, Method::POST, id, "dismissal", short).await.refused(400, "bad_request");
    assert_eq!(read(&house, &party.unit, id).await["flags"], json!(["motivation"]));
    house.change(&party.unit, Method::POST, id, "dismissal", close(json!("motivation"))).await.ok();
    let now = read(&house, &party.unit, id).await;
    assert_eq!((&now["flags"], &now["controls"][0]["kind"]), (&json!([]), &json!("dismissed")));
    assert!(!queue(&house, &party.unit).await.iter().any(|item| item["id"] == json!(id)));
    assert_eq!(read(&house, &party.representative, id).await["controls"], json!([]), "the party does not know of it");
    let told = house.get(Some(&gender), "/me/notices").await.ok().to_string();
    assert!(told.contains("Lo señalado sigue publicado"), "{told}");
    house
        .change(&party.unit, Method::POST, id, "dismissal", close(json!("motivation")))
        .await
        .refused(409, "nothing_to_change");
}
