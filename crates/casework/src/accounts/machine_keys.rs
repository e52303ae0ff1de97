use contract::accounts::{MachineKey as Told, MachineKeyMade, NewMachineKey};
use domain::{
    accounts::Role,
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    time::Timestamp,
};
use store::{
    accounts::{
        self, Account,
        machines::{self, MachineKey},
    },
    db::Conn,
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{
    issue_accounts::{Wanted, issue},
    note,
};
use crate::{
    Error,
    desk::Desk,
    session::{new_secret, password::secret_hash},
    words,
};

/// The account that the registry's programs work as; it never signs in by itself.
pub(crate) const REGISTRY: &str = "registro.automatico";

/// Makes a key for a program of the registry, told this once. It may do what the registry may and nothing else.
///
/// # Errors
/// [`Refusal::BadRequest`] without a name.
pub fn make_machine_key(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ManageMachineKeys>,
    command: &NewMachineKey,
    now: Timestamp,
) -> Result<MachineKeyMade, Error> {
    let name = words("El nombre de la llave", &command.name, 3..=80)?;
    let account = registry_account(conn, desk, permit, now)?;
    let secret = new_secret()?;
    let key = MachineKey {
        id: Uuid::now_v7(),
        account: account.id,
        name,
        secret_hash: secret_hash(&secret),
        created_at: now,
        revoked_at: None,
        made_by: Some(permit.actor().account),
    };
    machines::insert(conn, &key)?;
    note(conn, Some(permit.actor()), Event::MachineKeyMade, &account, &format!("{} {}", key.id, key.name), now)?;
    Ok(MachineKeyMade { id: key.id, key: format!("{}.{secret}", key.id) })
}

fn registry_account(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ManageMachineKeys>,
    now: Timestamp,
) -> Result<Account, Error> {
    if let Some(account) = accounts::by_username(conn, REGISTRY)? {
        return Ok(account);
    }
    let role = Role::RegistrySystem;
    let wanted =
        Wanted { username: REGISTRY.into(), display_name: role.name().into(), role, party: None, candidacy: None };
    issue(conn, desk, Some(permit.actor()), wanted, now)?;
    let mut account = accounts::by_username(conn, REGISTRY)?.ok_or(Refusal::NotFound)?;
    // Nobody chooses a password for it.
    account.code = None;
    accounts::update(conn, &account)?;
    Ok(account)
}

/// Every key, also those revoked, the newest first.
pub fn list_machine_keys(conn: &mut Conn, _permit: &Permit<act::ManageMachineKeys>) -> Result<Vec<Told>, Error> {
    let all = machines::all(conn)?.into_iter();
    Ok(all
        .map(|key| Told { id: key.id, name: key.name, created_at: key.created_at, revoked_at: key.revoked_at })
        .collect())
}

/// Revokes a key at once.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none such in use.
pub fn revoke_machine_key(
    conn: &mut Conn,
    permit: &Permit<act::ManageMachineKeys>,
    id: Uuid,
    now: Timestamp,
) -> Result<(), Error> {
    let (key, account) = machines::find(conn, id)?.ok_or(Refusal::NotFound)?;
    machines::revoke(conn, id, now)?;
    note(conn, Some(permit.actor()), Event::MachineKeyRevoked, &account, &format!("{id} {}", key.name), now)?;
    Ok(())
}

/// A key's id and its secret part; none when it is no key.
pub(crate) fn key_parts(key: &str) -> Option<(Uuid, &str)> {
    let (id, secret) = key.split_once('.')?;
    Some((Uuid::parse_str(id).ok()?, secret))
}

/// The account behind a key.
///
/// # Errors
/// [`Refusal::SessionRequired`] when it is not a key in use.
pub fn known_key(conn: &mut Conn, key: &str) -> Result<Account, Error> {
    let (id, secret) = key_parts(key).ok_or(Refusal::SessionRequired)?;
    let (kept, account) = machines::find(conn, id)?.ok_or(Refusal::SessionRequired)?;
    let same = kept.secret_hash.as_bytes().ct_eq(secret_hash(secret).as_bytes());
    if !bool::from(same) || account.blocked_at.is_some() {
        return Err(Refusal::SessionRequired.into());
    }
    Ok(account)
}
