//! The public directory: narrowed, counted, searched, compared and brought up to date.

use actix_web::http::Method;
use serde_json::{Value, json};
use support::{House, Party, complete, on_both, registry_with, substitute_of, text};

on_both!(
    the_list_is_narrowed_counted_and_put_in_order,
    what_is_not_understood_is_told_and_nothing_typed_fails,
    words_are_found_where_they_are_shown_and_nowhere_else,
    a_contest_has_everybody_in_full,
    the_directory_says_what_can_be_asked,
    a_profile_is_sent_compressed_with_a_tag_of_its_own,
    what_is_brought_up_to_date_is_what_would_be_built,
);

const FOLIO: &str = "ZAC24-00005";

/// A party whose first candidacy published a proposal that nobody else makes, and its public name.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    let mut answers = complete();
    answers["proposal.first"] = json!(format!("Alumbrado público en las calles. {}", text(290)));
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

async fn list(house: &House, query: &str) -> Value {
    house.get(None, &format!("/public/candidacies?{query}")).await.ok()
}

/// How many an option of a filter would find.
fn count(list: &Value, filter: &str, key: &str) -> u64 {
    let facet = list["facets"].as_array().expect("facets").iter().find(|facet| facet["filter"] == filter);
    let mut options = facet.expect("a filter")["options"].as_array().expect("options").iter();
    options.find(|option| option["key"] == key).expect("an option")["count"].as_u64().expect("a number")
}

async fn the_list_is_narrowed_counted_and_put_in_order(house: House) {
    let (_, slug) = published(&house).await;
    let all = list(&house, "size=200").await;
    let total = all["total"].as_u64().expect("a number");
    assert_eq!(all["items"].as_array().map(|items| items.len() as u64), Some(total));
    for filter in ["office", "territory", "contest", "sex", "kind", "published", "age"] {
        let facets = all["facets"].as_array().expect("facets").iter().find(|facet| facet["filter"] == filter);
        let options = facets.expect("a filter")["options"].as_array().expect("options");
        let sum: u64 = options.iter().filter_map(|option| option["count"].as_u64()).sum();
        assert_eq!(sum, total, "{filter}");
    }
    let one = list(&house, "published=yes&degree=Licenciatura").await;
    assert_eq!((&one["total"], &one["items"][0]["slug"]), (&json!(1), &json!(slug)));
    assert_eq!((count(&one, "published", "no"), count(&one, "degree", "Licenciatura")), (0, 1));

    let women = list(&house, "sex=woman&kind=owner&size=200").await;
    let both = list(&house, "sex=woman&sex=man&kind=owner&size=200").await;
    assert_eq!(count(&women, "sex", "man") + women["total"].as_u64().expect("a number"), both["total"]);
    let mut items = women["items"].as_array().expect("items").iter();
    assert!(items.all(|card| card["sex"] == "woman" && card["kind"] == "owner"));

    let by_party = list(&house, "order=party&size=200").await;
    let coalition = |card: &Value| card["members"].as_array().is_some_and(|members| members.len() != 1);
    let parties: Vec<&str> = by_party["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|card| !coalition(card))
        .filter_map(|card| card["nominator"].as_str())
        .collect();
    let known = house.get(None, "/public/directory").await.ok()["parties"].clone();
    let place = |key: &str| known.as_array().expect("parties").iter().position(|party| party["key"] == key);
    assert!(parties.windows(2).all(|two| place(two[0]) <= place(two[1])), "{parties:?}");
    let beyond = list(&house, "page=99").await;
    assert_eq!((&beyond["items"], &beyond["total"]), (&json!([]), &all["total"]));
    assert_eq!(list(&house, "size=9999").await["size"], 200);
    assert_eq!(list(&house, "office=&territory=&q=&page=").await["total"], all["total"]);
}

async fn what_is_not_understood_is_told_and_nothing_typed_fails(house: House) {
    for (query, told) in [
        ("sex=mujer", "sex: Use uno de estos valores: woman, man, non_binary."),
        ("territory=zac/mun/99999", "territory: No hay una opción con esa clave."),
        ("order=votes", "order: Use uno de estos valores: surname, registry, party."),
        ("page=uno", "page: Escriba un número entero"),
        ("cargo=x", "cargo: No hay un parámetro con ese nombre. Use: office,"),
    ] {
        let answer = house.get(None, &format!("/public/candidacies?{query}")).await;
        answer.refused(400, "bad_request");
        assert!(answer.body["detail"].as_str().is_some_and(|detail| detail.starts_with(told)), "{}", answer.body);
    }
    let long = "a".repeat(10_000);
    house.get(None, &format!("/public/candidacies?q={long}")).await.refused(400, "bad_request");
    for typed in
        ["%22", "%22agua", "a+AND", "(", "*", "-", "names:x", "%5Bx+TO+y%5D", "%00", "%F0%9F%99%82", "%FF", "~2"]
    {
        let answer = house.get(None, &format!("/public/candidacies?q={typed}")).await;
        assert_eq!(answer.status, 200, "{typed} {}", answer.body);
    }
}

async fn words_are_found_where_they_are_shown_and_nowhere_else(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let found = list(&house, "q=ALUMBRADO+calle").await;
    assert_eq!((&found["total"], &found["items"][0]["slug"]), (&json!(1), &json!(slug)));
    let passage = &found["passages"][0]["passages"][0];
    assert_eq!(passage["question"], "proposal.first");
    let segments = passage["segments"].as_array().expect("segments");
    let hits: Vec<&Value> = segments.iter().filter(|s| s["hit"] == true).map(|s| &s["text"]).collect();
    assert_eq!(hits, [&json!("Alumbrado"), &json!("calles")]);
    assert_eq!(list(&house, "q=alumbrado&within=names").await["total"], 0);

    let name = found["items"][0]["name"].as_str().expect("a name").to_owned();
    let (given, rest) = name.split_once(' ').expect("two words");
    let begun: String = rest.split(' ').next_back().expect("a surname").chars().take(3).collect();
    let query = format!("q={}+{}", domain::text::fold(given), domain::text::fold(&begun));
    let names = list(&house, &query).await;
    let mut items = names["items"].as_array().expect("items").iter();
    assert!(items.any(|card| card["slug"] == json!(slug)), "{query}: {names}");

    let order = |section: Value| json!({ "section": section, "ground": "slogan", "reason": "Contiene el lema." });
    let show = |section: Value| json!({ "section": section, "reason": "Se aclaró lo que se señaló." });
    for section in [json!("proposals"), Value::Null] {
        house.change(&party.unit, Method::POST, id, "disabling", order(section.clone())).await.ok();
        assert_eq!(list(&house, "q=alumbrado").await["total"], 0, "what is hidden is not searched");
        house.change(&party.unit, Method::POST, id, "restoration", show(section)).await.ok();
        assert_eq!(list(&house, "q=alumbrado").await["total"], 1);
    }
    let work = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    house.sync(&party.unit, support::registry_without(work["item"]["folio"].as_str().expect("a folio"))).await.ok();
    assert_eq!(list(&house, "q=alumbrado").await["total"], 0);
}

async fn a_contest_has_everybody_in_full(house: House) {
    let (_, slug) = published(&house).await;
    let contests = house.get(None, "/public/contests").await.ok();
    let items = contests["items"].as_array().expect("contests");
    let standing: u64 = items.iter().filter_map(|one| one["candidacies"].as_u64()).sum();
    assert_eq!(list(&house, "").await["total"], standing);
    let own = items.iter().find(|one| one["published"] == 1).expect("where somebody published");
    let key = own["key"].as_str().expect("a key");
    let contest = house.get(None, &format!("/public/contests/{key}")).await.ok();
    let people: Vec<&Value> = contest["contenders"]
        .as_array()
        .expect("contenders")
        .iter()
        .flat_map(|one| one["candidacies"].as_array().expect("candidacies"))
        .collect();
    assert_eq!(people.len() as u64, own["candidacies"]);
    assert_eq!(list(&house, &format!("contest={key}")).await["total"], own["candidacies"]);
    let mine = people.iter().find(|profile| profile["card"]["slug"] == json!(slug)).expect("who published");
    assert!(mine["published"]["answers"]["proposal.first"].as_str().is_some_and(|one| one.starts_with("Alumbrado")));
    let sections = contest["sections"].as_array().expect("sections");
    assert!(
        sections.iter().any(|one| one["key"] == "proposals") && sections.iter().all(|one| one["part"] != "identity")
    );
    for nowhere in ["municipal_president/zac", "municipal_president/zac/mun/99999", "nobody/zac"] {
        house.get(None, &format!("/public/contests/{nowhere}")).await.refused(404, "not_found");
    }
}

async fn the_directory_says_what_can_be_asked(house: House) {
    let directory = house.get(None, "/public/directory").await.ok();
    assert!(directory["curricular"].is_null() && directory["notice"].is_null());
    assert_eq!(directory["filters"].as_array().map(Vec::len), Some(10));
    for filter in directory["filters"].as_array().expect("filters") {
        let option = &filter["options"][0];
        assert!(option["label"].as_str().is_some_and(|label| !label.is_empty()), "{filter}");
        let value = option["key"].as_str().expect("a key").replace(' ', "+").replace('í', "%C3%AD");
        list(&house, &format!("{}={value}", filter["filter"].as_str().expect("a name"))).await;
    }
}

async fn a_profile_is_sent_compressed_with_a_tag_of_its_own(house: House) {
    let (_, slug) = published(&house).await;
    for path in [format!("/public/candidacies/{slug}"), format!("/public/candidacies/{slug}/ledger")] {
        let ask = |accept: &'static str, tag: &str| {
            let request = House::request(Method::GET, &path, None).insert_header(("accept-encoding", accept));
            request.insert_header(("if-none-match", tag.to_owned()))
        };
        let plain = house.send(ask("identity", "")).await;
        let tag = plain.header("etag").to_owned();
        assert_eq!((plain.status, plain.header("content-encoding")), (200, ""));
        let compressed = house.send(ask("gzip, br", "")).await;
        assert_eq!((compressed.status, compressed.header("content-encoding")), (200, "br"));
        assert_ne!(compressed.header("etag"), tag);
        assert_eq!(house.send(ask("gzip, br", compressed.header("etag"))).await.status, 304);
        assert_eq!(house.send(ask("br", &tag)).await.status, 200);
        assert_eq!(house.send(ask("identity", &tag)).await.status, 304);
    }
}

async fn what_is_brought_up_to_date_is_what_would_be_built(house: House) {
    let same = |after: &str| assert_eq!(house.difference_from_built(), None, "after {after}");
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    same("publication");
    let stamp = || house.app.published().stamp(&slug).expect("a stamp");
    let mut seen = vec![stamp()];

    let change = |path: &'static str, body: Value| house.change(&party.unit, Method::POST, id, path, body);
    for section in [json!("motivation"), Value::Null] {
        let order = json!({ "section": section, "ground": "slogan", "reason": "Contiene el lema." });
        change("disabling", order).await.ok();
        same("hiding");
        seen.push(stamp());
        change("restoration", json!({ "section": section, "reason": "Se aclaró lo que se señaló." })).await.ok();
        same("showing again");
        seen.push(stamp());
    }

    let marks = json!({ "treatment": true, "publication": true, "statistics": false, "sections": ["indigenous"] });
    house.give_consent(&party.capturist, id, &marks, support::SIGNED.as_bytes()).await;
    same("consent");
    seen.push(stamp());
    house.change(&party.capturist, Method::DELETE, id, "consent", Value::Null).await.ok();
    same("its withdrawal");

    let changes = json!({ "motivation": format!("Corregido {}", text(302)) });
    let ask = json!({ "changes": changes, "reason": "El texto tiene un error de captura." });
    house.change(&party.representative, Method::POST, id, "corrections", ask).await.ok();
    change("corrections/decision", json!({ "grant": true })).await.ok();
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": changes })).await.ok();
    let sent = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", sent).await.ok();
    house.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
    house.verify(id).await;
    same("what only the institute sees");
    change("authorisation", Value::Null).await.ok();
    same("a correction");
    seen.push(stamp());
    let distinct: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "what is shown is never twice the same: {seen:?}");

    let before = house.app.published();
    house.sync(&party.unit, registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[substitute_of(FOLIO)])).await.ok();
    same("a substitution");
    assert!(before.difference(&house.app.published()).is_some());
    let movements = house.get(Some(&party.unit), "/registry/movements").await.ok();
    let path = format!("/registry/movements/{}/undoing", movements[0]["id"].as_str().expect("an id"));
    let reason = json!({ "reason": "El oficio correspondía a otra fórmula." });
    assert_eq!(house.post(&party.unit, &path, reason).await.status, 204);
    same("its undoing");
    house.sync(&party.unit, support::rows(45..=60)).await.ok();
    same("others who are added, and those of before who are missing");
    let renamed = String::from_utf8(support::rows(1..=60)).expect("UTF-8").replace("Ortega", "Zúñiga");
    house.sync(&party.unit, renamed.into_bytes()).await.ok();
    same("other surnames");
    house.sync(&party.unit, support::registry_without("ZAC24-00001")).await.ok();
    same("a cancellation");
}
