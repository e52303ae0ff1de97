//! The reviews before a publication: two persons, whose turn it is, marks, several at once, and a day to publish on.

use actix_web::http::Method;
use contract::{
    paths,
    publication::ControlKind,
    review::{AuthoriseSeveral, Read, Several, VerdictState},
    work::{Waiting, WorkItem},
};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    ids::CandidacyId,
    messages::MessageKind,
    prohibition::Ground,
    questionnaire::Part,
    review::{Mark, Task},
    time::TimeDelta,
    workflow::StageName,
};
use futures_util::future::join;
use serde_json::json;
use support::{House, Party, Person, at, control, on_both, part, remark, replying, said, text};

on_both!(
    whoever_gave_a_verdict_never_authorises,
    the_queue_is_ones_own_turn_by_what_ends_first,
    two_persons_do_not_do_the_same_review,
    a_review_is_its_takers_until_its_lease_ends,
    a_verdict_is_made_of_a_mark_for_each_section,
    a_second_round_marks_anew_only_what_was_open,
    marks_are_the_institutes_and_rest_sealed,
    several_are_validated_only_once_each_was_opened,
    several_are_authorised_and_one_does_not_stop_the_others,
    what_is_authorised_for_later_stays_unseen_until_then,
    a_day_can_be_moved_and_taken_back,
    a_cancelled_candidacy_never_appears_on_its_day,
    a_blocked_account_publishes_nothing_on_a_day,
    a_flag_waits_for_the_responsible_unit_until_it_hides,
    a_flag_that_hides_nothing_is_closed_with_a_reason,
);

const COMPLIES: Mark = Mark::Complies {};

/// A party of which two candidacies were sent, and only those are looked at.
async fn both_sent(house: &House) -> Party {
    let mut party = house.sent("PT").await;
    party.ids.truncate(2);
    house.accept_notice(&party.capturist, party.ids[1]).await;
    house.fill_and_send(&party, party.ids[1]).await;
    party
}

/// A party of which two candidacies wait for the authorisation.
async fn both_verified(house: &House) -> Party {
    let party = both_sent(house).await;
    for id in &party.ids {
        party.validator.validate_profile(*id).await.ok();
        house.verify(*id).await;
    }
    party
}

/// What waits for somebody, in its order.
async fn queue(person: &Person) -> Vec<WorkItem> {
    person.list_candidacies("turn=mine").await.ok().items
}

fn ids(items: &[WorkItem]) -> Vec<CandidacyId> {
    items.iter().map(|item| item.id).collect()
}

/// A candidacy as somebody reads it now.
async fn read(person: &Person, id: CandidacyId) -> Read {
    Read { id, revision: person.candidacy(id).await.revision }
}

/// Every one of a party's as somebody reads them now.
async fn read_all(person: &Person, party: &Party) -> Vec<Read> {
    let mut all = Vec::new();
    for id in &party.ids {
        all.push(read(person, *id).await);
    }
    all
}

/// Why each was left as it was.
fn codes(outcome: &Several) -> Vec<&str> {
    outcome.refused.iter().map(|refused| refused.code.as_str()).collect()
}

async fn whoever_gave_a_verdict_never_authorises(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let first = house.institute(Role::PartiesDirectorate).await;
    house.judge(&first, id, Part::Curricular, &[]).await;
    // Another verdict takes its place.
    house.judge(&house.institute(Role::PartiesDirectorate).await, id, Part::Curricular, &[]).await;
    house.judge(&house.institute(Role::GenderDirectorate).await, id, Part::Identity, &[]).await;
    first.authorise_publication(id).await.refused(403, "not_allowed");
    // The institute moves all of them to the responsible unit: the account is the person.
    house
        .sql(
            "UPDATE accounts SET role = 'responsible_unit' WHERE role IN ('parties_directorate', 'gender_directorate')",
        )
        .expect("moved");
    first.authorise_publication(id).await.refused(409, "same_person");
    first.schedule_publication(id, "2024-04-02T08:00").await.refused(409, "same_person");
    let several = AuthoriseSeveral { candidacies: vec![read(&first, id).await], publish_at: None };
    let outcome = first.authorise_several(&several).await.ok();
    assert_eq!(codes(&outcome), ["same_person"]);
    party.unit.authorise_publication(id).await.ok();
}

async fn the_queue_is_ones_own_turn_by_what_ends_first(house: House) {
    let party = house.sent("PT").await;
    let (first, second) = (party.ids[0], party.ids[1]);
    house.wait(TimeDelta::minutes(2));
    house.accept_notice(&party.capturist, second).await;
    house.fill_and_send(&party, second).await;
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);

    let own = queue(&party.validator).await;
    assert_eq!(ids(&own), [first, second], "what waits longest comes first");
    assert_eq!(own[0].tasks, [Waiting { task: Task::Validation, own: true, claim: None }]);
    assert_eq!((own[0].since, own[0].opened), (Some(at("2024-04-01T16:00:00Z")), false));
    let revision = party.validator.candidacy(first).await.revision;
    let opened = &queue(&party.validator).await[0];
    assert_eq!((opened.opened, opened.revision), (true, revision));
    for nobody in [&parties, &gender, &party.unit, &party.capturist] {
        assert_eq!(queue(nobody).await, []);
    }

    party.validator.validate_profile(second).await.ok();
    house.wait(TimeDelta::minutes(1));
    party.validator.validate_profile(first).await.ok();
    assert_eq!(queue(&party.validator).await, []);
    assert_eq!(ids(&queue(&parties).await), [second, first], "by how long each stands in its stage");
    house.judge(&parties, second, Part::Curricular, &[]).await;
    assert_eq!(ids(&queue(&parties).await), [first]);
    assert_eq!(ids(&queue(&gender).await), [second, first]);
    assert_eq!(queue(&party.unit).await, []);
    house.judge(&gender, second, Part::Identity, &[]).await;
    let own = queue(&party.unit).await;
    assert_eq!((own[0].id, own[0].tasks[0].task), (second, Task::Decision));
    party.unit.authorise_publication(second).await.ok();

    // A granted correction has a term, so that its validation comes before what has none.
    let asked = [("motivation", text(310))];
    party.representative.request_correction(second, asked, "Cambió el dato publicado.").await.ok();
    assert_eq!(queue(&party.unit).await[0].tasks[0].task, Task::Correction);
    party.unit.list_candidacies("turn=yours").await.refused(400, "bad_request");
}

async fn two_persons_do_not_do_the_same_review(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let (one, other) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::PartiesDirectorate).await);
    let gender = house.institute(Role::GenderDirectorate).await;
    one.claim_review(id, Task::Identity, false).await.refused(404, "not_found");
    party.unit.claim_review(id, Task::Decision, false).await.refused(409, "out_of_turn");
    let unknown = format!("/candidacies/{id}/claims/everything");
    house.send(one.request(Method::PUT, &unknown).set_json(json!({}))).await.refused(404, "not_found");
    one.release_review(id, Task::Curricular).await.refused(409, "nothing_to_change");

    let (first, second) =
        join(one.claim_review(id, Task::Curricular, false), other.claim_review(id, Task::Curricular, false)).await;
    let (winner, loser) = if first.status == 200 { (&one, &other) } else { (&other, &one) };
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "one of two has it");
    let twice = "INSERT INTO claims SELECT candidacy_id, task, account_id, until FROM claims";
    house.sql(twice).expect_err("the database lets one have it");
    winner.claim_review(id, Task::Curricular, false).await.ok();

    let seen = loser.candidacy(id).await.item.tasks;
    let claim = seen[0].claim.as_ref().expect("somebody's");
    assert_eq!((seen[0].task, claim.mine), (Task::Curricular, false));
    let listed = &queue(&gender).await[0].tasks;
    assert_eq!(listed[0].claim.as_ref().map(|claim| &claim.by), Some(&claim.by), "the institute sees who has what");
    let told = party.capturist.candidacy(id).await.item.tasks;
    assert_eq!((told[0].task, &told[0].claim), (Task::Curricular, &None), "and a party does not");

    loser.mark_section(id, "motivation", &COMPLIES, 0).await.refused(409, "claimed");
    loser.judge(id, Part::Curricular, true).await.refused(409, "claimed");
    // The other part is nobody's yet.
    house.judge(&gender, id, Part::Identity, &[]).await;
    loser.release_review(id, Task::Curricular).await.refused(409, "nothing_to_change");
    loser.claim_review(id, Task::Curricular, true).await.ok();
    assert_eq!(party.unit.count_logged("", "review.taken_over").await, 1);
    winner.judge(id, Part::Curricular, true).await.refused(409, "claimed");
    loser.release_review(id, Task::Curricular).await.ok();
    winner.mark_section(id, "motivation", &COMPLIES, 0).await.ok();
    let seen = winner.candidacy(id).await.item.tasks;
    assert!(seen[0].claim.as_ref().is_some_and(|claim| claim.mine), "whoever begins to mark has it");
    house.judge(winner, id, Part::Curricular, &[]).await;

    let second_of_unit = house.institute(Role::ResponsibleUnit).await;
    second_of_unit.claim_review(id, Task::Decision, false).await.ok();
    party.unit.authorise_publication(id).await.refused(409, "claimed");
    party.unit.send_observations(id).await.refused(409, "claimed");
    party.unit.schedule_publication(id, "2024-04-02T08:00").await.refused(409, "claimed");
    second_of_unit.authorise_publication(id).await.ok();
}

async fn a_review_is_its_takers_until_its_lease_ends(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    let other = house.validator(&party.representative, &party.unit, "Otra persona que valida").await;
    let taken = party.validator.claim_review(id, Task::Validation, false).await.ok();
    assert_eq!(taken.until, at("2024-04-01T16:30:00Z"), "the minutes of the election's rules");
    let edit = [("contact.website", "https://ejemplo.mx")];
    other.edit_submitted(id, edit).await.refused(409, "claimed");
    other.validate_profile(id).await.refused(409, "claimed");
    let slogan = remark("motivation", Ground::Slogan, "Quite el lema.");
    other.return_to_capture(id, &[slogan]).await.refused(409, "claimed");
    // Who works on it has it for longer.
    house.wait(TimeDelta::minutes(5));
    let own = [("contact.website", "https://ejemplo.mx/una")];
    party.validator.edit_submitted(id, own).await.ok();
    let seen = party.validator.candidacy(id).await.item.tasks[0].claim.clone().expect("their own");
    assert_eq!((seen.mine, seen.until), (true, at("2024-04-01T16:35:00Z")));
    house.wait(TimeDelta::minutes(30));
    let again = house.back("pt.validacion-2").await;
    assert_eq!(queue(&again).await[0].tasks[0].claim, None);
    again.edit_submitted(id, edit).await.ok();
    again.claim_review(id, Task::Validation, false).await.ok();
}

async fn a_verdict_is_made_of_a_mark_for_each_section(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    let parties = house.institute(Role::PartiesDirectorate).await;
    parties.mark_section(id, "motivation", &COMPLIES, 0).await.refused(409, "out_of_turn");
    party.validator.validate_profile(id).await.ok();

    let missing = parties.judge(id, Part::Curricular, true).await.refused(422, "marks_missing");
    assert!(missing.detail.contains("Motivos"), "{missing:?}");
    parties.mark_section(id, "nothing", &COMPLIES, 0).await.refused(404, "not_found");
    parties.mark_section(id, "indigenous", &COMPLIES, 0).await.refused(403, "not_allowed");
    let observed = |field: &str, text: &str| Mark::Observed { observations: vec![remark(field, Ground::Slogan, text)] };
    let elsewhere = observed("proposal.first", "No es de este apartado.");
    parties.mark_section(id, "motivation", &elsewhere, 0).await.refused(400, "bad_request");
    let long = observed("motivation", &"x".repeat(1_001));
    parties.mark_section(id, "motivation", &long, 0).await.refused(400, "bad_request");
    let both = json!({ "state": "complies", "observations": [] });
    let wrong = parties
        .change::<()>(Method::PUT, Read { id, revision: 0 }, |id| paths::mark(id, &"motivation".into()), both)
        .await;
    wrong.refused(400, "bad_request");

    // What is being written is kept, for whoever comes next.
    parties.mark_section(id, "motivation", &observed("motivation", "Quite"), 0).await.ok();
    house.wait(TimeDelta::seconds(1));
    parties.mark_section(id, "motivation", &COMPLIES, 0).await.refused(412, "stale_revision");
    let next = house.institute(Role::PartiesDirectorate).await;
    let seen = &next.candidacy(id).await.marks[&"motivation".into()];
    assert_eq!((&seen.mark, seen.revision), (&observed("motivation", "Quite"), 1));
    house.mark(&parties, id, Part::Curricular, &[]).await;
    parties.judge(id, Part::Curricular, false).await.refused(422, "observation_required");
    parties.judge(id, Part::Curricular, true).await.refused(409, "verdict_differs");
    let none = Mark::Observed { observations: Vec::new() };
    parties.mark_section(id, "motivation", &none, 1).await.ok();
    parties.judge(id, Part::Curricular, false).await.refused(422, "observation_required");
    let whole = observed("motivation", "Quite el lema del inicio.");
    parties.mark_section(id, "motivation", &whole, 2).await.ok();
    parties.judge(id, Part::Curricular, false).await.ok();
    let seen = party.unit.candidacy(id).await;
    assert_eq!((seen.curricular, &seen.observations[0].field), (VerdictState::Observed, &"motivation".into()));

    parties.mark_section(id, "motivation", &COMPLIES, 3).await.ok();
    parties.judge(id, Part::Curricular, true).await.ok();
    let seen = party.unit.candidacy(id).await;
    assert_eq!((seen.curricular, seen.observations), (VerdictState::Compliant, Vec::new()));
}

async fn a_second_round_marks_anew_only_what_was_open(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let slogan = remark("motivation", Ground::Slogan, "Quite el lema del inicio.");
    house.judge(&parties, id, Part::Curricular, &[slogan]).await;
    house.judge(&house.institute(Role::GenderDirectorate).await, id, Part::Identity, &[]).await;
    party.unit.send_observations(id).await.ok();
    let seen = party.capturist.candidacy(id).await;
    let mended = [("motivation", text(320))];
    party.capturist.save_answers(id, mended).await.ok();
    party.capturist.submit_profile(id, &replying(&seen, "Ya no está.")).await.ok();
    party.validator.validate_profile(id).await.ok();
    let again = house.institute(Role::PartiesDirectorate).await;
    let marks = again.candidacy(id).await.marks;
    assert!(!marks.contains_key(&"motivation".into()));
    assert_eq!(marks[&"proposals".into()].mark, COMPLIES);
    again.judge(id, Part::Curricular, true).await.refused(422, "marks_missing");
    house.judge(&again, id, Part::Curricular, &[]).await;
}

async fn marks_are_the_institutes_and_rest_sealed(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    let words = "Irrepetible: no es un pueblo.";
    let observed = remark("indigenous.people", Ground::Incomplete, words);
    house.judge(&gender, id, Part::Identity, &[observed]).await;
    let parties = house.institute(Role::PartiesDirectorate).await;
    for (person, sees) in [
        (&gender, true),
        (&party.unit, true),
        (&parties, false),
        (&party.validator, false),
        (&party.capturist, false),
        (&party.representative, false),
    ] {
        let seen = person.read_candidacy(id).await;
        assert_eq!(seen.status, 200);
        let seen = seen.text();
        assert_eq!(seen.contains(words), sees, "{seen}");
    }
    assert!(parties.candidacy(id).await.marks.is_empty(), "the other part's are not its own");
    let log = party.unit.read_activity_log("").await.text();
    assert!(log.contains("section.marked") && !log.contains("Irrepetible") && !log.contains("indigenous.people"));
    if let Some(path) = house.url.strip_prefix("sqlite:") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            let found = bytes.windows(11).any(|window| window == b"Irrepetible");
            assert!(!found, "a remark rests in the clear in {file}");
        }
    }
}

async fn several_are_validated_only_once_each_was_opened(house: House) {
    let party = both_sent(&house).await;
    let (first, second) = (party.ids[0], party.ids[1]);
    let foreign = house.sent("MC").await;
    let stranger = Read { id: foreign.ids[0], revision: 1 };
    let several = [read(&party.capturist, first).await, read(&party.capturist, second).await, stranger];
    let outcome = party.validator.validate_several(&several).await.ok();
    assert_eq!((&outcome.done, codes(&outcome)), (&vec![], vec!["not_opened", "not_opened", "not_found"]));

    party.validator.candidacy(first).await;
    party.validator.candidacy(second).await;
    // Opened as it was: somebody edits it afterwards.
    let other = house.validator(&party.representative, &party.unit, "Otra persona que valida").await;
    let edit = [("contact.website", "https://ejemplo.mx")];
    other.edit_submitted(second, edit).await.ok();
    let outcome = party.validator.validate_several(&several).await.ok();
    assert_eq!(outcome.done, [first]);
    assert_eq!(codes(&outcome), ["stale_revision", "not_found"]);
    let now = [read(&party.capturist, second).await];
    let outcome = party.validator.validate_several(&now).await.ok();
    assert_eq!(codes(&outcome), ["not_opened"]);
    party.validator.candidacy(second).await;
    assert_eq!(party.validator.validate_several(&now).await.ok().done, [second]);
    assert_eq!(codes(&party.validator.validate_several(&now).await.ok()), ["stale_revision"]);
    assert_eq!(party.unit.candidacy(first).await.item.stage, StageName::InVerification);

    party.validator.validate_several(&[]).await.refused(400, "bad_request");
    let many = [Read { id: first, revision: 1 }; 201];
    party.validator.validate_several(&many).await.refused(400, "bad_request");
}

async fn several_are_authorised_and_one_does_not_stop_the_others(house: House) {
    let party = both_verified(&house).await;
    let other = house.institute(Role::ResponsibleUnit).await;
    other.claim_review(party.ids[0], Task::Decision, false).await.ok();
    let several = AuthoriseSeveral { candidacies: read_all(&party.unit, &party).await, publish_at: None };
    let outcome = party.unit.authorise_several(&several).await.ok();
    assert_eq!(outcome.done, [party.ids[1]]);
    let refused = &outcome.refused[0];
    assert_eq!((refused.id, refused.code.as_str()), (party.ids[0], "claimed"));
    assert!(refused.reason.contains("responsible-unit."), "says who has it");
    let work = party.unit.candidacy(party.ids[1]).await;
    let public = house.citizen().read_public_candidacy(&work.item.slug).await.ok();
    assert_eq!(public.published.map(|published| published.version), Some(1), "public as soon as it is answered");
    let again = other.authorise_several(&several).await.ok();
    assert_eq!((&again.done, codes(&again)), (&vec![party.ids[0]], vec!["stale_revision"]));
}

/// Everything that anybody can read, in one text.
async fn public(house: &House, slug: &str) -> String {
    let mut words = String::new();
    for path in
        ["/public/candidacies?size=200", "/public/data/candidaturas.csv", &format!("/public/candidacies/{slug}")]
    {
        words += &house.citizen().fetch(path).await.text();
    }
    words
}

async fn what_is_authorised_for_later_stays_unseen_until_then(house: House) {
    let party = both_verified(&house).await;
    let id = party.ids[0];
    let work = party.unit.candidacy(id).await;
    let slug = &work.item.slug;
    let words = said(&work.answers, "motivation").expect("a text");
    let before = public(&house, slug).await;
    for wrong in ["2024-04-01T10:00", "2024-03-01T10:00", "2026-04-01T10:00"] {
        party.unit.schedule_publication(id, wrong).await.refused(422, "schedule_not_ahead");
    }
    for unreadable in ["mañana", "2024-04-01T10:05:00Z"] {
        let day = json!({ "publish_at": unreadable });
        party.unit.change::<()>(Method::PUT, id, paths::schedule, day).await.refused(400, "bad_request");
    }
    // 10:05 in Zacatecas, five minutes from now.
    party.unit.schedule_publication(id, "2024-04-01T10:05").await.ok();
    let seen = party.unit.candidacy(id).await;
    assert_eq!(
        (seen.item.publish_at, seen.item.stage, seen.version),
        (Some(at("2024-04-01T16:05:00Z")), StageName::InVerification, None)
    );
    assert_eq!(seen.item.tasks, [], "it waits for nobody");
    house.wait(TimeDelta::seconds(5 * 60 - 1));
    house.run_jobs();
    assert_eq!(public(&house, slug).await, before, "not a byte of it");
    assert!(!before.contains(words));
    let gender = house.institute(Role::GenderDirectorate).await;
    gender.judge(id, Part::Identity, true).await.refused(409, "scheduled");
    gender.mark_section(id, "indigenous", &COMPLIES, 1).await.refused(409, "scheduled");
    party.unit.send_observations(id).await.refused(409, "scheduled");

    // Its job waits ten seconds from the last time it ran.
    house.wait(TimeDelta::seconds(10));
    house.run_jobs_of_two();
    house.app.refresh().expect("a snapshot");
    let now = public(&house, slug).await;
    assert!(now.contains(words), "published at its moment");
    let seen = party.unit.candidacy(id).await;
    assert_eq!((seen.version, seen.item.stage, seen.item.publish_at), (Some(1), StageName::Published, None));
    assert_eq!(party.unit.count_logged("", "publication.released").await, 1);
    assert_eq!(party.capturist.count_told(MessageKind::PublicationAuthorised).await, 1);
}

async fn a_day_can_be_moved_and_taken_back(house: House) {
    let party = both_verified(&house).await;
    let (id, other) = (party.ids[0], party.ids[1]);
    party.unit.unschedule_publication(id).await.refused(409, "nothing_to_change");
    let publish_at = Some("2024-04-01T10:02".parse().expect("a day and an hour"));
    let command = AuthoriseSeveral { candidacies: read_all(&party.unit, &party).await, publish_at };
    let outcome = party.unit.authorise_several(&command).await.ok();
    assert_eq!(outcome.done.len(), 2);
    party.unit.schedule_publication(id, "2024-04-01T10:07").await.ok();
    party.unit.unschedule_publication(other).await.ok();
    assert_eq!(queue(&party.unit).await[0].id, other, "the decision waits again");
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    for id in &party.ids {
        assert_eq!(party.unit.candidacy(*id).await.version, None);
    }
    house.wait(TimeDelta::minutes(4));
    house.run_jobs();
    assert_eq!(party.unit.candidacy(id).await.version, Some(1));
    assert_eq!(party.unit.candidacy(other).await.version, None);
    // One that was scheduled may also be published at once.
    party.unit.schedule_publication(other, "2024-05-01T10:00").await.ok();
    party.unit.authorise_publication(other).await.ok();
    let seen = party.unit.candidacy(other).await;
    assert_eq!((seen.version, seen.item.publish_at), (Some(1), None));
}

async fn a_cancelled_candidacy_never_appears_on_its_day(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    let work = party.unit.candidacy(id).await;
    party.unit.schedule_publication(id, "2024-04-01T10:02").await.ok();
    let folio = work.item.folio.as_str();
    party.unit.sync_registry(support::registry_without(folio)).await.ok();
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    let seen = party.unit.candidacy(id).await;
    assert_eq!((seen.item.status, seen.version), (RegistryStatus::Cancelled, None));
    let slug = &work.item.slug;
    house.citizen().read_public_candidacy(slug).await.refused(410, "withdrawn");
    // Not even when the registry takes its word back: somebody authorises it again.
    party.unit.sync_registry(support::registry()).await.ok();
    house.wait(TimeDelta::minutes(1));
    house.run_jobs();
    let public = house.citizen().read_public_candidacy(slug).await.ok();
    assert_eq!(public.published, None);
    assert_eq!(queue(&party.unit).await[0].id, id);
}

async fn a_blocked_account_publishes_nothing_on_a_day(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    party.unit.schedule_publication(id, "2024-04-01T10:02").await.ok();
    house
        .sql("UPDATE accounts SET blocked_at = '2024-04-01T16:01:00Z' WHERE role = 'responsible_unit'")
        .expect("blocked");
    house.wait(TimeDelta::minutes(3));
    house.run_jobs();
    let other = house.institute(Role::ResponsibleUnit).await;
    let seen = other.candidacy(id).await;
    assert_eq!((seen.version, seen.item.publish_at), (None, None));
    other.authorise_publication(id).await.ok();
}

async fn a_flag_waits_for_the_responsible_unit_until_it_hides(house: House) {
    let party = both_verified(&house).await;
    let id = party.ids[0];
    party.unit.authorise_publication(id).await.ok();
    let waits = async |person: &Person| {
        let own = queue(person).await;
        own.into_iter().find(|item| item.id == id).map(|item| item.tasks)
    };
    assert_eq!(waits(&party.unit).await, None);
    house.wait(TimeDelta::minutes(5));
    let gender = house.institute(Role::GenderDirectorate).await;
    let order = |section: &str| control(Some(section), Ground::Slogan, "Contiene un lema de campaña.");
    gender.flag_published(id, &order("motivation")).await.ok();

    let flag = vec![Waiting { task: Task::Flag, own: true, claim: None }];
    assert_eq!(waits(&party.unit).await, Some(flag));
    assert_eq!(waits(&gender).await, None, "it is not the turn of who pointed at it");
    let since = party.unit.candidacy(id).await.item.since;
    assert_eq!(since, Some(at("2024-04-01T16:05:00Z")), "it waits since it was pointed at");
    for party_account in [&party.capturist, &party.validator, &party.representative] {
        assert_eq!(party_account.candidacy(id).await.item.tasks, [], "the party does not know of it");
    }
    let log = party.unit.read_activity_log(&format!("candidacy={id}")).await.ok();
    let line = log.lines.iter().find(|line| line.act == "content.flagged").expect("its line");
    assert_eq!(line.words, "Apartado «Motivos». Lemas o imágenes de campaña (art. 18.2, VII)");
    let folio = party.unit.candidacy(id).await.item.folio;
    assert_eq!(line.candidacy.as_ref().map(|candidacy| &candidacy.folio), Some(&folio));
    party.unit.claim_review(id, Task::Flag, false).await.refused(409, "out_of_turn");

    party.unit.disable_publication(id, &order("proposals")).await.ok();
    assert!(waits(&party.unit).await.is_some(), "another section was hidden");
    party.unit.disable_publication(id, &order("motivation")).await.ok();
    assert_eq!(waits(&party.unit).await, None);
    gender.flag_published(id, &order("motivation")).await.ok();
    assert_eq!(waits(&party.unit).await, None, "what is hidden already waits for no decision");
}

async fn a_flag_that_hides_nothing_is_closed_with_a_reason(house: House) {
    let party = both_verified(&house).await;
    let id = party.ids[0];
    party.unit.authorise_publication(id).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = control(Some("motivation"), Ground::Slogan, "Contiene un lema de campaña.");
    gender.flag_published(id, &flag).await.ok();
    let close = |section: Option<&str>| part(section, "No es un lema: es el nombre de un programa.");
    gender.dismiss_flag(id, &close(Some("motivation"))).await.refused(403, "not_allowed");
    party.unit.dismiss_flag(id, &close(None)).await.refused(409, "nothing_to_change");
    let short = part(Some("motivation"), "no");
    party.unit.dismiss_flag(id, &short).await.refused(400, "bad_request");
    assert_eq!(party.unit.candidacy(id).await.flags, [Some("motivation".into())]);
    party.unit.dismiss_flag(id, &close(Some("motivation"))).await.ok();
    let now = party.unit.candidacy(id).await;
    assert_eq!((now.flags, now.controls[0].kind), (Vec::new(), ControlKind::Dismissed));
    assert!(!ids(&queue(&party.unit).await).contains(&id));
    assert_eq!(party.representative.candidacy(id).await.controls, [], "the party does not know of it");
    let told = gender.list_own_notices("").await.text();
    assert!(told.contains("Lo señalado sigue publicado"), "{told}");
    party.unit.dismiss_flag(id, &close(Some("motivation"))).await.refused(409, "nothing_to_change");
}
