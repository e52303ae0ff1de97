//! Accounts and the devices signed in with them.

pub mod designations;
pub mod identity_reads;
pub mod machines;
pub mod refusals;
pub mod resets;

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::{
    accounts::{Actor, Confirmer, Role},
    ids::{AccountId, CandidacyId, PartyKey, SessionId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::parse_id,
    damaged,
    db::Conn,
    schema::{accounts, recovery_codes, sessions},
    time,
};

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with.
    pub username: String,
    /// Whom it is for, as the screen says it.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// Its party, if any.
    pub party: Option<PartyKey>,
    /// Its candidacy, if any.
    pub candidacy: Option<CandidacyId>,
    /// Argon2id hash of its password; none before its first use.
    pub password_hash: Option<String>,
    /// SHA-256 of its one-time code, which is random, and when that expires.
    pub code: Option<(String, Timestamp)>,
    /// When it was blocked.
    pub blocked_at: Option<Timestamp>,
    /// When its loss was reported.
    pub lost_at: Option<Timestamp>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was last given a new code, which its next letter carries.
    pub reset_at: Option<Timestamp>,
    /// When its letter was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When its receipt was acknowledged.
    pub received_at: Option<Timestamp>,
    /// Its second factor, begun or in use.
    pub factor: Option<Factor>,
    /// Where its holder wants its messages.
    pub email: Option<String>,
    /// Who has to say that it is its holder's after a reset; none where nobody has to.
    pub unconfirmed: Option<Confirmer>,
}

/// The second factor of an account: codes that change with time, made from a shared secret (RFC 6238).
#[derive(Debug, Clone)]
pub struct Factor {
    /// The secret, sealed with the master key.
    pub sealed: Vec<u8>,
    /// Since when it is asked for: when its holder first proved to have it.
    pub since: Option<Timestamp>,
    /// The last step of time whose code was used: no code serves twice.
    pub step: i64,
}

impl Account {
    /// The second factor, when it is asked for.
    #[must_use]
    pub fn active_factor(&self) -> Option<&Factor> {
        self.factor.as_ref().filter(|factor| factor.since.is_some())
    }

    /// Who acts when this account is signed in.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.id,
            username: self.username.clone(),
            role: self.role,
            party: self.party.clone(),
            candidacy: self.candidacy,
            confirmed: self.unconfirmed.is_none(),
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_null = true)]
struct Row {
    id: String,
    username: String,
    display_name: String,
    role: String,
    party: Option<String>,
    candidacy_id: Option<String>,
    password_hash: Option<String>,
    code_hash: Option<String>,
    code_expires_at: Option<String>,
    blocked_at: Option<String>,
    lost_at: Option<String>,
    issued_at: String,
    delivered_at: Option<String>,
    received_at: Option<String>,
    factor: Option<Vec<u8>>,
    factor_since: Option<String>,
    factor_step: i64,
    reset_at: Option<String>,
    email: Option<String>,
    unconfirmed: Option<String>,
}

impl From<&Account> for Row {
    fn from(account: &Account) -> Self {
        let (code_hash, code_expires_at) = match &account.code {
            Some((hash, expires)) => (Some(hash.clone()), Some(time::to_text(*expires))),
            None => (None, None),
        };
        Self {
            id: account.id.to_string(),
            username: account.username.clone(),
            display_name: account.display_name.clone(),
            role: account.role.code().to_owned(),
            party: account.party.as_ref().map(|party| party.0.clone()),
            candidacy_id: account.candidacy.map(|id| id.to_string()),
            password_hash: account.password_hash.clone(),
            code_hash,
            code_expires_at,
            blocked_at: account.blocked_at.map(time::to_text),
            lost_at: account.lost_at.map(time::to_text),
            issued_at: time::to_text(account.issued_at),
            delivered_at: account.delivered_at.map(time::to_text),
            received_at: account.received_at.map(time::to_text),
            factor: account.factor.as_ref().map(|factor| factor.sealed.clone()),
            factor_since: account.factor.as_ref().and_then(|factor| factor.since).map(time::to_text),
            factor_step: account.factor.as_ref().map_or(0, |factor| factor.step),
            reset_at: account.reset_at.map(time::to_text),
            email: account.email.clone(),
            unconfirmed: account.unconfirmed.map(|confirmer| confirmer.code().to_owned()),
        }
    }
}

impl TryFrom<Row> for Account {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let code = match (row.code_hash, &row.code_expires_at) {
            (Some(hash), Some(expires)) => Some((hash, time::from_text(expires)?)),
            _ => None,
        };
        let since = time::optional(row.factor_since.as_ref())?;
        let factor = row.factor.map(|sealed| Factor { sealed, since, step: row.factor_step });
        Ok(Self {
            id: AccountId(parse_id(&row.id)?),
            username: row.username,
            display_name: row.display_name,
            role: Role::from_code(&row.role).ok_or_else(|| damaged("role"))?,
            party: row.party.map(PartyKey),
            candidacy: row.candidacy_id.as_deref().map(parse_id).transpose()?.map(CandidacyId),
            password_hash: row.password_hash,
            code,
            blocked_at: time::optional(row.blocked_at.as_ref())?,
            lost_at: time::optional(row.lost_at.as_ref())?,
            issued_at: time::from_text(&row.issued_at)?,
            reset_at: time::optional(row.reset_at.as_ref())?,
            delivered_at: time::optional(row.delivered_at.as_ref())?,
            received_at: time::optional(row.received_at.as_ref())?,
            factor,
            email: row.email,
            unconfirmed: row.unconfirmed.as_deref().map(confirmer).transpose()?,
        })
    }
}

fn confirmer(code: &str) -> Result<Confirmer, StoreError> {
    Confirmer::from_code(code).ok_or_else(|| damaged("who confirms an account"))
}

/// Keeps a new account.
///
/// # Errors
/// A duplicate when the name is taken, or when the database fails.
pub fn insert(conn: &mut Conn, account: &Account) -> Result<(), StoreError> {
    diesel::insert_into(accounts::table).values(Row::from(account)).execute(conn)?;
    Ok(())
}

/// Replaces an account.
pub fn update(conn: &mut Conn, account: &Account) -> Result<(), StoreError> {
    diesel::update(accounts::table.find(account.id.to_string())).set(Row::from(account)).execute(conn)?;
    Ok(())
}

/// The account of a name.
pub fn by_username(conn: &mut Conn, username: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> =
        accounts::table.filter(accounts::username.eq(username)).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Whom some accounts are for, by their usernames.
#[derive(Debug)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Whom an account is for; its username when it is nobody's.
    #[must_use]
    pub fn of(&self, username: &str) -> String {
        self.0.get(username).map_or(username, String::as_str).to_owned()
    }
}

/// Whom some accounts are for.
pub fn display_names<'a>(conn: &mut Conn, usernames: impl IntoIterator<Item = &'a str>) -> Result<Names, StoreError> {
    let distinct: BTreeSet<&str> = usernames.into_iter().collect();
    let all = accounts::table.filter(accounts::username.eq_any(distinct));
    let rows: Vec<(String, String)> = all.select((accounts::username, accounts::display_name)).load(conn)?;
    Ok(Names(rows.into_iter().collect()))
}

/// The account of an id.
pub fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = accounts::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Every account in order of name.
pub fn all(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<Row> = accounts::table.order(accounts::username).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Gives the account of a candidacy, if there is one, what its candidacy is of now: a party's, or independent.
pub fn move_candidate(
    conn: &mut Conn,
    candidacy: CandidacyId,
    role: Role,
    party: Option<&PartyKey>,
) -> Result<(), StoreError> {
    let own = accounts::table.filter(accounts::candidacy_id.eq(candidacy.to_string()));
    let is = (accounts::role.eq(role.code()), accounts::party.eq(party.map(PartyKey::as_str)));
    diesel::update(own).set(is).execute(conn)?;
    Ok(())
}

/// The accounts that may have to do with a candidacy and are not blocked: its own, its party's, and those that belong to
/// neither.
pub fn around(conn: &mut Conn, party: Option<&PartyKey>, candidacy: CandidacyId) -> Result<Vec<Account>, StoreError> {
    let party = party.map_or("", PartyKey::as_str);
    let own = accounts::candidacy_id.eq(candidacy.to_string());
    let shared = accounts::candidacy_id.is_null().and(accounts::party.is_null().or(accounts::party.eq(party)));
    let rows: Vec<Row> = accounts::table
        .filter(accounts::blocked_at.is_null())
        .filter(own.or(shared))
        .order(accounts::username)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A signed-in device.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// SHA-256 of the current refresh secret.
    pub secret_hash: String,
    /// SHA-256 of the one before.
    pub previous_hash: Option<String>,
    /// When the secret last changed.
    pub rotated_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// What its browser says it is.
    pub device: String,
    /// When the second factor was last given in it.
    pub proved_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: String,
    account_id: String,
    secret_hash: String,
    previous_hash: Option<String>,
    rotated_at: String,
    created_at: String,
    expires_at: String,
    ended_at: Option<String>,
    device: String,
    proved_at: Option<String>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: SessionId(parse_id(&row.id)?),
            account: AccountId(parse_id(&row.account_id)?),
            secret_hash: row.secret_hash,
            previous_hash: row.previous_hash,
            rotated_at: time::from_text(&row.rotated_at)?,
            created_at: time::from_text(&row.created_at)?,
            expires_at: time::from_text(&row.expires_at)?,
            ended_at: time::optional(row.ended_at.as_ref())?,
            device: row.device,
            proved_at: time::optional(row.proved_at.as_ref())?,
        })
    }
}

/// Keeps a new session.
pub fn insert_session(conn: &mut Conn, session: &Session) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.to_string()),
            sessions::account_id.eq(session.account.to_string()),
            sessions::secret_hash.eq(&session.secret_hash),
            sessions::rotated_at.eq(time::to_text(session.rotated_at)),
            sessions::created_at.eq(time::to_text(session.created_at)),
            sessions::expires_at.eq(time::to_text(session.expires_at)),
            sessions::device.eq(&session.device),
            sessions::proved_at.eq(session.proved_at.map(time::to_text)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A session with its account.
pub fn session(conn: &mut Conn, id: Uuid) -> Result<Option<(Session, Account)>, StoreError> {
    let found: Option<(SessionRow, Row)> = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::id.eq(id.to_string()))
        .select((SessionRow::as_select(), Row::as_select()))
        .first(conn)
        .optional()?;
    found.map(|(row, account)| Ok((row.try_into()?, account.try_into()?))).transpose()
}

/// The sessions of an account that were not ended, the newest first.
pub fn open_sessions(conn: &mut Conn, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::account_id.eq(account.to_string()).and(sessions::ended_at.is_null()))
        .order(sessions::created_at.desc())
        .select(SessionRow::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Ends every session of an account but one.
pub fn end_sessions(
    conn: &mut Conn,
    account: AccountId,
    but: Option<SessionId>,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let spared = but.map_or_else(String::new, |session| session.to_string());
    let open = sessions::account_id.eq(account.to_string()).and(sessions::ended_at.is_null());
    Ok(diesel::update(sessions::table.filter(open.and(sessions::id.ne(spared))))
        .set(sessions::ended_at.eq(Some(time::to_text(now))))
        .execute(conn)?)
}

/// Notes that the second factor was given in a session.
pub fn prove_session(conn: &mut Conn, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::proved_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}

/// Replaces an account's recovery codes by others, known by their SHA-256.
pub fn put_recovery_codes(conn: &mut Conn, account: AccountId, hashes: &[String]) -> Result<(), StoreError> {
    let own = recovery_codes::account_id.eq(account.to_string());
    diesel::delete(recovery_codes::table.filter(own)).execute(conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::account_id.eq(account.to_string()), recovery_codes::hash.eq(hash)))
            .execute(conn)?;
    }
    Ok(())
}

/// Spends a recovery code; `false` when there is none such.
pub fn spend_recovery_code(conn: &mut Conn, account: AccountId, hash: &str) -> Result<bool, StoreError> {
    let spent = diesel::delete(recovery_codes::table.find((account.to_string(), hash))).execute(conn)?;
    Ok(spent == 1)
}

/// Changes a session's refresh secret.
pub fn rotate_session(conn: &mut Conn, session: &Session, secret_hash: &str, now: Timestamp) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(session.id.to_string()))
        .set((
            sessions::previous_hash.eq(Some(&session.secret_hash)),
            sessions::secret_hash.eq(secret_hash),
            sessions::rotated_at.eq(time::to_text(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
pub fn end_session(conn: &mut Conn, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id.to_string()).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}
