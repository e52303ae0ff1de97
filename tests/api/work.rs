//! How far the election is, and telling parties what is missing.

use contract::{
    paths,
    publication::{CompareVersions, DecideCorrection},
    work::{
        Withheld,
        progress::{Group, Tally},
    },
};
use domain::{
    accounts::Role, ids::CandidacyId, messages::MessageKind, prohibition::Ground, questionnaire::Part, time::TimeDelta,
    work::progress::Standing,
};
use support::{House, Person, on_both, remark, said};

on_both!(
    every_candidacy_is_counted_once,
    the_lists_name_no_answer,
    the_lists_open_no_answer,
    who_did_not_send_is_told_once_an_hour,
    the_institute_reads_no_draft,
    outside_its_turn_the_institute_says_what_for,
    who_reads_anothers_identity_answers_leaves_a_line,
    a_correction_is_read_by_whom_it_concerns,
    what_is_asked_of_identity_is_read_as_the_answers_are,
    what_was_observed_rests_sealed,
    nothing_that_is_not_public_is_kept_on_the_way,
);

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

async fn the_lists_open_no_answer(house: House) {
    let party = house.sent("PT").await;
    house.sql("UPDATE profiles SET identity = NULL WHERE identity IS NOT NULL").expect("no answers");
    let list = party.capturist.list_candidacies("size=200").await.ok();
    let sent = list.items.iter().find(|item| item.id == party.ids[0]).expect("its row");
    assert!(sent.sections.values().all(|state| !state.is_pending()), "{:?}", sent.sections);
    let progress = party.unit.read_progress().await.ok();
    assert_eq!(tally(&progress.parties, "PT").of(Standing::InValidation), 1);
}

/// What somebody is shown of a candidacy: whether any curricular answer, whether any of identity, and why not all.
async fn shown(person: &Person, id: CandidacyId) -> (bool, bool, Option<Withheld>) {
    let seen = person.candidacy(id).await;
    (said(&seen.answers, "motivation").is_some(), said(&seen.answers, "indigenous.self").is_some(), seen.withheld)
}

async fn the_institute_reads_no_draft(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);
    for area in [&party.unit, &parties, &gender] {
        assert_eq!(shown(area, id).await, (false, false, Some(Withheld::Draft)));
        assert_eq!(area.read_advice(id).await.ok(), []);
        area.read_draft_photo(id).await.refused(404, "not_found");
    }
    assert_eq!(shown(&party.validator, id).await, (true, true, None));
    party.validator.validate_profile(id).await.ok();
    assert_eq!(shown(&parties, id).await, (true, false, None));
    assert_eq!(shown(&gender, id).await, (true, true, None));
    // What goes back to be mended is a draft again, and what was observed of it stays to be read.
    house.mark(&parties, id, Part::Curricular, &[remark("motivation", Ground::Incomplete, "Aclare el motivo.")]).await;
    parties.judge(id, Part::Curricular, false).await.ok();
    house.judge(&gender, id, Part::Identity, &[]).await;
    party.unit.send_observations(id).await.ok();
    assert_eq!(shown(&parties, id).await, (false, false, Some(Withheld::Draft)));
    assert_eq!(parties.candidacy(id).await.observations.len(), 1);
}

async fn outside_its_turn_the_institute_says_what_for(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    assert_eq!(shown(&party.unit, id).await, (true, false, Some(Withheld::Purpose)), "it is the areas' turn");
    house.verify(id).await;
    assert_eq!(shown(&party.unit, id).await, (true, true, None), "it decides now");
    party.unit.authorise_publication(id).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    for area in [&party.unit, &gender] {
        assert_eq!(shown(area, id).await, (true, false, Some(Withheld::Purpose)));
    }
    let read = |purpose: &str| format!("{}?purpose={purpose}", paths::candidacy(id));
    gender.fetch(&read("corto")).await.refused(400, "bad_request");
    gender.fetch(&read(&"a".repeat(201))).await.refused(400, "bad_request");
    let whole = gender.fetch(&read("Atender%20el%20oficio%20123")).await;
    assert_eq!(whole.wire()["shows_identity"], true);
    let about = format!("candidacy={id}");
    let log = party.unit.read_activity_log(&about).await.ok();
    let line = log.lines.iter().find(|line| line.act == "identity.read_for").expect("its line");
    assert_eq!(line.words, "Atender el oficio 123");
    // Of what was published as well.
    let versions = |purpose: Option<&str>| CompareVersions { from: 1, to: 1, purpose: purpose.map(str::to_owned) };
    gender.compare_versions(id, &versions(None)).await.ok();
    assert_eq!(party.unit.count_logged(&about, "identity.read_for").await, 1);
    gender.compare_versions(id, &versions(Some("Atender%20el%20oficio%20123"))).await.ok();
    assert_eq!(party.unit.count_logged(&about, "identity.read_for").await, 2);
}

async fn who_reads_anothers_identity_answers_leaves_a_line(house: House) {
    let party = house.sent("PT").await;
    let (id, about) = (party.ids[0], format!("candidacy={}", party.ids[0]));
    let mut lines = party.unit.count_logged(&about, "identity.read").await;
    for reader in [&party.capturist, &party.validator, &party.representative] {
        reader.candidacy(id).await;
        lines += 1;
        assert_eq!(party.unit.count_logged(&about, "identity.read").await, lines);
    }
    house.candidate(&party, id).await.candidacy(id).await;
    party.unit.candidacy(id).await;
    assert_eq!(party.unit.count_logged(&about, "identity.read").await, lines, "their own, and no answer was shown");
}

async fn a_correction_is_read_by_whom_it_concerns(house: House) {
    let (party, _) = house.published("PT").await;
    let id = party.ids[0];
    let changes = [("motivation", "Un motivo distinto del que se publicó")];
    party.representative.request_correction(id, changes, "Se escribió mal el motivo.").await.ok();
    let declined = DecideCorrection { grant: false, reason: "No dice qué texto se sustituye.".to_owned() };
    party.unit.decide_correction(id, &declined).await.ok();
    for role in [Role::CommunicationUnit, Role::ItDirectorate, Role::LegalDirectorate, Role::OversightCommission] {
        let seen = house.institute(role).await.candidacy(id).await;
        let asked = &seen.corrections[0];
        assert_eq!((asked.reason.as_str(), asked.changes.len(), &asked.decision), ("", 0, &None), "{role:?}");
    }
    for reader in [&party.unit, &party.representative, &party.capturist] {
        let asked = reader.candidacy(id).await.corrections.remove(0);
        assert_eq!(asked.decision.as_deref(), Some("No dice qué texto se sustituye."));
    }
    assert_eq!(house.count("SELECT count(*) AS count FROM corrections WHERE decision IS NOT NULL"), 0);
}

async fn what_is_asked_of_identity_is_read_as_the_answers_are(house: House) {
    let (party, _) = house.published("PT").await;
    let id = party.ids[0];
    let reason = "Se marcó por error en la captura.";
    party.representative.request_correction(id, [("indigenous.self", "No")], reason).await.ok();
    let gender = house.institute(Role::GenderDirectorate).await;
    let asked = gender.candidacy(id).await.corrections.remove(0);
    assert_eq!((asked.reason.as_str(), asked.changes.len()), ("", 0), "it is not its turn");
    let asked = party.unit.candidacy(id).await.corrections.remove(0);
    assert_eq!((asked.reason.as_str(), asked.changes.len()), (reason, 1), "it decides");
}

async fn what_was_observed_rests_sealed(house: House) {
    let party = house.sent("PT").await;
    let unclear = remark("indigenous.people", Ground::Incomplete, "Aclare a qué pueblo pertenece.");
    party.validator.return_to_capture(party.ids[0], &[unclear]).await.ok();
    assert_eq!(house.count("SELECT count(*) AS count FROM profiles WHERE life LIKE '%indigenous%'"), 0);
    assert_eq!(house.count("SELECT count(*) AS count FROM observations WHERE ground <> ''"), 0);
    let seen = party.capturist.candidacy(party.ids[0]).await;
    assert_eq!(seen.observations[0].ground, Ground::Incomplete);
    let work = party.capturist.save_answers(party.ids[0], [("indigenous.people", "Amuzgo")]).await;
    assert_eq!(work.status, 200, "the field that was sent back is open");
}

async fn nothing_that_is_not_public_is_kept_on_the_way(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    for path in [
        paths::candidacy(id),
        paths::candidacies().to_owned(),
        paths::candidacy_advice(id),
        paths::versions(id),
        paths::accounts().to_owned(),
        paths::own_notices().to_owned(),
    ] {
        let answer = party.capturist.fetch(&path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}
