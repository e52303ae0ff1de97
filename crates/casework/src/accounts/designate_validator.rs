use std::collections::BTreeMap;

use contract::accounts::{Designate, Designation as Told, IssuedAccount};
use domain::{
    accounts::{Actor, Role},
    ids::{CandidacyId, PartyKey},
    log::Event,
    permission::{Permit, Reach, Scope, act},
    refusal::Refusal,
    text,
    time::Timestamp,
};
use store::{
    accounts::{
        self,
        designations::{self, Designation, Step},
    },
    db::Conn,
};
use uuid::Uuid;

use super::issue_accounts::{Wanted, issue};
use crate::{Error, desk::Desk, log, words};

/// The representation names a person to validate for its party (PTO I.B.1.III–IV). They begin once the institute
/// confirmed them.
///
/// # Errors
/// [`Refusal::BadRequest`] without a name; [`Refusal::NothingToChange`] when that person is named already.
pub fn designate_validator(
    conn: &mut Conn,
    permit: &Permit<act::DesignateValidators>,
    command: &Designate,
    now: Timestamp,
) -> Result<Told, Error> {
    let actor = permit.actor();
    let party = actor.party.clone().ok_or(Refusal::NotFound)?;
    let person = words("El nombre", &command.person, 5..=120)?;
    let same = |one: &Designation| one.revoked.is_none() && text::fold(&one.person) == text::fold(&person);
    if designations::list(conn, Some(&party))?.iter().any(same) {
        return Err(Refusal::NothingToChange.into());
    }
    let one = Designation {
        id: Uuid::now_v7(),
        party,
        person,
        account: None,
        designated: Step { at: now, by: actor.account },
        confirmed: None,
        revoked: None,
    };
    designations::insert(conn, &one)?;
    note(conn, actor, Event::ValidatorDesignated, &one, now)?;
    Ok(told(&one, None))
}

/// The responsible unit confirms a named person: an account of their own is issued, and its code is told this once.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when they are confirmed or revoked.
pub fn confirm_validator(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ConfirmValidators>,
    id: Uuid,
    now: Timestamp,
) -> Result<IssuedAccount, Error> {
    let actor = permit.actor();
    let mut one = designations::by_id(conn, id)?.ok_or(Refusal::NotFound)?;
    if one.confirmed.is_some() || one.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let wanted = Wanted {
        username: free_name(conn, &one.party)?,
        display_name: one.person.clone(),
        role: Role::PartyValidator,
        party: Some(one.party.clone()),
        candidacy: None,
    };
    let issued = issue(conn, desk, Some(actor), wanted, now)?;
    one.account = accounts::by_username(conn, &issued.username)?.map(|account| account.id);
    one.confirmed = Some(Step { at: now, by: actor.account });
    designations::update(conn, &one)?;
    note(conn, actor, Event::ValidatorConfirmed, &one, now)?;
    Ok(issued)
}

/// The representation, or the responsible unit, takes a person's designation back: their account is blocked at once.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it was taken back already.
pub fn revoke_validator(
    conn: &mut Conn,
    permit: &Permit<act::RevokeValidators>,
    id: Uuid,
    now: Timestamp,
) -> Result<Told, Error> {
    let actor = permit.actor();
    let mut one = designations::by_id(conn, id)?.ok_or(Refusal::NotFound)?;
    permit.cover(&of_party(&one.party))?;
    if one.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    one.revoked = Some(Step { at: now, by: actor.account });
    designations::update(conn, &one)?;
    if let Some(mut account) = one.account.map(|id| accounts::by_id(conn, id)).transpose()?.flatten() {
        account.blocked_at.get_or_insert(now);
        accounts::update(conn, &account)?;
        accounts::end_sessions(conn, account.id, None, now)?;
    }
    note(conn, actor, Event::ValidatorRevoked, &one, now)?;
    Ok(told(&one, None))
}

/// Everybody named within reach, also those revoked, the oldest first.
pub fn list_designations(conn: &mut Conn, permit: &Permit<act::ReadDesignations>) -> Result<Vec<Told>, Error> {
    let party = match permit.reach() {
        Reach::Election => None,
        Reach::Nothing | Reach::OwnCandidacy | Reach::OwnParty => {
            Some(permit.actor().party.clone().ok_or(Refusal::NotFound)?)
        }
    };
    let all = accounts::all(conn)?;
    let names: BTreeMap<_, &str> = all.iter().map(|account| (account.id, account.username.as_str())).collect();
    let found = designations::list(conn, party.as_ref())?;
    Ok(found.iter().map(|one| told(one, one.account.and_then(|id| names.get(&id).copied()))).collect())
}

fn told(one: &Designation, username: Option<&str>) -> Told {
    Told {
        id: one.id,
        party: one.party.clone(),
        person: one.person.clone(),
        username: username.map(str::to_owned),
        designated_at: one.designated.at,
        confirmed_at: one.confirmed.map(|step| step.at),
        revoked_at: one.revoked.map(|step| step.at),
    }
}

fn of_party(party: &PartyKey) -> Scope {
    Scope { candidacy: CandidacyId(Uuid::nil()), responsible_party: Some(party.clone()) }
}

/// `pt.validacion`, `pt.validacion-2`, …: a name is never used twice, so that the log stays clear.
fn free_name(conn: &mut Conn, party: &PartyKey) -> Result<String, Error> {
    let first = format!("{}.validacion", text::slug(party.as_str()));
    let mut name = first.clone();
    let mut number = 2;
    while accounts::by_username(conn, &name)?.is_some() {
        name = format!("{first}-{number}");
        number += 1;
    }
    Ok(name)
}

fn note(conn: &mut Conn, by: &Actor, event: Event, one: &Designation, now: Timestamp) -> Result<(), Error> {
    let object = format!("party/{}", one.party);
    log::write(conn, Some(by), event, (&object, Some(&one.party)), &one.person, ("", ""), now)?;
    Ok(())
}
