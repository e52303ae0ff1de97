//! The figures about identity: taken once, of the verified answers of those who let them count (PTO II.A, II.C). Nobody is
//! named and nothing that could tell somebody's answer is kept: what is kept is what is told.

use std::collections::BTreeSet;

use contract::public::statistics::IdentityFigures;
use domain::{
    candidacy::{Registration, Sex},
    election::{Breakdown, Election},
    ids::{CandidacyId, SectionKey},
    log::{Entry, Event, Subject},
    publication::{
        statistics::{Group, Participant, identity_tables},
        visibility::{Consent, is_listed},
    },
    text::hex,
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use store::publication::versions;
use store::{
    StoreError,
    candidacies::Candidacy,
    db::Conn,
    log::Digests,
    profiles::{self, Profile},
    publication::versions::Version,
    registry,
    seal::CandidacyKey,
};

use crate::{
    act::{Act, NoPermit},
    desk::Desk,
    log,
};

const SEXES: [Sex; 3] = [Sex::Woman, Sex::Man, Sex::NonBinary];

/// Whether the day came from which they may be taken.
#[must_use]
pub fn may_take_figures(desk: &Desk, now: Timestamp) -> bool {
    desk.config.today(now) >= desk.config.election.statistics.identity_cut
}

/// Whether the log says that they were taken.
pub fn were_figures_taken(act: &mut Act<'_, NoPermit>) -> Result<bool, StoreError> {
    store::log::any_after(act.conn, 0, &[Event::FiguresTaken])
}

/// Takes the figures; none while too few take part. Answers are opened to be counted, in one pass, and told to nobody.
pub fn take_figures(act: &mut Act<'_, NoPermit>) -> Result<Option<IdentityFigures>, StoreError> {
    let people = participants(act.conn, act.desk)?;
    let unknown = people.iter().filter(|participant| participant.known.is_empty()).count();
    if u32::try_from(unknown).unwrap_or(u32::MAX) < act.desk.config.election.statistics.identity_minimum {
        return Ok(None);
    }
    let tables = identity_tables(&act.desk.config.election, &groups(&act.desk.config.election), &people);
    Ok(Some(IdentityFigures { taken_at: act.now, tables }))
}

/// Says in the log that the figures were taken, with the digest of what is told.
pub fn keep_figures(act: &mut Act<'_, NoPermit>, bytes: &[u8]) -> Result<(), StoreError> {
    let digest = hex(&Sha256::digest(bytes));
    log::write(act, &Entry::FiguresTaken, Subject::FiguresOfIdentity, None, Digests::Made(&digest))
}

/// Those who stand, whose answers were verified and published, or kept, in a version, and who let them count.
fn participants(conn: &mut Conn, desk: &Desk) -> Result<Vec<Participant>, StoreError> {
    let mut versions = versions::latest_versions(conn, None)?;
    versions.sort_by_key(|version| version.candidacy);
    let mut all = profiles::list(conn, None, None)?;
    // Whose answers are in doubt must not be counted as somebody's.
    let waits = registry::waits(conn, None)?;
    let counts = |candidacy: &Candidacy| {
        let waits = waits.get(&candidacy.id).copied().unwrap_or_default();
        is_listed(candidacy.registration.status, waits) && !waits.doubt
    };
    all.retain(|(candidacy, profile)| counts(candidacy) && profile.consent.is_some());
    let ids: Vec<CandidacyId> = all.iter().map(|(candidacy, _)| candidacy.id).collect();
    let keys = CandidacyKey::load_many(conn, &desk.master, &ids)?;
    let mut people = Vec::new();
    for (candidacy, profile) in &all {
        let version = versions.binary_search_by_key(&candidacy.id, |version| version.candidacy);
        let (Ok(place), Some(key)) = (version, keys.get(&candidacy.id)) else { continue };
        match participant(desk, &candidacy.registration, profile, &versions[place], key) {
            Ok(participant) => people.extend(participant),
            // One that does not open must not keep the others from being counted.
            Err(error @ (StoreError::Sealed(_) | StoreError::Damaged(_))) => {
                tracing::error!(candidacy = %candidacy.id, %error, "left out of the figures");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(people)
}

fn participant(
    desk: &Desk,
    registration: &Registration,
    profile: &Profile,
    version: &Version,
    key: &CandidacyKey,
) -> Result<Option<Participant>, StoreError> {
    let Some(consent) = profile.open_consent(key)?.filter(|consent| consent.treatment && consent.statistics) else {
        return Ok(None);
    };
    let Some(group) = group_of(&desk.config.election, registration) else { return Ok(None) };
    let known = known_sections(&desk.config.election, registration, &consent);
    Ok(Some(Participant { group, answers: version.open_identity(key)?, known }))
}

/// Sections whose answers anybody can read by name. Whose affirmative action is public is taken as known in everything,
/// for it says, or lets one guess, what some answers are.
fn known_sections(election: &Election, registration: &Registration, consent: &Consent) -> BTreeSet<SectionKey> {
    if registration.affirmative_action.is_some() {
        return election.identity.sections.iter().map(|section| section.key.clone()).collect();
    }
    if consent.publication { consent.sections.clone() } else { BTreeSet::new() }
}

fn groups(election: &Election) -> Vec<Group> {
    match election.statistics.identity_by {
        Breakdown::Sex => {
            SEXES.iter().map(|sex| Group { key: sex.key().to_owned(), name: sex.name().to_owned() }).collect()
        }
        Breakdown::Office => election
            .offices
            .iter()
            .map(|office| Group { key: office.key.0.clone(), name: office.plural.clone() })
            .collect(),
    }
}

fn group_of(election: &Election, registration: &Registration) -> Option<usize> {
    match election.statistics.identity_by {
        Breakdown::Sex => SEXES.iter().position(|sex| *sex == registration.sex),
        Breakdown::Office => election.offices.iter().position(|office| office.key == registration.office),
    }
}
