//! Writing, reading and proving the activity log.

mod words;

use std::collections::{BTreeMap, btree_map::Entry};

use contract::log::{LogCandidacy, LogLine, LogPage};
use domain::{
    ids::{AccountId, CandidacyId, PartyKey},
    log::Event,
    permission::{Permit, Reach, act},
    refusal::Refusal,
};
use store::{
    StoreError, accounts, candidacies,
    db::Conn,
    log::{self, Filter, GENESIS, Line, NewLine},
    time,
};

use crate::{
    Error,
    act::{Act, By},
    desk::Desk,
};

/// Writes a line: who did what, none being the system itself; about which object of which party; in which words; and,
/// where something was changed, its digests before and after.
pub(crate) fn write<P: By>(
    act: &mut Act<'_, P>,
    event: Event,
    (object, party): (&str, Option<&PartyKey>),
    detail: &str,
    (before, after): (&str, &str),
) -> Result<(), StoreError> {
    let line = NewLine {
        at: act.now,
        account: act.actor().map(|actor| actor.account),
        account_name: act.actor().map_or(log::SYSTEM, |actor| &actor.username),
        act: event.code(),
        object,
        party: party.map(PartyKey::as_str),
        detail,
        before,
        after,
    };
    log::append(act.conn, &line).map(|_| ())
}

const PAGE: usize = 100;
const OWN: i64 = 50;

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
    let one = match act.by.reach() {
        Reach::OwnCandidacy => Some(actor.candidacy.ok_or(Refusal::NotFound)?),
        Reach::Nothing | Reach::OwnParty | Reach::Election => candidacy,
    };
    if let Some(id) = one {
        let found = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
        act.by.cover(&found.scope())?;
    }
    let party = match act.by.reach() {
        Reach::OwnParty => Some(actor.party.as_ref().ok_or(Refusal::NotFound)?.0.clone()),
        Reach::Nothing | Reach::OwnCandidacy | Reach::Election => None,
    };
    let filter = Filter { object: one.map(|id| format!("candidacy/{id}")), party, before };
    let lines = log::page(act.conn, &filter, i64::try_from(PAGE).unwrap_or(100))?;
    let next_before = (lines.len() == PAGE).then(|| lines.last().map(|line| line.seq)).flatten();
    let mut lines = lines.into_iter().map(line).collect::<Result<Vec<_>, StoreError>>()?;
    tell(act.conn, act.desk, &mut lines)?;
    Ok(LogPage { lines, next_before })
}

/// The newest lines about an account itself: its sign-ins, also those refused, and what was done to it. So its holder
/// sees what was not them.
pub fn own_activity(conn: &mut Conn, account: AccountId) -> Result<Vec<LogLine>, Error> {
    let filter = Filter { object: Some(format!("account/{account}")), ..Filter::default() };
    let lines = log::page(conn, &filter, OWN)?;
    Ok(lines.into_iter().map(line).collect::<Result<_, StoreError>>()?)
}

/// Says who an account is for, which candidacy a line is about and, in words, what else it tells.
fn tell(conn: &mut Conn, desk: &Desk, lines: &mut [LogLine]) -> Result<(), StoreError> {
    let names = accounts::display_names(conn, lines.iter().map(|line| line.account.as_str()))?;
    let mut known: BTreeMap<CandidacyId, Option<LogCandidacy>> = BTreeMap::new();
    for line in lines {
        line.account_for = names.of(&line.account);
        line.words = words::of(desk, &line.act, &line.detail);
        let id = line.object.strip_prefix("candidacy/").and_then(|id| id.parse().ok()).map(CandidacyId);
        let Some(id) = id else { continue };
        if let Entry::Vacant(place) = known.entry(id) {
            let found = candidacies::find(conn, id)?.map(|found| found.registration);
            place.insert(found.map(|one| LogCandidacy { id, name: one.full_name(), folio: one.folio }));
        }
        line.candidacy = known.get(&id).cloned().flatten();
    }
    Ok(())
}

fn line(line: Line) -> Result<LogLine, StoreError> {
    Ok(LogLine {
        seq: line.seq,
        at: time::from_text(&line.at)?,
        account_for: line.account_name.clone(),
        account: line.account_name,
        act_name: Event::words_of(&line.act).to_owned(),
        act: line.act,
        object: line.object,
        candidacy: None,
        words: String::new(),
        detail: line.detail,
        before: line.before_digest,
        after: line.after_digest,
        hash: line.hash,
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
    },
    /// A line was changed, removed or slipped in.
    Broken {
        /// The first place that does not fit.
        seq: i64,
        /// Why, for the operator.
        reason: &'static str,
    },
}

/// Follows the chain from the first line to the last; with a head known from the past, also proves that what led to
/// it is still there.
pub fn verify_log(conn: &mut Conn, past: Option<(i64, &str)>) -> Result<Proof, StoreError> {
    let (mut seq, mut previous) = (0_i64, GENESIS.to_owned());
    // From before the first line: one slipped in there must not go unseen.
    let mut from = i64::MIN;
    let mut past_seen = past.is_none();
    loop {
        let lines = log::after(conn, from, 2_000)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            let reason = if line.seq != seq + 1 {
                Some("a line is missing or out of its place")
            } else if line.previous_hash != previous {
                Some("the line does not chain to the one before")
            } else if line.computed_hash() != line.hash {
                Some("the line was altered")
            } else if past.is_some_and(|(at, hash)| at == line.seq && hash != line.hash) {
                Some("the line is not the one that was there")
            } else {
                None
            };
            if let Some(reason) = reason {
                return Ok(Proof::Broken { seq: seq + 1, reason });
            }
            past_seen |= past.is_some_and(|(at, _)| at == line.seq);
            seq = line.seq;
            from = seq;
            previous = line.hash;
        }
    }
    if past_seen {
        Ok(Proof::Whole { lines: seq, head: previous })
    } else {
        Ok(Proof::Broken { seq: seq + 1, reason: "the chain ends before the head that was known" })
    }
}
