use actix_web::http::Method;
use contract::{
    accounts::AccountReceipt,
    capture::{GiveConsent, Submit},
    review::Read,
};
use domain::{
    questionnaire::{Answer, FaultCode},
    time::TimeDelta,
    workflow::StageName,
};
use futures_util::future::join;
use serde_json::json;
use support::{House, SIGNED, UNDERSTOOD, answer, at, complete, complete_with, consent, day, on_both, said, text};

on_both!(
    acts_out_of_turn_change_nothing,
    limits_hold_to_the_character,
    answers_that_no_draft_may_hold_are_refused,
    a_stale_revision_keeps_both_texts,
    what_looks_like_a_program_stays_a_text,
    another_partys_candidacy_does_not_exist,
    the_term_closes_the_capture,
    a_receipt_on_paper_has_a_date_that_can_be,
    uploads_of_any_size_get_a_clear_answer,
    two_sendings_at_once_are_one,
);

async fn acts_out_of_turn_change_nothing(house: House) {
    let party = house.party("PT").await;
    let id = party.ids[0];
    let save = [("motivation", "algo")];
    let before = party.capturist.candidacy(id).await;
    party.capturist.save_answers(id, save).await.refused(409, "accounts_not_received");
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    party.capturist.save_answers(id, save).await.refused(409, "notice_not_accepted");
    party.capturist.accept_notice(id, "1").await.refused(409, "notice_not_current");
    party.validator.validate_profile(id).await.refused(409, "out_of_turn");
    party.unit.authorise_publication(id).await.refused(409, "out_of_turn");
    party.capturist.authorise_publication(id).await.refused(403, "not_allowed");
    let after = party.capturist.candidacy(id).await;
    assert_eq!((before.answers, before.item.stage), (after.answers, after.item.stage));

    let party = house.sent("MC").await;
    let id = party.ids[0];
    party.capturist.submit_profile(id, &UNDERSTOOD).await.refused(409, "already_submitted");
    let late = [("motivation", text(400))];
    party.capturist.save_answers(id, late).await.refused(409, "already_submitted");
    party.validator.return_to_capture(id, &[]).await.refused(422, "observation_required");
}

async fn limits_hold_to_the_character(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    party.capturist.save_answers(id, complete()).await.ok();
    let padded = format!("{}{}", text(279), " ".repeat(600));
    let cases = [
        (text(279), FaultCode::TooShort),
        (padded, FaultCode::TooShort),
        (format!("{}{}", text(279), "\u{200B}\u{2800}\u{00A0}"), FaultCode::TooShort),
        ("x".repeat(1_601), FaultCode::TooLong),
    ];
    for (answer, code) in cases {
        let saved = party.capturist.save_answers(id, [("proposal.first", answer)]).await.ok();
        assert_eq!(saved.faults[0].code, code, "a draft keeps it and says what is wrong");
        let refused = party.capturist.submit_profile(id, &UNDERSTOOD).await.refused(422, "invalid_answers");
        assert_eq!((refused.errors[0].field.as_str(), refused.errors[0].code), ("proposal.first", code));
    }
    let fits = format!("  {}  ", "x".repeat(1_600));
    party.capturist.save_answers(id, [("proposal.first", fits), ("proposal.second", text(280))]).await.ok();
    party.capturist.submit_profile(id, &Submit::default()).await.refused(422, "confirmation_required");
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    let seen = party.capturist.candidacy(id).await;
    assert_eq!(said(&seen.answers, "proposal.first").map(str::len), Some(1_600), "sent without the blanks around it");
}

async fn answers_that_no_draft_may_hold_are_refused(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let many = |lines: &[&str]| Answer::Many(lines.iter().map(|line| (*line).to_owned()).collect());
    let cases = [
        (vec![("education.level", answer("Sabio"))], FaultCode::UnknownOption),
        (vec![("nothing.here", answer("x"))], FaultCode::UnknownQuestion),
        (vec![("migrant.country", answer("Canadá"))], FaultCode::NotAsked),
        (vec![("migrant.self", answer("No")), ("migrant.country", answer("Canadá"))], FaultCode::NotAsked),
        (vec![("motivation", many(&["uno", "dos"]))], FaultCode::WrongShape),
        (vec![("education.courses", answer("uno"))], FaultCode::WrongShape),
        (vec![("motivation", answer("nulo \u{0} aquí"))], FaultCode::ControlCharacter),
        (vec![("motivation", answer("x".repeat(20_001)))], FaultCode::Enormous),
        (vec![("photo", answer("0000"))], FaultCode::WrongShape),
    ];
    for (answers, code) in cases {
        let refused = party.capturist.save_answers(id, answers).await.refused(422, "invalid_answers");
        assert_eq!(refused.errors[0].code, code);
    }
    assert!(party.capturist.candidacy(id).await.answers.is_empty());

    let yes = [("migrant.self", "Sí"), ("migrant.country", "Canadá")];
    party.capturist.save_answers(id, yes).await.ok();
    let no = [("migrant.self", "No")];
    let saved = party.capturist.save_answers(id, no).await.ok();
    assert_eq!(saved.dropped, ["migrant.country".into()]);

    for body in ["{", "[]", "{\"answers\": 3}", "{\"answers\": {}, \"other\": 1}"] {
        let request = party
            .capturist
            .request(Method::PATCH, &format!("/candidacies/{id}/answers"))
            .insert_header(("if-match", "\"1\""))
            .insert_header(("content-type", "application/json"));
        house.send(request.set_payload(body)).await.refused(400, "bad_request");
    }
}

async fn what_looks_like_a_program_stays_a_text(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let typed = format!("<script>alert(1)</script> =1+1 {{{{7*7}}}} 🙂 \u{202E}atrás\u{202C} & «ñ» {}", text(300));
    let answers = complete_with([("motivation", typed.as_str())]);
    party.capturist.save_answers(id, answers).await.ok();
    let seen = party.capturist.candidacy(id).await;
    assert_eq!(said(&seen.answers, "motivation"), Some(typed.as_str()), "as it was typed");
    for link in
        ["javascript:alert(1)", "data:text/html,x", "http://ejemplo.mx", "https://ejemplo.mx@malo.mx", "//ejemplo.mx"]
    {
        let save = [("contact.website", link)];
        let saved = party.capturist.save_answers(id, save).await.ok();
        assert_eq!(saved.faults[0].code, FaultCode::BadUrl, "{link}");
    }
    let clear = [("contact.website", None::<&str>)];
    party.capturist.save_answers(id, clear).await.ok();
    let enormous = [("motivation", "x".repeat(10 * 1024 * 1024))];
    party.capturist.save_answers(id, enormous).await.refused(413, "too_large");
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    party.unit.authorise_publication(id).await.ok();
    let published = house.profile(&seen.item.slug).await;
    assert_eq!(said(&published.answers, "motivation"), Some(typed.as_str()));
    let csv = String::from_utf8(house.citizen().download_table_csv("").await.file()).expect("UTF-8");
    assert!(csv.contains("<script>alert(1)</script> =1+1"));
}

async fn a_stale_revision_keeps_both_texts(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let read = party.capturist.candidacy(id).await;
    let mine = [("motivation", "lo mío")];
    party.capturist.save_answers(&read, mine).await.ok();
    let other = [("motivation", "lo de otra persona")];
    let stale = party.capturist.save_answers(&read, other).await;
    let now = stale.refused(412, "stale_revision").current.expect("what is saved");
    assert_eq!(said(&now.answers, "motivation"), Some("lo mío"));
    let request = party.capturist.request(Method::PATCH, &format!("/candidacies/{id}/answers"));
    house.send(request.set_json(json!({ "answers": {} }))).await.refused(428, "revision_required");
}

async fn another_partys_candidacy_does_not_exist(house: House) {
    let own = house.party("PT").await;
    let other = house.party("MC").await;
    let id = other.ids[0];
    own.capturist.read_candidacy(id).await.refused(404, "not_found");
    let on = Read { id, revision: 1 };
    let nothing: [(&str, &str); 0] = [];
    own.capturist.save_answers(on, nothing).await.refused(404, "not_found");
    own.capturist.accept_notice(on, "2024-1").await.refused(404, "not_found");
    own.capturist.submit_profile(on, &UNDERSTOOD).await.refused(404, "not_found");
    own.capturist.remove_photo(on).await.refused(404, "not_found");
    own.capturist.withdraw_consent(on).await.refused(404, "not_found");
    own.validator.validate_profile(on).await.refused(404, "not_found");
    own.validator.edit_submitted(on, nothing).await.refused(404, "not_found");
    own.validator.return_to_capture(on, &[]).await.refused(404, "not_found");
    own.capturist.read_draft_photo(id).await.refused(404, "not_found");
    own.capturist.read_activity_log(&format!("candidacy={id}")).await.refused(404, "not_found");
    let list = own.capturist.list_candidacies("size=200").await.ok();
    assert!(list.items.iter().all(|item| item.responsible_party == Some("PT".into())));
    own.capturist.fetch("/candidacies/nothing").await.refused(404, "not_found");
}

async fn a_receipt_on_paper_has_a_date_that_can_be(house: House) {
    let party = house.party("PT").await;
    let record = async |received_on: &str| {
        let receipt = AccountReceipt { party: Some("PT".into()), candidacy: None, received_on: Some(day(received_on)) };
        party.unit.acknowledge_receipt(&receipt).await
    };
    for day in ["2014-04-01", "-000001-01-01", "2024-04-02"] {
        record(day).await.refused(400, "bad_request");
    }
    assert_eq!(record("2024-04-01").await.ok().capture_until, Some(at("2024-04-17T05:59:59Z")));
}

async fn uploads_of_any_size_get_a_clear_answer(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let read = party.capturist.candidacy(id).await;
    let marks = GiveConsent { publication: false, ..consent(&[]) };
    let give = async |size: usize| {
        let document = [SIGNED.as_bytes(), &vec![b' '; size]].concat();
        party.capturist.give_consent(&read, &marks, &document).await
    };
    give(10 * 1024 * 1024 + 10).await.refused(413, "too_large");
    give(12 * 1024 * 1024).await.refused(413, "too_large");
    give(9 * 1024 * 1024).await.ok();
    let photo = vec![0_u8; 6 * 1024 * 1024];
    party.capturist.set_photo(id, "image/png", photo).await.refused(413, "too_large");
    party.unit.sync_registry(vec![b'a'; 33 * 1024 * 1024]).await.refused(413, "too_large");
    let enormous = [("motivation", "x".repeat(10 * 1024 * 1024))];
    party.capturist.save_answers(id, enormous).await.refused(413, "too_large");
}

async fn two_sendings_at_once_are_one(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    party.capturist.save_answers(id, complete()).await.ok();
    let read = party.capturist.candidacy(id).await;
    let send = || party.capturist.submit_profile(&read, &UNDERSTOOD);
    let (first, second) = join(send(), send()).await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let lost = if first.status == 412 { first } else { second };
    let now = lost.refused(412, "stale_revision").current.expect("what is saved");
    assert_eq!(now.item.stage, StageName::InValidation, "the one who lost reads where it stands");
}

async fn the_term_closes_the_capture(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let until = party.capturist.candidacy(id).await.item.until;
    assert_eq!(until, Some(at("2024-04-17T05:59:59Z")), "the fifteenth day after, at its last second in Zacatecas");
    house.wait(TimeDelta::hours(24 * 16));
    let capturist = house.back("pt.captura").await;
    let save = [("motivation", "tarde")];
    capturist.save_answers(id, save).await.refused(409, "term_ended");
}
