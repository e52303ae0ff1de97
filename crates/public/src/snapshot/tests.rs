use std::collections::BTreeMap;

use config::Configuration;
use contract::public::{
    Answered, Card, CardQuery, Cards, Filter, LedgerEvent, LedgerLine, Order, PublicLedger, PublicProfile,
    PublishedAnswers, Within,
};
use domain::{
    candidacy::{Kind, Sex},
    ids::{CandidacyId, NominatorKey},
    questionnaire::Answer,
    text,
    time::{Date, Timestamp},
};
use uuid::Uuid;

use super::{Found, Served, Shown, Snapshot};

/// The demo election.
fn config() -> Configuration {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024");
    config::load(&folder).expect("no faults")
}

/// Somebody invented: given name, surnames, office and territory, nominator.
struct Person<'a>(&'a str, &'a str, [&'a str; 2], &'a str);

const HERE: [&str; 2] = ["municipal_president", "zac/mun/32010"];
const THERE: [&str; 2] = ["municipal_president", "zac/mun/32011"];

fn stands(
    config: &Configuration,
    number: u8,
    Person(given, surnames, [office, territory], nominator): Person<'_>,
) -> Shown {
    let election = &config.election;
    let nominator: NominatorKey = nominator.into();
    let name = format!("{given} {surnames}");
    let card = Card {
        id: CandidacyId(Uuid::from_u128(number.into())),
        slug: format!("{}-{number:08x}", text::slug(&name)),
        name,
        nickname: String::new(),
        office: office.into(),
        office_name: election.office_name(&office.into()).to_owned(),
        territory: territory.into(),
        territory_name: election.territory_name(&territory.into()).to_owned(),
        list_position: None,
        formula: format!("F-{number}"),
        kind: Kind::Owner,
        nominator_name: election.nominator_name(&nominator).to_owned(),
        members: election.members(&nominator),
        nominator,
        sex: Sex::Woman,
        age: 40,
        affirmative_action: None,
        affirmative_action_name: None,
        consecutive: false,
        published: false,
        unavailable: false,
        photo: None,
    };
    Shown {
        profile: PublicProfile { card, partner: None, published: None },
        ledger: PublicLedger { approved_on: Date::new(2024, 3, 30), lines: Vec::new() },
        sort_name: text::sort_key(&format!("{surnames} {given}")),
        folio: format!("ZAC24-{}", 100 - number),
    }
}

fn publishes(mut shown: Shown, answers: &[(&str, &str)]) -> Shown {
    let answers = answers.iter().map(|(key, answer)| ((*key).into(), Answer::One((*answer).to_owned()))).collect();
    shown.profile.card.published = true;
    shown.profile.published = Some(PublishedAnswers {
        version: 1,
        published_at: Timestamp::UNIX_EPOCH,
        answers,
        sections: vec!["education".into(), "motivation".into(), "proposals".into()],
        unavailable: vec!["career".into()],
        photos: BTreeMap::new(),
    });
    shown
}

/// Six people in two contests.
fn people(config: &Configuration) -> Vec<Shown> {
    let person = |number, given, surnames, contest, nominator| {
        stands(config, number, Person(given, surnames, contest, nominator))
    };
    let mut all = vec![
        publishes(
            person(1, "Ana María", "Muñoz Ruiz", HERE, "PT"),
            &[
                ("education.level", "Maestría"),
                ("motivation", "Quiero caminos seguros para las niñas de mi colonia."),
                ("proposal.first", "Haremos obras de agua potable y más educación en cada comunidad."),
            ],
        ),
        publishes(
            person(2, "José", "Munguía De la Torre", HERE, "SHHZ"),
            &[("education.level", "Primaria"), ("proposal.first", "La educación es primero; el agua, también.")],
        ),
        person(3, "Luz", "Agua Santa", HERE, "INDEPENDIENTE"),
        person(4, "Óscar", "De la Torre Núñez", HERE, "MORENA"),
        person(5, "Eva", "Zúñiga", THERE, "PT"),
        person(6, "Beto", "Álvarez", THERE, "PAN"),
    ];
    for man in [1, 3, 5] {
        all[man].profile.card.sex = Sex::Man;
    }
    all[4].profile.card.age = 22;
    all[5].profile.card.age = 71;
    all[5].profile.card.affirmative_action = Some("elderly".into());
    all[0].profile.card.nickname = "La Güera".to_owned();
    all
}

fn snapshot(config: &Configuration) -> Snapshot {
    Snapshot::of(config, 1, people(config)).expect("an index")
}

fn ask(pairs: &[(&str, &str)]) -> CardQuery {
    CardQuery::read(pairs.iter().copied()).expect("a question")
}

/// The given names of who is found, in order.
fn given(cards: &Cards) -> Vec<&str> {
    cards.items.iter().map(|card| card.name.split(' ').next().unwrap_or_default()).collect()
}

fn found(snapshot: &Snapshot, pairs: &[(&str, &str)]) -> Vec<String> {
    given(&snapshot.list(&ask(pairs))).into_iter().map(str::to_owned).collect()
}

#[test]
fn each_filter_finds_any_of_its_values_and_all_filters_are_kept() {
    let all = snapshot(&config());
    assert_eq!(found(&all, &[]), ["Luz", "Beto", "Óscar", "José", "Ana", "Eva"]);
    assert_eq!(found(&all, &[("territory", THERE[1])]), ["Beto", "Eva"]);
    assert_eq!(found(&all, &[("contest", "municipal_president/zac/mun/32011"), ("sex", "man")]), ["Beto"]);
    assert_eq!(found(&all, &[("nominator", "MORENA")]), ["Óscar", "José"], "a party finds its coalitions");
    assert_eq!(found(&all, &[("nominator", "SHHZ")]), ["José"]);
    assert_eq!(found(&all, &[("nominator", "INDEPENDIENTE"), ("nominator", "PAN")]), ["Luz", "Beto"]);
    assert_eq!(found(&all, &[("age", "18-29"), ("age", "60-or-more")]), ["Beto", "Eva"]);
    assert_eq!(found(&all, &[("degree", "Maestría")]), ["Ana"]);
    assert_eq!(found(&all, &[("affirmative_action", "elderly")]), ["Beto"]);
    assert_eq!(found(&all, &[("published", "yes"), ("sex", "woman")]), ["Ana"]);
    assert_eq!(found(&all, &[("kind", "substitute")]), [""; 0]);
    assert_eq!(found(&all, &[("sex", "nobody")]), [""; 0], "what is no option finds nobody");
    let beyond = all.list(&ask(&[("page", "9"), ("size", "4")]));
    assert_eq!((beyond.items.len(), beyond.total, beyond.page, beyond.size), (0, 6, 9, 4));
    assert_eq!(found(&all, &[("page", "2"), ("size", "4")]), ["Ana", "Eva"]);
    assert_eq!(all.list(&ask(&[("size", "0"), ("page", "18446744073709551615")])).items.len(), 0);
}

#[test]
fn every_option_tells_how_many_it_would_find() {
    let all = snapshot(&config());
    let questions: [&[(&str, &str)]; 5] = [
        &[],
        &[("sex", "woman"), ("nominator", "PT")],
        &[("q", "educación"), ("degree", "Primaria")],
        &[("territory", HERE[1]), ("published", "no"), ("sex", "man"), ("sex", "woman")],
        &[("contest", "municipal_president/zac/mun/32010"), ("age", "40-49")],
    ];
    for pairs in questions {
        let query = ask(pairs);
        let facets = all.list(&query).facets;
        assert_eq!(facets.iter().map(|facet| facet.filter).collect::<Vec<_>>(), Filter::ALL);
        for facet in facets {
            assert!(!facet.options.is_empty());
            for option in facet.options {
                let mut narrowed = query.clone();
                *narrowed.values_mut(facet.filter) = vec![option.key.clone()];
                assert_eq!(all.list(&narrowed).total, option.count, "{pairs:?} {:?} {}", facet.filter, option.key);
                assert_eq!(option.chosen, query.values(facet.filter).contains(&option.key));
            }
        }
    }
}

#[test]
fn what_is_no_option_is_told_with_the_options() {
    let all = snapshot(&config());
    let fault = |pairs| all.check(&ask(pairs)).expect_err("no option").to_string();
    assert_eq!(fault(&[("sex", "mujer")]), "sex: Use uno de estos valores: woman, man, non_binary.");
    assert!(fault(&[("territory", "zac/mun/99999")]).contains("/public/directory"));
    assert_eq!(all.check(&ask(&[("sex", "man"), ("territory", HERE[1])])), Ok(()));
}

#[test]
fn the_orders_are_neutral_and_as_their_rules_say() {
    let all = snapshot(&config());
    assert_eq!(found(&all, &[("order", "registry")]), ["Beto", "Eva", "Óscar", "Luz", "José", "Ana"]);
    // PAN, PT and MORENA in the order of their registration; the coalition after its first member, PVEM.
    assert_eq!(found(&all, &[("order", "party")]), ["Beto", "Ana", "Eva", "José", "Óscar", "Luz"]);
    assert_eq!(found(&all, &[("order", "party"), ("size", "2"), ("page", "2")]), ["Eva", "José"]);
    assert_eq!(all.list(&ask(&[("order", "party")])).order, Order::Party);
}

#[test]
fn words_are_found_in_names_and_texts_without_accents_or_case() {
    let all = snapshot(&config());
    let q = |words: &str| found(&all, &[("q", words)]);
    assert_eq!(q("muñoz"), ["Ana"]);
    assert_eq!(q("MUNOZ"), ["Ana"]);
    assert_eq!(q("Mun"), ["José", "Ana"], "the last word may be a beginning");
    assert_eq!(q("mun jose"), [""; 0], "only the last");
    assert_eq!(q("munguia jo"), ["José"]);
    assert_eq!(q("de la torre"), ["Óscar", "José"]);
    assert_eq!(q("guera"), ["Ana"], "the nickname");
    assert_eq!(q("educacion"), ["José", "Ana"]);
    assert_eq!(q("camino nina"), ["Ana"], "words of one root, in different places");
    assert_eq!(q("agua"), ["Luz", "José", "Ana"]);
    assert_eq!(found(&all, &[("q", "agua"), ("within", "names")]), ["Luz"]);
    assert_eq!(found(&all, &[("q", "agua"), ("within", "texts")]), ["José", "Ana"]);
    assert_eq!(found(&all, &[("q", "edu"), ("within", "texts")]), [""; 0], "beginnings are of names");
    assert_eq!(q("   ").len(), 6);
}

#[test]
fn whatever_is_typed_is_words() {
    let all = snapshot(&config());
    for typed in
        ["\"", "agua\"", "+agua -luz", "names:agua", "a AND", "(", "*", "[a TO b]", "\\", "agua~2", "🙂", "\u{0}"]
    {
        assert!(all.list(&ask(&[("q", typed)])).total <= 6, "{typed}");
    }
    assert_eq!(found(&all, &[("q", "\"agua potable\"")]), ["Ana"]);
    assert_eq!(found(&all, &[("q", "\"*\"")]), [""; 0]);
    assert_eq!(found(&all, &[("q", &"agua ".repeat(90))]), ["Luz", "José", "Ana"]);
}

#[test]
fn a_passage_is_the_texts_own_words_with_what_was_searched_marked() {
    let config = config();
    let long = format!("{} Con agua limpia, <b>niños</b> sanos. {}", "Antes. ".repeat(60), "Después. ".repeat(60));
    let shown = publishes(
        stands(&config, 9, Person("Agua", "Niño", HERE, "PT")),
        &[("motivation", "Sin nada que ver."), ("proposal.first", &long)],
    );
    let all = Snapshot::of(&config, 1, vec![shown]).expect("an index");
    let cards = all.list(&ask(&[("q", "niños agua")]));
    let passages = &cards.passages[0].passages;
    assert_eq!(cards.passages[0].slug, cards.items[0].slug);
    let marked = |place: usize| {
        let hits = passages[place].segments.iter().filter(|segment| segment.hit);
        hits.map(|segment| segment.text.as_str()).collect::<Vec<_>>()
    };
    let whole = |place: usize| passages[place].segments.iter().map(|s| s.text.as_str()).collect::<String>();
    assert_eq!((passages.len(), passages[0].question.as_ref()), (2, None));
    assert_eq!((marked(0), whole(0).as_str()), (vec!["Agua"], "Agua Niño"));
    assert_eq!(passages[1].question, Some("proposal.first".into()));
    assert_eq!(marked(1), ["agua", "niños"]);
    assert!(long.contains(&whole(1)) && whole(1).len() < 320, "{}", whole(1));
    assert!(passages[1].cut_before && passages[1].cut_after);
    assert!(all.list(&ask(&[])).passages.is_empty());
    let names = all.list(&ask(&[("q", "agua"), ("within", "names")]));
    assert_eq!(names.passages[0].passages.len(), 1);
}

#[test]
fn a_contest_has_everybody_in_a_neutral_order_and_what_each_answers() {
    let config = config();
    let mut shown = people(&config);
    // Óscar's substitute; and two lists of the same party.
    let mut substitute = stands(&config, 7, Person("Aba", "Abad", HERE, "MORENA"));
    substitute.profile.card.kind = Kind::Substitute;
    substitute.profile.card.formula = "F-4".to_owned();
    shown.push(substitute);
    for (number, place) in [(10, 3), (11, 1), (12, 2)] {
        let mut listed = stands(&config, number, Person("X", "Y", ["deputy_proportional", "zac"], "PT"));
        listed.profile.card.list_position = Some(place);
        shown.push(listed);
    }
    let all = Snapshot::of(&config, 1, shown).expect("an index");
    let contest = all.contest(&config, HERE[0], HERE[1]).expect("a contest");
    let names: Vec<Vec<&str>> = contest
        .contenders
        .iter()
        .map(|contest| contest.candidacies.iter().map(|p| p.card.name.split(' ').next().unwrap_or_default()).collect())
        .collect();
    assert_eq!(names, [vec!["Ana"], vec!["José"], vec!["Óscar", "Aba"], vec!["Luz"]]);
    assert_eq!((contest.contest.candidacies, contest.contest.published), (5, 2));
    let partner = |at: usize, who: usize| contest.contenders[at].candidacies[who].partner.as_ref().map(|p| &*p.name);
    assert_eq!((partner(2, 0), partner(2, 1)), (Some("Aba Abad"), Some("Óscar De la Torre Núñez")));
    let (section, question) = ("proposals".into(), "proposal.second".into());
    let answers: Vec<Answered<'_>> = contest.answers(&section, &question).map(|(_, answer)| answer).collect();
    assert_eq!(answers[..3], [Answered::NotProvided, Answered::NotProvided, Answered::NothingPublished]);
    let hidden = contest.contenders[0].candidacies[0].answered(&"career".into(), &"career.political".into());
    assert_eq!(hidden, Answered::Unavailable);
    let proposals = contest.sections.iter().find(|compared| compared.key == section).expect("proposals");
    assert_eq!(proposals.questions.iter().map(|question| question.answered).collect::<Vec<_>>(), [2, 0, 0]);
    assert!(contest.sections.iter().all(|compared| compared.key.as_str() != "socioeconomic"));

    let list = all.contest(&config, "deputy_proportional", "zac").expect("a contest");
    assert_eq!(list.contenders.len(), 1);
    let places: Vec<_> = list.candidacies().filter_map(|profile| profile.card.list_position).collect();
    assert_eq!(places, [1, 2, 3]);
    assert!(all.contest(&config, "deputy_proportional", HERE[1]).is_none());
    let contests = all.contests(&config).items;
    assert_eq!(contests.iter().map(|contest| contest.candidacies).sum::<usize>(), 10);
}

fn bytes<'a>(snapshot: &'a Snapshot, slug: &str) -> &'a Served {
    match snapshot.profile_bytes(slug) {
        Found::Profile(bytes) => bytes,
        Found::Withdrawn | Found::Nothing => panic!("{slug} is not there"),
    }
}

#[test]
fn a_refresh_is_what_a_build_would_be() {
    let config = config();
    let mut shown = people(&config);
    let mut now = Snapshot::of(&config, 1, shown.clone()).expect("an index");
    let first = shown[0].profile.card.slug.clone();
    let other = shown[4].profile.card.slug.clone();
    let (stamp, kept) = (now.stamp(&first).expect("a stamp"), bytes(&now, &other).plain().bytes.clone());
    let partners = shown[3].profile.card.slug.clone();
    let alone = now.stamp(&partners).expect("a stamp");

    // An answer changes, somebody joins a formula, somebody changes surname, and a line is added to a ledger.
    shown[0] = publishes(shown[0].clone(), &[("proposal.first", "Habrá alumbrado en las calles.")]);
    let mut joins = stands(&config, 8, Person("Noé", "Nava", HERE, "MORENA"));
    (joins.profile.card.kind, joins.profile.card.formula) = (Kind::Substitute, "F-4".to_owned());
    shown.push(joins);
    shown[4].sort_name = text::sort_key("Abarca Eva");
    shown[4].profile.card.name = "Eva Abarca".to_owned();
    shown[5].ledger.lines.push(LedgerLine { at: Timestamp::UNIX_EPOCH, what: LedgerEvent::Published });
    let changed: Vec<Shown> = [0, 4, 5, 6].map(|place: usize| shown[place].clone()).into();
    let before = std::mem::replace(&mut now, snapshot(&config));
    now = before.with(&config, 2, changed, &[]).expect("an index");
    assert_eq!(now.difference(&Snapshot::of(&config, 2, shown.clone()).expect("an index")), None);
    assert_eq!(found(&now, &[("q", "alumbrado")]), ["Ana"]);
    assert_eq!(found(&before, &[("q", "alumbrado")]), [""; 0], "a moment before stays as it was");
    assert_eq!(found(&before, &[("q", "caminos")]), ["Ana"]);
    assert_eq!(found(&now, &[("q", "caminos")]), [""; 0]);
    assert_ne!(now.stamp(&first), Some(stamp));
    assert_ne!(now.stamp(&partners), Some(alone), "another partner is another stamp");
    assert_eq!(bytes(&before, &other).plain().bytes, kept);

    // Who stood stands no longer; and then again.
    let id = shown[6].profile.card.id;
    let without = now.with(&config, 3, Vec::new(), &[id]).expect("an index");
    let joined = shown.pop().expect("who joined");
    let slug = joined.profile.card.slug.clone();
    assert!(matches!(without.find(&slug), Found::Withdrawn) && without.stamp(&slug).is_none());
    assert_eq!(found(&without, &[("q", "nava")]), [""; 0]);
    assert!(without.difference(&now).is_some());
    let again = without.with(&config, 4, vec![joined.clone()], &[]).expect("an index");
    shown.push(joined);
    assert_eq!(again.difference(&Snapshot::of(&config, 4, shown).expect("an index")), None);
    assert_eq!(
        again.list(&CardQuery { within: Within::Names, q: Some("nav".into()), ..CardQuery::default() }).total,
        1
    );
}

#[test]
fn bytes_are_made_once_and_say_what_the_profile_says() {
    let config = config();
    let all = snapshot(&config);
    let slug = people(&config)[0].profile.card.slug.clone();
    let served = bytes(&all, &slug);
    let profile: PublicProfile = serde_json::from_slice(&served.plain().bytes).expect("a profile");
    assert_eq!(profile.card.slug, slug);
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut &served.brotli().bytes[..], &mut plain).expect("Brotli");
    assert_eq!(plain, served.plain().bytes);
    assert_ne!(served.plain().tag, served.brotli().tag);
    assert_eq!(served.plain().bytes.as_ptr(), bytes(&all, &format!("otro-nombre-{:08x}", 1)).plain().bytes.as_ptr());
    assert_eq!(served.digest().to_string().len(), 32);
}
