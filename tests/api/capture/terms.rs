//! Terms that run, end and are given more time; what proves that something was sent; who else is here.

use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use support::{House, complete, on_both};

on_both!(
    a_term_that_ended_opens_again_with_a_reason,
    an_extension_tells_what_it_could_not_reach,
    observed_fields_are_given_more_time,
    what_was_sent_has_a_receipt_that_anybody_can_check,
    a_receipt_of_who_no_longer_stands_names_nobody,
    the_consent_to_sign_is_filled_with_what_was_chosen,
    two_at_one_candidacy_see_each_other,
    the_list_of_work_says_how_far_each_section_is,
    a_formula_leads_to_its_other_half,
);

async fn a_term_that_ended_opens_again_with_a_reason(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    house.wait(TimeDelta::hours(24 * 17));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    let save = json!({ "answers": { "motivation": "Tarde, pero con ganas." } });
    house.change(&capturist, Method::PATCH, id, "answers", save.clone()).await.refused(409, "term_ended");

    let order = |day: &str, reason: &str| json!({ "candidacies": [id], "last_day": day, "reason": reason });
    house
        .post(&capturist, "/extensions", order("2024-04-20", "Porque sí, por favor."))
        .await
        .refused(403, "not_allowed");
    house
        .post(&unit, "/extensions", order("2024-04-17", "La falla del sistema del día 15."))
        .await
        .refused(400, "bad_request");
    house.post(&unit, "/extensions", order("2024-04-20", "corto")).await.refused(400, "bad_request");
    let nobody = json!({ "candidacies": [], "last_day": "2024-04-20", "reason": "La falla del sistema del día 15." });
    house.post(&unit, "/extensions", nobody).await.refused(400, "bad_request");

    let done = house.post(&unit, "/extensions", order("2024-04-20", "La falla del sistema del día 15.")).await.ok();
    assert_eq!(done, json!({ "extended": 1, "skipped": [] }));
    house.change(&capturist, Method::PATCH, id, "answers", save.clone()).await.ok();
    let work = house.get(Some(&capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(work["item"]["until"], "2024-04-21T05:59:59Z");
    let told = &work["extensions"][0];
    assert_eq!(
        (&told["reason"], &told["was_until"]),
        (&json!("La falla del sistema del día 15."), &json!("2024-04-17T05:59:59Z"))
    );
    let log = house.get(Some(&capturist), &format!("/activity-log?candidacy={id}")).await.ok();
    assert!(log.to_string().contains("deadline.extended"));
    house.wait(TimeDelta::hours(24 * 3));
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    house.change(&capturist, Method::PATCH, id, "answers", save).await.refused(409, "term_ended");
}

async fn an_extension_tells_what_it_could_not_reach(house: House) {
    let party = house.sent("PT").await;
    let order = json!({ "candidacies": party.ids, "last_day": "2024-04-30", "reason": "Lo acordó la Comisión." });
    let done = house.post(&party.unit, "/extensions", order.clone()).await.ok();
    assert_eq!(done["extended"], party.ids.len() - 1);
    assert_eq!(
        (&done["skipped"][0]["id"], &done["skipped"][0]["reason"]),
        (&json!(party.ids[0]), &json!("Ya no está en captura."))
    );
    let again = house.post(&party.unit, "/extensions", order).await.ok();
    assert_eq!(again["extended"], 0);
    assert_eq!(again["skipped"].as_array().map(Vec::len), Some(party.ids.len()));
}

async fn observed_fields_are_given_more_time(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);
    let remark = json!({ "field": "motivation", "ground": "incomplete", "text": "No responde la pregunta." });
    house.judge(&parties, id, "curricular", &[remark]).await;
    house.judge(&gender, id, "identity", &[]).await;
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.ok();
    house.wait(TimeDelta::hours(25));
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    let unit = house.institute(Role::ResponsibleUnit).await;
    let save = json!({ "answers": { "motivation": support::text(310) } });
    house.change(&capturist, Method::PATCH, id, "answers", save.clone()).await.refused(409, "term_ended");
    let order = json!({ "candidacies": [id], "last_day": "2024-04-03", "reason": "Hubo una falla de red." });
    assert_eq!(house.post(&unit, "/extensions", order).await.ok()["extended"], 1);
    house.change(&capturist, Method::PATCH, id, "answers", save).await.ok();
}

async fn what_was_sent_has_a_receipt_that_anybody_can_check(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let sent = json!({ "single_opportunity_understood": true });
    let moved = house.change(&party.capturist, Method::POST, id, "submission", sent).await.ok();
    let folio = moved["receipt"].as_str().expect("a folio");

    let work = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&work["receipts"][0]["folio"], &work["receipts"][0]["round"]), (&json!(folio), &json!(1)));
    // However it is typed.
    let typed = folio.to_lowercase().replace('-', "%20");
    let checked = house.get(None, &format!("/public/receipts/{typed}")).await.ok();
    assert_eq!((&checked["whole"], &checked["digest"]), (&json!(true), &work["receipts"][0]["digest"]));
    assert_eq!(checked["of"]["name"], work["item"]["name"]);
    let words = checked.to_string();
    assert!(!words.contains("Caxcán") && !words.contains("ZAC24-") && !words.contains("abcdefghi"), "{words}");
    house.get(None, "/public/receipts/2222-2222-2222").await.refused(404, "not_found");

    // What the validator changes later does not change what was sent.
    let edit = json!({ "answers": { "contact.website": "https://ejemplo.mx" } });
    house.change(&party.validator, Method::PATCH, id, "edits", edit).await.ok();
    let later = house.get(None, &format!("/public/receipts/{folio}")).await.ok();
    assert_eq!(later, checked);

    let pdf = house.get(Some(&party.capturist), &format!("/candidacies/{id}/receipts/{folio}")).await.ok();
    assert!(pdf.as_str().is_some_and(|pdf| pdf.starts_with("%PDF-")));
    let other = format!("/candidacies/{}/receipts/{folio}", party.ids[1]);
    house.get(Some(&party.capturist), &other).await.refused(404, "not_found");
}

async fn a_receipt_of_who_no_longer_stands_names_nobody(house: House) {
    let party = house.sent("PT").await;
    let work = house.get(Some(&party.capturist), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let folio = work["receipts"][0]["folio"].as_str().expect("a folio");
    let own = work["item"]["folio"].as_str().expect("a folio");
    house.sync(&party.unit, support::registry_without(own)).await.ok();
    let checked = house.get(None, &format!("/public/receipts/{folio}")).await.ok();
    assert_eq!((&checked["of"], &checked["whole"]), (&Value::Null, &json!(true)));
    let name = work["item"]["name"].as_str().expect("a name");
    assert!(!checked.to_string().contains(name));
}

async fn the_consent_to_sign_is_filled_with_what_was_chosen(house: House) {
    let party = house.capturing("PT").await;
    let form = |query: &str| format!("/candidacies/{}/consent-form?{query}", party.ids[0]);
    let chosen = form("publication=true&sections=indigenous,disability");
    for person in [&party.capturist, &party.representative] {
        let pdf = house.get(Some(person), &chosen).await.ok();
        assert!(pdf.as_str().is_some_and(|pdf| pdf.starts_with("%PDF-")));
    }
    house.get(Some(&party.capturist), &form("sections=socioeconomic")).await.refused(400, "bad_request");
    house.get(Some(&party.capturist), &form("publication=quizas")).await.refused(400, "bad_request");
    house.get(Some(&party.validator), &form("")).await.refused(403, "not_allowed");

    // Once signed, the paper that the system prints is taken back.
    let id = &party.ids[0];
    let printed = house.bytes(House::request(Method::GET, &chosen, Some(&party.capturist))).await;
    let marks = json!({ "treatment": true, "publication": true, "statistics": false, "sections": ["indigenous"] });
    house.give_consent(&party.capturist, id, &marks, &printed).await;
}

async fn two_at_one_candidacy_see_each_other(house: House) {
    let party = house.capturing("PT").await;
    let path = format!("/candidacies/{}/presence", party.ids[0]);
    let alone = house.post(&party.capturist, &path, json!({ "section": "motivation" })).await.ok();
    assert_eq!(alone, json!([]));
    let seen = house.post(&party.validator, &path, json!({ "section": null })).await.ok();
    assert_eq!((&seen[0]["username"], &seen[0]["section"]), (&json!("pt.captura"), &json!("motivation")));
    house.wait(TimeDelta::seconds(80));
    assert_eq!(house.post(&party.validator, &path, json!({})).await.ok(), json!([]), "gone after a while");
    house.post(&party.unit, &path, json!({})).await.refused(403, "not_allowed");
    let foreign = house.party("MC").await;
    house.post(&foreign.capturist, &path, json!({})).await.refused(404, "not_found");
}

async fn the_list_of_work_says_how_far_each_section_is(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let answers = json!({ "answers": { "proposal.first": support::text(300), "education.level": "Licenciatura", "motivation": "corto", "migrant.self": "Sí" } });
    house.change(&party.capturist, Method::PATCH, id, "answers", answers).await.ok();
    let sections = |work: &Value| {
        let items = work["items"].as_array().expect("items").iter();
        items.clone().find(|item| item["id"] == json!(id)).expect("the candidacy")["sections"].clone()
    };
    let seen = sections(&house.get(Some(&party.capturist), "/candidacies").await.ok());
    let told =
        ["contact", "education", "motivation", "proposals", "migrant", "indigenous"].map(|key| seen[key].clone());
    assert_eq!(json!(told), json!(["optional", "complete", "wrong", "started", "started", "empty"]));
    let parties = house.institute(Role::PartiesDirectorate).await;
    let seen = sections(&house.get(Some(&parties), "/candidacies").await.ok());
    assert!(seen.get("motivation").is_some() && seen.get("migrant").is_none(), "{seen}");
    let communication = house.institute(Role::CommunicationUnit).await;
    assert_eq!(sections(&house.get(Some(&communication), "/candidacies").await.ok()), json!({}));

    let total = |query: &'static str| async { house.get(Some(&party.capturist), query).await.ok()["total"].clone() };
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    assert_eq!(total("/candidacies?incomplete=false").await, 1);
    assert_eq!(total("/candidacies?incomplete=true").await, party.ids.len() - 1);
    assert_eq!(total("/candidacies?due_within=24").await, 0);
    assert_eq!(total("/candidacies?due_within=400").await, party.ids.len());
}

async fn a_formula_leads_to_its_other_half(house: House) {
    let party = house.party("PT").await;
    let mut pairs = 0;
    for id in &party.ids {
        let own = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
        let Some(other) = own["partner"]["id"].as_str() else { continue };
        let other = house.get(Some(&party.capturist), &format!("/candidacies/{other}")).await.ok();
        assert_eq!(other["partner"]["id"], own["item"]["id"]);
        assert_eq!(own["partner"]["name"], other["item"]["name"]);
        for same in ["office", "territory", "formula", "nominator"] {
            assert_eq!(own["item"][same], other["item"][same]);
        }
        assert_ne!(own["item"]["kind"], other["item"]["kind"]);
        pairs += 1;
    }
    assert!(pairs > 0, "the export has formulas");
}
