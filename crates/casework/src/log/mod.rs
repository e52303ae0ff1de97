//! Writing, reading and proving the activity log.

use std::collections::{BTreeMap, btree_map};

use contract::log::{LogCandidacy, LogLine, LogPage};
use domain::{
    ids::{AccountId, CandidacyId, PartyKey},
    log::{Entry, Event, Subject},
    permission::{Permit, Reach, act},
    refusal::Refusal,
};
use papers::moment;
use store::{
    StoreError, accounts, candidacies,
    db::Conn,
    log::{self, Digests, Filter, GENESIS, Line, NewLine},
    time,
};

use crate::{
    Error,
    act::{Act, By, NoPermit},
    desk::Desk,
};

/// Writes a line: what was done, to what of which party, and what it changed.
pub(crate) fn write<P: By>(
    act: &mut Act<'_, P>,
    entry: &Entry,
    subject: Subject,
    party: Option<&PartyKey>,
    digests: Digests<'_>,
) -> Result<(), StoreError> {
    let line = NewLine { at: act.now, by: act.actor(), entry, subject, party, digests };
    log::append(act.conn, &line).map(|_| ())
}

const PAGE: usize = 100;
const OWN: i64 = 50;
/// What is said of a line whose facts were destroyed.
const SUPPRESSED: &str = "Se suprimieron sus datos";

/// A page of the log within the reach of a permission, the newest first; only of one candidacy when asked.
///
/// # Errors
/// [`Refusal::NotFound`] for a candidacy out of reach.
pub fn read_log(
    act: &mut Act<'_, Permit<act::ReadLog>>,
    candidacy: Option<CandidacyId>,
    before: Option<i64>,
) -> Result<LogPage, Error> {
    let actor = act.by.actor();
    let candidacy = match act.by.reach() {
        Reach::OwnCandidacy => Some(actor.candidacy.ok_or(Refusal::NotFound)?),
        Reach::Nothing | Reach::OwnParty | Reach::Election => candidacy,
    };
    if let Some(id) = candidacy {
        let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
        act.by.cover(&candidacy.scope())?;
    }
    let party = match act.by.reach() {
        Reach::OwnParty => Some(actor.party.clone().ok_or(Refusal::NotFound)?),
        Reach::Nothing | Reach::OwnCandidacy | Reach::Election => None,
    };
    let filter = Filter { subject: candidacy.map(Subject::Candidacy), party, before, without: Vec::new() };
    let lines = log::page(act.conn, &filter, i64::try_from(PAGE).unwrap_or(100))?;
    let next_before = (lines.len() == PAGE).then(|| lines.last().map(|line| line.link.seq)).flatten();
    let lines = lines.iter().map(|line| Ok(LogLine { words: words(act.desk, line), ..log_line(line)? }));
    let mut lines = lines.collect::<Result<Vec<_>, StoreError>>()?;
    name(act.conn, &mut lines)?;
    Ok(LogPage { lines, next_before })
}

/// The newest lines about an account itself: its sign-ins and what was done to it. So its holder sees what was not them.
/// Sign-ins that were refused are told apart, [`crate::session::own_refusals`], or whoever guesses would push the rest out.
pub fn own_activity(act: &mut Act<'_, NoPermit>, account: AccountId) -> Result<Vec<LogLine>, Error> {
    let without = vec![Event::SignInRefused.code(), Event::SignInsRefused.code()];
    let filter = Filter { subject: Some(Subject::Account(account)), without, ..Filter::default() };
    let lines = log::page(act.conn, &filter, OWN)?;
    let lines = lines.iter().map(|line| Ok(LogLine { words: words(act.desk, line), ..log_line(line)? }));
    Ok(lines.collect::<Result<_, StoreError>>()?)
}

/// What a line tells besides its event. What was not written as data of this version is told as it stands.
fn words(desk: &Desk, line: &Line) -> String {
    let Some(facts) = &line.facts else { return SUPPRESSED.to_owned() };
    match line.entry() {
        Some(entry) => entry.words(&desk.config.election, |at| moment(&desk.config, at)),
        None => facts.data.clone().unwrap_or_default(),
    }
}

/// Says who each account is for and which candidacy each line is about.
fn name(conn: &mut Conn, lines: &mut [LogLine]) -> Result<(), StoreError> {
    let names = accounts::display_names(conn, lines.iter().map(|line| line.account.as_str()))?;
    let mut candidacies_by_id: BTreeMap<CandidacyId, Option<LogCandidacy>> = BTreeMap::new();
    for line in lines {
        line.account_for = names.of(&line.account);
        let Some(Subject::Candidacy(id)) = Subject::parse(&line.object) else { continue };
        if let btree_map::Entry::Vacant(place) = candidacies_by_id.entry(id) {
            let registration = candidacies::find(conn, id)?.map(|candidacy| candidacy.registration);
            place.insert(registration.map(|registration| LogCandidacy {
                id,
                name: registration.full_name(),
                folio: registration.folio,
            }));
        }
        line.candidacy = candidacies_by_id.get(&id).cloned().flatten();
    }
    Ok(())
}

fn log_line(line: &Line) -> Result<LogLine, StoreError> {
    let (link, facts) = (&line.link, line.facts.as_ref());
    let account = facts.map(|facts| facts.account_name.clone()).unwrap_or_default();
    Ok(LogLine {
        seq: link.seq,
        at: time::from_text(&link.at)?,
        account_for: account.clone(),
        account,
        act_name: Event::words_of(&link.act).to_owned(),
        act: link.act.clone(),
        object: facts.map(|facts| facts.object.clone()).unwrap_or_default(),
        candidacy: None,
        words: String::new(),
        detail: facts.and_then(|facts| facts.data.clone()).unwrap_or_default(),
        before: facts.and_then(|facts| facts.before_digest.clone()).unwrap_or_default(),
        after: facts.and_then(|facts| facts.after_digest.clone()).unwrap_or_default(),
        hash: link.hash.clone(),
    })
}

/// What following the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Every line is as it was written.
    Whole {
        /// How many lines.
        lines: i64,
        /// The hash of the last.
        head: String,
        /// Of how many lines what they say was destroyed.
        erased: i64,
    },
    /// A line was changed, removed or slipped in.
    Broken {
        /// The first place that does not fit.
        seq: i64,
        /// Why, for the operator.
        reason: &'static str,
    },
}

/// Follows the chain from the first line to the last, and holds what each line says against what it committed to; with a
/// head known from the past, also proves that what led to it is still there.
pub fn verify_log(conn: &mut Conn, past: Option<(i64, &str)>) -> Result<Proof, StoreError> {
    let (mut seq, mut previous, mut erased) = (0_i64, GENESIS.to_owned(), 0);
    // From before the first line: one slipped in there must not go unseen.
    let mut from = i64::MIN;
    let mut past_seen = past.is_none();
    loop {
        let lines = log::after(conn, from, 2_000)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            let link = &line.link;
            let reason = if link.seq != seq + 1 {
                Some("a line is missing or out of its place")
            } else if link.previous_hash != previous {
                Some("the line does not chain to the one before")
            } else if let Some(flaw) = line.flaw() {
                Some(flaw)
            } else if past.is_some_and(|(at, hash)| at == link.seq && hash != link.hash) {
                Some("the line is not the one that was there")
            } else {
                None
            };
            if let Some(reason) = reason {
                return Ok(Proof::Broken { seq: seq + 1, reason });
            }
            past_seen |= past.is_some_and(|(at, _)| at == link.seq);
            erased += i64::from(line.facts.is_none());
            seq = link.seq;
            from = seq;
            previous = line.link.hash;
        }
    }
    if past_seen {
        Ok(Proof::Whole { lines: seq, head: previous, erased })
    } else {
        Ok(Proof::Broken { seq: seq + 1, reason: "the chain ends before the head that was known" })
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        ids::QuestionKey,
        log::{AccountsReceipt, Questions, RegistryCounts, RegistrySource},
        prohibition::Ground,
        questionnaire::Part,
        review::Task,
    };
    use uuid::Uuid;

    use super::*;
    use crate::desk::tests::desk;

    #[test]
    fn no_key_is_left_where_there_are_words() {
        let desk = desk();
        let words = |entry: Entry| entry.words(&desk.config.election, |at| moment(&desk.config, at));
        let questions = |keys: &[&str]| {
            let keys: Vec<QuestionKey> = keys.iter().map(|key| QuestionKey::from(*key)).collect();
            Questions::of(&desk.config.election, &keys)
        };
        let motivation = Some("motivation".into());
        assert_eq!(
            words(Entry::PublicationHidden { section: motivation, ground: Ground::Slogan }),
            "Apartado «Motivos». Lemas o imágenes de campaña (art. 18.2, VII)"
        );
        assert_eq!(words(Entry::PublicationRestored { section: None }), "Todo el perfil");
        assert_eq!(
            words(Entry::AnswersSaved { questions: questions(&["indigenous.self", "motivation"]) }),
            "Cuestionario de identidad; «¿Por qué quiere ocupar un cargo público?»"
        );
        let identity = questions(&["indigenous.self", "indigenous.people"]);
        assert_eq!(
            words(Entry::PartObserved { part: Part::Identity, questions: identity }),
            "Cuestionario de identidad"
        );
        assert_eq!(
            words(Entry::PartObserved { part: Part::Curricular, questions: questions(&["motivation"]) }),
            "Cuestionario curricular: «¿Por qué quiere ocupar un cargo público?»"
        );
        assert_eq!(
            words(Entry::ReviewTakenOver { task: Task::Curricular, from: "ana".into() }),
            "Dictaminar el cuestionario curricular. La tenía ana"
        );
        assert_eq!(words(Entry::PublicationAuthorised { version: 2, digest: "abcdef".into() }), "Versión 2");
        assert_eq!(words(Entry::ConsentGiven { document: "abcdef".into() }), "");
        let at = "2024-04-02T14:00:00Z".parse().expect("a moment");
        assert!(words(Entry::PublicationScheduled { at }).starts_with("Para el 2 de abril de 2024"));
        let receipt = AccountsReceipt::Candidacy { capture_until: Some(at) };
        assert!(words(Entry::AccountsReceived { receipt }).starts_with("Puede capturar hasta el 2 de abril de 2024"));
        let receipt = AccountsReceipt::Accounts { accounts: 2, candidacies: 0, at };
        assert_eq!(words(Entry::AccountsReceived { receipt }), "Cuentas: 2");
        let counts = RegistryCounts {
            added: 3,
            changed: 0,
            substituted: 0,
            cancelled: 1,
            reinstated: 0,
            rejected: 0,
            put_aside: 2,
            made_good: 0,
        };
        assert_eq!(
            words(Entry::RegistrySynced { from: RegistrySource::Record(Uuid::nil()), counts }),
            "Nuevas: 3; canceladas: 1; renglones apartados: 2"
        );
    }

    #[test]
    fn identity_questions_are_not_told_apart() {
        let keys: Vec<QuestionKey> = ["indigenous.self", "indigenous.people"].map(QuestionKey::from).to_vec();
        let questions = Questions::of(&desk().config.election, &keys);
        assert_eq!(
            Entry::AnswersSaved { questions }.data().expect("JSON").as_deref(),
            Some(r#"{"questions":["identity"]}"#)
        );
    }
}
