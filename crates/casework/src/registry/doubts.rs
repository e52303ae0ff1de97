//! Rows of known folios that may be about another candidacy: raised when a file brings them, decided by a second person.

use contract::registry::{DecideDoubt, RegistryDoubt};
use domain::{
    accounts::Role,
    candidacy::{Registration, RegistryStatus},
    log::Entry,
    messages::MessageKind,
    permission::{Permit, act},
    refusal::Refusal,
    registry::{DoubtDecision, InDoubt, differences},
    text::hex,
};
use sha2::{Digest, Sha256};
use store::{
    StoreError, accounts,
    candidacies::{self, Candidacy},
    log::{Digests, SYSTEM},
    registry::{
        doubts::{self, Doubt, End},
        movements,
    },
};
use uuid::Uuid;

use super::{
    prepared::{Origin, begin, registration_digest, turn_page, write},
    second_person::{may_decide, require},
};
use crate::{
    Error,
    act::{Act, By},
    case::note,
    messages, words,
};

/// Leaves rows in doubt to a second person. Whose candidacies they may be is told, and so is whoever may decide.
pub(super) fn raise<P: By>(
    act: &mut Act<'_, P>,
    origin: Origin<'_>,
    rows: &[(&Candidacy, &InDoubt)],
) -> Result<(), Error> {
    let waiting = doubts::waiting(act.conn)?;
    let name = origin.name.unwrap_or_else(|| act.actor().map_or(SYSTEM, |actor| &actor.username)).to_owned();
    let account = origin.maker.or(act.actor().map(|actor| actor.account));
    let mut raised = Vec::new();
    for (candidacy, row) in rows {
        if let Some(earlier) = waiting.iter().find(|earlier| earlier.candidacy == candidacy.id) {
            doubts::end(act.conn, earlier.id, End::Replaced, &name, act.now)?;
        }
        let doubt = Doubt {
            id: Uuid::now_v7(),
            candidacy: candidacy.id,
            at: act.now,
            account,
            account_name: name.clone(),
            grounds: row.grounds.clone(),
            said: row.said.clone(),
        };
        doubts::insert(act.conn, &doubt)?;
        let digests = (registration_digest(&candidacy.registration), registration_digest(&doubt.said));
        let entry = Entry::CandidacyDoubted { folio: candidacy.registration.folio.clone() };
        note(act, &entry, candidacy, Digests::Changed(&digests.0, &digests.1))?;
        tell_around(act, MessageKind::DoubtRaised, candidacy, doubt.id)?;
        raised.push((*candidacy, doubt.id));
    }
    let Some((candidacy, first)) = raised.first() else { return Ok(()) };
    let around = accounts::around(act.conn, None, candidacy.id)?;
    let about: Vec<_> = raised.iter().map(|(candidacy, _)| (*candidacy, None)).collect();
    messages::tell(act, MessageKind::DoubtWaits, &around, &about, &first.to_string())?;
    Ok(())
}

/// Ends the wait of those of which the registry says again what is known.
pub(super) fn settle<P: By>(act: &mut Act<'_, P>, settled: &[&Candidacy]) -> Result<(), Error> {
    if settled.is_empty() {
        return Ok(());
    }
    let by = act.actor().map_or(SYSTEM, |actor| &actor.username).to_owned();
    for doubt in doubts::waiting(act.conn)? {
        let Some(candidacy) = settled.iter().find(|candidacy| candidacy.id == doubt.candidacy) else { continue };
        doubts::end(act.conn, doubt.id, End::Settled, &by, act.now)?;
        note(act, &Entry::DoubtSettled { folio: candidacy.registration.folio.clone() }, candidacy, Digests::None)?;
        tell_around(act, MessageKind::DoubtEnded, candidacy, doubt.id)?;
    }
    Ok(())
}

/// The rows in doubt that wait, the oldest first.
pub fn list_doubts(act: &mut Act<'_, Permit<act::ReadRegistry>>) -> Result<Vec<RegistryDoubt>, Error> {
    let config = &act.desk.config;
    let all = doubts::waiting(act.conn)?;
    let names = accounts::display_names(act.conn, all.iter().map(|doubt| doubt.account_name.as_str()))?;
    let mut listed = Vec::new();
    for doubt in all {
        let candidacy = candidacies::find(act.conn, doubt.candidacy)?.ok_or(Refusal::NotFound)?;
        let known = &candidacy.registration;
        listed.push(RegistryDoubt {
            id: doubt.id,
            candidacy: candidacy.id,
            folio: known.folio.clone(),
            name: known.full_name(),
            office_name: config.election.office_name(&known.office).to_owned(),
            territory_name: config.election.territory_name(&known.territory).to_owned(),
            at: doubt.at,
            display_name: names.of(&doubt.account_name),
            own: !may_decide(act.conn, act.by.actor(), doubt.account)?,
            changes: differences(&config.election, &config.mapping, known, &doubt.said),
            digest: digest(known, &doubt.said),
            grounds: doubt.grounds,
            account_name: doubt.account_name,
        });
    }
    Ok(listed)
}

/// Of what is known and what the row says.
fn digest(known: &Registration, said: &Registration) -> String {
    let both = [registration_digest(known), registration_digest(said)].concat();
    hex(&Sha256::digest(both))
}

/// Decides, as the second person, whose a row in doubt is.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::SecondPersonRequired`] to who brought it and their area,
/// [`Refusal::PlanChanged`] when it is not what was read, [`Refusal::BadRequest`] without a reason.
pub fn decide_doubt(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    command: &DecideDoubt,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let doubt = doubts::waiting(act.conn)?.into_iter().find(|doubt| doubt.id == id).ok_or(Refusal::NotFound)?;
    require(act, doubt.account)?;
    let candidacy = candidacies::find(act.conn, doubt.candidacy)?.ok_or(Refusal::NotFound)?;
    if digest(&candidacy.registration, &doubt.said) != command.digest {
        return Err(Refusal::PlanChanged.into());
    }
    let by = act.by.actor().username.clone();
    if !doubts::end(act.conn, id, End::Decided(command.decision, &reason), &by, act.now)? {
        return Err(Refusal::NotFound.into());
    }
    match command.decision {
        DoubtDecision::Same => mend(act, &doubt, &candidacy, reason),
        DoubtDecision::Other => succeed(act, &doubt, &candidacy, reason),
        DoubtDecision::Mistake => {
            note(act, &Entry::DoubtDismissed { reason }, &candidacy, Digests::None)?;
            Ok(tell_around(act, MessageKind::DoubtEnded, &candidacy, id)?)
        }
    }
}

/// The same candidacy, mended: all that was captured stays, and its account is of the party that the registry says now.
fn mend(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    doubt: &Doubt,
    before: &Candidacy,
    reason: String,
) -> Result<(), Error> {
    write(act, &doubt.said, Some(before))?;
    candidacies::forget_first_person(act.conn, before.id)?;
    let party = doubt.said.responsible_party.as_ref();
    if party != before.registration.responsible_party.as_ref() {
        let role = if party.is_some() { Role::Candidate } else { Role::IndependentCandidate };
        accounts::move_candidate(act.conn, before.id, role, party)?;
    }
    let after = Candidacy { registration: doubt.said.clone(), ..before.clone() };
    note(act, &Entry::DoubtMended { reason }, &after, Digests::None)?;
    tell_around(act, MessageKind::DoubtEnded, before, doubt.id)?;
    Ok(tell_around(act, MessageKind::DoubtEnded, &after, doubt.id)?)
}

/// Another candidacy: the one that was known ends with all that is its own, and the new one has the folio and nothing else.
fn succeed(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    doubt: &Doubt,
    before: &Candidacy,
    reason: String,
) -> Result<(), Error> {
    let stood = before.registration.status == RegistryStatus::Active;
    let status = if stood { RegistryStatus::Substituted } else { before.registration.status };
    let ended = Registration { status, ..before.registration.clone() };
    movements::lift(act.conn, &before.registration.folio)?;
    let (ended, new) = candidacies::succeed(act.conn, &ended, before.id, &doubt.said)?;
    if stood {
        turn_page(act.conn, &ended)?;
        movements::insert(act.conn, ended.id, status, &act.by.actor().username, act.now)?;
    }
    let (from, to) = (registration_digest(&before.registration), registration_digest(&ended.registration));
    note(act, &Entry::CandidacySucceeded { by: new.id, reason }, &ended, Digests::Changed(&from, &to))?;
    begin(act, &new)?;
    Ok(tell_around(act, MessageKind::CandidacySucceeded, before, doubt.id)?)
}

fn tell_around<P: By>(
    act: &mut Act<'_, P>,
    kind: MessageKind,
    candidacy: &Candidacy,
    doubt: Uuid,
) -> Result<(), StoreError> {
    let around = accounts::around(act.conn, candidacy.registration.responsible_party.as_ref(), candidacy.id)?;
    messages::tell(act, kind, &around, &[(candidacy, None)], &doubt.to_string())?;
    Ok(())
}
