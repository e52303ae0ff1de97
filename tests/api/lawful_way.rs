use actix_web::http::Method;
use casework::log::{Proof, verify_log};
use domain::accounts::Role;
use serde_json::{Value, json};
use support::{House, complete, on_both, text};

on_both!(
    a_candidacy_goes_from_the_registry_to_a_citizen,
    identity_is_public_only_while_there_is_consent,
    a_cancelled_candidacy_vanishes_at_the_sync,
    the_institutes_observations_come_back_answered,
    an_independent_receives_captures_and_looks_again,
    a_candidacys_own_account_captures_only_its_own,
    an_observed_parent_brings_its_dependents,
);

async fn a_candidacy_goes_from_the_registry_to_a_citizen(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];

    let remark =
        json!({ "observations": [{ "field": "motivation", "ground": "slogan", "text": "Quite el lema del inicio." }] });
    let moved = house.change(&party.validator, Method::POST, id, "return", remark).await.ok();
    assert_eq!(moved["stage"], "in_capture");

    let work = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(work["open_fields"], json!(["motivation"]));
    let closed = json!({ "answers": { "proposal.first": text(400) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", closed).await.refused(409, "field_not_open");

    let mended = json!({ "answers": { "motivation": format!("{} sin lema", text(300)) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", mended).await.ok();
    let unanswered = json!({ "single_opportunity_understood": true });
    house
        .change(&party.capturist, Method::POST, id, "submission", unanswered)
        .await
        .refused(422, "observation_unanswered");
    let remark = work["observations"][0]["id"].as_str().expect("an id");
    let answered = json!({ "single_opportunity_understood": true, "replies": { remark: "Ya no está." } });
    house.change(&party.capturist, Method::POST, id, "submission", answered).await.ok();

    let edit = json!({ "answers": { "contact.website": "https://ejemplo.mx" } });
    house.change(&party.validator, Method::PATCH, id, "edits", edit).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&seen["edits"][0]["field"], &seen["edits"][0]["before"]), (&json!("contact.website"), &Value::Null));
    assert_eq!(seen["observations"][0]["reply"], "Ya no está.");

    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.refused(409, "verdicts_missing");
    house
        .change(&parties, Method::POST, id, "verdicts/identity", json!({ "compliant": true }))
        .await
        .refused(403, "not_allowed");
    house.judge(&parties, id, "curricular", &[]).await;
    house.judge(&gender, id, "identity", &[]).await;
    let hidden = house.get(None, "/public/candidacies").await.ok();
    assert!(hidden["items"].as_array().expect("items").iter().all(|card| card["published"] == false));

    let moved = house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    assert_eq!((&moved["stage"], &moved["version"]), (&json!("published"), &json!(1)));

    let slug = seen["item"]["slug"].as_str().expect("a slug");
    let public = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(public["published"]["answers"]["contact.website"], "https://ejemplo.mx");
    let words = public.to_string();
    assert!(!words.contains("Caxcán") && !words.contains("socioeconomic"), "{words}");
    assert!(
        !words.contains("birth_date") && !words.contains("ejemplo.invalid") && !words.contains("ZAC24-"),
        "{words}"
    );

    let mut conn = house.app.db.conn().expect("a connection");
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Whole { lines, .. }) if lines > 40));
}

async fn identity_is_public_only_while_there_is_consent(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let work = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    let boundary = "frontera";
    let marks = json!({ "treatment": true, "publication": true, "statistics": true, "sections": ["indigenous"] });
    let form = |document: &str| {
        format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"consent\"\r\ncontent-type: application/json\r\n\r\n{marks}\r\n\
             --{boundary}\r\ncontent-disposition: form-data; name=\"document\"; filename=\"firma.pdf\"\r\n\r\n{document}\r\n--{boundary}--\r\n"
        )
    };
    let upload = |document: &str| {
        House::request(Method::PUT, &format!("/candidacies/{id}/consent"), Some(&party.capturist))
            .insert_header(("if-match", format!("\"{}\"", work["revision"])))
            .insert_header(("content-type", format!("multipart/form-data; boundary={boundary}")))
            .set_payload(form(document))
    };
    house.send(upload("<svg onload=alert(1)>")).await.refused(422, "bad_file");
    house.send(upload("%PDF-1.4 firmado")).await.refused(422, "bad_file");
    house.send(upload(support::SIGNED)).await.ok();
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();

    let slug = work["item"]["slug"].as_str().expect("a slug");
    let public = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(public["published"]["answers"]["indigenous.people"], "Caxcán");
    let words = public.to_string();
    assert!(!words.contains("lgbtttiq") && !words.contains("socioeconomic"), "only what was consented: {words}");

    house.change(&party.capturist, Method::DELETE, id, "consent", Value::Null).await.ok();
    for path in [format!("/public/candidacies/{slug}"), "/public/data/candidaturas.csv".to_owned()] {
        let words = house.get(None, &path).await.ok().to_string();
        assert!(!words.contains("Caxcán"), "{path} still shows it");
    }
}

async fn an_independent_receives_captures_and_looks_again(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::rows(49..=50)).await.ok();
    let id = house.get(Some(&unit), "/candidacies").await.ok()["items"][0]["id"].as_str().expect("an id").to_owned();
    let issued = house.post(&unit, "/accounts", json!({ "for": "candidacy", "candidacy": id })).await.ok();
    let (name, code) = (issued[0]["username"].as_str().expect("a name"), issued[0]["code"].as_str().expect("a code"));
    assert_eq!(issued[0]["role"], "independent_candidate");
    let own = house.join(name, code).await;
    let work = house.get(Some(&own), "/candidacies").await.ok();
    assert_eq!((&work["total"], &work["items"][0]["id"]), (&json!(1), &json!(id)), "nobody else's work");

    let recorded = house.post(&own, "/accounts/receipt", json!({})).await.ok();
    assert_eq!(recorded["candidacies"], 1);
    house.accept_notice(&own, &id).await;
    house.change(&own, Method::PATCH, &id, "answers", json!({ "answers": complete() })).await.ok();
    let sent = json!({ "single_opportunity_understood": true });
    house.change(&own, Method::POST, &id, "submission", sent).await.ok();
    house.change(&unit, Method::POST, &id, "authorisation", Value::Null).await.refused(409, "out_of_turn");
    house.change(&own, Method::PATCH, &id, "edits", json!({ "answers": {} })).await.refused(403, "not_allowed");
    let moved = house.change(&own, Method::POST, &id, "validation", Value::Null).await.ok();
    assert_eq!(moved["stage"], "in_verification");
}

async fn a_candidacys_own_account_captures_only_its_own(house: House) {
    let party = house.party("PT").await;
    let first = house.get(Some(&party.unit), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let name = first["item"]["folio"].as_str().expect("a folio").to_lowercase();
    let own = house.join(&name, &party.codes[&name]).await;
    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    house.accept_notice(&own, &party.ids[0]).await;
    let save = json!({ "answers": { "motivation": "Lo que yo digo." } });
    house.change(&own, Method::PATCH, &party.ids[0], "answers", save.clone()).await.ok();
    house.change_from(&own, Method::PATCH, &party.ids[1], "answers", save, &json!(1)).await.refused(404, "not_found");
    house.get(Some(&own), &format!("/candidacies/{}", party.ids[1])).await.refused(404, "not_found");
    house.post(&own, "/accounts/receipt", json!({})).await.refused(403, "not_allowed");
}

async fn an_observed_parent_brings_its_dependents(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    let observe = |field: &str| json!({ "observations": [{ "field": field, "ground": "incomplete", "text": "Revise esta respuesta." }] });
    house.change(&party.validator, Method::POST, id, "return", observe("disability.has")).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    let open = ["disability.has", "disability.term", "disability.type", "disability.difficulties"];
    assert_eq!(seen["open_fields"], json!(open), "the whole section, so that it tells nothing");
    let mended = json!({ "answers": { "disability.has": "Sí", "disability.term": "Permanente", "disability.type": ["Física"], "disability.difficulties": ["Prefiero no contestar"] } });
    house.change(&party.capturist, Method::PATCH, id, "answers", mended).await.ok();
    let answered = |seen: &Value| json!({ "single_opportunity_understood": true, "replies": { seen["observations"][0]["id"].as_str().expect("an id"): "Corregida." } });
    house.change(&party.capturist, Method::POST, id, "submission", answered(&seen)).await.ok();

    house.change(&party.validator, Method::POST, id, "return", observe("education.level")).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["open_fields"], json!(["education.level", "education.status"]));
}

async fn a_cancelled_candidacy_vanishes_at_the_sync(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    let (slug, folio) =
        (work["item"]["slug"].as_str().expect("a slug"), work["item"]["folio"].as_str().expect("a folio"));
    let path = format!("/public/candidacies/{slug}");
    house.get(None, &path).await.ok();

    let file = String::from_utf8(support::registry()).expect("UTF-8");
    let cancelled: Vec<String> = file
        .lines()
        .map(|line| if line.starts_with(folio) { line.replace("APROBADA", "CANCELADA") } else { line.to_owned() })
        .collect();
    let request =
        House::request(Method::POST, "/registry/sync", Some(&party.unit)).insert_header(("content-type", "text/csv"));
    let synced = house.send(request.set_payload(cancelled.join("\n"))).await.ok();
    assert_eq!(synced["plan"]["cancelled"].as_array().map(Vec::len), Some(1));

    let gone = house.get(None, &path).await;
    gone.refused(410, "withdrawn");
    let name = work["item"]["name"].as_str().expect("a name");
    assert!(!gone.body.to_string().contains(name), "nothing about the person: {}", gone.body);
    let list = house.get(None, "/public/candidacies?size=200").await.ok().to_string();
    assert!(!list.contains(slug), "still listed");
    assert!(!house.get(None, "/public/data/candidaturas.csv").await.ok().to_string().contains(slug), "still exported");
    let body = json!({ "answers": { "contact.website": null } });
    house.change(&party.capturist, Method::PATCH, id, "answers", body).await.refused(409, "candidacy_not_active");
}

async fn the_institutes_observations_come_back_answered(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let remark = json!({ "field": "proposal.first", "ground": "mention", "text": "Menciona a otro partido." });
    house.judge(&parties, id, "curricular", &[remark]).await;
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["observations"], json!([]), "a verdict's remarks are the institute's until it sends them");
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.ok();

    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["open_fields"], json!(["proposal.first"]));
    house.wait(domain::time::TimeDelta::seconds(24 * 3600 + 1));
    let token = house.sign_in("pt.captura", support::PASSWORD).await;
    let capturist = support::person(token);
    let body = json!({ "answers": { "proposal.first": complete()["proposal.second"] } });
    house.change(&capturist, Method::PATCH, id, "answers", body).await.refused(409, "term_ended");
}
