use contract::accounts::{MachineKey as ListedKey, MachineKeyMade, NewMachineKey};
use domain::{
    accounts::Role,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::{
    StoreError,
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
    act::Act,
    desk::Desk,
    session::{new_secret, password::secret_hash},
    words,
};

/// The account that the registry's programs work as; it never signs in by itself.
pub(crate) const REGISTRY: &str = "registro.automatico";

/// Makes a key for a program of the registry, and the secret that signs its messages, both told this once. It may do what
/// the registry may and nothing else.
///
/// # Errors
/// [`Refusal::BadRequest`] without a name.
pub fn make_machine_key(
    act: &mut Act<'_, Permit<act::ManageMachineKeys>>,
    command: &NewMachineKey,
) -> Result<MachineKeyMade, Error> {
    let name = words("El nombre de la llave", &command.name, 3..=80)?;
    let account = registry_account(act)?;
    let (id, secret, signing_secret) = (Uuid::now_v7(), new_secret()?, new_secret()?);
    let key = MachineKey {
        id,
        account: account.id,
        name,
        secret_hash: secret_hash(&secret),
        signing: Some(act.desk.master.seal(&signing_label(id), signing_secret.as_bytes())?),
        created_at: act.now,
        revoked_at: None,
        made_by: Some(act.by.actor().account),
    };
    machines::insert(act.conn, &key)?;
    note(act, &Entry::MachineKeyMade { key: key.id, name: key.name.clone() }, &account)?;
    Ok(MachineKeyMade { id, key: format!("{id}.{secret}"), signing_secret })
}

/// What a key's signing secret is sealed as.
fn signing_label(id: Uuid) -> String {
    format!("signing secret {id}")
}

/// The secret that signs a key's messages; none of a key that is not in use, or was made before there was one.
///
/// # Errors
/// When the database fails, or the master key is another.
pub(crate) fn signing_secret(conn: &mut Conn, desk: &Desk, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let key = machines::find(conn, id)?.and_then(|(key, _)| key.signing);
    key.map(|sealed| desk.master.open(&signing_label(id), &sealed)).transpose()
}

fn registry_account(act: &mut Act<'_, Permit<act::ManageMachineKeys>>) -> Result<Account, Error> {
    if let Some(account) = accounts::by_username(act.conn, REGISTRY)? {
        return Ok(account);
    }
    let role = Role::RegistrySystem;
    let wanted =
        Wanted { username: REGISTRY.into(), display_name: role.name().into(), role, party: None, candidacy: None };
    issue(act, wanted)?;
    let mut account = accounts::by_username(act.conn, REGISTRY)?.ok_or(Refusal::NotFound)?;
    // Nobody chooses a password for it.
    account.code = None;
    accounts::update(act.conn, &account)?;
    Ok(account)
}

/// Every key, also those revoked, the newest first.
pub fn list_machine_keys(act: &mut Act<'_, Permit<act::ManageMachineKeys>>) -> Result<Vec<ListedKey>, Error> {
    let all = machines::all(act.conn)?.into_iter();
    Ok(all
        .map(|key| ListedKey { id: key.id, name: key.name, created_at: key.created_at, revoked_at: key.revoked_at })
        .collect())
}

/// Revokes a key at once.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none such in use.
pub fn revoke_machine_key(act: &mut Act<'_, Permit<act::ManageMachineKeys>>, id: Uuid) -> Result<(), Error> {
    let (key, account) = machines::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    machines::revoke(act.conn, id, act.now)?;
    note(act, &Entry::MachineKeyRevoked { key: id, name: key.name.clone() }, &account)?;
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
    let (key, account) = machines::find(conn, id)?.ok_or(Refusal::SessionRequired)?;
    let same = key.secret_hash.as_bytes().ct_eq(secret_hash(secret).as_bytes());
    if !bool::from(same) || account.blocked_at.is_some() {
        return Err(Refusal::SessionRequired.into());
    }
    Ok(account)
}
