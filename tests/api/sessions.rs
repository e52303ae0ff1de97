use actix_web::{cookie::Cookie, http::Method};
use domain::account::Role;
use jiff::SignedDuration;
use support::{House, PASSWORD, on_both};

on_both!(tokens_that_are_not_good_are_refused, a_session_is_renewed_and_a_copied_secret_ends_it, a_code_serves_once);

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
    house.wait(SignedDuration::from_mins(11));
    house.get(Some(&unit), "/me").await.refused(401, "session_required");
}

async fn a_session_is_renewed_and_a_copied_secret_ends_it(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let renew = |secret: String| {
        let request = House::request(Method::POST, "/sessions/renewal", None);
        house.send(request.cookie(Cookie::new("conoceles_refresh", secret)))
    };
    let renewed = support::person(renew(unit.cookie.clone()).await);
    assert_ne!(renewed.cookie, unit.cookie);
    assert_eq!(renew(unit.cookie.clone()).await.status, 200, "two tabs may renew at once");
    house.wait(SignedDuration::from_mins(1));
    renew(unit.cookie.clone()).await.refused(401, "session_required");
    renew(renewed.cookie.clone()).await.refused(401, "session_required");
    house.get(Some(&renewed), "/me").await.refused(401, "session_required");

    let unit = house.institute(Role::ResponsibleUnit).await;
    house.send(House::request(Method::DELETE, "/sessions/current", Some(&unit))).await.ok();
    house.get(Some(&unit), "/me").await.refused(401, "session_required");
}

async fn a_code_serves_once(house: House) {
    let issue = |name: &'static str| {
        house.app.act(move |conn, _, now| {
            casework::accounts::issue_institute_account(conn, name, Role::ItDirectorate, None, now)
        })
    };
    let issued = issue("sistemas").expect("issued");
    house.join("sistemas", &issued.code).await;
    let body = serde_json::json!({ "username": "sistemas", "code": issued.code, "password": PASSWORD });
    house
        .send(House::request(Method::POST, "/accounts/first-use", None).set_json(body))
        .await
        .refused(401, "wrong_credentials");
    house.sign_in("sistemas", "otra frase distinta").await.refused(401, "wrong_credentials");
    house.sign_in("nadie", PASSWORD).await.refused(401, "wrong_credentials");
    house.sign_in("sistemas", PASSWORD).await.ok();

    let issued = issue("soporte").expect("issued");
    house.wait(SignedDuration::from_hours(24 * 16));
    let body = serde_json::json!({ "username": "soporte", "code": issued.code, "password": PASSWORD });
    house
        .send(House::request(Method::POST, "/accounts/first-use", None).set_json(body))
        .await
        .refused(401, "wrong_credentials");
}
