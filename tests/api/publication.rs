//! What is done to something published: hidden, shown again, corrected once.

use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use server::operation::jobs::run_due;
use support::{House, Party, Person, complete, on_both, text};

on_both!(
    what_is_hidden_is_gone_from_every_public_route_at_once,
    copies_of_what_is_public_ask_before_they_are_shown,
    a_flag_is_the_institutes_until_something_is_hidden,
    who_is_hidden_has_a_letter_about_it,
    why_identity_is_hidden_is_told_to_who_may_read_it,
    the_one_correction_is_asked_for_opened_and_published,
    the_public_ledger_tells_what_happened_and_no_more,
    every_version_is_kept_and_compared_word_by_word,
    a_correction_that_was_not_done_in_time_leaves_what_was_published,
    a_correction_that_lapsed_is_told_also_when_somebody_acts_first,
    a_correction_can_be_declined_and_asked_for_again,
);

/// A party whose first candidacy is published, and its public address.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let mut answers = complete();
    answers["motivation"] = json!(motivation());
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

/// What nobody else wrote.
fn motivation() -> String {
    format!("Irrepetible {}", text(302))
}

/// What it is corrected to.
fn corrected() -> String {
    format!("Corregido {}", text(302))
}

/// Everything that anybody can read about a candidacy, in one text.
async fn public(house: &House, slug: &str) -> String {
    let mut words = String::new();
    for path in
        [format!("/public/candidacies/{slug}"), "/public/candidacies".into(), "/public/data/candidaturas.csv".into()]
    {
        words += &house.get(None, &path).await.ok().to_string();
    }
    words
}

async fn what_is_hidden_is_gone_from_every_public_route_at_once(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let motivation = motivation();
    assert!(public(&house, &slug).await.contains(&motivation));

    let order = json!({ "section": "motivation", "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    house.change(&party.capturist, Method::POST, id, "disabling", order.clone()).await.refused(403, "not_allowed");
    house.change(&party.unit, Method::POST, id, "disabling", order.clone()).await.ok();
    let seen = public(&house, &slug).await;
    assert!(!seen.contains(&motivation) && !seen.contains("slogan") && !seen.contains("lema"), "{seen}");
    let profile = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(profile["published"]["unavailable"], json!(["motivation"]));
    house.change(&party.unit, Method::POST, id, "disabling", order).await.refused(409, "nothing_to_change");

    let told = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(told["hidden_sections"], json!(["motivation"]));
    assert_eq!(
        (&told["controls"][0]["ground"], &told["controls"][0]["reason"]),
        (&json!("slogan"), &json!("Contiene el lema de la campaña."))
    );
    let notices = house.get(Some(&party.representative), "/me/notices").await.ok().to_string();
    assert!(notices.contains("publication_disabled") && !notices.contains("lema"), "{notices}");

    let whole = json!({ "section": null, "ground": "mention", "reason": "Menciona a otra candidatura." });
    house.change(&party.unit, Method::POST, id, "disabling", whole).await.ok();
    let profile = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(
        (&profile["published"], &profile["card"]["unavailable"]),
        (&Value::Null, &json!(true)),
        "and not as if it had never been"
    );
    for section in [json!(null), json!("motivation")] {
        let order = json!({ "section": section, "reason": "Se corrigió lo que se señaló." });
        house.change(&party.unit, Method::POST, id, "restoration", order.clone()).await.ok();
        house.change(&party.unit, Method::POST, id, "restoration", order).await.refused(409, "nothing_to_change");
    }
    assert!(public(&house, &slug).await.contains(&motivation));
    let unknown = json!({ "section": "nada", "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    house.change(&party.unit, Method::POST, id, "disabling", unknown).await.refused(400, "bad_request");
    let unpublished = json!({ "section": null, "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    house.change(&party.unit, Method::POST, &party.ids[1], "disabling", unpublished).await.refused(409, "out_of_turn");
}

async fn copies_of_what_is_public_ask_before_they_are_shown(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    let folio = work["receipts"][0]["folio"].as_str().expect("a folio");
    let paths = [
        "/public/election".to_owned(),
        "/public/candidacies".to_owned(),
        "/public/data/candidaturas.csv".to_owned(),
        format!("/public/candidacies/{slug}"),
        format!("/public/candidacies/{slug}/ledger"),
        format!("/public/receipts/{folio}"),
    ];
    let asked = async |path: &str, tag: &str| {
        let request = House::request(Method::GET, path, None).insert_header(("if-none-match", tag));
        house.send(request).await
    };
    let mut tags = Vec::new();
    for path in &paths {
        let answer = house.get(None, path).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, no-cache"), "{path}");
        let tag = answer.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 30, "{path} {tag}");
        let again = asked(path, &tag).await;
        assert_eq!((again.status, again.header("etag"), &again.body), (304, tag.as_str(), &Value::Null), "{path}");
        tags.push(tag);
    }
    house.sync(&party.unit, support::registry_without(work["item"]["folio"].as_str().expect("a folio"))).await.ok();
    for (path, tag) in paths.iter().zip(&tags).skip(1) {
        let expected = if path.contains(&slug) { 410 } else { 200 };
        let answer = asked(path, tag).await;
        assert_eq!(answer.status, expected, "{path}: a copy does not serve any more");
        assert!(!answer.body.to_string().contains(&slug), "{path}");
    }
}

async fn who_is_hidden_has_a_letter_about_it(house: House) {
    let (party, _) = published(&house).await;
    let id = &party.ids[0];
    let order = json!({ "section": "motivation", "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    let area = house.institute(Role::PartiesDirectorate).await;
    house.change(&area, Method::POST, id, "flags", order.clone()).await.ok();
    house.change(&party.unit, Method::POST, id, "disabling", order).await.ok();
    let restore = json!({ "section": "motivation", "reason": "El lema ya no es de nadie." });
    house.change(&party.unit, Method::POST, id, "restoration", restore).await.ok();
    let controls = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok()["controls"].clone();
    let mut letters = 0;
    for control in controls.as_array().expect("controls") {
        let path = format!("/candidacies/{id}/controls/{}/letter", control["id"].as_str().expect("an id"));
        if control["kind"] == "flagged" {
            house.get(Some(&party.unit), &path).await.refused(404, "not_found");
            continue;
        }
        letters += 1;
        let own = house.bytes(House::request(Method::GET, &path, Some(&party.representative))).await;
        assert_eq!(
            own,
            house.bytes(House::request(Method::GET, &path, Some(&party.unit))).await,
            "one letter for both"
        );
        assert_eq!(&own[..5], b"%PDF-");
        let elsewhere = path.replace(id.as_str(), &party.ids[1]);
        house.get(Some(&party.representative), &elsewhere).await.refused(404, "not_found");
    }
    assert_eq!(letters, 2);
}

async fn why_identity_is_hidden_is_told_to_who_may_read_it(house: House) {
    let (party, _) = published(&house).await;
    let id = &party.ids[0];
    let reason = "La respuesta dice otra cosa que el acta.";
    let order = json!({ "section": "indigenous", "ground": "incomplete", "reason": reason });
    house.change(&party.unit, Method::POST, id, "disabling", order).await.ok();
    let path = format!("/candidacies/{id}");
    for (role, told) in [(Role::GenderDirectorate, reason), (Role::ItDirectorate, "")] {
        let area = house.institute(role).await;
        let control = house.get(Some(&area), &path).await.ok()["controls"][0].clone();
        assert_eq!(control["reason"], told, "{role:?}");
        let letter = format!("{path}/controls/{}/letter", control["id"].as_str().expect("an id"));
        assert_eq!(house.get(Some(&area), &letter).await.status, if told.is_empty() { 404 } else { 200 });
    }
    let far = house.get(Some(&party.capturist), "/candidacies?due_within=4294967295").await;
    assert_eq!(far.status, 200, "a term as far as one can write");
}

async fn a_flag_is_the_institutes_until_something_is_hidden(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let before = public(&house, &slug).await;
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = json!({ "section": "proposals", "ground": "offensive_language", "reason": "Revisar la propuesta dos." });
    house.change(&gender, Method::POST, id, "flags", flag.clone()).await.ok();
    house.change(&party.unit, Method::POST, id, "flags", flag).await.refused(403, "not_allowed");
    assert_eq!(public(&house, &slug).await, before, "a flag hides nothing");
    let path = format!("/candidacies/{id}");
    assert_eq!(house.get(Some(&party.unit), &path).await.ok()["controls"][0]["kind"], "flagged");
    assert_eq!(house.get(Some(&party.capturist), &path).await.ok()["controls"], json!([]));
    let notices = house.get(Some(&party.unit), "/me/notices").await.ok().to_string();
    assert!(notices.contains("content_flagged"));
}

async fn the_one_correction_is_asked_for_opened_and_published(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let ask = |changes: Value| json!({ "changes": changes, "reason": "El texto tiene un error de captura." });
    let change = |person: Person, path: &'static str, body: Value| {
        let (house, id) = (&house, id.clone());
        async move { house.change(&person, Method::POST, &id, path, body).await }
    };
    change(party.representative.clone(), "corrections", ask(json!({}))).await.refused(422, "observation_required");
    let wrong = ask(json!({ "education.level": "Sabio" }));
    change(party.representative.clone(), "corrections", wrong).await.refused(422, "invalid_answers");
    let new = corrected();
    let right = ask(json!({ "motivation": new }));
    change(party.capturist.clone(), "corrections", right.clone()).await.refused(403, "not_allowed");
    change(party.representative.clone(), "corrections", right.clone()).await.ok();
    change(party.representative.clone(), "corrections", right).await.refused(409, "correction_used");
    let copies: Vec<Value> =
        house.get(Some(&party.unit), "/outbox").await.ok()["mails"].as_array().cloned().expect("mails");
    let copies: Vec<_> = copies.iter().filter(|mail| mail["to_address"] == "conoceles@ieez.org.mx").collect();
    assert_eq!(copies.len(), 1, "the institute's mailbox has a copy of the one that was taken");
    assert!(copies[0]["subject"].as_str().is_some_and(|subject| subject.starts_with("Solicitud de corrección: ")));
    let seen = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(
        (&seen["corrections"][0]["changes"]["motivation"], &seen["item"]["stage"]),
        (&json!(new), &json!("published"))
    );
    assert!(!public(&house, &slug).await.contains(&new));

    change(party.representative.clone(), "corrections/decision", json!({ "grant": true }))
        .await
        .refused(403, "not_allowed");
    change(party.unit.clone(), "corrections/decision", json!({ "grant": true })).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["open_fields"], json!(["motivation"]));
    let other = json!({ "answers": { "proposal.first": text(400) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", other).await.refused(409, "field_not_open");
    let save = json!({ "answers": { "motivation": new } });
    house.change(&party.capturist, Method::PATCH, id, "answers", save).await.ok();
    assert!(!public(&house, &slug).await.contains(&new), "the published version stands meanwhile");
    change(party.capturist.clone(), "submission", json!({ "single_opportunity_understood": true })).await.ok();
    change(party.validator.clone(), "validation", Value::Null).await.ok();
    house.verify(id).await;
    let moved = change(party.unit.clone(), "authorisation", Value::Null).await.ok();
    assert_eq!(moved["version"], 2);
    assert!(public(&house, &slug).await.contains(&new));
    change(party.representative.clone(), "corrections", ask(json!({ "motivation": text(300) })))
        .await
        .refused(409, "correction_used");
}

/// Publishes the one correction of a candidacy that is published.
async fn correct(house: &House, party: &Party, changes: Value) {
    let id = &party.ids[0];
    let ask = json!({ "changes": changes, "reason": "El texto tiene un error de captura." });
    house.change(&party.representative, Method::POST, id, "corrections", ask).await.ok();
    house.change(&party.unit, Method::POST, id, "corrections/decision", json!({ "grant": true })).await.ok();
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": changes })).await.ok();
    let sent = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", sent).await.ok();
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    house.verify(id).await;
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
}

/// What the public ledger tells, the newest first.
async fn ledger(house: &House, slug: &str) -> Vec<Value> {
    let ledger = house.get(None, &format!("/public/candidacies/{slug}/ledger")).await.ok();
    assert_eq!(ledger["approved_on"], "2024-03-30");
    let lines = ledger["lines"].as_array().expect("lines");
    assert!(lines.windows(2).all(|two| two[0]["at"].as_str() >= two[1]["at"].as_str()), "{ledger}");
    lines.iter().map(|line| line["what"].clone()).collect()
}

async fn the_public_ledger_tells_what_happened_and_no_more(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let minute = || house.wait(TimeDelta::seconds(20));
    let first = json!({ "kind": "published" });
    assert_eq!(ledger(&house, &slug).await, std::slice::from_ref(&first));

    let hide =
        |section: Value| json!({ "section": section, "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    let show = |section: Value| json!({ "section": section, "reason": "Se aclaró lo que se señaló." });
    for section in ["motivation", "indigenous"] {
        minute();
        house.change(&party.unit, Method::POST, id, "disabling", hide(json!(section))).await.ok();
    }
    // Nobody consented to show anything of identity: that something of it was hidden is not told.
    let hidden = json!({ "kind": "unavailable", "section": "motivation" });
    assert_eq!(ledger(&house, &slug).await, [hidden.clone(), first.clone()]);
    minute();
    house.change(&party.unit, Method::POST, id, "restoration", show(json!("motivation"))).await.ok();
    minute();
    correct(&house, &party, json!({ "motivation": corrected(), "indigenous.self": "No" })).await;
    let shown = json!({ "kind": "available", "section": "motivation" });
    let fixed = json!({ "kind": "corrected", "fields": ["motivation"] });
    assert_eq!(ledger(&house, &slug).await, [fixed.clone(), shown.clone(), hidden.clone(), first.clone()]);
    let text = house.get(None, &format!("/public/candidacies/{slug}/ledger")).await.ok().to_string();
    for word in ["slogan", "lema", "Irrepetible", "Corregido", "indigenous", "responsible"] {
        assert!(!text.contains(word), "{word}: {text}");
    }

    minute();
    house.change(&party.unit, Method::POST, id, "disabling", hide(Value::Null)).await.ok();
    assert_eq!(ledger(&house, &slug).await, [] as [Value; 0], "hidden, it tells nothing");
    minute();
    house.change(&party.unit, Method::POST, id, "restoration", show(Value::Null)).await.ok();
    let whole = |kind: &str| json!({ "kind": kind, "section": null });
    assert_eq!(ledger(&house, &slug).await, [whole("available"), whole("unavailable"), fixed, shown, hidden, first]);

    let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    house.sync(&party.unit, support::registry_without(work["item"]["folio"].as_str().expect("a folio"))).await.ok();
    house.get(None, &format!("/public/candidacies/{slug}/ledger")).await.refused(410, "withdrawn");
    house.get(None, "/public/candidacies/nadie-00000000/ledger").await.refused(404, "not_found");
}

async fn every_version_is_kept_and_compared_word_by_word(house: House) {
    let (party, _) = published(&house).await;
    let id = &party.ids[0];
    correct(
        &house,
        &party,
        json!({ "motivation": corrected(), "indigenous.self": "No", "contact.website": "https://ejemplo.mx" }),
    )
    .await;
    let versions = house.get(Some(&party.representative), &format!("/candidacies/{id}/versions")).await.ok();
    let told: Vec<_> =
        versions.as_array().expect("versions").iter().map(|one| (&one["number"], &one["cause"])).collect();
    assert_eq!(told, [(&json!(2), &json!("correction")), (&json!(1), &json!("first_publication"))]);
    assert!(versions[0]["by"].as_str().is_some_and(|by| by.starts_with("responsible-unit")), "{versions}");

    let path = |from: u32, to: u32| format!("/candidacies/{id}/versions/difference?from={from}&to={to}");
    let difference = house.get(Some(&party.capturist), &path(1, 2)).await.ok();
    let fields: Vec<_> = difference.as_array().expect("fields").iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["contact.website", "motivation", "indigenous.self", "indigenous.people"]);
    assert_eq!(difference[0]["words"], json!([{ "change": "added", "text": "https://ejemplo.mx" }]));
    let words = difference[1]["words"].as_array().expect("words");
    assert_eq!(
        (&words[0], &words[1]),
        (&json!({ "change": "removed", "text": "Irrepetible " }), &json!({ "change": "added", "text": "Corregido " }))
    );
    assert_eq!((words.len(), &words[2]["change"]), (3, &json!("kept")));
    let back = house.get(Some(&party.capturist), &path(2, 1)).await.ok();
    assert_eq!((&back[1]["before"], &back[1]["after"]), (&difference[1]["after"], &difference[1]["before"]));
    assert_eq!(house.get(Some(&party.capturist), &path(2, 2)).await.ok(), json!([]));

    let parties = house.institute(Role::PartiesDirectorate).await;
    let seen = house.get(Some(&parties), &path(1, 2)).await.ok().to_string();
    assert!(!seen.contains("indigenous") && seen.contains("motivation"), "{seen}");
    let reads = async || {
        let log = house.get(Some(&party.unit), &format!("/activity-log?candidacy={id}")).await.ok().to_string();
        log.matches("\"identity.read\"").count()
    };
    let before = reads().await;
    assert!(house.get(Some(&party.unit), &path(1, 2)).await.ok().to_string().contains("indigenous"));
    assert_eq!(reads().await, before + 1, "each reading by the institute is logged");
    house.get(Some(&party.unit), &path(1, 3)).await.refused(404, "not_found");
    house
        .get(Some(&party.unit), &format!("/candidacies/{id}/versions/difference?from=uno&to=2"))
        .await
        .refused(400, "bad_request");
    let foreign = house.party("MC").await;
    house.get(Some(&foreign.capturist), &path(1, 2)).await.refused(404, "not_found");
    house.get(Some(&foreign.capturist), &format!("/candidacies/{id}/versions")).await.refused(404, "not_found");
}

async fn a_correction_that_was_not_done_in_time_leaves_what_was_published(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let ask = json!({ "changes": { "motivation": corrected() }, "reason": "El texto tiene un error de captura." });
    house.change(&party.representative, Method::POST, id, "corrections", ask.clone()).await.ok();
    house.change(&party.unit, Method::POST, id, "corrections/decision", json!({ "grant": true })).await.ok();
    let save = json!({ "answers": { "motivation": corrected() } });
    house.change(&party.capturist, Method::PATCH, id, "answers", save).await.ok();
    house.wait(TimeDelta::hours(24));
    house.wait(TimeDelta::seconds(1));
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    let late = json!({ "single_opportunity_understood": true });
    house.change(&capturist, Method::POST, id, "submission", late).await.refused(409, "already_submitted");

    run_due(&house.app).expect("jobs");
    let seen = house.get(Some(&capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&seen["item"]["stage"], &seen["answers"]["motivation"]), (&json!("published"), &json!(motivation())));
    assert_eq!(seen["may_request_correction"], false);
    let log = house.get(Some(&capturist), &format!("/activity-log?candidacy={id}")).await.ok().to_string();
    assert_eq!(log.matches("grant.lapsed").count(), 1, "{log}");
    let notices = house.get(Some(&capturist), "/me/notices").await.ok().to_string();
    assert!(notices.contains("grant_lapsed"));
    assert!(public(&house, &slug).await.contains(&motivation()));
    let representative = support::person(house.sign_in("pt.representacion", support::PASSWORD).await);
    house.change(&representative, Method::POST, id, "corrections", ask).await.refused(409, "correction_used");
}

async fn a_correction_that_lapsed_is_told_also_when_somebody_acts_first(house: House) {
    let (party, _) = published(&house).await;
    let id = &party.ids[0];
    let ask = json!({ "changes": { "motivation": corrected() }, "reason": "El texto tiene un error de captura." });
    house.change(&party.representative, Method::POST, id, "corrections", ask).await.ok();
    house.change(&party.unit, Method::POST, id, "corrections/decision", json!({ "grant": true })).await.ok();
    house.wait(TimeDelta::seconds(24 * 3600 + 1));
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = json!({ "section": "proposals", "ground": "offensive_language", "reason": "Revisar la propuesta dos." });
    house.change(&gender, Method::POST, id, "flags", flag).await.ok();
    house.run_jobs();
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    let log = house.get(Some(&capturist), &format!("/activity-log?candidacy={id}")).await.ok().to_string();
    assert_eq!(log.matches("\"grant.lapsed\"").count(), 1, "{log}");
    let notices = house.get(Some(&capturist), "/me/notices").await.ok().to_string();
    assert_eq!(notices.matches("\"grant_lapsed\"").count(), 1, "{notices}");
}

async fn a_correction_can_be_declined_and_asked_for_again(house: House) {
    let (party, _) = published(&house).await;
    let id = &party.ids[0];
    let ask =
        json!({ "changes": { "contact.website": "https://ejemplo.mx" }, "reason": "Faltó la página de internet." });
    house
        .change(&party.unit, Method::POST, id, "corrections/decision", json!({ "grant": true }))
        .await
        .refused(409, "no_correction_pending");
    house.change(&party.representative, Method::POST, id, "corrections", ask.clone()).await.ok();
    house
        .change(&party.unit, Method::POST, id, "corrections/decision", json!({ "grant": false }))
        .await
        .refused(400, "bad_request");
    let no = json!({ "grant": false, "reason": "No dice qué texto se sustituye." });
    house.change(&party.unit, Method::POST, id, "corrections/decision", no).await.ok();
    let seen = house.get(Some(&party.representative), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(
        (&seen["corrections"][0]["decision"], &seen["may_request_correction"]),
        (&json!("No dice qué texto se sustituye."), &json!(true))
    );
    house.change(&party.representative, Method::POST, id, "corrections", ask).await.ok();
}
