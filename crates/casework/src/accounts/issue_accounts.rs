use std::collections::BTreeSet;

use contract::accounts::{IssueAccounts, IssuedAccount};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    ids::{AccountId, CandidacyId, PartyKey},
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
    text,
    time::{TimeDelta, Timestamp},
};
use store::{
    accounts::{self, Account},
    candidacies::{self, Candidacy},
};
use uuid::Uuid;

use super::note;
use crate::{
    Error,
    act::{Act, By, NoPermit},
    desk::Desk,
    session::password,
};

/// An account to be.
pub(super) struct Wanted {
    pub username: String,
    pub display_name: String,
    pub role: Role,
    pub party: Option<PartyKey>,
    pub candidacy: Option<CandidacyId>,
}

/// Issues the generic accounts of parties and one for each candidacy (PTO I.A.1.III). Those that exist stay as they
/// are. The codes are told this once.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown party or candidacy; [`Refusal::NotActive`] for one that does not stand.
pub fn issue_accounts(
    act: &mut Act<'_, Permit<act::ManageAccounts>>,
    command: &IssueAccounts,
) -> Result<Vec<IssuedAccount>, Error> {
    let all = candidacies::all(act.conn)?;
    let wanted = match command {
        IssueAccounts::Party { party } => {
            if !act.desk.config.election.parties.iter().any(|other| other.key == *party) {
                return Err(Refusal::NotFound.into());
            }
            let own = all.iter().filter(|candidacy| candidacy.registration.responsible_party.as_ref() == Some(party));
            party_accounts(act.desk, party).into_iter().chain(own.filter_map(candidacy_account)).collect()
        }
        IssueAccounts::Candidacy { candidacy } => {
            let candidacy = all.iter().find(|other| other.id == *candidacy).ok_or(Refusal::NotFound)?;
            vec![candidacy_account(candidacy).ok_or(Refusal::NotActive)?]
        }
        IssueAccounts::Everyone => {
            let parties =
                act.desk.config.election.parties.iter().flat_map(|party| party_accounts(act.desk, &party.key));
            parties.chain(all.iter().filter_map(candidacy_account)).collect::<Vec<_>>()
        }
    };
    let existing = accounts::all(act.conn)?;
    let names: BTreeSet<&str> = existing.iter().map(|account| account.username.as_str()).collect();
    let having: BTreeSet<CandidacyId> = existing.iter().filter_map(|account| account.candidacy).collect();
    let is_missing = |account: &Wanted| match account.candidacy {
        Some(candidacy) => !having.contains(&candidacy),
        None => !names.contains(account.username.as_str()),
    };
    let missing = wanted.into_iter().filter(is_missing);
    missing.map(|account| issue(act, Wanted { username: free_name(&names, account.username), ..account })).collect()
}

/// The name, or the first that follows it: a candidacy that ended keeps the account that has its folio's.
fn free_name(taken: &BTreeSet<&str>, name: String) -> String {
    let following = (2_u32..).map(|number| format!("{name}-{number}"));
    let free = std::iter::once(name.clone()).chain(following).find(|name| !taken.contains(name.as_str()));
    free.unwrap_or(name)
}

/// Issues an account of the institute: how the first one comes to be, from the server's own command line.
///
/// # Errors
/// A duplicate when the name is taken; [`Refusal::BadRequest`] when it is not a name.
pub fn issue_institute_account(
    act: &mut Act<'_, NoPermit>,
    username: &str,
    role: Role,
    party: Option<PartyKey>,
) -> Result<IssuedAccount, Error> {
    let plain = username.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-'));
    if !plain || !(3..=60).contains(&username.len()) {
        let reason = "El nombre de la cuenta lleva de 3 a 60 letras minúsculas, números, puntos o guiones.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if accounts::by_username(act.conn, username)?.is_some() {
        return Err(Refusal::BadRequest { reason: format!("La cuenta «{username}» ya existe.") }.into());
    }
    let wanted =
        Wanted { username: username.to_owned(), display_name: role.name().to_owned(), role, party, candidacy: None };
    issue(act, wanted)
}

fn party_accounts(desk: &Desk, party: &PartyKey) -> Vec<Wanted> {
    let name = desk
        .config
        .election
        .parties
        .iter()
        .find(|other| other.key == *party)
        .map_or(party.as_str(), |party| &party.name);
    // Who validates is named by the representation, person by person: see `designate_validator`.
    let generic = [("representacion", Role::PartyRepresentative), ("captura", Role::PartyCapturist)];
    generic
        .into_iter()
        .map(|(what, role)| Wanted {
            username: format!("{}.{what}", text::slug(party.as_str())),
            display_name: format!("{} de {name}", role.name().trim_end_matches(" del partido")),
            role,
            party: Some(party.clone()),
            candidacy: None,
        })
        .collect()
}

fn candidacy_account(candidacy: &Candidacy) -> Option<Wanted> {
    let registration = &candidacy.registration;
    let role = if registration.responsible_party.is_some() { Role::Candidate } else { Role::IndependentCandidate };
    (registration.status == RegistryStatus::Active).then(|| Wanted {
        username: text::slug(registration.folio.as_str()),
        display_name: registration.full_name(),
        role,
        party: registration.responsible_party.clone(),
        candidacy: Some(candidacy.id),
    })
}

/// A new one-time code, its hash, and when it expires.
pub(super) fn fresh_code(desk: &Desk, now: Timestamp) -> Result<(String, (String, Timestamp)), Error> {
    let (code, hash) = password::new_code()?;
    Ok((code, (hash, now + TimeDelta::hours(24 * i64::from(desk.config.election.accounts.code_days)))))
}

pub(super) fn issue<P: By>(act: &mut Act<'_, P>, wanted: Wanted) -> Result<IssuedAccount, Error> {
    let (code, hash_and_end) = fresh_code(act.desk, act.now)?;
    let code_expires_at = hash_and_end.1;
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        username: wanted.username,
        display_name: wanted.display_name,
        role: wanted.role,
        party: wanted.party,
        candidacy: wanted.candidacy,
        password_hash: None,
        code: Some(hash_and_end),
        blocked_at: None,
        lost_at: None,
        issued_at: act.now,
        reset_at: None,
        delivered_at: None,
        received_at: None,
        factor: None,
        email: None,
        unconfirmed: None,
    };
    accounts::insert(act.conn, &account)?;
    note(act, &Entry::AccountIssued { username: account.username.clone() }, &account)?;
    Ok(IssuedAccount {
        username: account.username,
        code,
        code_expires_at,
        role: account.role,
        display_name: account.display_name,
    })
}
