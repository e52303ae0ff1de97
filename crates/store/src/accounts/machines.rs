//! Keys of programs that work without a person.

use diesel::prelude::*;
use domain::{ids::AccountId, time::Timestamp};
use uuid::Uuid;

use crate::{
    StoreError,
    accounts::{self, Account},
    candidacies::parse_id,
    db::Conn,
    schema::machine_keys,
    time,
};

/// A key of a machine account.
#[derive(Debug, Clone)]
pub struct MachineKey {
    /// Its id, the first part of the key.
    pub id: Uuid,
    /// The account it works as.
    pub account: AccountId,
    /// What it is for, in words.
    pub name: String,
    /// SHA-256 of the secret part.
    pub secret_hash: String,
    /// The sealed secret that signs its messages and never travels with them; keys of before have none, and sign nothing.
    pub signing: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Who made it; none of those made by the console, or before that was kept.
    pub made_by: Option<AccountId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = machine_keys)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    secret_hash: String,
    created_at: String,
    revoked_at: Option<String>,
    made_by: Option<String>,
    signing: Option<Vec<u8>>,
}

impl TryFrom<Row> for MachineKey {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse_id(&row.id)?,
            account: AccountId(parse_id(&row.account_id)?),
            name: row.name,
            secret_hash: row.secret_hash,
            signing: row.signing,
            created_at: time::from_text(&row.created_at)?,
            revoked_at: time::optional(row.revoked_at.as_ref())?,
            made_by: row.made_by.map(|id| parse_id(&id).map(AccountId)).transpose()?,
        })
    }
}

/// Keeps a new key.
pub fn insert(conn: &mut Conn, key: &MachineKey) -> Result<(), StoreError> {
    let row = Row {
        id: key.id.to_string(),
        account_id: key.account.to_string(),
        name: key.name.clone(),
        secret_hash: key.secret_hash.clone(),
        created_at: time::to_text(key.created_at),
        revoked_at: None,
        made_by: key.made_by.map(|id| id.to_string()),
        signing: key.signing.clone(),
    };
    diesel::insert_into(machine_keys::table).values(row).execute(conn)?;
    Ok(())
}

/// Revokes a key; `false` when there is none such in use.
pub fn revoke(conn: &mut Conn, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let target = machine_keys::table.find(id.to_string()).filter(machine_keys::revoked_at.is_null());
    Ok(diesel::update(target).set(machine_keys::revoked_at.eq(Some(time::to_text(now)))).execute(conn)? == 1)
}

/// Every key, the newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<MachineKey>, StoreError> {
    let rows: Vec<Row> =
        machine_keys::table.order(machine_keys::created_at.desc()).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A key in use with its account.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Option<(MachineKey, Account)>, StoreError> {
    let row: Option<Row> = machine_keys::table
        .find(id.to_string())
        .filter(machine_keys::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let key = MachineKey::try_from(row)?;
    Ok(accounts::by_id(conn, key.account)?.map(|account| (key, account)))
}
