//! A file of the registry held against what is known: how it came, what it would do, and doing it.

use super::{
    doubts::{raise, settle},
    reading,
};
use crate::{
    Error,
    accounts::REGISTRY,
    act::{Act, By},
    case::note,
    desk::Desk,
    log,
};
use domain::{
    accounts::{Actor, Role},
    candidacy::{Registration, RegistryStatus},
    ids::{AccountId, CandidacyId, Folio},
    log::{Entry, RegistryCounts, RegistrySource, Subject},
    questionnaire::Answers,
    refusal::Refusal,
    registry::{BadRow, InDoubt, Known as KnownRows, Person, Plan, Planned, Row, plan},
    text::hex,
    time::Timestamp,
    work::progress::sections,
    workflow::withdrawn,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    StoreError,
    candidacies::{self, Candidacy},
    db::Conn,
    log::Digests,
    log::SYSTEM,
    profiles::{self, Profile},
    registry::{
        cuts, doubts, movements, plans,
        records::{self, Outcome},
    },
    seal::CandidacyKey,
};
use uuid::Uuid;

/// How a file came, besides who brought it: of a person nothing; of the registry's address, where it says it, the cut.
#[derive(Clone, Copy, Default)]
pub(super) struct Origin<'a> {
    /// Who made the key, when a program brought it.
    pub maker: Option<AccountId>,
    /// Who brought it, where somebody else applies it.
    pub name: Option<&'a str>,
    /// The message it came in.
    pub message: Option<&'a str>,
    /// The moment at which the registry was as it says.
    pub cut: Option<Timestamp>,
}

/// Whether nobody read the plan before it came to be applied.
fn is_program(by: Option<&Actor>) -> bool {
    by.is_none_or(|actor| actor.role == Role::RegistrySystem)
}

/// Refuses what says that the registry was as it was before what was applied.
pub(super) fn refuse_older(conn: &mut Conn, cut: Option<Timestamp>) -> Result<(), Error> {
    let Some(cut) = cut else { return Ok(()) };
    if cuts::newest(conn)?.is_some_and(|newest| cut < newest) {
        return Err(Refusal::OldCut.into());
    }
    Ok(())
}

/// The names under which no person brings a file.
const PROGRAMS: [&str; 2] = [SYSTEM, REGISTRY];

pub(super) fn file_digest(file: &[u8]) -> String {
    hex(&Sha256::digest(file))
}

type Known = BTreeMap<Folio, Candidacy>;

/// Rows held against what is known, ready to be applied.
pub(super) struct Prepared {
    pub planned: Planned,
    known: Known,
    /// Rows to put aside, with the digests of their cells.
    aside: Vec<(BadRow, String)>,
    /// Rows put aside before, of whose folio something else is said now.
    replaced: Vec<Uuid>,
}

impl Prepared {
    pub fn of_file(conn: &mut Conn, desk: &Desk, file: &[u8]) -> Result<Self, Error> {
        let rows = reading::read(desk, file)?;
        Self::of_rows(conn, desk, &rows)
    }

    pub fn of_rows(conn: &mut Conn, desk: &Desk, rows: &[Row]) -> Result<Self, Error> {
        let known = candidacies::by_folio(conn)?;
        let before = KnownRows {
            registrations: known.iter().map(|(folio, known)| (folio.clone(), known.registration.clone())).collect(),
            first: candidacies::first_persons(conn)?,
            holds: movements::holds(conn)?.into_iter().map(|(folio, (_, hold))| (folio, hold)).collect(),
            doubts: doubts::waiting(conn)?.into_iter().map(|doubt| (doubt.said.folio.clone(), doubt.said)).collect(),
        };
        let mut planned = plan(&desk.config.election, &desk.config.mapping, rows, &before);
        let (mut seen, mut aside) = (records::digests(conn)?, Vec::new());
        let mut said = BTreeSet::new();
        for bad in &planned.bad {
            let digest = hex(&Sha256::digest(serde_json::to_vec(&bad.row.cells)?));
            said.insert(digest.clone());
            if seen.insert(digest.clone()) {
                aside.push((bad.clone(), digest));
            }
        }
        let other = records::waiting_folios(conn)?
            .into_iter()
            .filter(|(_, digest, folio)| planned.named.contains(folio) && !said.contains(digest));
        let replaced: Vec<Uuid> = other.map(|(id, ..)| id).collect();
        planned.plan.put_aside = aside.len();
        planned.plan.made_good = replaced.len();
        Ok(Self { planned, known, aside, replaced })
    }

    /// Whether a person has to look before it is applied: either many would stop standing, or somebody would stand again
    /// because of a file that nobody read and that may be older than what withdrew them. It may be older when it names no
    /// cut, or one from before a person brought the withdrawal.
    pub fn needs_second_person<P: By>(&self, act: &mut Act<'_, P>, origin: Origin<'_>) -> Result<bool, StoreError> {
        let plan = &self.planned.plan;
        let in_day = self.withdrawn_in_day(act)?;
        if act.desk.config.registry_rules.needs_second_person(plan, in_day) {
            return Ok(true);
        }
        if plan.reinstated.is_empty() || !is_program(act.actor()) {
            return Ok(false);
        }
        let Some(cut) = origin.cut else { return Ok(true) };
        let movements = movements::all(act.conn)?;
        let newest = |candidacy: &Candidacy| movements.iter().find(|movement| movement.candidacy == candidacy.id);
        let mut withdrawn = plan.reinstated.iter().filter_map(|row| newest(self.known.get(&row.folio)?));
        Ok(withdrawn.any(|movement| movement.at > cut && !PROGRAMS.contains(&movement.account_name.as_str())))
    }

    /// The candidacies that would stop standing.
    pub fn withdrawn(&self) -> Vec<&Candidacy> {
        let plan = &self.planned.plan;
        plan.substituted.iter().chain(&plan.cancelled).filter_map(|row| self.known.get(&row.folio)).collect()
    }

    /// How many candidacies would have stopped standing in the institute's day, with these, by whatever way they came;
    /// those that wait for a second person, and those that were undone, among them.
    fn withdrawn_in_day<P: By>(&self, act: &mut Act<'_, P>) -> Result<usize, StoreError> {
        let config = &act.desk.config;
        let today = config.today(act.now);
        let mut withdrawn: BTreeSet<CandidacyId> = self.withdrawn().iter().map(|candidacy| candidacy.id).collect();
        let moved = movements::all(act.conn)?.into_iter().take_while(|movement| config.today(movement.at) == today);
        withdrawn.extend(moved.map(|movement| movement.candidacy));
        for plan in plans::waiting(act.conn)?.into_iter().filter(|plan| config.today(plan.at) == today) {
            withdrawn.extend(plans::withdrawn_by(act.conn, plan.id)?);
        }
        Ok(withdrawn.len())
    }

    /// Of everything that would be written, and from what.
    pub fn digest(&self) -> Result<String, Error> {
        Ok(hex(&Sha256::digest(serde_json::to_vec(&(&self.planned.plan, &self.planned.writes))?)))
    }

    /// Leaves its rows in doubt to a second person.
    pub fn raise_doubts<P: By>(&self, act: &mut Act<'_, P>, origin: Origin<'_>) -> Result<(), Error> {
        let doubts = self.planned.doubts.iter();
        let rows: Vec<(&Candidacy, &InDoubt)> =
            doubts.filter_map(|row| Some((self.known.get(&row.said.folio)?, row))).collect();
        raise(act, origin, &rows)
    }

    /// Writes it all, with its lines in the log.
    pub fn apply<P: By>(self, act: &mut Act<'_, P>, origin: Origin<'_>, from: RegistrySource) -> Result<Plan, Error> {
        let plan_digest = self.digest()?;
        let source = act.actor().map_or(SYSTEM, |actor| &actor.username);
        self.raise_doubts(act, origin)?;
        let settled: Vec<&Candidacy> =
            self.planned.plan.settled.iter().filter_map(|folio| self.known.get(folio)).collect();
        settle(act, &settled)?;
        for registration in &self.planned.writes {
            write(act, registration, self.known.get(&registration.folio))?;
        }
        for folio in &self.planned.plan.lifted {
            movements::lift(act.conn, folio)?;
        }
        for id in &self.replaced {
            records::decide(act.conn, *id, Outcome::Replaced, source, act.now)?;
        }
        for (bad, digest) in &self.aside {
            records::insert(act.conn, bad, digest, source, act.now)?;
        }
        let plan = self.planned.plan;
        let entry = Entry::RegistrySynced { from, counts: RegistryCounts::from(&plan) };
        log::write(act, &entry, Subject::Registry, None, Digests::Made(&plan_digest))?;
        Ok(plan)
    }
}

/// Begins a candidacy with nothing in it, and its line in the log.
pub(super) fn begin<P: By>(act: &mut Act<'_, P>, candidacy: &Candidacy) -> Result<(), Error> {
    let key = CandidacyKey::create(act.conn, &act.desk.master, candidacy.id)?;
    let mut profile = Profile::new(candidacy.id, act.desk.config.questionnaire_version());
    profile.seal_sections(&key, &sections(&act.desk.config.election, &Answers::new()))?;
    let digest = profiles::insert(act.conn, &profile)?;
    let entry = Entry::CandidacyAdded { folio: candidacy.registration.folio.clone() };
    note(act, &entry, candidacy, Digests::Made(&digest))?;
    Ok(())
}

/// Writes what the registry says of a candidacy, with its line in the log.
pub(super) fn write<P: By>(
    act: &mut Act<'_, P>,
    registration: &Registration,
    before: Option<&Candidacy>,
) -> Result<(), Error> {
    let candidacy = candidacies::put(act.conn, registration, before.map(|candidacy| candidacy.id))?;
    let folio = registration.folio.clone();
    let Some(before) = before else { return begin(act, &candidacy) };
    let (person, earlier) = (Person::from(registration), Person::from(&before.registration));
    if person != earlier {
        candidacies::keep_first_person(act.conn, candidacy.id, &earlier)?;
    }
    let (was, is) = (before.registration.status, registration.status);
    let entry = match is {
        _ if was == is => Entry::CandidacyChanged { folio },
        RegistryStatus::Substituted => Entry::CandidacySubstituted { folio },
        RegistryStatus::Cancelled => Entry::CandidacyCancelled { folio },
        RegistryStatus::Active => Entry::CandidacyReinstated { folio },
    };
    if was != is {
        turn_page(act.conn, &candidacy)?;
    }
    if was == RegistryStatus::Active && was != is {
        let source = act.actor().map_or(SYSTEM, |actor| &actor.username);
        movements::insert(act.conn, candidacy.id, is, source, act.now)?;
    }
    let (from, to) = (registration_digest(&before.registration), registration_digest(registration));
    note(act, &entry, &candidacy, Digests::Changed(&from, &to))?;
    Ok(())
}

/// Gives the profile a new revision, so that somebody who is working on it now cannot save it as if nothing had happened;
/// a publication that waited for its day no longer waits.
pub(super) fn turn_page(conn: &mut Conn, candidacy: &Candidacy) -> Result<Profile, Error> {
    let mut profile = profiles::load(conn, candidacy.id)?;
    profile.life = withdrawn(&profile.life);
    profiles::update(conn, &mut profile)?.ok_or(Refusal::Stale)?;
    Ok(profile)
}

pub(super) fn registration_digest(registration: &Registration) -> String {
    hex(&Sha256::digest(serde_json::to_vec(registration).unwrap_or_default()))
}
