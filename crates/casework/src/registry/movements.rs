//! Candidacies that the registry substituted or cancelled, and undoing the last of it when it was a mistake.

use contract::registry::{MovementUndone, RegistryMovement, WithReason};
use domain::{
    candidacy::{Registration, RegistryStatus},
    ids::Folio,
    log::{Entry, Subject},
    messages::MessageKind,
    permission::{Action, Permit, act},
    refusal::Refusal,
    registry::Hold,
    workflow::StageName,
};
use store::{
    accounts,
    candidacies::{self, Candidacy},
    db::Conn,
    log::Digests,
    profiles,
    registry::{
        address,
        movements::{self, Movement, Undone},
    },
};
use uuid::Uuid;

use super::prepared::{registration_digest, turn_page};
use crate::{Error, act::Act, case::note, log, messages, words};

/// Every movement, the newest first, and what may be done with it.
pub fn list_movements(act: &mut Act<'_, Permit<act::MendRegistry>>) -> Result<Vec<RegistryMovement>, Error> {
    let (all, candidacies, holds) =
        (movements::all(act.conn)?, candidacies::by_folio(act.conn)?, movements::holds(act.conn)?);
    let undone_by = all.iter().filter_map(|movement| movement.undone.as_ref().map(|undone| undone.by.as_str()));
    let names =
        accounts::display_names(act.conn, all.iter().map(|movement| movement.account_name.as_str()).chain(undone_by))?;
    let mut listed: Vec<RegistryMovement> = Vec::new();
    for movement in &all {
        let Some(candidacy) = candidacies.values().find(|candidacy| candidacy.id == movement.candidacy) else {
            continue;
        };
        let registration = &candidacy.registration;
        let undone = movement.undone.clone();
        listed.push(RegistryMovement {
            id: movement.id,
            candidacy: candidacy.id,
            folio: registration.folio.clone(),
            name: registration.full_name(),
            office_name: act.desk.config.election.office_name(&registration.office).to_owned(),
            territory_name: act.desk.config.election.territory_name(&registration.territory).to_owned(),
            status: movement.status,
            at: movement.at,
            account_name: movement.account_name.clone(),
            display_name: names.of(&movement.account_name),
            substitutes: substitutes(candidacies.values(), &registration.folio)
                .map(|candidacy| candidacy.registration.full_name())
                .collect(),
            can_undo: is_last(&all, movement) && registration.status == movement.status,
            undone: undone.map(|undone| MovementUndone {
                at: undone.at,
                by_name: names.of(&undone.by),
                by: undone.by,
                reason: undone.reason,
            }),
            held: holds.values().any(|(by, _)| *by == movement.id),
        });
    }
    Ok(listed)
}

/// The newest of its candidacy, and not undone.
fn is_last(all: &[Movement], movement: &Movement) -> bool {
    let newest = all.iter().find(|other| other.candidacy == movement.candidacy);
    movement.undone.is_none() && newest.is_some_and(|newest| newest.id == movement.id)
}

fn substitutes<'a>(all: impl Iterator<Item = &'a Candidacy>, folio: &Folio) -> impl Iterator<Item = &'a Candidacy> {
    all.filter(move |candidacy| candidacy.registration.replaces.as_ref() == Some(folio))
}

/// Undoes the last movement of a candidacy, with a reason that stays: it stands again, and what it had published is
/// public unless the institute hid it. The substitute that the movement brought stands no longer. While the registry
/// repeats what it said, it stays undone.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when it was undone; [`Refusal::NotLastMovement`] when another
/// followed; [`Refusal::SubstituteCaptured`] when the substitute's work would be lost; [`Refusal::BadRequest`] without a
/// reason.
pub fn undo_movement(
    act: &mut Act<'_, Permit<act::UndoMovement>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let all = movements::all(act.conn)?;
    let movement = all.iter().find(|movement| movement.id == id).ok_or(Refusal::NotFound)?;
    if movement.undone.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let candidacy = candidacies::find(act.conn, movement.candidacy)?.ok_or(Refusal::NotFound)?;
    if !is_last(&all, movement) || candidacy.registration.status != movement.status {
        return Err(Refusal::NotLastMovement.into());
    }
    let candidacies = candidacies::all(act.conn)?;
    let folio = &candidacy.registration.folio;
    // A candidacy cannot stand at the same time as the one it substitutes.
    let replaced = candidacy.registration.replaces.as_ref();
    let replaced_stands = candidacies.iter().any(|other| {
        other.registration.status == RegistryStatus::Active && replaced == Some(&other.registration.folio)
    });
    if replaced_stands {
        return Err(Refusal::NotLastMovement.into());
    }
    let mut withdrawn = Vec::new();
    for substitute in substitutes(candidacies.iter(), folio) {
        match substitute.registration.status {
            RegistryStatus::Substituted => return Err(Refusal::NotLastMovement.into()),
            RegistryStatus::Cancelled => {}
            RegistryStatus::Active if has_captured(act.conn, substitute)? => {
                return Err(Refusal::SubstituteCaptured.into());
            }
            RegistryStatus::Active => withdrawn.push(substitute),
        }
    }
    let actor = act.by.actor();
    if !movements::undo(act.conn, id, &Undone { at: act.now, by: actor.username.clone(), reason: reason.clone() })? {
        return Err(Refusal::NothingToChange.into());
    }
    let stands = Hold { said: movement.status, kept: RegistryStatus::Active };
    restate(act, id, &candidacy, stands, &reason)?;
    for substitute in withdrawn {
        let leaves = Hold { said: RegistryStatus::Active, kept: RegistryStatus::Cancelled };
        restate(act, id, substitute, leaves, &reason)?;
    }
    Ok(())
}

fn has_captured(conn: &mut Conn, candidacy: &Candidacy) -> Result<bool, Error> {
    let profile = profiles::load(conn, candidacy.id)?;
    Ok(profile.life.stage.name() != StageName::NotStarted
        || profile.saved_at.is_some()
        || !profile.curricular.is_empty()
        || profile.identity.is_some()
        || profile.consent.is_some())
}

/// Gives a candidacy the status that is kept against the registry's word, logs it and tells those around it.
fn restate<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    movement: Uuid,
    before: &Candidacy,
    hold: Hold,
    reason: &str,
) -> Result<(), Error> {
    let registration = Registration { status: hold.kept, ..before.registration.clone() };
    let candidacy = candidacies::put(act.conn, &registration, Some(before.id))?;
    movements::hold(act.conn, movement, &registration.folio, hold)?;
    turn_page(act.conn, &candidacy)?;
    let reason = reason.to_owned();
    let (entry, kind) = match hold.kept {
        RegistryStatus::Active => (Entry::MovementUndone { reason }, MessageKind::MovementUndone),
        RegistryStatus::Substituted | RegistryStatus::Cancelled => {
            (Entry::SubstituteWithdrawn { reason }, MessageKind::SubstituteWithdrawn)
        }
    };
    let (from, to) = (registration_digest(&before.registration), registration_digest(&registration));
    note(act, &entry, &candidacy, Digests::Changed(&from, &to))?;
    let around = accounts::around(act.conn, registration.responsible_party.as_ref(), candidacy.id)?;
    messages::tell(act, kind, &around, &[(&candidacy, None)], &movement.to_string())?;
    Ok(())
}

/// Lets the registry repeat a movement that was undone: its next file counts again.
///
/// # Errors
/// [`Refusal::NothingToChange`] when nothing is held against it.
pub fn allow_movement(act: &mut Act<'_, Permit<act::UndoMovement>>, id: Uuid) -> Result<(), Error> {
    if movements::lift_all(act.conn, id)? == 0 {
        return Err(Refusal::NothingToChange.into());
    }
    // A file that was taken while it was held says it again.
    address::forget(act.conn)?;
    log::write(act, &Entry::MovementAllowed, Subject::RegistryMovement(id), None, Digests::None)?;
    Ok(())
}
