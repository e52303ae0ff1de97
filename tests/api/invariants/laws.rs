//! The invariants, each a function that says what broke.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    candidacy::RegistryStatus,
    permission::{Reach, reach},
    questionnaire::{Answers, Part},
    time::Timestamp,
    workflow::{Stage, StageName},
};
use serde_json::Value;
use store::log::Line;
use support::{Answer, House};

use super::{
    acts::{Attempt, Kind},
    people::{Cast, Stand},
    seen::Seen,
};

/// The name of the invariant that broke, and how.
pub type Broken = (&'static str, String);

/// Breaks an invariant unless something holds.
fn hold(name: &'static str, holds: bool, told: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err((name, told())) }
}

/// What an attempt was, what it met and what it left.
pub struct Done<'a> {
    pub attempt: &'a Attempt,
    pub answer: &'a Answer,
    pub before: &'a Seen,
    pub after: &'a Seen,
    pub now: Timestamp,
}

/// Lines about one candidacy that say what was done to it, without the readings that the institute's every look leaves.
fn lines_of<'a>(lines: &'a [Line], stand: &Stand) -> Vec<&'a str> {
    let object = format!("candidacy/{}", stand.id);
    let is_of = |line: &&Line| line.facts.as_ref().is_some_and(|facts| facts.object == object);
    let own = lines.iter().filter(is_of).map(|line| line.link.act.as_str());
    own.filter(|act| *act != "identity.read").collect()
}

/// Who acted was allowed to.
pub fn whoever_acts_may(cast: &Cast, done: &Done<'_>) -> Result<(), Broken> {
    let (attempt, somebody) = (done.attempt, &cast.people[done.attempt.who]);
    let allowed = reach(somebody.role, attempt.kind.permission()) != Reach::Nothing;
    let covers = attempt.kind == Kind::Sync || cast.covers(attempt.who, attempt.on);
    let went = done.answer.status < 300;
    hold("never_500", done.answer.status < 500, || done.answer.wire().to_string())?;
    hold("whoever_acts_may", !went || (allowed && covers), || somebody.username.clone())?;
    let name = cast.stands[attempt.on].slug.as_str();
    let hidden = [403, 404].contains(&done.answer.status) && !done.answer.wire().to_string().contains(name);
    // What cannot be understood is said before whose it is; it tells nothing either.
    let deaf = [400, 422].contains(&done.answer.status) && !done.answer.wire().to_string().contains(name);
    hold("another_partys_is_not_there", covers || hidden || deaf, || done.answer.wire().to_string())?;
    hold("stale_is_refused", !attempt.stale || !went || matches!(attempt.kind, Kind::Read | Kind::Sync), String::new)
}

/// What the reader of a candidacy gets: identity only where the role may read it.
pub fn identity_is_read_by_whom_it_may(house: &House, cast: &Cast, done: &Done<'_>) -> Result<(), Broken> {
    if done.attempt.kind != Kind::Read || done.answer.status != 200 {
        return Ok(());
    }
    let role = cast.people[done.attempt.who].role;
    let shown = |key: &String| matches!(house.app.desk.config.election.question(key), Some((Part::Identity, _)));
    let identity = done.answer.wire()["answers"].as_object().is_some_and(|answers| answers.keys().any(shown));
    let may = reach(role, domain::permission::Act::ReadIdentity) != Reach::Nothing;
    hold("identity_is_read_by_whom_it_may", may || !identity, || role.code().to_owned())
}

/// A refused act leaves everything as it was; one that went leaves one line, one revision, and the stage its row leads to.
pub fn an_act_is_whole(cast: &Cast, done: &Done<'_>, lines: &[Line]) -> Result<(), Broken> {
    let (attempt, before, after) = (done.attempt, done.before, done.after);
    let told = lines_of(lines, &cast.stands[attempt.on]);
    let went = done.answer.status < 300;
    if !went || attempt.kind == Kind::Read {
        hold("refused_changes_nothing", before == after, || format!("{before:?}\n→ {after:?}"))?;
        return hold("refused_leaves_no_line", told.is_empty(), || told.join(" "));
    }
    let lapsed = before.lapses(done.now);
    let own = told.iter().filter(|act| **act != "grant.lapsed").count();
    let moved = before.status != after.status;
    if attempt.kind == Kind::Sync {
        hold("one_line_each", own == usize::from(moved), || told.join(" "))?;
        let untouched =
            (&before.life, &before.answers, &before.versions) == (&after.life, &after.answers, &after.versions);
        return hold("the_registry_touches_no_answer", untouched, || format!("{before:?}\n→ {after:?}"));
    }
    hold("one_line_each", own == 1, || told.join(" "))?;
    hold("a_lapse_is_told", told.contains(&"grant.lapsed") == lapsed, || told.join(" "))?;
    hold("revisions_grow_by_one", after.revision == before.revision + 1, || {
        format!("{} → {}", before.revision, after.revision)
    })?;
    hold(
        "only_the_active_move",
        before.status == RegistryStatus::Active || attempt.kind == Kind::Withdraw || unmoved(before, after),
        || format!("{:?}", attempt.kind),
    )?;
    let from = if lapsed { StageName::Published } else { before.life.stage.name() };
    let to = attempt.kind.leads(from, &attempt.body);
    hold("stages_move_along_the_table", to == Some(after.life.stage.name()), || {
        format!("{from:?} → {:?}", after.life.stage.name())
    })
}

fn unmoved(before: &Seen, after: &Seen) -> bool {
    before.life == after.life && before.answers == after.answers
}

/// Only open fields change, only while they are open, only by whom the turn belongs to; the questionnaires are sent once.
pub fn captures_stay_within(done: &Done<'_>) -> Result<(), Broken> {
    let (attempt, before, after) = (done.attempt, done.before, done.after);
    let keys: BTreeSet<_> = before.answers.keys().chain(after.answers.keys()).collect();
    let changed: Vec<_> = keys.into_iter().filter(|key| before.answers.get(*key) != after.answers.get(*key)).collect();
    if before.lapses(done.now) && before != after && attempt.kind != Kind::Sync {
        let published = before.versions.last().map(|(_, _, answers)| answers);
        return hold("a_lapse_puts_back_what_is_published", published == Some(&after.answers), String::new);
    }
    let open = changed.iter().all(|key| before.is_open(key));
    hold("only_open_fields_change", open, || format!("{changed:?}"))?;
    let writes = matches!(attempt.kind, Kind::Save | Kind::Edit);
    hold("only_captures_write", changed.is_empty() || writes, || format!("{:?} {changed:?}", attempt.kind))?;
    let alive = before.opened_until().is_none_or(|until| done.now.as_second() <= until.as_second());
    hold("open_fields_live_in_a_grant", changed.is_empty() || alive, || format!("{changed:?}"))?;
    if after.rounds == before.rounds {
        return Ok(());
    }
    let again = match &before.life.stage {
        Stage::InCapture { returned, .. } => returned.is_some() || before.opened_until().is_some(),
        _ => false,
    };
    hold("sent_once", after.rounds == before.rounds + 1 && (before.rounds == 0 || again), || {
        format!("{} rounds", after.rounds)
    })
}

/// Published versions stand for good, and a second one only comes of the one correction.
pub fn versions_stand(done: &Done<'_>) -> Result<(), Broken> {
    let (before, after) = (done.before, done.after);
    hold("versions_never_change", after.versions.starts_with(&before.versions), || format!("{:?}", after.versions))?;
    let numbered = after.versions.iter().zip(1..).all(|((number, ..), place)| *number == place);
    let counted = usize::try_from(after.life.versions) == Ok(after.versions.len());
    hold("versions_are_numbered", numbered && counted, || format!("{:?}", after.life))?;
    let authorised = done.attempt.kind == Kind::Authorise && done.answer.status == 200;
    let grown = after.versions.len() - before.versions.len();
    hold("only_authorising_publishes", grown == usize::from(authorised), || format!("{grown}"))?;
    hold("one_correction", after.granted <= 1 && after.versions.len() <= 1 + after.granted, || {
        format!("{} granted, {} versions", after.granted, after.versions.len())
    })
}

/// What the law lets the public read of a candidacy: nothing, or these answers.
fn lawful(house: &House, seen: &Seen) -> Option<Answers> {
    let (_, _, published) = seen.versions.last()?;
    if seen.status != RegistryStatus::Active || seen.life.hidden.whole.is_some() {
        return None;
    }
    let consented = |section: &domain::ids::SectionKey| {
        seen.consent.as_ref().is_some_and(|one| one.treatment && one.publication && one.sections.contains(section))
    };
    let mut shown = Answers::new();
    for (part, section) in house.app.desk.config.election.sections() {
        let hidden = section.statistics_only || seen.life.hidden.sections.contains_key(&section.key);
        if !hidden && (part == Part::Curricular || consented(&section.key)) {
            let keys = section.questions.iter().map(|question| &question.key);
            shown.extend(
                keys.filter_map(|key| published.get_key_value(key)).map(|(key, answer)| (key.clone(), answer.clone())),
            );
        }
    }
    Some(shown)
}

/// The words that nobody wrote twice: `zq17z`.
fn words(text: &str) -> BTreeSet<&str> {
    let tail =
        |part: &str| part.find('z').filter(|end| *end > 0 && part[..*end].bytes().all(|byte| byte.is_ascii_digit()));
    text.match_indices("zq").filter_map(|(at, _)| tail(&text[at + 2..]).map(|end| &text[at..at + 3 + end])).collect()
}

/// Every public route shows what the law lets be read, and no word more.
pub async fn public_is_what_the_law_lets(
    house: &House,
    cast: &Cast,
    all: &BTreeMap<usize, Seen>,
    touched: impl Fn(usize) -> bool,
) -> Result<(), Broken> {
    let mut lawful_words = BTreeSet::new();
    let mut texts = Vec::new();
    for (place, stand) in cast.stands.iter().enumerate() {
        let seen = &all[&place];
        let lawful = lawful(house, seen);
        let text = serde_json::to_string(&lawful).expect("JSON");
        lawful_words.extend(words(&text).into_iter().map(str::to_owned));
        if !touched(place) {
            continue;
        }
        let answer = house.citizen().fetch(&format!("/public/candidacies/{}", stand.slug)).await;
        let gone = seen.status != RegistryStatus::Active;
        hold("who_does_not_stand_is_gone", (answer.status == 410) == gone, || {
            format!("{} {}", stand.folio, answer.status)
        })?;
        let shown = &answer.wire()["published"];
        let expected = lawful.as_ref().map_or(Value::Null, |answers| serde_json::to_value(answers).expect("JSON"));
        hold("public_is_what_the_law_lets", shown["answers"] == expected, || {
            format!("{} {shown} is not {expected}", stand.folio)
        })?;
        let identity = |key: &String| matches!(house.app.desk.config.election.question(key), Some((Part::Identity, _)));
        let shows = shown["answers"].as_object().is_some_and(|answers| answers.keys().any(identity));
        hold("no_identity_without_consent", !shows || seen.consent.is_some(), || stand.folio.clone())?;
        texts.push(answer.wire().to_string());
        let ledger = house.citizen().fetch(&format!("/public/candidacies/{}/ledger", stand.slug)).await;
        hold("who_does_not_stand_is_gone", ledger.status == answer.status, || {
            format!("{} {}", stand.folio, ledger.status)
        })?;
        let told = ledger.wire()["lines"].as_array().is_some_and(|lines| !lines.is_empty());
        hold("a_ledger_tells_of_what_is_shown", told == (answer.status == 200 && !shown.is_null()), || {
            ledger.wire().to_string()
        })?;
        texts.push(ledger.wire().to_string());
    }
    for path in ["/public/candidacies?size=200", "/public/data/candidaturas.csv"] {
        let answer = house.citizen().fetch(path).await;
        hold("never_500", answer.status == 200, || format!("{path} answers {}", answer.status))?;
        let text = answer.text();
        let listed =
            |place: &usize| text.contains(&cast.stands[*place].slug) == (all[place].status == RegistryStatus::Active);
        hold("who_does_not_stand_is_gone", all.keys().all(listed), || path.to_owned())?;
        texts.push(text);
    }
    let unlawful = texts.iter().flat_map(|text| words(text)).find(|word| !lawful_words.contains(*word));
    hold("no_word_more", unlawful.is_none(), || unlawful.unwrap_or_default().to_owned())
}
