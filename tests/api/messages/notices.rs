//! Who is told what, at each step of the lawful way.

use actix_web::http::Method;
use casework::{act::NoPermit, capture::submit_profile, case::Target};
use domain::{
    accounts::Role,
    ids::CandidacyId,
    permission::{Permit, act},
    refusal::Refusal,
};
use serde_json::{Value, json};
use support::{House, Party, Person, complete, on_both, text};

on_both!(
    each_step_tells_those_whose_turn_it_is_and_nobody_else,
    an_independent_is_told_to_look_again,
    an_act_that_is_taken_back_leaves_no_notice,
    an_account_reads_its_notices_and_only_its_own,
    a_blocked_account_is_told_nothing,
    an_account_says_where_its_notices_are_mailed_to,
);

/// Everybody who could be told something about a party's first candidacy.
struct Everybody(Vec<(&'static str, Person)>);

impl Everybody {
    async fn of(house: &House, party: &Party) -> Self {
        let foreign = house.party("MC").await;
        let mut people = vec![
            ("representative", party.representative.clone()),
            ("validator", party.validator.clone()),
            ("capturist", party.capturist.clone()),
            ("candidate", house.candidate(party, &party.ids[0]).await),
            ("other candidate", house.candidate(party, &party.ids[1]).await),
            ("foreign representative", foreign.representative),
            ("foreign validator", foreign.validator),
            ("foreign capturist", foreign.capturist),
            ("unit", party.unit.clone()),
        ];
        for (name, role) in [
            ("systems", Role::ItDirectorate),
            ("parties", Role::PartiesDirectorate),
            ("gender", Role::GenderDirectorate),
            ("legal", Role::LegalDirectorate),
            ("communication", Role::CommunicationUnit),
            ("commission", Role::OversightCommission),
        ] {
            people.push((name, house.institute(role).await));
        }
        Self(people)
    }

    fn person(&self, name: &str) -> &Person {
        &self.0.iter().find(|(known, _)| *known == name).expect("somebody").1
    }

    /// Checks who was told something since the last time, that it was this once, and answers what it said.
    async fn told(&self, house: &House, kind: &str, expected: &[&str]) -> Value {
        let (mut told, mut said) = (Vec::new(), Value::Null);
        for (name, person) in &self.0 {
            let page = house.get(Some(person), "/me/notices?unread=true").await.ok();
            let notices = page["notices"].as_array().expect("notices");
            assert_eq!(page["unread"], json!(notices.len()));
            for notice in notices {
                assert_eq!(notice["kind"], kind, "{name}: {notice}");
                let words = notice.to_string();
                for secret in ["Caxcán", "lema", "motivation", "Licenciatura", "identidad"] {
                    assert!(!words.contains(secret), "{words}");
                }
                told.push(*name);
                said = notice.clone();
            }
            if let Some(last) = notices.first() {
                let left = house.post(person, "/me/notices/read", json!({ "until": last["id"] })).await.ok();
                assert_eq!(left["unread"], 0);
            }
        }
        assert_eq!(told, expected, "{kind}");
        said
    }
}

async fn each_step_tells_those_whose_turn_it_is_and_nobody_else(house: House) {
    let party = house.party("PT").await;
    let everybody = Everybody::of(&house, &party).await;
    let (id, unit) = (&party.ids[0], everybody.person("unit"));
    everybody.told(&house, "", &[]).await;

    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    let all = ["representative", "capturist", "candidate", "other candidate"];
    let said = everybody.told(&house, "accounts_received", &all).await;
    let body = said["body"].as_str().expect("a body");
    assert!(body.contains("16 de abril de 2024 a las 23:59 horas"), "{body}");

    house.accept_notice(&party.capturist, id).await;
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    everybody.told(&house, "", &[]).await;
    let submit = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", submit).await.ok();
    let said = everybody.told(&house, "profile_submitted", &["validator"]).await;
    let work = house.get(Some(unit), &format!("/candidacies/{id}")).await.ok();
    let (name, folio) = (&work["item"]["name"], &work["item"]["folio"]);
    let name = name.as_str().expect("a name");
    assert_eq!(said["subject"], format!("Le toca validar: {name}"));
    assert!(
        said["body"].as_str().expect("a body").contains(&format!("- {name} ({})", folio.as_str().expect("a folio")))
    );
    assert_eq!((&said["link"], &said["candidacy"]), (&json!(format!("/trabajo/candidaturas/{id}")), &json!(id)));

    let remark = |field: &str| json!([{ "field": field, "ground": "slogan", "text": "Quite el lema del inicio." }]);
    let returned = json!({ "observations": remark("motivation") });
    house.change(&party.validator, Method::POST, id, "return", returned).await.ok();
    everybody.told(&house, "profile_returned", &["capturist", "candidate"]).await;
    answer(&house, &party, id).await;
    everybody.told(&house, "profile_submitted", &["validator"]).await;

    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    everybody.told(&house, "profile_validated", &["parties", "gender"]).await;
    house.judge(everybody.person("parties"), id, "curricular", &[remark("proposal.first")[0].clone()]).await;
    everybody.told(&house, "", &[]).await;
    house.judge(everybody.person("gender"), id, "identity", &[]).await;
    everybody.told(&house, "verdicts_given", &["unit"]).await;

    house.change(unit, Method::POST, id, "observations", Value::Null).await.ok();
    let said = everybody.told(&house, "observations_sent", &["representative", "capturist", "candidate"]).await;
    let body = said["body"].as_str().expect("a body");
    assert!(body.contains("2 de abril de 2024 a las 10:00 horas (hora de Zacatecas)"), "{body}");

    answer(&house, &party, id).await;
    everybody.told(&house, "profile_submitted", &["validator"]).await;
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    everybody.told(&house, "profile_validated", &["parties", "gender"]).await;
    for (area, part) in [("parties", "curricular"), ("gender", "identity")] {
        house.judge(everybody.person(area), id, part, &[]).await;
    }
    everybody.told(&house, "verdicts_given", &["unit"]).await;
    house.change(unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let party = ["representative", "validator", "capturist", "candidate"];
    everybody.told(&house, "publication_authorised", &party).await;
}

/// Mends nothing, answers what is observed and sends it back.
async fn answer(house: &House, party: &Party, id: &str) {
    let work = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    let open = work["observations"].as_array().expect("observations").iter().filter(|remark| remark["open"] == true);
    let replies: serde_json::Map<String, Value> =
        open.map(|remark| (remark["id"].as_str().expect("an id").to_owned(), json!("Ya no está."))).collect();
    let body = json!({ "single_opportunity_understood": true, "replies": replies });
    house.change(&party.capturist, Method::POST, id, "submission", body).await.ok();
}

async fn an_independent_is_told_to_look_again(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, support::rows(49..=50)).await.ok();
    let id = house.get(Some(&unit), "/candidacies").await.ok()["items"][0]["id"].as_str().expect("an id").to_owned();
    let issued = house.post(&unit, "/accounts", json!({ "for": "candidacy", "candidacy": id })).await.ok();
    let word = |field: &str| issued[0][field].as_str().expect("a text").to_owned();
    let own = house.join(&word("username"), &word("code")).await;
    house.post(&own, "/accounts/receipt", json!({})).await.ok();
    house.accept_notice(&own, &id).await;
    house.change(&own, Method::PATCH, &id, "answers", json!({ "answers": complete() })).await.ok();
    house.change(&own, Method::POST, &id, "submission", json!({ "single_opportunity_understood": true })).await.ok();
    let page = house.get(Some(&own), "/me/notices").await.ok();
    let kinds: Vec<&Value> = page["notices"].as_array().expect("notices").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["second_look", "accounts_received"], "the newest first");
}

async fn an_act_that_is_taken_back_leaves_no_notice(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let revision = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
    let revision = revision.as_i64().and_then(|revision| i32::try_from(revision).ok()).expect("a revision");
    let target = Target { id: CandidacyId(id.parse().expect("an id")), revision };
    let undone = house.app.act(&NoPermit, |act| {
        let account = store::accounts::by_username(act.conn, "pt.captura")?.expect("the account");
        let permit = Permit::<act::SubmitProfile>::prove(account.actor())?;
        let command = serde_json::from_value(json!({ "single_opportunity_understood": true })).expect("a command");
        submit_profile(&mut act.of(&permit), target, &command)?;
        let validator = store::accounts::by_username(act.conn, "pt.validacion")?.expect("the account");
        assert_eq!(store::messages::unread(act.conn, validator.id)?, 1, "told within the transaction");
        Err::<(), _>(Refusal::NothingToChange.into())
    });
    assert!(undone.is_err());
    let page = house.get(Some(&party.validator), "/me/notices").await.ok();
    assert_eq!((&page["unread"], &page["notices"]), (&json!(0), &json!([])));
}

async fn an_account_reads_its_notices_and_only_its_own(house: House) {
    let party = house.capturing("PT").await;
    // Sent and returned many times: more notices than a page holds.
    let id = &party.ids[0];
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let remark =
        json!({ "observations": [{ "field": "motivation", "ground": "slogan", "text": "Revise esta parte." }] });
    for _ in 0..30 {
        answer(&house, &party, id).await;
        house.change(&party.validator, Method::POST, id, "return", remark.clone()).await.ok();
    }
    let own = Some(&party.validator);
    let all = house.get(own, "/me/notices").await.ok();
    assert_eq!((&all["unread"], all["notices"].as_array().map(Vec::len)), (&json!(30), Some(30)));
    let ids: Vec<&Value> = all["notices"].as_array().expect("notices").iter().map(|one| &one["id"]).collect();
    let older = house.get(own, &format!("/me/notices?before={}", ids[9].as_str().expect("an id"))).await.ok();
    assert_eq!(older["notices"][0]["id"], *ids[10]);

    let others = house.post(&party.capturist, "/me/notices/read", json!({ "ids": [ids[0], ids[1]] })).await.ok();
    assert_eq!(others["unread"], 31, "what is not one's own stays as it is");
    assert_eq!(house.get(own, "/me/notices").await.ok()["unread"], 30);
    let left = house.post(&party.validator, "/me/notices/read", json!({ "ids": [ids[0], ids[2]] })).await.ok();
    assert_eq!(left["unread"], 28);
    let unread = house.get(own, "/me/notices?unread=true").await.ok();
    assert_eq!(unread["notices"][0]["id"], *ids[1]);
    let left = house.post(&party.validator, "/me/notices/read", json!({ "until": ids[5] })).await.ok();
    assert_eq!(left["unread"], 3, "the second, the fourth and the fifth");
    let left = house.post(&party.validator, "/me/notices/read", json!({ "until": ids[0] })).await.ok();
    assert_eq!(left["unread"], 0);
    let first = house.get(own, "/me/notices").await.ok()["notices"][0].clone();
    assert_eq!(first["read_at"], "2024-04-01T16:00:00Z");

    let mut capturist = (0, None::<String>);
    loop {
        let before = capturist.1.map_or_else(String::new, |before| format!("?before={before}"));
        let page = house.get(Some(&party.capturist), &format!("/me/notices{before}")).await.ok();
        capturist.0 += page["notices"].as_array().map_or(0, Vec::len);
        capturist.1 = page["next_before"].as_str().map(str::to_owned);
        if capturist.1.is_none() {
            break;
        }
    }
    assert_eq!(capturist.0, 31);
    house.post(&party.validator, "/me/notices/read", json!({ "every": true })).await.refused(400, "bad_request");
    house.get(None, "/me/notices").await.refused(401, "session_required");
}

async fn a_blocked_account_is_told_nothing(house: House) {
    let party = house.party("PT").await;
    let accounts = house.get(Some(&party.unit), "/accounts").await.ok();
    let capture = accounts.as_array().expect("accounts").iter().find(|one| one["username"] == "pt.captura");
    let path = format!("/accounts/{}/block", capture.expect("the account")["id"].as_str().expect("an id"));
    let reason = json!({ "reason": "La reportaron perdida." });
    house.send(House::request(Method::PUT, &path, Some(&party.unit)).set_json(reason)).await.ok();
    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    house.send(House::request(Method::DELETE, &path, Some(&party.unit))).await.ok();
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    assert_eq!(house.get(Some(&capturist), "/me/notices").await.ok()["notices"], json!([]));
    assert_eq!(house.get(Some(&party.representative), "/me/notices").await.ok()["unread"], 1);
}

async fn an_account_says_where_its_notices_are_mailed_to(house: House) {
    let party = house.party("PT").await;
    let put = |person: &Person, email: Value| {
        house.send(House::request(Method::PUT, "/me/email", Some(person)).set_json(json!({ "email": email })))
    };
    let own = &party.representative;
    assert_eq!(house.get(Some(own), "/me/email").await.ok(), json!({ "email": null, "from_registry": null }));
    for wrong in
        ["ana", "ana@", "ana@ejemplo", "ana@ejemplo.mx, eva@ejemplo.mx", "ana@ejemplo.mx\r\nBcc: eva@ejemplo.mx"]
    {
        put(own, json!(wrong)).await.refused(400, "bad_request");
    }
    put(own, json!(format!("{}@ejemplo.mx", text(260)))).await.refused(400, "bad_request");
    assert_eq!(put(own, json!(" ana@ejemplo.mx ")).await.ok()["email"], "ana@ejemplo.mx");
    put(own, json!("ana@ejemplo.mx")).await.refused(409, "nothing_to_change");
    let activity = house.get(Some(own), "/me/activity").await.ok();
    assert_eq!(activity[0]["act"], "account.email_changed");
    let log = house.get(Some(&party.unit), "/activity-log").await.ok().to_string();
    assert!(log.contains("account.email_changed") && !log.contains("ana@ejemplo.mx"), "never the address: {log}");

    let candidate = house.candidate(&party, &party.ids[0]).await;
    let email = house.get(Some(&candidate), "/me/email").await.ok();
    assert_eq!(email["email"], Value::Null);
    assert!(email["from_registry"].as_str().is_some_and(|email| email.ends_with("@ejemplo.invalid")), "{email}");
    put(&candidate, json!("eva@ejemplo.mx")).await.ok();
    assert_eq!(put(&candidate, Value::Null).await.ok()["email"], Value::Null);
}
