//! Two who act at the same moment, at two servers on one database: exactly one of them was first.

use actix_web::http::Method;
use futures_util::future::join;
use serde_json::{Value, json};
use support::{House, Party, on_both, registry_without};

on_both!(
    two_authorisations_at_once_publish_once,
    authorising_while_the_registry_cancels_shows_nobody,
    hiding_while_the_party_corrects_loses_neither,
);

/// Where a candidacy stands: its revision, folio and public address.
async fn stands(house: &House, party: &Party) -> (Value, String, String) {
    let work = house.get(Some(&party.unit), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let word = |name: &str| work["item"][name].as_str().expect("a text").to_owned();
    (work["revision"].clone(), word("folio"), word("slug"))
}

async fn two_authorisations_at_once_publish_once(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let (revision, _, slug) = stands(&house, &party).await;
    let other = house.beside();
    let authorise =
        |house| House::change_from(house, &party.unit, Method::POST, id, "authorisation", Value::Null, &revision);
    let (one, two) = join(authorise(&house), authorise(&other)).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{} {}", one.body, two.body);
    for server in [&house, &other] {
        server.app.refresh().expect("a snapshot");
        let public = server.get(None, &format!("/public/candidacies/{slug}")).await.ok();
        assert_eq!(public["published"]["version"], 1);
    }
    let log = house.get(Some(&party.capturist), &format!("/activity-log?candidacy={id}")).await.ok().to_string();
    assert_eq!(log.matches("publication.authorised").count(), 1, "{log}");
}

async fn authorising_while_the_registry_cancels_shows_nobody(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let (revision, folio, slug) = stands(&house, &party).await;
    let other = house.beside();
    let (authorised, synced) = join(
        house.change_from(&party.unit, Method::POST, id, "authorisation", Value::Null, &revision),
        other.sync(&party.unit, registry_without(&folio)),
    )
    .await;
    // Whichever was first: the person does not stand.
    assert_eq!(synced.status, 200, "{}", synced.body);
    assert!(matches!(authorised.status, 200 | 409 | 412), "{} {}", authorised.status, authorised.body);
    for server in [&house, &other] {
        server.app.refresh().expect("a snapshot");
        server.get(None, &format!("/public/candidacies/{slug}")).await.refused(410, "withdrawn");
        assert!(!server.get(None, "/public/data/candidaturas.csv").await.ok().to_string().contains(&slug));
    }
    let stage = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok()["item"]["published"].clone();
    assert_eq!(stage, json!(authorised.status == 200), "published and hidden, or never published");
}

async fn hiding_while_the_party_corrects_loses_neither(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let (revision, ..) = stands(&house, &party).await;
    let other = house.beside();
    let hide = json!({ "section": "motivation", "ground": "slogan", "reason": "Contiene un lema de campaña." });
    let ask =
        json!({ "changes": { "contact.website": "https://ejemplo.mx" }, "reason": "Faltó la página de internet." });
    let (hidden, asked) = join(
        house.change_from(&party.unit, Method::POST, id, "disabling", hide, &revision),
        other.change_from(&party.representative, Method::POST, id, "corrections", ask, &revision),
    )
    .await;
    let mut statuses = [hidden.status, asked.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{} {}", hidden.body, asked.body);
    let seen = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    let told =
        (seen["hidden_sections"] == json!(["motivation"]), seen["corrections"].as_array().map(Vec::len) == Some(1));
    assert_eq!(told, (hidden.status == 200, asked.status == 200), "who was told that it went finds it so");
}
