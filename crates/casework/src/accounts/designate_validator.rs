use std::collections::BTreeMap;

use contract::accounts::{Designate, Designation as Told, IssuedAccount};
use domain::{
    accounts::Role,
    ids::{CandidacyId, PartyKey},
    log::{Entry, Subject},
    permission::{Action, Permit, Reach, Scope, act},
    refusal::Refusal,
    text,
};
use store::{
    accounts::{
        self,
        designations::{self, Designation, Step},
    },
    db::Conn,
    log::Digests,
};
use uuid::Uuid;

use super::issue_accounts::{Wanted, issue};
use crate::{Error, act::Act, log, words};

/// The representation names a person to validate for its party (PTO I.B.1.III–IV). They begin once the institute
/// confirmed them.
///
/// # Errors
/// [`Refusal::BadRequest`] without a name; [`Refusal::NothingToChange`] when that person is named already.
pub fn designate_validator(
    act: &mut Act<'_, Permit<act::DesignateValidators>>,
    command: &Designate,
) -> Result<Told, Error> {
    let actor = act.by.actor();
    let party = actor.party.clone().ok_or(Refusal::NotFound)?;
    let person = words("El nombre", &command.person, 5..=120)?;
    let same = |one: &Designation| one.revoked.is_none() && text::fold(&one.person) == text::fold(&person);
    if designations::list(act.conn, Some(&party))?.iter().any(same) {
        return Err(Refusal::NothingToChange.into());
    }
    let one = Designation {
        id: Uuid::now_v7(),
        party,
        person,
        account: None,
        designated: Step { at: act.now, by: actor.account },
        confirmed: None,
        revoked: None,
    };
    designations::insert(act.conn, &one)?;
    note(act, &Entry::ValidatorDesignated { person: one.person.clone() }, &one)?;
    Ok(told(&one, None))
}

/// The responsible unit confirms a named person: an account of their own is issued, and its code is told this once.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when they are confirmed or revoked.
pub fn confirm_validator(act: &mut Act<'_, Permit<act::ConfirmValidators>>, id: Uuid) -> Result<IssuedAccount, Error> {
    let actor = act.by.actor();
    let mut one = designations::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    if one.confirmed.is_some() || one.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let wanted = Wanted {
        username: free_name(act.conn, &one.party)?,
        display_name: one.person.clone(),
        role: Role::PartyValidator,
        party: Some(one.party.clone()),
        candidacy: None,
    };
    let issued = issue(act, wanted)?;
    one.account = accounts::by_username(act.conn, &issued.username)?.map(|account| account.id);
    one.confirmed = Some(Step { at: act.now, by: actor.account });
    designations::update(act.conn, &one)?;
    note(act, &Entry::ValidatorConfirmed { person: one.person.clone() }, &one)?;
    Ok(issued)
}

/// The representation, or the responsible unit, takes a person's designation back: their account is blocked at once.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it was taken back already.
pub fn revoke_validator(act: &mut Act<'_, Permit<act::RevokeValidators>>, id: Uuid) -> Result<Told, Error> {
    let actor = act.by.actor();
    let mut one = designations::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&of_party(&one.party))?;
    if one.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    one.revoked = Some(Step { at: act.now, by: actor.account });
    designations::update(act.conn, &one)?;
    if let Some(mut account) = one.account.map(|id| accounts::by_id(act.conn, id)).transpose()?.flatten() {
        account.blocked_at.get_or_insert(act.now);
        accounts::update(act.conn, &account)?;
        accounts::end_sessions(act.conn, account.id, None, act.now)?;
    }
    note(act, &Entry::ValidatorRevoked { person: one.person.clone() }, &one)?;
    Ok(told(&one, None))
}

/// Everybody named within reach, also those revoked, the oldest first.
pub fn list_designations(act: &mut Act<'_, Permit<act::ReadDesignations>>) -> Result<Vec<Told>, Error> {
    let party = match act.by.reach() {
        Reach::Election => None,
        Reach::Nothing | Reach::OwnCandidacy | Reach::OwnParty => {
            Some(act.by.actor().party.clone().ok_or(Refusal::NotFound)?)
        }
    };
    let all = accounts::all(act.conn)?;
    let names: BTreeMap<_, &str> = all.iter().map(|account| (account.id, account.username.as_str())).collect();
    let found = designations::list(act.conn, party.as_ref())?;
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

fn note<A: Action>(act: &mut Act<'_, Permit<A>>, entry: &Entry, one: &Designation) -> Result<(), Error> {
    log::write(act, entry, Subject::Party(one.party.clone()), Some(&one.party), Digests::None)?;
    Ok(())
}
