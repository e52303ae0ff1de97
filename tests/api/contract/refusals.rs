use actix_web::http::Method;
use domain::time::TimeDelta;
use futures_util::future::join;
use serde_json::{Value, json};
use support::{House, Person, complete, on_both, text};

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
    let id = &party.ids[0];
    let save = json!({ "answers": { "motivation": "algo" } });
    let before = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    house
        .change(&party.capturist, Method::PATCH, id, "answers", save.clone())
        .await
        .refused(409, "accounts_not_received");
    house.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
    house.change(&party.capturist, Method::PATCH, id, "answers", save).await.refused(409, "notice_not_accepted");
    house
        .change(&party.capturist, Method::POST, id, "notice-acceptance", json!({ "version": "1" }))
        .await
        .refused(409, "notice_not_current");
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.refused(409, "out_of_turn");
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.refused(409, "out_of_turn");
    house.change(&party.capturist, Method::POST, id, "authorisation", Value::Null).await.refused(403, "not_allowed");
    let after = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!((&before["answers"], &before["item"]["stage"]), (&after["answers"], &after["item"]["stage"]));

    let party = house.sent("MC").await;
    let id = &party.ids[0];
    let again = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", again).await.refused(409, "already_submitted");
    let late = json!({ "answers": { "motivation": text(400) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", late).await.refused(409, "already_submitted");
    house
        .change(&party.validator, Method::POST, id, "return", json!({ "observations": [] }))
        .await
        .refused(422, "observation_required");
}

async fn limits_hold_to_the_character(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let submit = |person: Person| {
        let (house, id) = (&house, id.clone());
        async move {
            let body = json!({ "single_opportunity_understood": true });
            house.change(&person, Method::POST, &id, "submission", body).await
        }
    };
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let padded = format!("{}{}", text(279), " ".repeat(600));
    let cases = [
        (text(279), "too_short"),
        (padded, "too_short"),
        (format!("{}{}", text(279), "\u{200B}\u{2800}\u{00A0}"), "too_short"),
        ("x".repeat(1_601), "too_long"),
    ];
    for (answer, code) in cases {
        let saved = house
            .change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": { "proposal.first": answer } }))
            .await
            .ok();
        assert_eq!(saved["faults"][0]["code"], code, "a draft keeps it and says what is wrong");
        let refused = submit(party.capturist.clone()).await;
        refused.refused(422, "invalid_answers");
        assert_eq!(
            (&refused.body["errors"][0]["field"], &refused.body["errors"][0]["code"]),
            (&json!("proposal.first"), &json!(code))
        );
    }
    let fits = format!("  {}  ", "x".repeat(1_600));
    house
        .change(
            &party.capturist,
            Method::PATCH,
            id,
            "answers",
            json!({ "answers": { "proposal.first": fits, "proposal.second": text(280) } }),
        )
        .await
        .ok();
    let unconfirmed = json!({ "single_opportunity_understood": false });
    house
        .change(&party.capturist, Method::POST, id, "submission", unconfirmed)
        .await
        .refused(422, "confirmation_required");
    submit(party.capturist.clone()).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(
        seen["answers"]["proposal.first"].as_str().map(str::len),
        Some(1_600),
        "sent without the blanks around it"
    );
}

async fn answers_that_no_draft_may_hold_are_refused(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let cases = [
        (json!({ "education.level": "Sabio" }), "unknown_option"),
        (json!({ "nothing.here": "x" }), "unknown_question"),
        (json!({ "migrant.country": "Canadá" }), "not_asked"),
        (json!({ "migrant.self": "No", "migrant.country": "Canadá" }), "not_asked"),
        (json!({ "motivation": ["uno", "dos"] }), "wrong_shape"),
        (json!({ "education.courses": "uno" }), "wrong_shape"),
        (json!({ "motivation": "nulo \u{0} aquí" }), "control_character"),
        (json!({ "motivation": "x".repeat(20_001) }), "enormous"),
        (json!({ "photo": "0000" }), "wrong_shape"),
    ];
    for (answers, code) in cases {
        let refused = house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": answers })).await;
        refused.refused(422, "invalid_answers");
        assert_eq!(refused.body["errors"][0]["code"], code);
    }
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["answers"], json!({}));

    let yes = json!({ "answers": { "migrant.self": "Sí", "migrant.country": "Canadá" } });
    house.change(&party.capturist, Method::PATCH, id, "answers", yes).await.ok();
    let no = json!({ "answers": { "migrant.self": "No" } });
    let saved = house.change(&party.capturist, Method::PATCH, id, "answers", no).await.ok();
    assert_eq!(saved["dropped"], json!(["migrant.country"]));

    for body in ["{", "[]", "{\"answers\": 3}", "{\"answers\": {}, \"other\": 1}"] {
        let request = House::request(Method::PATCH, &format!("/candidacies/{id}/answers"), Some(&party.capturist))
            .insert_header(("if-match", "\"1\""))
            .insert_header(("content-type", "application/json"));
        house.send(request.set_payload(body)).await.refused(400, "bad_request");
    }
}

async fn what_looks_like_a_program_stays_a_text(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let typed =
        format!("<script>alert(1)</script> =1+1 {{{{7*7}}}} 🙂 \u{202E}atrás\u{202C} & «ñ» {}", support::text(300));
    let mut answers = complete();
    answers["motivation"] = json!(typed);
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": answers })).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["answers"]["motivation"], json!(typed), "as it was typed");
    for link in
        ["javascript:alert(1)", "data:text/html,x", "http://ejemplo.mx", "https://ejemplo.mx@malo.mx", "//ejemplo.mx"]
    {
        let save = json!({ "answers": { "contact.website": link } });
        let saved = house.change(&party.capturist, Method::PATCH, id, "answers", save).await.ok();
        assert_eq!(saved["faults"][0]["code"], "bad_url", "{link}");
    }
    let clear = json!({ "answers": { "contact.website": null } });
    house.change(&party.capturist, Method::PATCH, id, "answers", clear).await.ok();
    let enormous = json!({ "answers": { "motivation": "x".repeat(10 * 1024 * 1024) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", enormous).await.refused(413, "too_large");
    let sent = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", sent).await.ok();
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    house.verify(id).await;
    house.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
    let slug = seen["item"]["slug"].as_str().expect("a slug");
    let public = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    assert_eq!(public["published"]["answers"]["motivation"], json!(typed));
    let csv = house.get(None, "/public/data/candidaturas.csv").await.ok();
    assert!(csv.as_str().is_some_and(|csv| csv.contains("<script>alert(1)</script> =1+1")));
}

async fn a_stale_revision_keeps_both_texts(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let read = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
    let mine = json!({ "answers": { "motivation": "lo mío" } });
    house.change_from(&party.capturist, Method::PATCH, id, "answers", mine, &read).await.ok();
    let other = json!({ "answers": { "motivation": "lo de otra persona" } });
    let stale = house.change_from(&party.capturist, Method::PATCH, id, "answers", other, &read).await;
    stale.refused(412, "stale_revision");
    assert_eq!(stale.body["current"]["answers"]["motivation"], "lo mío");
    let request = House::request(Method::PATCH, &format!("/candidacies/{id}/answers"), Some(&party.capturist));
    house.send(request.set_json(json!({ "answers": {} }))).await.refused(428, "revision_required");
}

async fn another_partys_candidacy_does_not_exist(house: House) {
    let own = house.party("PT").await;
    let other = house.party("MC").await;
    let id = &other.ids[0];
    house.get(Some(&own.capturist), &format!("/candidacies/{id}")).await.refused(404, "not_found");
    for (method, path, body) in [
        (Method::PATCH, "answers", json!({ "answers": {} })),
        (Method::POST, "notice-acceptance", json!({ "version": "2024-1" })),
        (Method::POST, "submission", json!({ "single_opportunity_understood": true })),
        (Method::DELETE, "photo", Value::Null),
        (Method::DELETE, "consent", Value::Null),
    ] {
        house.change_from(&own.capturist, method, id, path, body, &json!(1)).await.refused(404, "not_found");
    }
    for (method, path, body) in [
        (Method::POST, "validation", Value::Null),
        (Method::PATCH, "edits", json!({ "answers": {} })),
        (Method::POST, "return", json!({ "observations": [] })),
    ] {
        house.change_from(&own.validator, method, id, path, body, &json!(1)).await.refused(404, "not_found");
    }
    house.get(Some(&own.capturist), &format!("/candidacies/{id}/photo")).await.refused(404, "not_found");
    house.get(Some(&own.capturist), &format!("/activity-log?candidacy={id}")).await.refused(404, "not_found");
    let list = house.get(Some(&own.capturist), "/candidacies?size=200").await.ok();
    assert!(list["items"].as_array().expect("items").iter().all(|item| item["responsible_party"] == "PT"));
    house.get(Some(&own.capturist), "/candidacies/nothing").await.refused(404, "not_found");
}

async fn a_receipt_on_paper_has_a_date_that_can_be(house: House) {
    let party = house.party("PT").await;
    let record = |day: &str| house.post(&party.unit, "/accounts/receipt", json!({ "party": "PT", "received_on": day }));
    for day in ["2014-04-01", "-000001-01-01", "2024-04-02"] {
        record(day).await.refused(400, "bad_request");
    }
    let until = |answer: Value| answer["capture_until"].as_str().expect("a time").to_owned();
    assert_eq!(until(record("2024-04-01").await.ok()), "2024-04-17T05:59:59Z");
}

async fn uploads_of_any_size_get_a_clear_answer(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let revision = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
    let consent = |size: usize| {
        let marks = r#"{"treatment":true,"publication":false,"statistics":true,"sections":[]}"#;
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"consent\"\r\ncontent-type: application/json\r\n\r\n{marks}\r\n\
             --x\r\ncontent-disposition: form-data; name=\"document\"; filename=\"firma.pdf\"\r\n\r\n{}",
            support::SIGNED
        );
        let body = [head.as_bytes(), &vec![b' '; size], b"\r\n--x--\r\n"].concat();
        House::request(Method::PUT, &format!("/candidacies/{id}/consent"), Some(&party.capturist))
            .insert_header(("if-match", format!("\"{revision}\"")))
            .insert_header(("content-type", "multipart/form-data; boundary=x"))
            .set_payload(body)
    };
    house.send(consent(10 * 1024 * 1024 + 10)).await.refused(413, "too_large");
    house.send(consent(12 * 1024 * 1024)).await.refused(413, "too_large");
    house.send(consent(9 * 1024 * 1024)).await.ok();
    let photo = House::request(Method::PUT, &format!("/candidacies/{id}/photo"), Some(&party.capturist));
    let photo = photo.insert_header(("if-match", "\"1\"")).set_payload(vec![0_u8; 6 * 1024 * 1024]);
    house.send(photo).await.refused(413, "too_large");
    house.sync(&party.unit, vec![b'a'; 33 * 1024 * 1024]).await.refused(413, "too_large");
    let text = json!({ "answers": { "motivation": "x".repeat(10 * 1024 * 1024) } });
    house.change(&party.capturist, Method::PATCH, id, "answers", text).await.refused(413, "too_large");
}

async fn two_sendings_at_once_are_one(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let revision = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
    let send = || {
        let body = json!({ "single_opportunity_understood": true });
        house.change_from(&party.capturist, Method::POST, id, "submission", body, &revision)
    };
    let (first, second) = join(send(), send()).await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let lost = if first.status == 412 { first } else { second };
    assert_eq!(lost.body["current"]["item"]["stage"], "in_validation", "the one who lost reads where it stands");
}

async fn the_term_closes_the_capture(house: House) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let until = house.get(Some(&party.capturist), &format!("/candidacies/{id}")).await.ok()["item"]["until"].clone();
    assert_eq!(until, "2024-04-17T05:59:59Z", "the fifteenth day after, at its last second in Zacatecas");
    house.wait(TimeDelta::hours(24 * 16));
    let capturist = support::person(house.sign_in("pt.captura", support::PASSWORD).await);
    let save = json!({ "answers": { "motivation": "tarde" } });
    house.change(&capturist, Method::PATCH, id, "answers", save).await.refused(409, "term_ended");
}
