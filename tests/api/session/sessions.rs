use actix_web::{cookie::Cookie, http::Method};
use casework::{accounts::issue_institute_account, act::NoPermit};
use domain::{accounts::Role, time::TimeDelta};
use futures_util::future::join;
use serde_json::json;
use support::{House, PASSWORD, on_both};

on_both!(
    tokens_that_are_not_good_are_refused,
    a_session_is_renewed_and_a_copied_secret_ends_it,
    a_code_serves_once,
    a_code_used_twice_at_once_serves_once,
    a_name_that_cannot_be_one_is_nobodys,
    a_token_that_is_not_good_changes_nothing,
);

async fn tokens_that_are_not_good_are_refused(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.get(Some(&unit), "/me").await.ok();
    house.get(None, "/me").await.refused(401, "session_required");
    let mut forged = unit.clone();
    let (body, signature) = unit.token.rsplit_once('.').expect("a token");
    let turned: String = signature.chars().rev().collect();
    forged.token = format!("{body}.{turned}");
    house.get(Some(&forged), "/me").await.refused(401, "session_required");
    let (_, claims) = body.split_once('.').expect("a token");
    // {"alg":"none"}
    forged.token = format!("eyJhbGciOiJub25lIn0.{claims}.");
    house.get(Some(&forged), "/me").await.refused(401, "session_required");
    house.wait(TimeDelta::minutes(11));
    house.get(Some(&unit), "/me").await.refused(401, "session_required");
}

async fn a_token_that_is_not_good_changes_nothing(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let before = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    let mut forged = party.capturist.clone();
    forged.token.push('x');
    let save = json!({ "answers": { "motivation": "de otra mano" } });
    let refused = house.change_from(&forged, Method::PATCH, id, "answers", save.clone(), &before["revision"]).await;
    refused.refused(401, "session_required");
    house.wait(TimeDelta::minutes(11));
    let expired = house.change_from(&party.capturist, Method::PATCH, id, "answers", save, &before["revision"]).await;
    expired.refused(401, "session_required");
    let unit = house.institute(Role::ResponsibleUnit).await;
    let after = house.get(Some(&unit), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&before["answers"], &before["revision"]), (&after["answers"], &after["revision"]));
}

async fn a_name_that_cannot_be_one_is_nobodys(house: House) {
    for name in ["a\u{0}b", "", "   ", &"x".repeat(100_000), "res\u{200B}ponsable", "ｒｅｓｐｏｎｓａｂｌｅ"]
    {
        house.sign_in(name, PASSWORD).await.refused(401, "wrong_credentials");
        let body = json!({ "username": name, "code": "2345-2345-2345-2345", "password": PASSWORD });
        let request = House::request(Method::POST, "/accounts/first-use", None).set_json(body);
        house.send(request).await.refused(401, "wrong_credentials");
    }
}

async fn a_code_used_twice_at_once_serves_once(house: House) {
    let issued = house
        .app
        .act(&NoPermit, |act| issue_institute_account(act, "sistemas", Role::ItDirectorate, None))
        .expect("issued");
    let first_use = |password: &str| {
        let body = json!({ "username": "sistemas", "code": issued.code, "password": password });
        house.send(House::request(Method::POST, "/accounts/first-use", None).set_json(body))
    };
    let (one, other) = join(first_use("una frase cualquiera"), first_use("otra frase cualquiera")).await;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    let chosen = if one.status == 200 { "una frase cualquiera" } else { "otra frase cualquiera" };
    house.sign_in("sistemas", chosen).await.ok();
}

async fn a_session_is_renewed_and_a_copied_secret_ends_it(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let name = house.get(Some(&unit), "/me").await.ok()["username"].as_str().expect("a name").to_owned();
    let renew = |secret: String| {
        let request = House::request(Method::POST, "/sessions/renewal", None);
        house.send(request.cookie(Cookie::new("conoceles_refresh", secret)))
    };
    let renewed = support::person(renew(unit.cookie.clone()).await);
    assert_ne!(renewed.cookie, unit.cookie);
    assert_eq!(renew(unit.cookie.clone()).await.status, 200, "two tabs may renew at once");
    house.wait(TimeDelta::minutes(1));
    renew(unit.cookie.clone()).await.refused(401, "session_required");
    renew(renewed.cookie.clone()).await.refused(401, "session_required");
    let told = house.sign_in(&name, PASSWORD).await;
    let told = house.get(Some(&support::person(told)), "/me/activity").await.ok();
    let acts: Vec<_> =
        told.as_array().expect("lines").iter().map(|line| line["act"].as_str().expect("an act")).collect();
    assert!(acts.contains(&"session.reuse_detected"), "its holder is told: {acts:?}");
    house.get(Some(&renewed), "/me").await.refused(401, "session_required");

    let unit = house.institute(Role::ResponsibleUnit).await;
    house.send(House::request(Method::DELETE, "/sessions/current", Some(&unit))).await.ok();
    house.get(Some(&unit), "/me").await.refused(401, "session_required");
}

async fn a_code_serves_once(house: House) {
    let issue = |name: &'static str| {
        house.app.act(&NoPermit, move |act| issue_institute_account(act, name, Role::ItDirectorate, None))
    };
    let issued = issue("sistemas").expect("issued");
    house.join("sistemas", &issued.code).await;
    let body = json!({ "username": "sistemas", "code": issued.code, "password": PASSWORD });
    house
        .send(House::request(Method::POST, "/accounts/first-use", None).set_json(body))
        .await
        .refused(401, "wrong_credentials");
    house.sign_in("sistemas", "otra frase distinta").await.refused(401, "wrong_credentials");
    house.sign_in("nadie", PASSWORD).await.refused(401, "wrong_credentials");
    house.sign_in("sistemas", PASSWORD).await.ok();

    let issued = issue("soporte").expect("issued");
    house.wait(TimeDelta::hours(24 * 16));
    let body = json!({ "username": "soporte", "code": issued.code, "password": PASSWORD });
    house
        .send(House::request(Method::POST, "/accounts/first-use", None).set_json(body))
        .await
        .refused(401, "wrong_credentials");
}
