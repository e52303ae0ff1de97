use casework::log::{Proof, verify_log};
use contract::{
    accounts::{AccountReceipt, IssueAccounts},
    review::Read,
};
use domain::{
    accounts::Role,
    prohibition::Ground,
    questionnaire::{Answer, Part},
    time::TimeDelta,
    workflow::StageName,
};
use support::{
    House, SIGNED, UNDERSTOOD, answer, complete, consent, on_both, registry_without, remark, replying, said, text,
};

on_both!(
    a_candidacy_goes_from_the_registry_to_a_citizen,
    identity_is_public_only_while_there_is_consent,
    a_cancelled_candidacy_vanishes_at_the_sync,
    the_institutes_observations_come_back_answered,
    an_independent_receives_captures_and_looks_again,
    a_candidacys_own_account_captures_only_its_own,
    an_observed_parent_brings_its_dependents,
);

async fn a_candidacy_goes_from_the_registry_to_a_citizen(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];

    let slogan = remark("motivation", Ground::Slogan, "Quite el lema del inicio.");
    let moved = party.validator.return_to_capture(id, &[slogan]).await.ok();
    assert_eq!(moved.stage, StageName::InCapture);

    let work = party.capturist.candidacy(id).await;
    assert_eq!(work.open_fields, ["motivation".into()]);
    let closed = [("proposal.first", text(400))];
    party.capturist.save_answers(id, closed).await.refused(409, "field_not_open");

    let mended = [("motivation", format!("{} sin lema", text(300)))];
    party.capturist.save_answers(id, mended).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.refused(422, "observation_unanswered");
    party.capturist.submit_profile(id, &replying(&work, "Ya no está.")).await.ok();

    let edit = [("contact.website", "https://ejemplo.mx")];
    party.validator.edit_submitted(id, edit).await.ok();
    let seen = party.capturist.candidacy(id).await;
    assert_eq!((&seen.edits[0].field, &seen.edits[0].before), (&"contact.website".into(), &None));
    assert_eq!(seen.observations[0].reply.as_deref(), Some("Ya no está."));

    party.validator.validate_profile(id).await.ok();
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);
    party.unit.authorise_publication(id).await.refused(409, "verdicts_missing");
    parties.judge(id, Part::Identity, true).await.refused(403, "not_allowed");
    house.judge(&parties, id, Part::Curricular, &[]).await;
    house.judge(&gender, id, Part::Identity, &[]).await;
    let hidden = house.citizen().list_public_candidacies("").await.ok();
    assert!(hidden.items.iter().all(|card| !card.published));

    let moved = party.unit.authorise_publication(id).await.ok();
    assert_eq!((moved.stage, moved.version), (StageName::Published, Some(1)));

    let public = house.citizen().read_public_candidacy(&seen.item.slug).await;
    let words = public.text();
    let published = public.ok().published.expect("published");
    assert_eq!(said(&published.answers, "contact.website"), Some("https://ejemplo.mx"));
    assert!(!words.contains("Caxcán") && !words.contains("socioeconomic"), "{words}");
    assert!(
        !words.contains("birth_date") && !words.contains("ejemplo.invalid") && !words.contains("ZAC24-"),
        "{words}"
    );

    let mut conn = house.app.db.conn().expect("a connection");
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Whole { lines, .. }) if lines > 40));
}

async fn identity_is_public_only_while_there_is_consent(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    let work = party.capturist.candidacy(id).await;
    let marks = consent(&["indigenous"]);
    for document in ["<svg onload=alert(1)>", "%PDF-1.4 firmado"] {
        party.capturist.give_consent(&work, &marks, document.as_bytes()).await.refused(422, "bad_file");
    }
    party.capturist.give_consent(&work, &marks, SIGNED.as_bytes()).await.ok();
    party.unit.authorise_publication(id).await.ok();

    let slug = &work.item.slug;
    let public = house.citizen().read_public_candidacy(slug).await;
    let words = public.text();
    let published = public.ok().published.expect("published");
    assert_eq!(said(&published.answers, "indigenous.people"), Some("Caxcán"));
    assert!(!words.contains("lgbtttiq") && !words.contains("socioeconomic"), "only what was consented: {words}");

    party.capturist.withdraw_consent(id).await.ok();
    for path in [format!("/public/candidacies/{slug}"), "/public/data/candidaturas.csv".to_owned()] {
        let bytes = house.citizen().fetch(&path).await.file();
        assert!(!String::from_utf8_lossy(&bytes).contains("Caxcán"), "{path} still shows it");
    }
}

async fn an_independent_receives_captures_and_looks_again(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(support::rows(49..=50)).await.ok();
    let id = unit.list_candidacies("").await.ok().items[0].id;
    let issued = unit.issue_accounts(&IssueAccounts::Candidacy { candidacy: id }).await.ok();
    assert_eq!(issued[0].role, Role::IndependentCandidate);
    let own = house.join(&issued[0]).await;
    let work = own.list_candidacies("").await.ok();
    assert_eq!((work.total, work.items[0].id), (1, id), "nobody else's work");

    let recorded = own.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    assert_eq!(recorded.candidacies, 1);
    house.accept_notice(&own, id).await;
    own.save_answers(id, complete()).await.ok();
    own.submit_profile(id, &UNDERSTOOD).await.ok();
    unit.authorise_publication(id).await.refused(409, "out_of_turn");
    let nothing: [(&str, &str); 0] = [];
    own.edit_submitted(id, nothing).await.refused(403, "not_allowed");
    let moved = own.validate_profile(id).await.ok();
    assert_eq!(moved.stage, StageName::InVerification);
}

async fn a_candidacys_own_account_captures_only_its_own(house: House) {
    let party = house.party("PT").await;
    let own = house.candidate(&party, party.ids[0]).await;
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    house.accept_notice(&own, party.ids[0]).await;
    let save = [("motivation", "Lo que yo digo.")];
    own.save_answers(party.ids[0], save).await.ok();
    own.save_answers(Read { id: party.ids[1], revision: 1 }, save).await.refused(404, "not_found");
    own.read_candidacy(party.ids[1]).await.refused(404, "not_found");
    own.acknowledge_receipt(&AccountReceipt::default()).await.refused(403, "not_allowed");
}

async fn an_observed_parent_brings_its_dependents(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    let observe = |field: &str| [remark(field, Ground::Incomplete, "Revise esta respuesta.")];
    party.validator.return_to_capture(id, &observe("disability.has")).await.ok();
    let seen = party.capturist.candidacy(id).await;
    let open = ["disability.has", "disability.term", "disability.type", "disability.difficulties"];
    assert_eq!(seen.open_fields, open.map(Into::into), "the whole section, so that it tells nothing");
    let several = |option: &str| Answer::Many(vec![option.to_owned()]);
    let mended = [
        ("disability.has", answer("Sí")),
        ("disability.term", answer("Permanente")),
        ("disability.type", several("Física")),
        ("disability.difficulties", several("Prefiero no contestar")),
    ];
    party.capturist.save_answers(id, mended).await.ok();
    party.capturist.submit_profile(id, &replying(&seen, "Corregida.")).await.ok();

    party.validator.return_to_capture(id, &observe("education.level")).await.ok();
    let seen = party.capturist.candidacy(id).await;
    assert_eq!(seen.open_fields, ["education.level", "education.status"].map(Into::into));
}

async fn a_cancelled_candidacy_vanishes_at_the_sync(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    party.unit.authorise_publication(id).await.ok();
    let work = party.unit.candidacy(id).await;
    let slug = &work.item.slug;
    house.citizen().read_public_candidacy(slug).await.ok();

    let synced = party.unit.sync_registry(registry_without(work.item.folio.as_str())).await.ok();
    assert_eq!(synced.plan.cancelled.len(), 1);

    let gone = house.citizen().read_public_candidacy(slug).await;
    gone.refused(410, "withdrawn");
    assert!(!gone.text().contains(&work.item.name), "nothing about the person: {}", gone.text());
    let list = house.citizen().list_public_candidacies("size=200").await;
    assert!(!list.text().contains(slug), "still listed");
    list.ok();
    let table = house.citizen().download_table_csv("").await.file();
    assert!(!String::from_utf8_lossy(&table).contains(slug), "still exported");
    let body = [("contact.website", None::<&str>)];
    party.capturist.save_answers(id, body).await.refused(409, "candidacy_not_active");
}

async fn the_institutes_observations_come_back_answered(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let parties = house.institute(Role::PartiesDirectorate).await;
    let mention = remark("proposal.first", Ground::Mention, "Menciona a otro partido.");
    house.judge(&parties, id, Part::Curricular, &[mention]).await;
    let seen = party.capturist.candidacy(id).await;
    assert_eq!(seen.observations, [], "a verdict's remarks are the institute's until it sends them");
    party.unit.send_observations(id).await.ok();

    let seen = party.capturist.candidacy(id).await;
    assert_eq!(seen.open_fields, ["proposal.first".into()]);
    house.wait(TimeDelta::seconds(24 * 3600 + 1));
    let capturist = house.back("pt.captura").await;
    let body = [("proposal.first", complete()[&"proposal.second".into()].clone())];
    capturist.save_answers(id, body).await.refused(409, "term_ended");
}
