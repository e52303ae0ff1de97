//! The public directory: narrowed, counted, searched, compared and brought up to date.

use std::collections::HashSet;

use actix_web::http::Method;
use contract::{
    capture::GiveConsent,
    public::{Card, Cards, Filter},
};
use domain::{
    candidacy::{Kind, Sex},
    prohibition::Ground,
    questionnaire::Part,
};
use support::{
    House, Party, SIGNED, UNDERSTOOD, complete_with, consent, control, on_both, part, registry_with, registry_without,
    rows, said, substitute_of, text,
};

on_both!(
    the_list_is_narrowed_and_counted,
    the_list_is_put_in_order_and_in_pages,
    what_is_not_understood_is_told_and_nothing_typed_fails,
    words_are_found_where_they_are_shown_and_nowhere_else,
    a_contest_has_everybody_in_full,
    the_directory_says_what_can_be_asked,
    a_profile_is_sent_compressed_with_a_tag_of_its_own,
    what_is_brought_up_to_date_is_what_would_be_built,
    what_the_registry_moves_is_what_would_be_built,
);

const FOLIO: &str = "ZAC24-00005";

/// A party whose first candidacy published a proposal that nobody else makes, and its public name.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let answers = complete_with([("proposal.first", format!("Alumbrado público en las calles. {}", text(290)))]);
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

async fn list(house: &House, query: &str) -> Cards {
    house.citizen().list_public_candidacies(query).await.ok()
}

/// How many each option of a filter would find.
fn counts(list: &Cards, filter: Filter) -> impl Iterator<Item = (&str, usize)> {
    let facet = list.facets.iter().find(|facet| facet.filter == filter).expect("a filter");
    facet.options.iter().map(|option| (option.key.as_str(), option.count))
}

/// How many an option of a filter would find.
fn count(list: &Cards, filter: Filter, key: &str) -> usize {
    counts(list, filter).find(|(option, _)| *option == key).expect("an option").1
}

async fn the_list_is_narrowed_and_counted(house: House) {
    let (_, slug) = published(&house).await;
    let all = list(&house, "size=200").await;
    assert_eq!(all.items.len(), all.total);
    use Filter::{Age, Contest, Kind as OfKind, Office, Published, Sex as OfSex, Territory};
    for filter in [Office, Territory, Contest, OfSex, OfKind, Published, Age] {
        let sum: usize = counts(&all, filter).map(|(_, count)| count).sum();
        assert_eq!(sum, all.total, "{filter:?}");
    }
    let one = list(&house, "published=yes&degree=Licenciatura").await;
    assert_eq!((one.total, &one.items[0].slug), (1, &slug));
    assert_eq!((count(&one, Published, "no"), count(&one, Filter::Degree, "Licenciatura")), (0, 1));

    let women = list(&house, "sex=woman&kind=owner&size=200").await;
    let both = list(&house, "sex=woman&sex=man&kind=owner&size=200").await;
    assert_eq!(count(&women, OfSex, "man") + women.total, both.total);
    assert!(women.items.iter().all(|card| card.sex == Sex::Woman && card.kind == Kind::Owner));
}

async fn the_list_is_put_in_order_and_in_pages(house: House) {
    published(&house).await;
    let all = list(&house, "size=200").await;
    let by_party = list(&house, "order=party&size=200").await;
    let is_of_one_party = |card: &&Card| card.members.len() == 1;
    let parties: Vec<&str> =
        by_party.items.iter().filter(is_of_one_party).map(|card| card.nominator.as_str()).collect();
    let known = house.citizen().read_directory().await.ok().parties;
    let place = |key: &str| known.iter().position(|party| party.key.as_str() == key);
    assert!(parties.windows(2).all(|two| place(two[0]) <= place(two[1])), "{parties:?}");
    let beyond = list(&house, "page=99").await;
    assert_eq!((beyond.items, beyond.total), (Vec::new(), all.total));
    assert_eq!(list(&house, "size=9999").await.size, 200);
    assert_eq!(list(&house, "office=&territory=&q=&page=").await.total, all.total);
}

async fn what_is_not_understood_is_told_and_nothing_typed_fails(house: House) {
    for (query, told) in [
        ("sex=mujer", "sex: Use uno de estos valores: woman, man, non_binary."),
        ("territory=zac/mun/99999", "territory: No hay una opción con esa clave."),
        ("order=votes", "order: Use uno de estos valores: surname, registry, party."),
        ("page=uno", "page: Escriba un número entero"),
        ("cargo=x", "cargo: No hay un parámetro con ese nombre. Use: office,"),
    ] {
        let problem = house.citizen().list_public_candidacies(query).await.refused(400, "bad_request");
        assert!(problem.detail.starts_with(told), "{problem:?}");
    }
    let long = "a".repeat(10_000);
    house.citizen().list_public_candidacies(&format!("q={long}")).await.refused(400, "bad_request");
    for typed in
        ["%22", "%22agua", "a+AND", "(", "*", "-", "names:x", "%5Bx+TO+y%5D", "%00", "%F0%9F%99%82", "%FF", "~2"]
    {
        let answer = house.citizen().list_public_candidacies(&format!("q={typed}")).await;
        assert_eq!(answer.status, 200, "{typed} {}", answer.text());
    }
}

async fn words_are_found_where_they_are_shown_and_nowhere_else(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let found = list(&house, "q=ALUMBRADO+calle").await;
    assert_eq!((found.total, &found.items[0].slug), (1, &slug));
    let passage = &found.passages[0].passages[0];
    assert_eq!(passage.question, Some("proposal.first".into()));
    let hits: Vec<_> = passage.segments.iter().filter(|part| part.hit).map(|part| part.text.as_str()).collect();
    assert_eq!(hits, ["Alumbrado", "calles"]);
    assert_eq!(list(&house, "q=alumbrado&within=names").await.total, 0);

    let name = &found.items[0].name;
    let (given, rest) = name.split_once(' ').expect("two words");
    let begun: String = rest.split(' ').next_back().expect("a surname").chars().take(3).collect();
    let query = format!("q={}+{}", domain::text::fold(given), domain::text::fold(&begun));
    let names = list(&house, &query).await;
    assert!(names.items.iter().any(|card| card.slug == slug), "{query}: {names:?}");

    for section in [Some("proposals"), None] {
        let order = control(section, Ground::Slogan, "Contiene el lema.");
        party.unit.disable_publication(id, &order).await.ok();
        assert_eq!(list(&house, "q=alumbrado").await.total, 0, "what is hidden is not searched");
        party.unit.restore_publication(id, &part(section, "Se aclaró lo que se señaló.")).await.ok();
        assert_eq!(list(&house, "q=alumbrado").await.total, 1);
    }
    let work = party.unit.candidacy(id).await;
    party.unit.sync_registry(registry_without(work.item.folio.as_str())).await.ok();
    assert_eq!(list(&house, "q=alumbrado").await.total, 0);
}

async fn a_contest_has_everybody_in_full(house: House) {
    let (_, slug) = published(&house).await;
    let contests = house.citizen().list_contests().await.ok();
    let standing: usize = contests.items.iter().map(|contest| contest.candidacies).sum();
    assert_eq!(list(&house, "").await.total, standing);
    let own = contests.items.iter().find(|contest| contest.published == 1).expect("where somebody published");
    let contest = house.citizen().read_contest(&own.office, &own.territory).await.ok();
    let people: Vec<_> = contest.candidacies().collect();
    assert_eq!(people.len(), own.candidacies);
    assert_eq!(list(&house, &format!("contest={}", own.key)).await.total, own.candidacies);
    let mine = people.iter().find(|profile| profile.card.slug == slug).expect("who published");
    let answers = &mine.published.as_ref().expect("published").answers;
    assert!(said(answers, "proposal.first").is_some_and(|proposal| proposal.starts_with("Alumbrado")));
    let mut sections = contest.sections.iter();
    assert!(sections.any(|section| section.key == "proposals".into()));
    assert!(contest.sections.iter().all(|section| section.part != Part::Identity));
    for (office, territory) in
        [("municipal_president", "zac"), ("municipal_president", "zac/mun/99999"), ("nobody", "zac")]
    {
        house.citizen().read_contest(&office.into(), &territory.into()).await.refused(404, "not_found");
    }
}

async fn the_directory_says_what_can_be_asked(house: House) {
    let answer = house.citizen().read_directory().await;
    // It is smaller than the election, whose questions are read apart.
    let said = answer.text();
    assert!(!said.contains("\"curricular\":") && !said.contains("\"notice\":"));
    let directory = answer.ok();
    assert_eq!(directory.filters.len(), 10);
    for filter in directory.filters {
        let option = &filter.options[0];
        assert!(!option.label.is_empty(), "{filter:?}");
        let value = option.key.replace(' ', "+").replace('í', "%C3%AD");
        list(&house, &format!("{}={value}", filter.filter.name())).await;
    }
}

async fn a_profile_is_sent_compressed_with_a_tag_of_its_own(house: House) {
    let (_, slug) = published(&house).await;
    for path in [format!("/public/candidacies/{slug}"), format!("/public/candidacies/{slug}/ledger")] {
        let ask = |accept: &'static str, tag: &str| {
            let request = house.citizen().request(Method::GET, &path).insert_header(("accept-encoding", accept));
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
    let id = party.ids[0];
    same("publication");
    let stamp = || house.app.published().stamp(&slug).expect("a stamp");
    let mut seen = vec![stamp()];

    for section in [Some("motivation"), None] {
        party.unit.disable_publication(id, &control(section, Ground::Slogan, "Contiene el lema.")).await.ok();
        same("hiding");
        seen.push(stamp());
        party.unit.restore_publication(id, &part(section, "Se aclaró lo que se señaló.")).await.ok();
        same("showing again");
        seen.push(stamp());
    }

    let marks = GiveConsent { statistics: false, ..consent(&["indigenous"]) };
    party.capturist.give_consent(id, &marks, SIGNED.as_bytes()).await.ok();
    same("consent");
    seen.push(stamp());
    party.capturist.withdraw_consent(id).await.ok();
    same("its withdrawal");

    let changes = || [("motivation", format!("Corregido {}", text(302)))];
    let reason = "El texto tiene un error de captura.";
    party.representative.request_correction(id, changes(), reason).await.ok();
    party.unit.grant_correction(id).await.ok();
    party.capturist.save_answers(id, changes()).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    same("what only the institute sees");
    party.unit.authorise_publication(id).await.ok();
    same("a correction");
    seen.push(stamp());
    let distinct: HashSet<_> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "what is shown is never twice the same: {seen:?}");
}

async fn what_the_registry_moves_is_what_would_be_built(house: House) {
    let same = |after: &str| assert_eq!(house.difference_from_built(), None, "after {after}");
    let (party, _) = published(&house).await;
    let unit = &party.unit;
    let before = house.app.published();
    unit.sync_registry(registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[substitute_of(FOLIO)])).await.ok();
    same("a substitution");
    assert!(before.difference(&house.app.published()).is_some());
    let movement = unit.list_registry_movements().await.ok()[0].id;
    let undone = unit.undo_registry_movement(movement, "El oficio correspondía a otra fórmula.").await;
    assert_eq!(undone.status, 204);
    same("its undoing");
    unit.sync_registry(rows(45..=60)).await.ok();
    same("others who are added, and those of before who are missing");
    let renamed = String::from_utf8(rows(1..=60)).expect("UTF-8").replace("Ortega", "Zúñiga");
    unit.sync_registry(renamed.into_bytes()).await.ok();
    same("other surnames");
    unit.sync_registry(registry_without("ZAC24-00001")).await.ok();
    same("a cancellation");
}
