use std::collections::BTreeMap;

use contract::accounts::{Designate, Designation as ListedDesignation, IssuedAccount};
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
) -> Result<ListedDesignation, Error> {
    let actor = act.by.actor();
    let party = actor.party.clone().ok_or(Refusal::NotFound)?;
    let person = words("El nombre", &command.person, 5..=120)?;
    let all = designations::list(act.conn, Some(&party))?;
    if all.iter().any(|other| other.revoked.is_none() && text::fold(&other.person) == text::fold(&person)) {
        return Err(Refusal::NothingToChange.into());
    }
    let designation = Designation {
        id: Uuid::now_v7(),
        party,
        person,
        account: None,
        designated: Step { at: act.now, by: actor.account },
        confirmed: None,
        revoked: None,
    };
    designations::insert(act.conn, &designation)?;
    note(act, &Entry::ValidatorDesignated { person: designation.person.clone() }, &designation)?;
    Ok(as_listed(&designation, None))
}

/// The responsible unit confirms a named person: an account of their own is issued, and its code is told this once.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when they are confirmed or revoked.
pub fn confirm_validator(act: &mut Act<'_, Permit<act::ConfirmValidators>>, id: Uuid) -> Result<IssuedAccount, Error> {
    let actor = act.by.actor();
    let mut designation = designations::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    if designation.confirmed.is_some() || designation.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let wanted = Wanted {
        username: free_name(act.conn, &designation.party)?,
        display_name: designation.person.clone(),
        role: Role::PartyValidator,
        party: Some(designation.party.clone()),
        candidacy: None,
    };
    let issued = issue(act, wanted)?;
    designation.account = accounts::by_username(act.conn, &issued.username)?.map(|account| account.id);
    designation.confirmed = Some(Step { at: act.now, by: actor.account });
    designations::update(act.conn, &designation)?;
    note(act, &Entry::ValidatorConfirmed { person: designation.person.clone() }, &designation)?;
    Ok(issued)
}

/// The representation, or the responsible unit, takes a person's designation back: their account is blocked at once.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it was taken back already.
pub fn revoke_validator(
    act: &mut Act<'_, Permit<act::RevokeValidators>>,
    id: Uuid,
) -> Result<ListedDesignation, Error> {
    let actor = act.by.actor();
    let mut designation = designations::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&of_party(&designation.party))?;
    if designation.revoked.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    designation.revoked = Some(Step { at: act.now, by: actor.account });
    designations::update(act.conn, &designation)?;
    if let Some(mut account) = designation.account.map(|id| accounts::by_id(act.conn, id)).transpose()?.flatten() {
        account.blocked_at.get_or_insert(act.now);
        accounts::update(act.conn, &account)?;
        accounts::end_sessions(act.conn, account.id, None, act.now)?;
    }
    note(act, &Entry::ValidatorRevoked { person: designation.person.clone() }, &designation)?;
    Ok(as_listed(&designation, None))
}

/// Everybody named within reach, also those revoked, the oldest first.
pub fn list_designations(act: &mut Act<'_, Permit<act::ReadDesignations>>) -> Result<Vec<ListedDesignation>, Error> {
    let party = match act.by.reach() {
        Reach::Election => None,
        Reach::Nothing | Reach::OwnCandidacy | Reach::OwnParty => {
            Some(act.by.actor().party.clone().ok_or(Refusal::NotFound)?)
        }
    };
    let all = accounts::all(act.conn)?;
    let names: BTreeMap<_, &str> = all.iter().map(|account| (account.id, account.username.as_str())).collect();
    let found = designations::list(act.conn, party.as_ref())?;
    Ok(found
        .iter()
        .map(|designation| as_listed(designation, designation.account.and_then(|id| names.get(&id).copied())))
        .collect())
}

fn as_listed(designation: &Designation, username: Option<&str>) -> ListedDesignation {
    ListedDesignation {
        id: designation.id,
        party: designation.party.clone(),
        person: designation.person.clone(),
        username: username.map(str::to_owned),
        designated_at: designation.designated.at,
        confirmed_at: designation.confirmed.map(|step| step.at),
        revoked_at: designation.revoked.map(|step| step.at),
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

fn note<A: Action>(act: &mut Act<'_, Permit<A>>, entry: &Entry, designation: &Designation) -> Result<(), Error> {
    log::write(act, entry, Subject::Party(designation.party.clone()), Some(&designation.party), Digests::None)?;
    Ok(())
}
