//! Candidacies that the registry substituted or cancelled, and undoing the last of it when it was a mistake.

use contract::registry::{MovementUndone, RegistryMovement, RegistryUndoing, WithReason};
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
        movements::{self, Asked, Movement, Undone},
    },
};
use uuid::Uuid;

use super::prepared::{registration_digest, turn_page};
use crate::{Error, act::Act, case::note, log, messages, words};

/// Every movement, the newest first, and what may be done with it.
pub fn list_movements(act: &mut Act<'_, Permit<act::MendRegistry>>) -> Result<Vec<RegistryMovement>, Error> {
    let (all, candidacies, holds) =
        (movements::all(act.conn)?, candidacies::all(act.conn)?, movements::holds(act.conn)?);
    let named = all.iter().flat_map(|movement| {
        let asked = movement.asked.as_ref().map(|asked| asked.undoing.by.as_str());
        let undone = movement.undone.as_ref().map(|undone| undone.by.as_str());
        [Some(movement.account_name.as_str()), undone, asked].into_iter().flatten()
    });
    let names = accounts::display_names(act.conn, named)?;
    let mut listed: Vec<RegistryMovement> = Vec::new();
    for movement in &all {
        let Some(candidacy) = candidacies.iter().find(|candidacy| candidacy.id == movement.candidacy) else {
            continue;
        };
        let registration = &candidacy.registration;
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
            substitutes: substitutes(candidacies.iter(), &registration.folio)
                .map(|candidacy| candidacy.registration.full_name())
                .collect(),
            can_undo: movement.asked.is_none()
                && is_last(&all, movement)
                && registration.status == movement.status
                && !candidacies::is_succeeded(act.conn, candidacy.id)?,
            undone: movement.undone.as_ref().map(|by| undone(&names, by)),
            repeated: is_repeated(&all, movement),
            asked: asked(&all, movement).map(|asked| undone(&names, &asked.undoing)),
            held: holds.values().any(|(by, hold)| *by == movement.id && hold.kept != RegistryStatus::Active),
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
/// public unless the institute hid it. The substitute that the movement brought stands no longer. When one of its
/// candidacy was undone before and the registry repeated it, this only asks for it: another person confirms it.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when it was undone or asked for; [`Refusal::NotLastMovement`] when
/// another followed; [`Refusal::SubstituteCaptured`] when the substitute's work would be lost; [`Refusal::BadRequest`]
/// without a reason.
pub fn undo_movement(
    act: &mut Act<'_, Permit<act::UndoMovement>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let all = movements::all(act.conn)?;
    let movement = of(&all, id)?;
    if movement.undone.is_some() || movement.asked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let around = Around::of(act.conn, &all, movement)?;
    let actor = act.by.actor();
    let undoing = Undone { at: act.now, by: actor.username.clone(), reason };
    if !is_repeated(&all, movement) {
        return undo(act, movement, &around, &undoing);
    }
    let candidacy = &around.candidacy;
    note(act, &Entry::UndoingAsked { reason: undoing.reason.clone() }, candidacy, Digests::None)?;
    movements::ask(act.conn, id, Some(&Asked { account: actor.account, undoing }))?;
    let approvers = accounts::around(act.conn, None, candidacy.id)?;
    let occasion = format!("{id}/{}", act.now);
    messages::tell(act, MessageKind::UndoingWaits, &approvers, &[(candidacy, None)], &occasion)?;
    Ok(())
}

/// One of them by its id.
fn of(all: &[Movement], id: Uuid) -> Result<&Movement, Refusal> {
    all.iter().find(|movement| movement.id == id).ok_or(Refusal::NotFound)
}

/// Whether one of its candidacy was undone before.
fn is_repeated(all: &[Movement], movement: &Movement) -> bool {
    all.iter().any(|other| other.candidacy == movement.candidacy && other.id != movement.id && other.undone.is_some())
}

/// Those whom undoing a movement is about.
struct Around {
    /// The candidacy that stands again.
    candidacy: Candidacy,
    /// The substitutes that stand no longer.
    leaving: Vec<Candidacy>,
}

impl Around {
    /// Checks that a movement can be undone now.
    fn of(conn: &mut Conn, all: &[Movement], movement: &Movement) -> Result<Self, Error> {
        let candidacy = candidacies::find(conn, movement.candidacy)?.ok_or(Refusal::NotFound)?;
        let succeeded = candidacies::is_succeeded(conn, candidacy.id)?;
        if succeeded || !is_last(all, movement) || candidacy.registration.status != movement.status {
            return Err(Refusal::NotLastMovement.into());
        }
        let candidacies = candidacies::all(conn)?;
        // A candidacy cannot stand at the same time as the one it substitutes.
        let replaced = candidacy.registration.replaces.as_ref();
        let replaced_stands = candidacies.iter().any(|other| {
            other.registration.status == RegistryStatus::Active && replaced == Some(&other.registration.folio)
        });
        if replaced_stands {
            return Err(Refusal::NotLastMovement.into());
        }
        let mut leaving = Vec::new();
        for substitute in substitutes(candidacies.iter(), &candidacy.registration.folio) {
            match substitute.registration.status {
                RegistryStatus::Substituted => return Err(Refusal::NotLastMovement.into()),
                RegistryStatus::Cancelled => {}
                RegistryStatus::Active if has_captured(conn, substitute)? => {
                    return Err(Refusal::SubstituteCaptured.into());
                }
                RegistryStatus::Active => leaving.push(substitute.clone()),
            }
        }
        Ok(Self { candidacy, leaving })
    }
}

fn undo<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    movement: &Movement,
    around: &Around,
    undoing: &Undone,
) -> Result<(), Error> {
    if !movements::undo(act.conn, movement.id, undoing)? {
        return Err(Refusal::NothingToChange.into());
    }
    let stands = Hold { said: movement.status, kept: RegistryStatus::Active };
    restate(act, movement.id, &around.candidacy, stands, &undoing.reason)?;
    for substitute in &around.leaving {
        let leaves = Hold { said: RegistryStatus::Active, kept: RegistryStatus::Cancelled };
        restate(act, movement.id, substitute, leaves, &undoing.reason)?;
    }
    Ok(())
}

/// The movements that somebody asked to undo and that wait for another person.
pub fn list_undoings(act: &mut Act<'_, Permit<act::ReadRegistry>>) -> Result<Vec<RegistryUndoing>, Error> {
    let election = &act.desk.config.election;
    let all = movements::all(act.conn)?;
    let asked: Vec<(&Movement, &Asked)> =
        all.iter().filter_map(|movement| Some((movement, asked(&all, movement)?))).collect();
    let names = accounts::display_names(act.conn, asked.iter().map(|(_, asked)| asked.undoing.by.as_str()))?;
    let mut listed = Vec::new();
    for (movement, asked) in asked {
        let candidacy = candidacies::find(act.conn, movement.candidacy)?.ok_or(Refusal::NotFound)?;
        let registration = &candidacy.registration;
        listed.push(RegistryUndoing {
            id: movement.id,
            candidacy: candidacy.id,
            folio: registration.folio.clone(),
            name: registration.full_name(),
            office_name: election.office_name(&registration.office).to_owned(),
            territory_name: election.territory_name(&registration.territory).to_owned(),
            status: movement.status,
            asked: undone(&names, &asked.undoing),
            own: asked.account == act.by.actor().account,
        });
    }
    Ok(listed)
}

/// What was asked of a movement and waits.
fn asked<'a>(all: &[Movement], movement: &'a Movement) -> Option<&'a Asked> {
    movement.asked.as_ref().filter(|_| is_last(all, movement))
}

fn undone(names: &accounts::Names, undone: &Undone) -> MovementUndone {
    let Undone { at, by, reason } = undone.clone();
    MovementUndone { at, by_name: names.of(&by), by, reason }
}

/// Undoes, as the second person, a movement that another asked to undo.
///
/// # Errors
/// [`Refusal::NotFound`] when that was not asked for, [`Refusal::SecondPersonRequired`] to who asked for it, and those of
/// [`undo_movement`].
pub fn confirm_undoing(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let all = movements::all(act.conn)?;
    let movement = of(&all, id)?;
    let asked = asked(&all, movement).ok_or(Refusal::NotFound)?;
    if asked.account == act.by.actor().account {
        return Err(Refusal::SecondPersonRequired.into());
    }
    let around = Around::of(act.conn, &all, movement)?;
    note(act, &Entry::UndoingConfirmed { reason }, &around.candidacy, Digests::None)?;
    undo(act, movement, &around, &Undone { at: act.now, ..asked.undoing.clone() })
}

/// Leaves a movement as it is that somebody asked to undo.
///
/// # Errors
/// [`Refusal::NotFound`] when that was not asked for, [`Refusal::BadRequest`] without a reason.
pub fn decline_undoing(
    act: &mut Act<'_, Permit<act::ApproveRegistry>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let all = movements::all(act.conn)?;
    let movement = of(&all, id)?;
    asked(&all, movement).ok_or(Refusal::NotFound)?;
    let candidacy = candidacies::find(act.conn, movement.candidacy)?.ok_or(Refusal::NotFound)?;
    movements::ask(act.conn, id, None)?;
    note(act, &Entry::UndoingDeclined { reason }, &candidacy, Digests::None)?;
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

/// Lets the registry repeat the substitutes of a movement that was undone: its next file counts again.
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
