//! How far the election is, and telling parties what is missing.

use contract::work::progress::{Group, Tally};
use domain::{accounts::Role, messages::MessageKind, time::TimeDelta, work::progress::Standing};
use support::{House, on_both};

on_both!(every_candidacy_is_counted_once, the_lists_name_no_answer, who_did_not_send_is_told_once_an_hour);

fn sum(tally: &Tally) -> usize {
    tally.standing.values().sum()
}

fn tally<'a>(groups: &'a [Group], key: &str) -> &'a Tally {
    &groups.iter().find(|group| group.key == key).expect("the group").tally
}

async fn every_candidacy_is_counted_once(house: House) {
    let party = house.sent("PT").await;
    let before = party.unit.read_progress().await.ok();
    for (of, groups) in
        [("parties", &before.parties), ("offices", &before.offices), ("territories", &before.territories)]
    {
        let all: usize = groups.iter().map(|group| group.tally.candidacies).sum();
        assert_eq!(all, before.total.candidacies, "{of}");
        assert!(groups.iter().all(|group| sum(&group.tally) == group.tally.candidacies), "{of}");
    }
    let own = tally(&before.parties, "PT");
    assert_eq!(own.of(Standing::InValidation), 1, "the one that was sent");
    assert_eq!(own.of(Standing::Unanswered), own.candidacies - 1);
    assert_eq!(own.overdue, 0);

    house.wait(TimeDelta::hours(24 * 17));
    let unit = house.institute(Role::OversightCommission).await;
    let after = unit.read_progress().await.ok();
    let own = tally(&after.parties, "PT");
    assert_eq!(own.overdue, own.of(Standing::Unanswered), "the term of those that were not sent is over");
    party.capturist.read_progress().await.refused(401, "session_required");
}

async fn the_lists_name_no_answer(house: House) {
    let party = house.capturing("PT").await;
    let save = [("motivation", "=Palabras que nadie más ha de leer todavía")];
    party.capturist.save_answers(party.ids[0], save).await.ok();
    let csv = String::from_utf8(party.unit.download_progress().await.file()).expect("UTF-8");
    let folio = party.unit.candidacy(party.ids[0]).await.item.folio;
    let line = csv.lines().find(|line| line.starts_with(folio.as_str())).expect("its line");
    assert!(line.contains("Incompletas") && line.ends_with("No"), "{line}");
    assert!(!csv.contains("Palabras que nadie"), "an answer left");
    let progress = party.unit.read_progress().await.ok();
    assert_eq!(csv.lines().count() - 1, progress.total.candidacies);
    let pdf = party.unit.print_progress().await.file();
    assert_eq!(&pdf[..5], b"%PDF-");
}

async fn who_did_not_send_is_told_once_an_hour(house: House) {
    let party = house.sent("PT").await;
    party.capturist.remind_party(Some("PT")).await.refused(403, "not_allowed");
    party.unit.remind_party(Some("XX")).await.refused(404, "not_found");
    party.unit.remind_party(Some("PAN")).await.refused(409, "nobody_to_tell");
    let told = party.unit.remind_party(Some("PT")).await.ok();
    assert_eq!(told.candidacies, party.ids.len() - 1);
    party.unit.remind_party(Some("PT")).await.refused(409, "told_already");
    let inbox = party.capturist.list_own_notices("").await.ok();
    let missing: Vec<_> = inbox.notices.iter().filter(|told| told.kind == MessageKind::CaptureMissing).collect();
    assert_eq!(missing.len(), 1, "{inbox:?}");
    assert!(missing[0].body.contains("NO SE HAN ENVIADO"));
    assert_eq!(party.unit.count_logged("", "party.reminded").await, 1);
    house.wait(TimeDelta::hours(1));
    let unit = house.institute(Role::PartiesDirectorate).await;
    unit.remind_party(Some("PT")).await.ok();
}
