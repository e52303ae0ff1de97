//! Terms that run, end and are given more time; what proves that something was sent; who else is here.

use std::collections::BTreeMap;

use contract::{
    capture::{ConsentFormQuery, ExtendDeadline, Extended, GiveConsent},
    work::{WorkItem, WorkPage},
};
use domain::{
    accounts::Role,
    ids::{CandidacyId, SectionKey},
    prohibition::Ground,
    questionnaire::Part,
    time::TimeDelta,
    work::progress::SectionState,
};
use support::{House, UNDERSTOOD, at, complete, consent, day, on_both, remark, text};

on_both!(
    a_term_that_ended_opens_again_with_a_reason,
    an_extension_tells_what_it_could_not_reach,
    observed_fields_are_given_more_time,
    what_was_sent_has_a_receipt_that_anybody_can_check,
    a_receipt_of_who_no_longer_stands_names_nobody,
    the_consent_to_sign_is_filled_with_what_was_chosen,
    two_at_one_candidacy_see_each_other,
    the_list_of_work_says_how_far_each_section_is,
    a_formula_leads_to_its_other_half,
);

fn more_time(candidacies: &[CandidacyId], last_day: &str, reason: &str) -> ExtendDeadline {
    ExtendDeadline { candidacies: candidacies.to_vec(), last_day: day(last_day), reason: reason.to_owned() }
}

async fn a_term_that_ended_opens_again_with_a_reason(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    house.wait(TimeDelta::hours(24 * 17));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let capturist = house.back("pt.captura").await;
    let save = [("motivation", "Tarde, pero con ganas.")];
    capturist.save_answers(id, save).await.refused(409, "term_ended");

    let order = |last_day: &str, reason: &str| more_time(&[id], last_day, reason);
    capturist.extend_deadline(&order("2024-04-20", "Porque sí, por favor.")).await.refused(403, "not_allowed");
    unit.extend_deadline(&order("2024-04-17", "La falla del sistema del día 15.")).await.refused(400, "bad_request");
    unit.extend_deadline(&order("2024-04-20", "corto")).await.refused(400, "bad_request");
    let nobody = more_time(&[], "2024-04-20", "La falla del sistema del día 15.");
    unit.extend_deadline(&nobody).await.refused(400, "bad_request");

    let done = unit.extend_deadline(&order("2024-04-20", "La falla del sistema del día 15.")).await.ok();
    assert_eq!(done, Extended { extended: 1, skipped: Vec::new() });
    capturist.save_answers(id, save).await.ok();
    let work = capturist.candidacy(id).await;
    assert_eq!(work.item.until, Some(at("2024-04-21T05:59:59Z")));
    let told = &work.extensions[0];
    assert_eq!(
        (told.reason.as_str(), told.was_until),
        ("La falla del sistema del día 15.", Some(at("2024-04-17T05:59:59Z")))
    );
    assert_eq!(capturist.count_logged(&format!("candidacy={id}"), "deadline.extended").await, 1);
    house.wait(TimeDelta::hours(24 * 3));
    let capturist = house.back("pt.captura").await;
    capturist.save_answers(id, save).await.refused(409, "term_ended");
}

async fn an_extension_tells_what_it_could_not_reach(house: House) {
    let party = house.sent("PT").await;
    let order = more_time(&party.ids, "2024-04-30", "Lo acordó la Comisión.");
    let done = party.unit.extend_deadline(&order).await.ok();
    assert_eq!(done.extended, party.ids.len() - 1);
    let skipped = &done.skipped[0];
    assert_eq!((skipped.id, skipped.reason.as_str()), (party.ids[0], "Ya no está en captura."));
    let again = party.unit.extend_deadline(&order).await.ok();
    assert_eq!((again.extended, again.skipped.len()), (0, party.ids.len()));
}

async fn observed_fields_are_given_more_time(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let (parties, gender) =
        (house.institute(Role::PartiesDirectorate).await, house.institute(Role::GenderDirectorate).await);
    let remark = remark("motivation", Ground::Incomplete, "No responde la pregunta.");
    house.judge(&parties, id, Part::Curricular, &[remark]).await;
    house.judge(&gender, id, Part::Identity, &[]).await;
    party.unit.send_observations(id).await.ok();
    house.wait(TimeDelta::hours(25));
    let capturist = house.back("pt.captura").await;
    let unit = house.institute(Role::ResponsibleUnit).await;
    let save = || [("motivation", text(310))];
    capturist.save_answers(id, save()).await.refused(409, "term_ended");
    let order = more_time(&[id], "2024-04-03", "Hubo una falla de red.");
    assert_eq!(unit.extend_deadline(&order).await.ok().extended, 1);
    capturist.save_answers(id, save()).await.ok();
}

async fn what_was_sent_has_a_receipt_that_anybody_can_check(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    party.capturist.save_answers(id, complete()).await.ok();
    let moved = party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    let folio = moved.receipt.expect("a folio");

    let work = party.capturist.candidacy(id).await;
    let receipt = &work.receipts[0];
    assert_eq!((&receipt.folio, receipt.round), (&folio, 1));
    // However it is typed.
    let typed = folio.to_lowercase().replace('-', " ");
    let answer = house.citizen().check_receipt(&typed).await;
    let words = answer.text();
    let checked = answer.ok();
    assert_eq!((checked.whole, &checked.digest), (true, &receipt.digest));
    assert_eq!(checked.of.as_ref().map(|of| &of.name), Some(&work.item.name));
    assert!(!words.contains("Caxcán") && !words.contains("ZAC24-") && !words.contains("abcdefghi"), "{words}");
    house.citizen().check_receipt("2222-2222-2222").await.refused(404, "not_found");

    // What the validator changes later does not change what was sent.
    let edit = [("contact.website", "https://ejemplo.mx")];
    party.validator.edit_submitted(id, edit).await.ok();
    let later = house.citizen().check_receipt(&folio).await.ok();
    assert_eq!(later, checked);

    let pdf = party.capturist.print_receipt(id, &folio).await.file();
    assert!(pdf.starts_with(b"%PDF-"));
    party.capturist.print_receipt(party.ids[1], &folio).await.refused(404, "not_found");
}

async fn a_receipt_of_who_no_longer_stands_names_nobody(house: House) {
    let party = house.sent("PT").await;
    let work = party.capturist.candidacy(party.ids[0]).await;
    party.unit.sync_registry(support::registry_without(work.item.folio.as_str())).await.ok();
    let answer = house.citizen().check_receipt(&work.receipts[0].folio).await;
    assert!(!answer.text().contains(&work.item.name));
    let checked = answer.ok();
    assert_eq!((checked.of, checked.whole), (None, true));
}

async fn the_consent_to_sign_is_filled_with_what_was_chosen(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let form = |publication, sections: &str| ConsentFormQuery {
        publication,
        statistics: false,
        sections: sections.to_owned(),
    };
    let chosen = form(true, "indigenous,disability");
    for person in [&party.capturist, &party.representative] {
        let pdf = person.print_consent(id, &chosen).await.file();
        assert!(pdf.starts_with(b"%PDF-"));
    }
    party.capturist.print_consent(id, &form(false, "socioeconomic")).await.refused(400, "bad_request");
    let unreadable = format!("/candidacies/{id}/consent-form?publication=quizas");
    party.capturist.fetch(&unreadable).await.refused(400, "bad_request");
    party.validator.print_consent(id, &form(false, "")).await.refused(403, "not_allowed");

    // Once signed, the paper that the system prints is taken back.
    let printed = party.capturist.print_consent(id, &chosen).await.file();
    let marks = GiveConsent { statistics: false, ..consent(&["indigenous"]) };
    party.capturist.give_consent(id, &marks, &printed).await.ok();
}

async fn two_at_one_candidacy_see_each_other(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let alone = party.capturist.be_present(id, Some("motivation")).await.ok();
    assert_eq!(alone, []);
    let seen = party.validator.be_present(id, None).await.ok();
    assert_eq!((seen[0].username.as_str(), &seen[0].section), ("pt.captura", &Some("motivation".into())));
    house.wait(TimeDelta::seconds(80));
    assert_eq!(party.validator.be_present(id, None).await.ok(), [], "gone after a while");
    party.unit.be_present(id, None).await.refused(403, "not_allowed");
    let foreign = house.party("MC").await;
    foreign.capturist.be_present(id, None).await.refused(404, "not_found");
}

/// How far each section of a candidacy is, in a list of work.
fn sections(work: &WorkPage, id: CandidacyId) -> &BTreeMap<SectionKey, SectionState> {
    &work.items.iter().find(|item| item.id == id).expect("the candidacy").sections
}

async fn the_list_of_work_says_how_far_each_section_is(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let long = text(300);
    let answers = [
        ("proposal.first", long.as_str()),
        ("education.level", "Licenciatura"),
        ("motivation", "corto"),
        ("migrant.self", "Sí"),
    ];
    party.capturist.save_answers(id, answers).await.ok();
    let work = party.capturist.list_candidacies("").await.ok();
    let seen = sections(&work, id);
    let told = ["contact", "education", "motivation", "proposals", "migrant", "indigenous"];
    let told = told.map(|key| seen[&key.into()]);
    use SectionState::{Complete, Empty, Optional, Started, Wrong};
    assert_eq!(told, [Optional, Complete, Wrong, Started, Started, Empty]);
    let parties = house.institute(Role::PartiesDirectorate).await;
    let work = parties.list_candidacies("").await.ok();
    let seen = sections(&work, id);
    assert!(seen.contains_key(&"motivation".into()) && !seen.contains_key(&"migrant".into()), "{seen:?}");
    let communication = house.institute(Role::CommunicationUnit).await;
    let work = communication.list_candidacies("").await.ok();
    assert_eq!(sections(&work, id), &BTreeMap::new());

    let total = async |asked: &str| party.capturist.list_candidacies(asked).await.ok().total;
    party.capturist.save_answers(id, complete()).await.ok();
    assert_eq!(total("incomplete=false").await, 1);
    assert_eq!(total("incomplete=true").await, party.ids.len() - 1);
    assert_eq!(total("due_within=24").await, 0);
    assert_eq!(total("due_within=400").await, party.ids.len());
}

async fn a_formula_leads_to_its_other_half(house: House) {
    let party = house.party("PT").await;
    let mut pairs = 0;
    for id in &party.ids {
        let own = party.capturist.candidacy(*id).await;
        let Some(half) = own.partner else { continue };
        let other = party.capturist.candidacy(half.id).await;
        assert_eq!(other.partner.map(|partner| partner.id), Some(own.item.id));
        assert_eq!(half.name, other.item.name);
        let shared = |item: WorkItem| (item.office, item.territory, item.formula, item.nominator);
        assert_ne!(own.item.kind, other.item.kind);
        assert_eq!(shared(own.item), shared(other.item));
        pairs += 1;
    }
    assert!(pairs > 0, "the export has formulas");
}
