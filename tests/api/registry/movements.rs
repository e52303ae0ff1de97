//! Candidacies that the registry substitutes or cancels: gone from everything public at once, and back when it is undone.

use actix_web::http::Method;
use domain::accounts::Role;
use serde_json::{Value, json};
use support::{House, Party, Person, complete, on_both, registry_with, substitute_of};

on_both!(
    whoever_was_substituted_is_gone_from_every_public_address,
    an_undone_substitution_gives_back_what_was_public,
    what_was_hidden_stays_hidden_after_undoing,
    a_substitute_who_captured_is_not_lost,
    only_the_last_movement_is_undone_and_once,
    the_registry_does_not_repeat_what_was_undone_until_it_may,
    two_never_stand_for_one_place,
    a_substitute_starts_clean_with_five_days,
);

const FOLIO: &str = "ZAC24-00005";
const SUBSTITUTE: &str = "ZAC24-09001";

fn substitution() -> Vec<u8> {
    registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[substitute_of(FOLIO)])
}

async fn movements(house: &House, unit: &Person) -> Vec<Value> {
    house.get(Some(unit), "/registry/movements").await.ok().as_array().expect("movements").clone()
}

async fn undo(house: &House, unit: &Person, movement: &Value) -> support::Answer {
    let path = format!("/registry/movements/{}/undoing", movement["id"].as_str().expect("an id"));
    house.post(unit, &path, json!({ "reason": "El oficio correspondía a otra fórmula." })).await
}

/// What the institute knows of a folio: its item among the work.
async fn item(house: &House, unit: &Person, folio: &str) -> Value {
    let all = house.get(Some(unit), "/candidacies?size=200").await.ok();
    all["items"].as_array().expect("items").iter().find(|item| item["folio"] == folio).expect("a candidacy").clone()
}

async fn page(house: &House, path: &str) -> support::Answer {
    house.send(actix_web::test::TestRequest::with_uri(path)).await
}

/// A party with one published candidacy, [`FOLIO`], with a photograph; its public name and the folio of its receipt.
async fn published(house: &House) -> (Party, String, String) {
    let mut party = house.capturing("PT").await;
    party.ids = vec![item(house, &party.unit, FOLIO).await["id"].as_str().expect("an id").to_owned()];
    let id = &party.ids[0];
    house.accept_notice(&party.capturist, id).await;
    house.photograph(&party.capturist, id).await;
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let sent = json!({ "single_opportunity_understood": true });
    let receipt = house.change(&party.capturist, Method::POST, id, "submission", sent).await.ok();
    let slug = house.publish(&party).await;
    (party, slug, receipt["receipt"].as_str().expect("a folio").to_owned())
}

async fn whoever_was_substituted_is_gone_from_every_public_address(house: House) {
    house.build_site();
    let (party, slug, receipt) = published(&house).await;
    let profile = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    let card = &profile["card"];
    let word = |key: &str| card[key].as_str().expect("a text").to_owned();
    let (name, photo) = (word("name"), word("photo"));
    assert_eq!((name.as_str(), page(&house, &photo).await.status), ("Citlali Ortega Bañuelos", 200));

    for file in [substitution(), registry_with(FOLIO, "APROBADA", "CANCELADA", &[])] {
        house.sync(&party.unit, file).await.ok();
        let short = slug.rsplit('-').next().expect("a short name");
        for path in [
            format!("/api/v1/public/candidacies/{slug}"),
            format!("/api/v1/public/candidacies/otro-nombre-{short}"),
            format!("/candidaturas/{slug}"),
            photo.clone(),
        ] {
            let gone = page(&house, &path).await;
            assert_eq!(gone.status, 410, "{path}");
            let text = gone.body.to_string();
            assert!(!text.contains("Citlali") && !text.contains("Ortega") && !text.contains(FOLIO), "{path}: {text}");
        }
        for path in [
            "/public/candidacies?size=200".to_owned(),
            "/public/data/candidaturas.csv".into(),
            format!("/public/receipts/{receipt}"),
        ] {
            let text = house.get(None, &path).await.ok().to_string();
            assert!(!text.contains("Citlali Ortega") && !text.contains(&slug), "{path}: {text}");
        }
    }
}

async fn an_undone_substitution_gives_back_what_was_public(house: House) {
    let (party, slug, _) = published(&house).await;
    let read = || house.get(None, "/public/candidacies");
    let address = format!("/public/candidacies/{slug}");
    let before = house.get(None, &address).await.ok();
    assert_eq!(before["published"]["version"], 1);
    house.sync(&party.unit, substitution()).await.ok();
    house.get(None, &address).await.refused(410, "withdrawn");
    assert_eq!(read().await.ok()["total"], 40);
    let substitute = item(&house, &party.unit, SUBSTITUTE).await["slug"].as_str().expect("a slug").to_owned();
    house.get(None, &format!("/public/candidacies/{substitute}")).await.ok();

    let all = movements(&house, &party.unit).await;
    assert_eq!(
        (all.len(), &all[0]["folio"], &all[0]["status"], &all[0]["can_undo"]),
        (1, &json!(FOLIO), &json!("substituted"), &json!(true))
    );
    assert_eq!(all[0]["substitutes"], json!(["Sustituta De Prueba Núñez"]));
    let path = format!("/registry/movements/{}/undoing", all[0]["id"].as_str().expect("an id"));
    house.post(&party.unit, &path, json!({ "reason": "Sí." })).await.refused(400, "bad_request");
    assert_eq!(undo(&house, &party.unit, &all[0]).await.status, 204);

    assert_eq!(house.get(None, &address).await.ok(), before);
    house.get(None, &format!("/public/candidacies/{substitute}")).await.refused(410, "withdrawn");
    assert_eq!(read().await.ok()["total"], 40);
    let all = movements(&house, &party.unit).await;
    assert_eq!(
        (&all[0]["can_undo"], &all[0]["undone"]["reason"]),
        (&json!(false), &json!("El oficio correspondía a otra fórmula."))
    );
    for person in [&party.representative, &party.capturist] {
        let told = house.get(Some(person), "/me/notices").await.ok().to_string();
        assert!(told.contains("movement_undone") && told.contains("substitute_withdrawn"), "{told}");
    }
    let log = house.get(Some(&party.representative), "/activity-log").await.ok().to_string();
    assert!(log.contains("registry.movement_undone") && log.contains("registry.substitute_withdrawn"), "{log}");
}

async fn what_was_hidden_stays_hidden_after_undoing(house: House) {
    let (party, slug, _) = published(&house).await;
    let order = json!({ "section": null, "ground": "slogan", "reason": "Contiene el lema de la campaña." });
    house.change(&party.unit, Method::POST, &party.ids[0], "disabling", order).await.ok();
    house.sync(&party.unit, support::registry_without(FOLIO)).await.ok();
    let all = movements(&house, &party.unit).await;
    assert_eq!(undo(&house, &party.unit, &all[0]).await.status, 204);
    let profile = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(profile["published"], Value::Null);
}

/// The account of the substitute's candidacy, whose accounts were received.
async fn substitute_account(house: &House, party: &Party) -> (Person, String) {
    let id = item(house, &party.unit, SUBSTITUTE).await["id"].as_str().expect("an id").to_owned();
    let issued = house.post(&party.unit, "/accounts", json!({ "for": "candidacy", "candidacy": id })).await.ok();
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let person = house.join(&word(&issued[0]["username"]), &word(&issued[0]["code"])).await;
    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    (person, id)
}

async fn a_substitute_who_captured_is_not_lost(house: House) {
    let party = house.capturing("PT").await;
    house.sync(&party.unit, substitution()).await.ok();
    let (person, id) = substitute_account(&house, &party).await;
    house.accept_notice(&person, &id).await;
    house.change(&person, Method::PATCH, &id, "answers", json!({ "answers": { "motivation": "Servir." } })).await.ok();
    let all = movements(&house, &party.unit).await;
    undo(&house, &party.unit, &all[0]).await.refused(409, "substitute_captured");
    assert_eq!(item(&house, &party.unit, SUBSTITUTE).await["status"], "active");
    assert_eq!(item(&house, &party.unit, FOLIO).await["status"], "substituted");
}

async fn only_the_last_movement_is_undone_and_once(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::registry()).await.ok();
    house.sync(&unit, support::registry_without(FOLIO)).await.ok();
    house.sync(&unit, support::registry()).await.ok();
    house.sync(&unit, support::registry_without(FOLIO)).await.ok();
    let all = movements(&house, &unit).await;
    assert_eq!((all.len(), &all[0]["can_undo"], &all[1]["can_undo"]), (2, &json!(true), &json!(false)));
    undo(&house, &unit, &all[1]).await.refused(409, "not_last_movement");
    assert_eq!(undo(&house, &unit, &all[0]).await.status, 204);
    undo(&house, &unit, &all[0]).await.refused(409, "nothing_to_change");
    undo(&house, &unit, &json!({ "id": uuid::Uuid::nil() })).await.refused(404, "not_found");

    house
        .sync(&unit, registry_with("ZAC24-00007", "APROBADA", "SUSTITUIDA", &[substitute_of("ZAC24-00007")]))
        .await
        .ok();
    let other = substitute_of("ZAC24-00007").replace(SUBSTITUTE, "ZAC24-09002").replace(",ZAC24-00007", ",ZAC24-09001");
    let chain = [substitute_of("ZAC24-00007").replace("APROBADA", "SUSTITUIDA"), other];
    house.sync(&unit, registry_with("ZAC24-00007", "APROBADA", "SUSTITUIDA", &chain)).await.ok();
    let all = movements(&house, &unit).await;
    let first = all.iter().find(|one| one["folio"] == "ZAC24-00007").expect("a movement");
    undo(&house, &unit, first).await.refused(409, "not_last_movement");

    house.sync(&unit, registry_with("ZAC24-00009", "APROBADA", "SUSTITUIDA", &[])).await.ok();
    house.sync(&unit, registry_with("ZAC24-00009", "APROBADA", "CANCELADA", &[])).await.ok();
    let all = movements(&house, &unit).await;
    let first = all.iter().find(|one| one["folio"] == "ZAC24-00009").expect("a movement");
    assert_eq!(first["can_undo"], false, "it was moved again without standing in between");
    undo(&house, &unit, first).await.refused(409, "not_last_movement");
}

async fn the_registry_does_not_repeat_what_was_undone_until_it_may(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::registry()).await.ok();
    house.sync(&unit, substitution()).await.ok();
    let all = movements(&house, &unit).await;
    assert_eq!(undo(&house, &unit, &all[0]).await.status, 204);
    let again = house.sync(&unit, substitution()).await.ok();
    let withheld: Vec<_> =
        again["plan"]["withheld"].as_array().expect("remarks").iter().map(|one| &one["folio"]).collect();
    assert_eq!(withheld, [FOLIO, SUBSTITUTE]);
    let status = |folio: &'static str| async {
        item(&house, &unit, folio).await["status"].as_str().expect("a status").to_owned()
    };
    assert_eq!((status(FOLIO).await, status(SUBSTITUTE).await), ("active".into(), "cancelled".into()));

    let path = format!("/registry/movements/{}/allowance", all[0]["id"].as_str().expect("an id"));
    assert_eq!(house.post(&unit, &path, Value::Null).await.status, 204);
    house.post(&unit, &path, Value::Null).await.refused(409, "nothing_to_change");
    house.sync(&unit, substitution()).await.ok();
    assert_eq!((status(FOLIO).await, status(SUBSTITUTE).await), ("substituted".into(), "active".into()));

    let all = movements(&house, &unit).await;
    assert_eq!(undo(&house, &unit, &all[0]).await.status, 204);
    let lifted = house.sync(&unit, support::registry()).await.ok();
    assert_eq!(lifted["plan"]["lifted"], json!([FOLIO]), "the registry agrees: from now on its word counts");
    house.sync(&unit, support::registry_without(FOLIO)).await.ok();
    assert_eq!(status(FOLIO).await, "cancelled");
}

async fn a_substitute_starts_clean_with_five_days(house: House) {
    let (party, _, _) = published(&house).await;
    house.sync(&party.unit, substitution()).await.ok();
    let (_, id) = substitute_account(&house, &party).await;
    let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&work["item"]["stage"], &work["answers"]), (&json!("not_started"), &json!({})), "{work}");
    // Received on 1 April; the day after counts as day one, and the last ends at midnight of Zacatecas.
    assert_eq!(work["item"]["until"], "2024-04-07T05:59:59Z", "{work}");
}

async fn two_never_stand_for_one_place(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::registry()).await.ok();
    house.sync(&unit, substitution()).await.ok();
    let cancelled = substitute_of(FOLIO).replace("APROBADA", "CANCELADA");
    house.sync(&unit, registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[cancelled])).await.ok();
    let of = |all: &[Value], folio: &str| all.iter().find(|one| one["folio"] == folio).expect("a movement").clone();
    let all = movements(&house, &unit).await;
    assert_eq!(undo(&house, &unit, &of(&all, FOLIO)).await.status, 204);
    undo(&house, &unit, &of(&all, SUBSTITUTE)).await.refused(409, "not_last_movement");
    let status = |item: Value| item["status"].clone();
    assert_eq!(status(item(&house, &unit, FOLIO).await), "active");
    assert_eq!(status(item(&house, &unit, SUBSTITUTE).await), "cancelled");

    // The party substitutes in truth, with somebody else: what was held against the registry is held no more.
    let other = substitute_of(FOLIO).replace(SUBSTITUTE, "ZAC24-09003");
    house.sync(&unit, registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[other])).await.ok();
    assert_eq!(status(item(&house, &unit, FOLIO).await), "substituted");
    assert_eq!(status(item(&house, &unit, "ZAC24-09003").await), "active");
}
