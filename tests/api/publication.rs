//! What is done to something published: hidden, shown again, corrected once.

use actix_web::http::Method;
use contract::{
    public::LedgerEvent,
    publication::{CompareVersions, ControlKind, DecideCorrection, VersionCause},
};
use domain::{
    accounts::Role,
    messages::MessageKind,
    prohibition::Ground,
    publication::difference::{Change, Stretch},
    time::TimeDelta,
    workflow::StageName,
};
use server::operation::jobs::run_due;
use support::{House, Party, UNDERSTOOD, answer, complete_with, control, day, on_both, part, said, text};

/// Why a correction is asked for.
const MISTYPED: &str = "El texto tiene un error de captura.";

on_both!(
    what_is_hidden_is_gone_from_every_public_route_at_once,
    copies_of_what_is_public_ask_before_they_are_shown,
    a_flag_is_the_institutes_until_something_is_hidden,
    who_is_hidden_has_a_letter_about_it,
    why_identity_is_hidden_is_told_to_who_may_read_it,
    the_one_correction_is_asked_for_opened_and_published,
    the_public_ledger_tells_what_happened_and_no_more,
    every_version_is_kept_and_compared_word_by_word,
    what_changed_of_identity_is_for_who_may_read_it,
    a_correction_that_was_not_done_in_time_leaves_what_was_published,
    a_correction_that_lapsed_is_told_also_when_somebody_acts_first,
    a_correction_can_be_declined_and_asked_for_again,
);

/// A party whose first candidacy is published, and its public address.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let answers = complete_with([("motivation", motivation())]);
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

/// What nobody else wrote.
fn motivation() -> String {
    format!("Irrepetible {}", text(302))
}

/// What it is corrected to.
fn corrected() -> String {
    format!("Corregido {}", text(302))
}

/// Everything that anybody can read about a candidacy, in one text.
async fn public(house: &House, slug: &str) -> String {
    let mut words = String::new();
    for path in
        [format!("/public/candidacies/{slug}"), "/public/candidacies".into(), "/public/data/candidaturas.csv".into()]
    {
        words += &String::from_utf8_lossy(&house.citizen().fetch(&path).await.file());
    }
    words
}

async fn what_is_hidden_is_gone_from_every_public_route_at_once(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let motivation = motivation();
    assert!(public(&house, &slug).await.contains(&motivation));

    let order = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.capturist.disable_publication(id, &order).await.refused(403, "not_allowed");
    party.unit.disable_publication(id, &order).await.ok();
    let seen = public(&house, &slug).await;
    assert!(!seen.contains(&motivation) && !seen.contains("slogan") && !seen.contains("lema"), "{seen}");
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    assert_eq!(profile.published.expect("published").unavailable, ["motivation".into()]);
    party.unit.disable_publication(id, &order).await.refused(409, "nothing_to_change");

    let told = party.capturist.candidacy(id).await;
    assert_eq!(told.hidden_sections, ["motivation".into()]);
    let hidden = &told.controls[0];
    assert_eq!((hidden.ground, hidden.reason.as_str()), (Some(Ground::Slogan), "Contiene el lema de la campaña."));
    let notices = party.representative.list_own_notices("").await.text();
    assert!(notices.contains("publication_disabled") && !notices.contains("lema"), "{notices}");

    let whole = control(None, Ground::Mention, "Menciona a otra candidatura.");
    party.unit.disable_publication(id, &whole).await.ok();
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    assert_eq!((profile.published, profile.card.unavailable), (None, true), "and not as if it had never been");
    for section in [None, Some("motivation")] {
        let order = part(section, "Se corrigió lo que se señaló.");
        party.unit.restore_publication(id, &order).await.ok();
        party.unit.restore_publication(id, &order).await.refused(409, "nothing_to_change");
    }
    assert!(public(&house, &slug).await.contains(&motivation));
    let unknown = control(Some("nada"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(id, &unknown).await.refused(400, "bad_request");
    let unpublished = control(None, Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[1], &unpublished).await.refused(409, "out_of_turn");
}

async fn copies_of_what_is_public_ask_before_they_are_shown(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let work = party.unit.candidacy(id).await;
    let folio = &work.receipts[0].folio;
    let paths = [
        "/public/election".to_owned(),
        "/public/candidacies".to_owned(),
        "/public/data/candidaturas.csv".to_owned(),
        format!("/public/candidacies/{slug}"),
        format!("/public/candidacies/{slug}/ledger"),
        format!("/public/receipts/{folio}"),
    ];
    let asked = async |path: &str, tag: &str| {
        let request = house.citizen().request(Method::GET, path).insert_header(("if-none-match", tag));
        house.send(request).await
    };
    let mut tags = Vec::new();
    for path in &paths {
        let answer = house.citizen().fetch(path).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, no-cache"), "{path}");
        let tag = answer.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 30, "{path} {tag}");
        let again = asked(path, &tag).await;
        assert_eq!((again.status, again.header("etag"), again.text()), (304, tag.as_str(), String::new()), "{path}");
        tags.push(tag);
    }
    party.unit.sync_registry(support::registry_without(work.item.folio.as_str())).await.ok();
    for (path, tag) in paths.iter().zip(&tags).skip(1) {
        let expected = if path.contains(&slug) { 410 } else { 200 };
        let answer = asked(path, tag).await;
        assert_eq!(answer.status, expected, "{path}: a copy does not serve any more");
        assert!(!answer.text().contains(&slug), "{path}");
    }
}

async fn who_is_hidden_has_a_letter_about_it(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    let order = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    let area = house.institute(Role::PartiesDirectorate).await;
    area.flag_published(id, &order).await.ok();
    party.unit.disable_publication(id, &order).await.ok();
    let restore = part(Some("motivation"), "El lema ya no es de nadie.");
    party.unit.restore_publication(id, &restore).await.ok();
    let mut letters = 0;
    for control in party.unit.candidacy(id).await.controls {
        if control.kind == ControlKind::Flagged {
            party.unit.print_official_letter(id, control.id).await.refused(404, "not_found");
            continue;
        }
        letters += 1;
        let own = party.representative.print_official_letter(id, control.id).await.file();
        let units = party.unit.print_official_letter(id, control.id).await.file();
        assert_eq!(own, units, "one letter for both");
        assert_eq!(&own[..5], b"%PDF-");
        let elsewhere = party.representative.print_official_letter(party.ids[1], control.id).await;
        elsewhere.refused(404, "not_found");
    }
    assert_eq!(letters, 2);
}

async fn why_identity_is_hidden_is_told_to_who_may_read_it(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    let reason = "La respuesta dice otra cosa que el acta.";
    let order = control(Some("indigenous"), Ground::Incomplete, reason);
    party.unit.disable_publication(id, &order).await.ok();
    for (role, told) in [(Role::GenderDirectorate, reason), (Role::ItDirectorate, "")] {
        let area = house.institute(role).await;
        let control = &area.candidacy(id).await.controls[0];
        assert_eq!(control.reason, told, "{role:?}");
        let letter = area.print_official_letter(id, control.id).await;
        assert_eq!(letter.status, if told.is_empty() { 404 } else { 200 });
    }
    let far = party.capturist.list_candidacies("due_within=4294967295").await;
    assert_eq!(far.status, 200, "a term as far as one can write");
}

async fn a_flag_is_the_institutes_until_something_is_hidden(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let before = public(&house, &slug).await;
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = control(Some("proposals"), Ground::OffensiveLanguage, "Revisar la propuesta dos.");
    gender.flag_published(id, &flag).await.ok();
    party.unit.flag_published(id, &flag).await.refused(403, "not_allowed");
    assert_eq!(public(&house, &slug).await, before, "a flag hides nothing");
    assert_eq!(party.unit.candidacy(id).await.controls[0].kind, ControlKind::Flagged);
    assert_eq!(party.capturist.candidacy(id).await.controls, []);
    assert_eq!(party.unit.count_told(MessageKind::ContentFlagged).await, 1);
}

async fn the_one_correction_is_asked_for_opened_and_published(house: House) {
    let (party, slug) = published(&house).await;
    let (id, representative) = (party.ids[0], &party.representative);
    let nothing: [(&str, &str); 0] = [];
    representative.request_correction(id, nothing, MISTYPED).await.refused(422, "observation_required");
    let wrong = [("education.level", "Sabio")];
    representative.request_correction(id, wrong, MISTYPED).await.refused(422, "invalid_answers");
    let new = corrected();
    let right = [("motivation", new.as_str())];
    party.capturist.request_correction(id, right, MISTYPED).await.refused(403, "not_allowed");
    representative.request_correction(id, right, MISTYPED).await.ok();
    representative.request_correction(id, right, MISTYPED).await.refused(409, "correction_used");
    let mut copies = party.unit.list_outbox("").await.ok().mails;
    copies.retain(|mail| mail.to_address == "conoceles@ieez.org.mx");
    assert_eq!(copies.len(), 1, "the institute's mailbox has a copy of the one that was taken");
    assert!(copies[0].subject.starts_with("Solicitud de corrección: "));
    let seen = party.unit.candidacy(id).await;
    let asked = [("motivation".into(), Some(answer(&new)))].into();
    assert_eq!((&seen.corrections[0].changes, seen.item.stage), (&asked, StageName::Published));
    assert!(!public(&house, &slug).await.contains(&new));

    representative.grant_correction(id).await.refused(403, "not_allowed");
    party.unit.grant_correction(id).await.ok();
    let seen = party.capturist.candidacy(id).await;
    assert_eq!(seen.open_fields, ["motivation".into()]);
    let other = [("proposal.first", text(400))];
    party.capturist.save_answers(id, other).await.refused(409, "field_not_open");
    party.capturist.save_answers(id, right).await.ok();
    assert!(!public(&house, &slug).await.contains(&new), "the published version stands meanwhile");
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    let moved = party.unit.authorise_publication(id).await.ok();
    assert_eq!(moved.version, Some(2));
    assert!(public(&house, &slug).await.contains(&new));
    let again = representative.request_correction(id, [("motivation", text(300))], MISTYPED).await;
    again.refused(409, "correction_used");
}

/// Publishes the one correction of a candidacy that is published.
async fn correct<const N: usize>(house: &House, party: &Party, changes: [(&str, &str); N]) {
    let id = party.ids[0];
    party.representative.request_correction(id, changes, MISTYPED).await.ok();
    party.unit.grant_correction(id).await.ok();
    party.capturist.save_answers(id, changes).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    party.unit.authorise_publication(id).await.ok();
}

/// What the public ledger tells, the newest first.
async fn ledger(house: &House, slug: &str) -> Vec<LedgerEvent> {
    let ledger = house.citizen().read_public_ledger(slug).await.ok();
    assert_eq!(ledger.approved_on, day("2024-03-30"));
    assert!(ledger.lines.windows(2).all(|two| two[0].at >= two[1].at), "{ledger:?}");
    ledger.lines.into_iter().map(|line| line.what).collect()
}

async fn the_public_ledger_tells_what_happened_and_no_more(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let minute = || house.wait(TimeDelta::seconds(20));
    let first = LedgerEvent::Published;
    assert_eq!(ledger(&house, &slug).await, std::slice::from_ref(&first));

    let hide = |section: Option<&str>| control(section, Ground::Slogan, "Contiene el lema de la campaña.");
    let show = |section: Option<&str>| part(section, "Se aclaró lo que se señaló.");
    for section in ["motivation", "indigenous"] {
        minute();
        party.unit.disable_publication(id, &hide(Some(section))).await.ok();
    }
    // Nobody consented to show anything of identity: that something of it was hidden is not told.
    let hidden = LedgerEvent::Unavailable { section: Some("motivation".into()) };
    assert_eq!(ledger(&house, &slug).await, [hidden.clone(), first.clone()]);
    minute();
    party.unit.restore_publication(id, &show(Some("motivation"))).await.ok();
    minute();
    correct(&house, &party, [("motivation", &corrected()), ("indigenous.self", "No")]).await;
    let shown = LedgerEvent::Available { section: Some("motivation".into()) };
    let fixed = LedgerEvent::Corrected { fields: vec!["motivation".into()] };
    assert_eq!(ledger(&house, &slug).await, [fixed.clone(), shown.clone(), hidden.clone(), first.clone()]);
    let text = house.citizen().read_public_ledger(&slug).await.text();
    for word in ["slogan", "lema", "Irrepetible", "Corregido", "indigenous", "responsible"] {
        assert!(!text.contains(word), "{word}: {text}");
    }

    minute();
    party.unit.disable_publication(id, &hide(None)).await.ok();
    assert_eq!(ledger(&house, &slug).await, [], "hidden, it tells nothing");
    minute();
    party.unit.restore_publication(id, &show(None)).await.ok();
    let (back, gone) = (LedgerEvent::Available { section: None }, LedgerEvent::Unavailable { section: None });
    assert_eq!(ledger(&house, &slug).await, [back, gone, fixed, shown, hidden, first]);

    let work = party.unit.candidacy(id).await;
    party.unit.sync_registry(support::registry_without(work.item.folio.as_str())).await.ok();
    house.citizen().read_public_ledger(&slug).await.refused(410, "withdrawn");
    house.citizen().read_public_ledger("nadie-00000000").await.refused(404, "not_found");
}

const FIRST_TO_SECOND: CompareVersions = CompareVersions { from: 1, to: 2, purpose: None };

async fn every_version_is_kept_and_compared_word_by_word(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    let new = corrected();
    let changes = [("motivation", new.as_str()), ("indigenous.self", "No"), ("contact.website", "https://ejemplo.mx")];
    correct(&house, &party, changes).await;
    let versions = party.representative.list_versions(id).await.ok();
    let told: Vec<_> = versions.iter().map(|version| (version.number, version.cause)).collect();
    assert_eq!(told, [(2, VersionCause::Correction), (1, VersionCause::FirstPublication)]);
    assert!(versions[0].by.starts_with("responsible-unit"), "{versions:?}");

    let capturist = &party.capturist;
    let difference = capturist.compare_versions(id, &FIRST_TO_SECOND).await.ok();
    let fields: Vec<_> = difference.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["contact.website", "motivation", "indigenous.self", "indigenous.people"]);
    let stretch = |change, text: &str| Stretch { change, text: text.to_owned() };
    assert_eq!(difference[0].words, [stretch(Change::Added, "https://ejemplo.mx")]);
    let words = &difference[1].words;
    assert_eq!(words[..2], [stretch(Change::Removed, "Irrepetible "), stretch(Change::Added, "Corregido ")]);
    assert_eq!((words.len(), words[2].change), (3, Change::Kept));
    let back = capturist.compare_versions(id, &CompareVersions { from: 2, to: 1, purpose: None }).await.ok();
    assert_eq!((&back[1].before, &back[1].after), (&difference[1].after, &difference[1].before));
    assert_eq!(capturist.compare_versions(id, &CompareVersions { from: 2, to: 2, purpose: None }).await.ok(), []);
    party.unit.compare_versions(id, &CompareVersions { from: 1, to: 3, purpose: None }).await.refused(404, "not_found");
    let unreadable = format!("/candidacies/{id}/versions/difference?from=uno&to=2");
    party.unit.fetch(&unreadable).await.refused(400, "bad_request");
    let foreign = house.party("MC").await;
    foreign.capturist.compare_versions(id, &FIRST_TO_SECOND).await.refused(404, "not_found");
    foreign.capturist.list_versions(id).await.refused(404, "not_found");
}

async fn what_changed_of_identity_is_for_who_may_read_it(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    correct(&house, &party, [("motivation", &corrected()), ("indigenous.self", "No")]).await;
    let parties = house.institute(Role::PartiesDirectorate).await;
    let seen = parties.compare_versions(id, &FIRST_TO_SECOND).await;
    assert_eq!(seen.status, 200);
    let seen = seen.text();
    assert!(!seen.contains("indigenous") && seen.contains("motivation"), "{seen}");
    let about = format!("candidacy={id}");
    assert!(!party.unit.compare_versions(id, &FIRST_TO_SECOND).await.text().contains("indigenous"));
    let asked = CompareVersions { purpose: Some("Atender%20un%20oficio".to_owned()), ..FIRST_TO_SECOND };
    let whole = party.unit.compare_versions(id, &asked).await;
    assert_eq!(whole.status, 200);
    assert!(whole.text().contains("indigenous"));
    assert_eq!(
        party.unit.count_logged(&about, "identity.read_for").await,
        1,
        "each reading by the institute is logged"
    );
}

async fn a_correction_that_was_not_done_in_time_leaves_what_was_published(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let new = corrected();
    let save = [("motivation", new.as_str())];
    party.representative.request_correction(id, save, MISTYPED).await.ok();
    party.unit.grant_correction(id).await.ok();
    party.capturist.save_answers(id, save).await.ok();
    house.wait(TimeDelta::hours(24));
    house.wait(TimeDelta::seconds(1));
    let capturist = house.back("pt.captura").await;
    capturist.submit_profile(id, &UNDERSTOOD).await.refused(409, "already_submitted");

    run_due(&house.app).expect("jobs");
    let seen = capturist.candidacy(id).await;
    assert_eq!(seen.item.stage, StageName::Published);
    assert_eq!(said(&seen.answers, "motivation"), Some(motivation().as_str()));
    assert!(!seen.may_request_correction);
    assert_eq!(capturist.count_logged(&format!("candidacy={id}"), "grant.lapsed").await, 1);
    assert_eq!(capturist.count_told(MessageKind::GrantLapsed).await, 1);
    assert!(public(&house, &slug).await.contains(&motivation()));
    let representative = house.back("pt.representacion").await;
    representative.request_correction(id, save, MISTYPED).await.refused(409, "correction_used");
}

async fn a_correction_that_lapsed_is_told_also_when_somebody_acts_first(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    party.representative.request_correction(id, [("motivation", corrected())], MISTYPED).await.ok();
    party.unit.grant_correction(id).await.ok();
    house.wait(TimeDelta::seconds(24 * 3600 + 1));
    let gender = house.institute(Role::GenderDirectorate).await;
    let flag = control(Some("proposals"), Ground::OffensiveLanguage, "Revisar la propuesta dos.");
    gender.flag_published(id, &flag).await.ok();
    house.run_jobs();
    let capturist = house.back("pt.captura").await;
    assert_eq!(capturist.count_logged(&format!("candidacy={id}"), "grant.lapsed").await, 1);
    assert_eq!(capturist.count_told(MessageKind::GrantLapsed).await, 1);
}

async fn a_correction_can_be_declined_and_asked_for_again(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[0];
    let (ask, reason) = ([("contact.website", "https://ejemplo.mx")], "Faltó la página de internet.");
    party.unit.grant_correction(id).await.refused(409, "no_correction_pending");
    party.representative.request_correction(id, ask, reason).await.ok();
    let decline = |reason: &str| DecideCorrection { grant: false, reason: reason.to_owned() };
    party.unit.decide_correction(id, &decline("")).await.refused(400, "bad_request");
    party.unit.decide_correction(id, &decline("No dice qué texto se sustituye.")).await.ok();
    let seen = party.representative.candidacy(id).await;
    assert_eq!(seen.corrections[0].decision.as_deref(), Some("No dice qué texto se sustituye."));
    assert!(seen.may_request_correction);
    party.representative.request_correction(id, ask, reason).await.ok();
}
