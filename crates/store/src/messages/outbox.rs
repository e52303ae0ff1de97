//! Mails that wait, were sent or failed.

use diesel::prelude::*;
use domain::{ids::AccountId, time::Timestamp};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::outbox, time};

/// A mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// The account it is for.
    pub account: AccountId,
    /// Whom that account is for.
    pub to_name: String,
    /// The address.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub next_try_at: Timestamp,
    /// How often it was tried.
    pub tries: i32,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
    /// Why the last try did not succeed.
    pub last_error: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
struct Row {
    id: String,
    account_id: String,
    to_name: String,
    to_address: String,
    subject: String,
    body: String,
    created_at: String,
    next_try_at: String,
    tries: i32,
    sent_at: Option<String>,
    failed_at: Option<String>,
    last_error: Option<String>,
}

impl TryFrom<Row> for Mail {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse_id(&row.id)?,
            account: AccountId(parse_id(&row.account_id)?),
            to_name: row.to_name,
            to_address: row.to_address,
            subject: row.subject,
            body: row.body,
            created_at: time::from_text(&row.created_at)?,
            next_try_at: time::from_text(&row.next_try_at)?,
            tries: row.tries,
            sent_at: time::optional(row.sent_at.as_ref())?,
            failed_at: time::optional(row.failed_at.as_ref())?,
            last_error: row.last_error,
        })
    }
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is tried now or later.
    Waiting,
    /// It was sent.
    Sent,
    /// It was given up.
    Failed,
}

impl Mail {
    /// One that waits to be tried for the first time: for an account, to a name and an address.
    #[must_use]
    pub fn new(
        account: AccountId,
        (to_name, to_address): (String, String),
        subject: String,
        body: String,
        now: Timestamp,
    ) -> Self {
        Self {
            id: Uuid::now_v7(),
            account,
            to_name,
            to_address,
            subject,
            body,
            created_at: now,
            next_try_at: now,
            tries: 0,
            sent_at: None,
            failed_at: None,
            last_error: None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        match (self.sent_at, self.failed_at) {
            (Some(_), _) => State::Sent,
            (None, Some(_)) => State::Failed,
            (None, None) => State::Waiting,
        }
    }
}

/// Keeps a new mail.
pub fn insert(conn: &mut Conn, mail: &Mail) -> Result<(), StoreError> {
    let row = Row {
        id: mail.id.to_string(),
        account_id: mail.account.to_string(),
        to_name: mail.to_name.clone(),
        to_address: mail.to_address.clone(),
        subject: mail.subject.clone(),
        body: mail.body.clone(),
        created_at: time::to_text(mail.created_at),
        next_try_at: time::to_text(mail.next_try_at),
        tries: mail.tries,
        sent_at: mail.sent_at.map(time::to_text),
        failed_at: mail.failed_at.map(time::to_text),
        last_error: mail.last_error.clone(),
    };
    diesel::insert_into(outbox::table).values(row).execute(conn)?;
    Ok(())
}

/// Takes the mail that has waited longest for its try, until `lease`: whoever takes it tries it, and if nobody hears of it
/// again, it is tried again then. Call it within [`crate::db::write`].
pub fn claim(conn: &mut Conn, now: Timestamp, lease: Timestamp) -> Result<Option<Mail>, StoreError> {
    let waiting = outbox::sent_at.is_null().and(outbox::failed_at.is_null());
    let row: Option<Row> = outbox::table
        .filter(waiting.and(outbox::next_try_at.le(time::to_text(now))))
        .order((outbox::next_try_at, outbox::id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(mut row) = row else { return Ok(None) };
    row.tries += 1;
    row.next_try_at = time::to_text(lease);
    diesel::update(outbox::table.find(&row.id))
        .set((outbox::tries.eq(row.tries), outbox::next_try_at.eq(&row.next_try_at)))
        .execute(conn)?;
    row.try_into().map(Some)
}

/// Notes that a mail was sent.
pub fn sent(conn: &mut Conn, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(id.to_string()))
        .set((outbox::sent_at.eq(Some(time::to_text(now))), outbox::last_error.eq(None::<String>)))
        .execute(conn)?;
    Ok(())
}

/// Notes that a try did not succeed: it is tried again at `next`, or given up without one.
pub fn not_sent(
    conn: &mut Conn,
    id: Uuid,
    error: &str,
    next: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let target = diesel::update(outbox::table.find(id.to_string()));
    let error = outbox::last_error.eq(Some(error));
    match next {
        Some(next) => target.set((error, outbox::next_try_at.eq(time::to_text(next)))).execute(conn)?,
        None => target.set((error, outbox::failed_at.eq(Some(time::to_text(now))))).execute(conn)?,
    };
    Ok(())
}

/// Lets a mail that was given up be tried again from the beginning; `false` when it was not given up.
pub fn retry(conn: &mut Conn, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let failed = outbox::sent_at.is_null().and(outbox::failed_at.is_not_null());
    let changed = diesel::update(outbox::table.find(id.to_string()).filter(failed))
        .set((outbox::failed_at.eq(None::<String>), outbox::tries.eq(0), outbox::next_try_at.eq(time::to_text(now))))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The mail of an id.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Option<Mail>, StoreError> {
    let row: Option<Row> = outbox::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Mails, the newest first; only those before one, and only those in a state, when asked.
pub fn page(conn: &mut Conn, state: Option<State>, before: Option<Uuid>, size: i64) -> Result<Vec<Mail>, StoreError> {
    // An absent filter is written as a condition that always holds, because a boxed query does not serve both databases.
    let before = before.unwrap_or(Uuid::max()).to_string();
    let all = outbox::table.filter(outbox::id.lt(before)).order(outbox::id.desc()).limit(size).select(Row::as_select());
    let rows: Vec<Row> = match state {
        None => all.load(conn)?,
        Some(State::Waiting) => all.filter(outbox::sent_at.is_null().and(outbox::failed_at.is_null())).load(conn)?,
        Some(State::Sent) => all.filter(outbox::sent_at.is_not_null()).load(conn)?,
        Some(State::Failed) => all.filter(outbox::sent_at.is_null().and(outbox::failed_at.is_not_null())).load(conn)?,
    };
    rows.into_iter().map(TryInto::try_into).collect()
}
