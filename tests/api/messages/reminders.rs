//! Terms about to end are reminded, each mark once.

use std::collections::BTreeSet;

use actix_web::http::Method;
use domain::{accounts::Role, time::TimeDelta};
use serde_json::{Value, json};
use support::{House, PASSWORD, Person, on_both, person};

on_both!(
    each_mark_of_a_term_is_reminded_once_and_again_after_an_extension,
    a_granted_term_of_a_day_is_reminded_in_its_last_hours,
    two_servers_remind_once,
);

/// Lets time pass, with the jobs running every half an hour.
fn let_pass(house: &House, time: TimeDelta) {
    for _ in 0..time.num_minutes() / 30 {
        house.wait(TimeDelta::minutes(30));
        house.run_jobs();
    }
}

/// The reminders an account has in its workspace, the oldest first: when, in which words.
async fn reminders(house: &House, own: &Person) -> Vec<(String, Value)> {
    let page = house.get(Some(own), "/me/notices").await.ok();
    assert_eq!(page["next_before"], Value::Null);
    let notices = page["notices"].as_array().expect("notices").iter().rev();
    let of_terms = notices.filter(|one| one["kind"] == "capture_ending");
    of_terms.map(|one| (one["at"].as_str().expect("a time").to_owned(), one.clone())).collect()
}

async fn back(house: &House, username: &str) -> Person {
    person(house.sign_in(username, PASSWORD).await)
}

async fn each_mark_of_a_term_is_reminded_once_and_again_after_an_extension(house: House) {
    let party = house.sent("PT").await;
    house.candidate(&party, &party.ids[1]).await;
    house.candidate(&party, &party.ids[0]).await;
    let folio = |id: &str| {
        let path = format!("/candidacies/{id}");
        let (house, unit) = (&house, &party.unit);
        async move { house.get(Some(unit), &path).await.ok()["item"]["folio"].as_str().expect("a folio").to_owned() }
    };
    let (sent, waiting, cancelled) =
        (folio(&party.ids[0]).await, folio(&party.ids[1]).await, folio(&party.ids[2]).await);
    house.sync(&party.unit, support::registry_without(&cancelled)).await.ok();

    // 1 April at 10:00; the term ends on the 16th at 23:59:59.
    let_pass(&house, TimeDelta::hours(24 * 17));
    let capturist = back(&house, "pt.captura").await;
    let told = reminders(&house, &capturist).await;
    let moments: Vec<&str> = told.iter().map(|(at, _)| at.as_str()).collect();
    let expected = [
        "2024-04-09T14:00:00Z",
        "2024-04-13T14:00:00Z",
        "2024-04-15T14:00:00Z",
        "2024-04-16T18:00:00Z",
        "2024-04-17T04:00:00Z",
    ];
    assert_eq!(moments, expected, "8:00 of three days, and twelve hours and two before the end");
    let left = ["7 días", "3 días", "1 día", "12 horas", "2 horas"];
    let open = party.ids.len() - 2;
    for ((_, notice), left) in told.iter().zip(left) {
        let subject = format!("Plazo por terminar ({left}), falta enviar: {open} candidaturas");
        assert_eq!((&notice["subject"], &notice["link"]), (&json!(subject), &json!("/trabajo")));
        let body = notice["body"].as_str().expect("a body");
        assert!(body.contains(&waiting) && body.contains("16 de abril de 2024 a las 23:59 horas"), "{body}");
        assert!(!body.contains(&sent), "what was sent is not reminded: {body}");
        assert!(!body.contains(&cancelled), "what was cancelled is not reminded: {body}");
        assert_eq!(body.lines().filter(|line| line.starts_with("- ")).count(), open);
    }
    let representative = back(&house, "pt.representacion").await;
    assert_eq!(reminders(&house, &representative).await.len(), 5);
    let candidate = back(&house, &waiting.to_lowercase()).await;
    let own = reminders(&house, &candidate).await;
    assert_eq!((own.len(), &own[0].1["candidacy"]), (5, &json!(party.ids[1])));
    for (name, none) in [("the validator", "pt.validacion"), ("who sent it", &sent.to_lowercase())] {
        assert_eq!(reminders(&house, &back(&house, none).await).await.len(), 0, "{name}");
    }
    house.party("MC").await;
    assert_eq!(reminders(&house, &back(&house, "mc.captura").await).await.len(), 0, "nobody of another party");

    // More time, given on the 18th at 10:00: until the 23rd at 23:59:59.
    let unit = house.institute(Role::ResponsibleUnit).await;
    let order = json!({
        "candidacies": [party.ids[1], party.ids[3], party.ids[0]],
        "last_day": "2024-04-23",
        "reason": "La falla del sistema del día 15.",
    });
    assert_eq!(house.post(&unit, "/extensions", order).await.ok()["extended"], 2);
    let given = house.get(Some(&capturist), "/me/notices").await.ok()["notices"][0].clone();
    assert_eq!(given["subject"], "Hay más plazo de captura: 2 candidaturas");
    let body = given["body"].as_str().expect("a body");
    assert!(body.contains("23 de abril de 2024 a las 23:59 horas") && !body.contains(&sent), "{body}");
    let_pass(&house, TimeDelta::hours(24 * 7));
    for username in [waiting.to_lowercase(), "pt.captura".to_owned()] {
        let again = reminders(&house, &back(&house, &username).await).await.split_off(5);
        let moments: Vec<&str> = again.iter().map(|(at, _)| at.as_str()).collect();
        let expected = ["2024-04-20T14:00:00Z", "2024-04-22T14:00:00Z", "2024-04-23T18:00:00Z", "2024-04-24T04:00:00Z"];
        assert_eq!(moments, expected, "{username}: the marks of the new end");
    }
}

async fn a_granted_term_of_a_day_is_reminded_in_its_last_hours(house: House) {
    let party = house.sent("PT").await;
    let id = &party.ids[0];
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let remark = json!({ "field": "motivation", "ground": "slogan", "text": "Quite el lema del inicio." });
    house.judge(&parties, id, "curricular", &[remark]).await;
    house.change(&party.unit, Method::POST, id, "observations", Value::Null).await.ok();
    let_pass(&house, TimeDelta::hours(30));
    let capturist = back(&house, "pt.captura").await;
    let own: Vec<(String, Value)> = reminders(&house, &capturist).await;
    let moments: BTreeSet<&str> = own.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(moments, BTreeSet::from(["2024-04-02T04:00:00Z", "2024-04-02T14:00:00Z"]));
    assert!(own.iter().all(|(_, notice)| notice["candidacy"] == json!(id)), "{own:?}");
}

async fn two_servers_remind_once(house: House) {
    house.capturing("PT").await;
    house.wait(TimeDelta::hours(24 * 9));
    let servers = [house.app.clone(), house.another()];
    let together = std::sync::Arc::new(std::sync::Barrier::new(servers.len()));
    let running = servers.map(|app| {
        let (app, together) = (app.into_inner(), std::sync::Arc::clone(&together));
        std::thread::spawn(move || {
            together.wait();
            server::operation::jobs::run_due(&app).expect("jobs");
        })
    });
    for thread in running {
        thread.join().expect("a server");
    }
    assert_eq!(reminders(&house, &back(&house, "pt.captura").await).await.len(), 1);
}
