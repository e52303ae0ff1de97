use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use support::{House, PASSWORD, Person, on_both};
use totp_rs::{Builder, Secret, Totp};

on_both!(
    the_second_factor_is_asked_for_once_it_was_proved,
    a_recovery_code_stands_in_once,
    the_institute_needs_one_where_that_is_required,
    some_acts_need_it_again,
    guessing_is_slowed_and_nobody_is_locked_out,
);

/// Turns the second factor of an account on, as an application on a telephone would; its recovery codes.
async fn turn_on(house: &House, person: &Person) -> (Totp, Vec<String>) {
    let begun = house.post(person, "/me/second-factor", Value::Null).await.ok();
    let secret = Secret::try_from_base32(begun["secret"].as_str().expect("a secret")).expect("base 32");
    assert!(begun["qr"].as_str().is_some_and(|svg| svg.contains("<svg")));
    assert!(begun["address"].as_str().is_some_and(|address| address.starts_with("otpauth://totp/")));
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().expect("a second factor");
    let confirmed =
        house.post(person, "/me/second-factor/confirmation", json!({ "code": code(house, &totp) })).await.ok();
    let codes = confirmed["codes"].as_array().expect("codes").iter();
    (totp, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
}

fn code(house: &House, totp: &Totp) -> String {
    totp.generate(u64::try_from(house.app.now().as_second()).expect("our time")).to_string()
}

async fn sign_in(house: &House, username: &str, code: &str) -> support::Answer {
    let body = json!({ "username": username, "password": PASSWORD, "code": code });
    let request = House::request(Method::POST, "/sessions", None).set_json(body);
    house.send(request.peer_addr("192.0.2.5:4000".parse().expect("an address"))).await
}

async fn the_second_factor_is_asked_for_once_it_was_proved(house: House) {
    let party = house.party("PT").await;
    house.post(&party.capturist, "/me/second-factor", Value::Null).await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
    house
        .post(&party.capturist, "/me/second-factor/confirmation", json!({ "code": "000000" }))
        .await
        .refused(401, "wrong_factor");
    let (totp, codes) = turn_on(&house, &party.capturist).await;
    assert_eq!(codes.len(), 10);
    house.post(&party.capturist, "/me/second-factor", Value::Null).await.refused(409, "nothing_to_change");

    house.sign_in("pt.captura", PASSWORD).await.refused(401, "factor_required");
    house.sign_in("pt.captura", "otra frase distinta").await.refused(401, "wrong_credentials");
    sign_in(&house, "pt.captura", &code(&house, &totp)).await.refused(401, "wrong_factor");
    house.wait(TimeDelta::seconds(30));
    let used = code(&house, &totp);
    sign_in(&house, "pt.captura", &used).await.ok();
    sign_in(&house, "pt.captura", &used).await.refused(401, "wrong_factor");
    house.wait(TimeDelta::seconds(300));
    sign_in(&house, "pt.captura", &used).await.refused(401, "wrong_factor");
    let me = house.get(Some(&party.capturist), "/me").await.ok();
    assert_eq!(me["has_factor"], true);
    let drop = json!({ "code": code(&house, &totp) });
    house.send(House::request(Method::DELETE, "/me/second-factor", Some(&party.capturist)).set_json(drop)).await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
}

async fn a_recovery_code_stands_in_once(house: House) {
    let party = house.party("PT").await;
    let (_, codes) = turn_on(&house, &party.capturist).await;
    sign_in(&house, "pt.captura", &codes[0].to_lowercase()).await.ok();
    sign_in(&house, "pt.captura", &codes[0]).await.refused(401, "wrong_factor");
    let all = house.get(Some(&party.unit), "/accounts?q=pt.captura").await.ok();
    assert_eq!(all[0]["has_factor"], true);
    // A lost telephone: the institute gives a new code, and the second factor is gone with the old password.
    let path = format!("/accounts/{}/reset", all[0]["id"].as_str().expect("an id"));
    let issued = house.post(&party.unit, &path, Value::Null).await.ok();
    let again = house.join("pt.captura", issued["code"].as_str().expect("a code")).await;
    assert_eq!(house.get(Some(&again), "/me").await.ok()["has_factor"], false);
    sign_in(&house, "pt.captura", &codes[1]).await.ok();
}

async fn the_institute_needs_one_where_that_is_required(house: House) {
    let house = house.needing_factor();
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.get(Some(&unit), "/me").await.ok();
    house.get(Some(&unit), "/candidacies").await.refused(403, "factor_missing");
    house.sync(&unit, support::registry()).await.refused(403, "factor_missing");
    turn_on(&house, &unit).await;
    house.sync(&unit, support::registry()).await.ok();
    house.get(Some(&unit), "/candidacies").await.ok();
}

async fn some_acts_need_it_again(house: House) {
    let party = house.verified("PT").await;
    let id = &party.ids[0];
    let (totp, _) = turn_on(&house, &party.unit).await;
    house.wait(TimeDelta::minutes(6));
    let authorise = || house.change(&party.unit, Method::POST, id, "authorisation", Value::Null);
    authorise().await.refused(403, "proof_required");
    let several = json!({ "candidacies": [{ "id": id, "revision": 1 }] });
    house.post(&party.unit, "/authorisations", several).await.refused(403, "proof_required");
    let day = json!({ "publish_at": "2024-04-02T08:00" });
    house.change(&party.unit, Method::PUT, id, "schedule", day).await.refused(403, "proof_required");
    house.get(Some(&party.unit), "/accounts").await.ok();
    house.post(&party.unit, "/sessions/current/proof", json!({ "code": "123456" })).await.refused(401, "wrong_factor");
    house.post(&party.unit, "/sessions/current/proof", json!({ "code": code(&house, &totp) })).await.ok();
    authorise().await.ok();
    house
        .post(&party.capturist, "/sessions/current/proof", json!({ "code": "123456" }))
        .await
        .refused(403, "factor_missing");
}

async fn guessing_is_slowed_and_nobody_is_locked_out(house: House) {
    house.party("PT").await;
    let guess = |address: &str| {
        let body = json!({ "username": "pt.captura", "password": "adivino que es esta" });
        let request = House::request(Method::POST, "/sessions", None).set_json(body);
        house.send(request.peer_addr(format!("{address}:4000").parse().expect("an address")))
    };
    let mut told = Vec::new();
    // A slow machine is given some more meanwhile.
    while told.last() != Some(&429) && told.len() < 60 {
        told.push(guess("192.0.2.7").await.status);
    }
    assert!(told.len() > 20 && told[0] == 401 && told.ends_with(&[429]), "{told:?}");
    guess("192.0.2.7").await.refused(429, "too_many_attempts");
    let body = json!({ "username": "pt.captura", "password": PASSWORD });
    let holder = House::request(Method::POST, "/sessions", None).set_json(body);
    house.send(holder.peer_addr("192.0.2.8:4000".parse().expect("an address"))).await.ok();
    // Unknown names are slowed the same.
    let body = json!({ "username": "nadie", "password": "adivino que es esta" });
    let mut told = Vec::new();
    while told.last() != Some(&429) && told.len() < 60 {
        let request = House::request(Method::POST, "/sessions", None).set_json(body.clone());
        told.push(house.send(request.peer_addr("192.0.2.9:4000".parse().expect("an address"))).await.status);
    }
    assert!(told.ends_with(&[429]), "{told:?}");
}
