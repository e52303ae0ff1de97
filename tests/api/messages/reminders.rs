//! Terms about to end are reminded, each mark once.

use contract::{capture::ExtendDeadline, messages::Message};
use domain::{accounts::Role, messages::MessageKind, prohibition::Ground, questionnaire::Part, time::TimeDelta};
use support::{House, Party, Person, at, day, on_both, registry_without, remark};

on_both!(
    each_mark_of_a_term_is_reminded_once,
    an_extension_is_told_and_its_marks_reminded,
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

/// The reminders an account has in its workspace, the oldest first.
async fn reminders(own: &Person) -> Vec<Message> {
    let page = own.list_own_notices("").await.ok();
    assert_eq!(page.next_before, None);
    page.notices.into_iter().rev().filter(|notice| notice.kind == MessageKind::CaptureEnding).collect()
}

/// The reminders that somebody finds who signs in.
async fn found_by(house: &House, username: &str) -> Vec<Message> {
    reminders(&house.back(username).await).await
}

/// Checks when reminders were given.
fn given_at(reminders: &[Message], moments: &[&str]) {
    let given: Vec<_> = reminders.iter().map(|notice| notice.at).collect();
    let expected: Vec<_> = moments.iter().map(|moment| at(moment)).collect();
    assert_eq!(given, expected);
}

/// A party whose first candidacy was sent, the second goes on, and the third is cancelled; with their folios.
async fn three_of_a_party(house: &House) -> (Party, [String; 3]) {
    let party = house.sent("PT").await;
    house.candidate(&party, party.ids[1]).await;
    house.candidate(&party, party.ids[0]).await;
    let mut folios = [const { String::new() }; 3];
    for (folio, id) in folios.iter_mut().zip(&party.ids) {
        *folio = party.unit.candidacy(*id).await.item.folio.to_string();
    }
    party.unit.sync_registry(registry_without(&folios[2])).await.ok();
    (party, folios)
}

async fn each_mark_of_a_term_is_reminded_once(house: House) {
    let (party, [sent, waiting, cancelled]) = three_of_a_party(&house).await;
    // 1 April at 10:00; the term ends on the 16th at 23:59:59.
    let_pass(&house, TimeDelta::hours(24 * 17));
    let told = found_by(&house, "pt.captura").await;
    let moments = [
        "2024-04-09T14:00:00Z",
        "2024-04-13T14:00:00Z",
        "2024-04-15T14:00:00Z",
        "2024-04-16T18:00:00Z",
        "2024-04-17T04:00:00Z",
    ];
    // 8:00 of three days, and twelve hours and two before the end.
    given_at(&told, &moments);
    let left = ["7 días", "3 días", "1 día", "12 horas", "2 horas"];
    let open = party.ids.len() - 2;
    for (Message { subject, link, body, .. }, left) in told.iter().zip(left) {
        assert_eq!(*subject, format!("Plazo por terminar ({left}), falta enviar: {open} candidaturas"));
        assert_eq!(link, "/trabajo");
        assert!(body.contains(&waiting) && body.contains("16 de abril de 2024 a las 23:59 horas"), "{body}");
        assert!(!body.contains(&sent), "what was sent is not reminded: {body}");
        assert!(!body.contains(&cancelled), "what was cancelled is not reminded: {body}");
        assert_eq!(body.lines().filter(|line| line.starts_with("- ")).count(), open);
    }
    assert_eq!(found_by(&house, "pt.representacion").await.len(), 5);
    let own = found_by(&house, &waiting.to_lowercase()).await;
    assert_eq!((own.len(), own[0].candidacy), (5, Some(party.ids[1])));
    for (name, none) in [("the validator", "pt.validacion"), ("who sent it", &sent.to_lowercase())] {
        assert_eq!(found_by(&house, none).await, [], "{name}");
    }
    house.party("MC").await;
    assert_eq!(found_by(&house, "mc.captura").await, [], "nobody of another party");
}

async fn an_extension_is_told_and_its_marks_reminded(house: House) {
    let (party, [sent, waiting, _]) = three_of_a_party(&house).await;
    let_pass(&house, TimeDelta::hours(24 * 17));
    // More time, given on the 18th at 10:00: until the 23rd at 23:59:59.
    let unit = house.institute(Role::ResponsibleUnit).await;
    let order = ExtendDeadline {
        candidacies: vec![party.ids[1], party.ids[3], party.ids[0]],
        last_day: day("2024-04-23"),
        reason: "La falla del sistema del día 15.".to_owned(),
    };
    assert_eq!(unit.extend_deadline(&order).await.ok().extended, 2);
    let page = house.back("pt.captura").await.list_own_notices("").await.ok();
    let Message { subject, body, .. } = &page.notices[0];
    assert_eq!(subject, "Hay más plazo de captura: 2 candidaturas");
    assert!(body.contains("23 de abril de 2024 a las 23:59 horas") && !body.contains(&sent), "{body}");
    let_pass(&house, TimeDelta::hours(24 * 7));
    for username in [waiting.to_lowercase(), "pt.captura".to_owned()] {
        // The marks of the new end.
        let again = found_by(&house, &username).await.split_off(5);
        let moments = ["2024-04-20T14:00:00Z", "2024-04-22T14:00:00Z", "2024-04-23T18:00:00Z", "2024-04-24T04:00:00Z"];
        given_at(&again, &moments);
    }
}

async fn a_granted_term_of_a_day_is_reminded_in_its_last_hours(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let slogan = remark("motivation", Ground::Slogan, "Quite el lema del inicio.");
    house.judge(&parties, id, Part::Curricular, &[slogan]).await;
    party.unit.send_observations(id).await.ok();
    let_pass(&house, TimeDelta::hours(30));
    let mut own = found_by(&house, "pt.captura").await;
    own.sort_by_key(|notice| notice.at);
    own.dedup_by_key(|notice| notice.at);
    given_at(&own, &["2024-04-02T04:00:00Z", "2024-04-02T14:00:00Z"]);
    assert!(own.iter().all(|notice| notice.candidacy == Some(id)), "{own:?}");
}

async fn two_servers_remind_once(house: House) {
    house.capturing("PT").await;
    house.wait(TimeDelta::hours(24 * 9));
    house.run_jobs_of_two();
    assert_eq!(found_by(&house, "pt.captura").await.len(), 1);
}
