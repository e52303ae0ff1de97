use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use support::{House, PASSWORD, Person, on_both, person};

on_both!(
    a_reset_account_begins_anew,
    a_blocked_account_is_out_at_once,
    a_lost_account_is_blocked_by_who_answers_for_it,
    letters_are_delivered_in_their_term,
    generic_letters_have_a_term_too,
    letters_are_printed_while_their_code_serves,
    who_validates_is_named_confirmed_and_revoked,
    a_key_of_a_program_does_what_the_registry_may,
    a_changed_password_ends_the_other_sessions,
    an_idle_session_ends,
);

async fn account(house: &House, unit: &Person, username: &str) -> Value {
    let all = house.get(Some(unit), &format!("/accounts?q={username}")).await.ok();
    all.as_array().expect("accounts").iter().find(|one| one["username"] == username).expect("the account").clone()
}

fn id(account: &Value) -> &str {
    account["id"].as_str().expect("an id")
}

async fn a_reset_account_begins_anew(house: House) {
    let party = house.party("PT").await;
    let capture = account(&house, &party.unit, "pt.captura").await;
    assert_eq!((&capture["in_use"], &capture["code_expires_at"]), (&json!(true), &Value::Null));
    let issued = house.post(&party.unit, &format!("/accounts/{}/reset", id(&capture)), Value::Null).await.ok();
    house.get(Some(&party.capturist), "/me").await.refused(401, "session_required");
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "wrong_credentials");
    let again = house.join("pt.captura", issued["code"].as_str().expect("a code")).await;
    house.get(Some(&again), "/me").await.ok();
    house
        .post(&party.representative, &format!("/accounts/{}/reset", id(&capture)), Value::Null)
        .await
        .refused(403, "not_allowed");
}

async fn a_blocked_account_is_out_at_once(house: House) {
    let party = house.party("PT").await;
    let capture = account(&house, &party.unit, "pt.captura").await;
    let path = format!("/accounts/{}/block", id(&capture));
    let block = |reason: &str| {
        house.send(House::request(Method::PUT, &path, Some(&party.unit)).set_json(json!({ "reason": reason })))
    };
    block("x").await.refused(400, "bad_request");
    block("Uso indebido reportado").await.ok();
    block("Uso indebido reportado").await.refused(409, "nothing_to_change");
    house.get(Some(&party.capturist), "/me").await.refused(401, "session_required");
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "account_blocked");
    house.sign_in("pt.captura", "otra frase distinta").await.refused(401, "wrong_credentials");
    house.send(House::request(Method::DELETE, &path, Some(&party.unit))).await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
    let own = account(&house, &party.unit, "pt.captura").await;
    assert_eq!(own["blocked"], false);
}

async fn a_lost_account_is_blocked_by_who_answers_for_it(house: House) {
    let party = house.party("PT").await;
    let foreign = house.party("MC").await;
    let capture = account(&house, &party.unit, "pt.captura").await;
    let path = format!("/accounts/{}/loss", id(&capture));
    house.post(&foreign.representative, &path, Value::Null).await.refused(404, "not_found");
    house.post(&party.capturist, &path, Value::Null).await.refused(403, "not_allowed");
    let seen = house.get(Some(&party.representative), "/accounts").await.ok();
    let parties: Vec<_> = seen.as_array().expect("accounts").iter().map(|one| one["party"].clone()).collect();
    assert!(!parties.is_empty() && parties.iter().all(|party| party == "PT"), "its own and no others: {seen}");
    house.get(Some(&party.capturist), "/accounts").await.refused(403, "not_allowed");
    house.post(&party.representative, &path, Value::Null).await.ok();
    house.get(Some(&party.capturist), "/me").await.refused(401, "session_required");
    let lost = account(&house, &party.unit, "pt.captura").await;
    assert!(lost["lost_at"].is_string() && lost["blocked"] == true);
    let institute = house.get(Some(&party.unit), "/accounts?q=responsible-unit").await.ok()[0].clone();
    house
        .post(&party.representative, &format!("/accounts/{}/loss", id(&institute)), Value::Null)
        .await
        .refused(404, "not_found");
}

async fn letters_are_delivered_in_their_term(house: House) {
    let party = house.party("PT").await;
    let state = || async {
        let states = house.get(Some(&party.unit), "/accounts/delivery").await.ok();
        states.as_array().expect("states").iter().find(|one| one["party"] == "PT").expect("the party").clone()
    };
    let before = state().await;
    // Approved on 30 March: the third day after ends on 2 April in Zacatecas.
    assert_eq!(
        (&before["due"], &before["overdue"], &before["delivered"]),
        (&json!("2024-04-03T05:59:59Z"), &json!(false), &json!(0))
    );
    let deliver =
        |day: &str| house.post(&party.unit, "/accounts/delivery", json!({ "party": "PT", "delivered_on": day }));
    deliver("2024-03-29").await.refused(400, "bad_request");
    deliver("2024-04-02").await.refused(400, "bad_request");
    house.post(&party.unit, "/accounts/delivery", json!({})).await.refused(400, "bad_request");
    let delivered = deliver("2024-04-01").await.ok();
    let after = state().await;
    assert_eq!((&after["delivered"], &after["due"]), (&delivered["accounts"], &Value::Null));
    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    assert_eq!(state().await["received"], delivered["accounts"]);

    let other = house.party("MC").await;
    house.wait(TimeDelta::hours(48));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let states = house.get(Some(&unit), "/accounts/delivery").await.ok();
    let late = states.as_array().expect("states").iter().find(|one| one["party"] == "MC").expect("the party").clone();
    assert_eq!(late["overdue"], true);
    drop(other);

    // A letter with a new code is delivered and received anew, in three days of its own.
    let named = house.get(Some(&unit), "/accounts?q=pt.captura").await.ok();
    let id = named[0]["id"].as_str().expect("an id");
    house.post(&unit, &format!("/accounts/{id}/reset"), Value::Null).await.ok();
    let fresh = house.get(Some(&unit), "/accounts?q=pt.captura").await.ok();
    assert_eq!((&fresh[0]["delivered_at"], &fresh[0]["received_at"]), (&Value::Null, &Value::Null));
    let states = house.get(Some(&unit), "/accounts/delivery").await.ok();
    let again = states.as_array().expect("states").iter().find(|one| one["party"] == "PT").expect("the party").clone();
    assert_eq!((&again["due"], &again["overdue"]), (&json!("2024-04-07T05:59:59Z"), &json!(false)));
}

async fn generic_letters_have_a_term_too(house: House) {
    let party = house.party("PT").await;
    let state = || async {
        let states = house.get(Some(&party.unit), "/accounts/delivery").await.ok();
        states.as_array().expect("states").iter().find(|one| one["party"] == "PT").expect("the party").clone()
    };
    for id in &party.ids {
        let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
        assert_eq!(work["item"]["status"], "active");
    }
    // Every candidacy's letter is lost and its account blocked: what is due are the party's own letters.
    let all = house.get(Some(&party.unit), "/accounts").await.ok();
    for account in all.as_array().expect("accounts").iter().filter(|account| account["role"] == "candidate") {
        let id = account["id"].as_str().expect("an id");
        let reason = json!({ "reason": "Se extravió la carta." });
        house.post(&party.unit, &format!("/accounts/{id}/block"), reason).await;
    }
    assert_eq!(state().await["due"], "2024-04-03T05:59:59Z");
    house.wait(TimeDelta::hours(72));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let states = house.get(Some(&unit), "/accounts/delivery").await.ok();
    let late = states.as_array().expect("states").iter().find(|one| one["party"] == "PT").expect("the party").clone();
    assert_eq!(late["overdue"], true);
}

async fn letters_are_printed_while_their_code_serves(house: House) {
    let party = house.party("PT").await;
    let letters = |accounts: Value| house.post(&party.unit, "/accounts/letters", json!({ "accounts": accounts }));
    let (name, code) = party.codes.iter().find(|(name, _)| name.starts_with("zac24-")).expect("a candidacy's");
    let pdf = letters(json!([{ "username": name, "code": code.to_lowercase() }])).await.ok();
    assert!(pdf.as_str().is_some_and(|pdf| pdf.starts_with("%PDF-")));
    letters(json!([])).await.refused(400, "bad_request");
    let spent = json!([{ "username": "pt.captura", "code": party.codes["pt.captura"] }]);
    let refused = letters(spent).await;
    refused.refused(400, "bad_request");
    assert!(refused.body["detail"].as_str().is_some_and(|detail| detail.contains("pt.captura")), "{}", refused.body);
}

async fn who_validates_is_named_confirmed_and_revoked(house: House) {
    let party = house.party("PT").await;
    let foreign = house.party("MC").await;
    let name = |person: &str| json!({ "person": person });
    house.post(&party.representative, "/validators", name("Yo")).await.refused(400, "bad_request");
    house
        .post(&party.representative, "/validators", name("PERSONA que válida"))
        .await
        .refused(409, "nothing_to_change");
    let named = house.post(&party.representative, "/validators", name("Otra persona")).await.ok();
    let path = format!("/validators/{}", id(&named));
    house.post(&party.representative, &format!("{path}/confirmation"), Value::Null).await.refused(403, "not_allowed");
    let issued = house.post(&party.unit, &format!("{path}/confirmation"), Value::Null).await.ok();
    assert_eq!(issued["username"], "pt.validacion-2");
    house.post(&party.unit, &format!("{path}/confirmation"), Value::Null).await.refused(409, "nothing_to_change");
    let second = house.join("pt.validacion-2", issued["code"].as_str().expect("a code")).await;
    house.get(Some(&second), &format!("/candidacies/{}", party.ids[0])).await.ok();

    let revoke = |who: &Person| house.send(House::request(Method::DELETE, &path, Some(who)));
    revoke(&foreign.representative).await.refused(404, "not_found");
    revoke(&party.representative).await.ok();
    house.get(Some(&second), "/me").await.refused(401, "session_required");
    revoke(&party.unit).await.refused(409, "nothing_to_change");
    let gone = account(&house, &party.unit, "pt.validacion-2").await;
    let unblock = House::request(Method::DELETE, &format!("/accounts/{}/block", id(&gone)), Some(&party.unit));
    house.send(unblock).await.refused(400, "bad_request");
    let history = house.get(Some(&party.representative), "/validators").await.ok();
    let people: Vec<_> =
        history.as_array().expect("people").iter().map(|one| (&one["person"], one["revoked_at"].is_string())).collect();
    assert_eq!(people, [(&json!("Persona que valida"), false), (&json!("Otra persona"), true)]);
    let theirs = house.get(Some(&foreign.representative), "/validators").await.ok().to_string();
    assert!(!theirs.contains("Otra persona"));
}

async fn a_key_of_a_program_does_what_the_registry_may(house: House) {
    let unit = house.institute(Role::ItDirectorate).await;
    let made = house.post(&unit, "/machine-keys", json!({ "name": "Sistema de Registro" })).await.ok();
    let program = Person { token: made["key"].as_str().expect("a key").to_owned(), cookie: String::new() };
    // It is known, and asked for what a message has to be signed with.
    let push = || House::request(Method::POST, "/registry/push", Some(&program)).set_payload(support::registry());
    house.send(push()).await.refused(400, "bad_request");
    house.sync(&program, support::registry()).await.refused(403, "not_allowed");
    house.get(Some(&program), "/candidacies").await.refused(403, "not_allowed");
    house.get(Some(&program), "/me/sessions").await.refused(401, "session_required");
    let keys = house.get(Some(&unit), "/machine-keys").await.ok().to_string();
    assert!(!keys.contains(program.token.split_once('.').expect("two parts").1), "a key is told once");
    let own = account(&house, &unit, "registro.automatico").await;
    house.post(&unit, &format!("/accounts/{}/reset", id(&own)), Value::Null).await.refused(404, "not_found");
    house.send(House::request(Method::DELETE, &format!("/machine-keys/{}", id(&made)), Some(&unit))).await.ok();
    house.send(push()).await.refused(401, "session_required");
}

async fn a_changed_password_ends_the_other_sessions(house: House) {
    let party = house.party("PT").await;
    let elsewhere = person(house.sign_in("pt.captura", PASSWORD).await);
    let change = |current: &str, new: &str| {
        let body = json!({ "current": current, "new": new });
        house.send(House::request(Method::PUT, "/me/password", Some(&party.capturist)).set_json(body))
    };
    change("no es esta frase", "una frase muy distinta").await.refused(401, "wrong_credentials");
    change(PASSWORD, "contraseña123").await.refused(422, "weak_password");
    let sessions = house.get(Some(&party.capturist), "/me/sessions").await.ok();
    assert_eq!(sessions.as_array().map(Vec::len), Some(2));
    change(PASSWORD, "una frase muy distinta").await.ok();
    house.get(Some(&elsewhere), "/me").await.refused(401, "session_required");
    house.get(Some(&party.capturist), "/me").await.ok();
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "wrong_credentials");

    let third = person(house.sign_in("pt.captura", "una frase muy distinta").await);
    let sessions = house.get(Some(&party.capturist), "/me/sessions").await.ok();
    let other =
        sessions.as_array().expect("sessions").iter().find(|one| one["current"] == false).expect("another").clone();
    let path = format!("/me/sessions/{}", id(&other));
    house.send(House::request(Method::DELETE, &path, Some(&party.validator))).await.refused(404, "not_found");
    house.send(House::request(Method::DELETE, &path, Some(&party.capturist))).await.ok();
    house.get(Some(&third), "/me").await.refused(401, "session_required");
}

async fn an_idle_session_ends(house: House) {
    use actix_web::cookie::Cookie;
    let unit = house.institute(Role::ResponsibleUnit).await;
    let renew = |secret: &str| {
        let request = House::request(Method::POST, "/sessions/renewal", None);
        house.send(request.cookie(Cookie::new("conoceles_refresh", secret.to_owned())))
    };
    house.wait(TimeDelta::minutes(119));
    let renewed = person(renew(&unit.cookie).await);
    house.wait(TimeDelta::minutes(121));
    renew(&renewed.cookie).await.refused(401, "session_required");
    let request =
        House::request(Method::POST, "/sessions/renewal", None).insert_header(("sec-fetch-site", "cross-site"));
    house
        .send(request.cookie(Cookie::new("conoceles_refresh", unit.cookie.clone())))
        .await
        .refused(403, "foreign_site");
    let request =
        House::request(Method::POST, "/sessions/renewal", None).insert_header(("origin", "https://otro.ejemplo.mx"));
    house.send(request.cookie(Cookie::new("conoceles_refresh", unit.cookie))).await.refused(403, "foreign_site");
}
