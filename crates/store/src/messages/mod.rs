//! What accounts were told, and which marks of which terms were reminded.

pub mod outbox;

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    messages::MessageKind,
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::parse_id,
    damaged,
    db::Conn,
    schema::{notices, reminders},
    time,
};

/// A message to one account.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// Whom it tells.
    pub account: AccountId,
    /// What it is about.
    pub kind: MessageKind,
    /// When.
    pub at: Timestamp,
    /// One line.
    pub subject: String,
    /// What to do.
    pub body: String,
    /// The page, as a path of the workspace.
    pub link: String,
    /// The candidacy, when it is about one.
    pub candidacy: Option<CandidacyId>,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: String,
    account_id: String,
    kind: String,
    at: String,
    subject: String,
    body: String,
    link: String,
    candidacy_id: Option<String>,
    read_at: Option<String>,
}

impl TryFrom<Row> for Message {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse_id(&row.id)?,
            account: AccountId(parse_id(&row.account_id)?),
            kind: MessageKind::from_code(&row.kind).ok_or_else(|| damaged("kind of message"))?,
            at: time::from_text(&row.at)?,
            subject: row.subject,
            body: row.body,
            link: row.link,
            candidacy: row.candidacy_id.as_deref().map(parse_id).transpose()?.map(CandidacyId),
            read_at: time::optional(row.read_at.as_ref())?,
        })
    }
}

/// Keeps a message, unless `dedupe` says that its account was told already. Call it within [`crate::db::write`].
pub fn insert(conn: &mut Conn, message: &Message, dedupe: &str) -> Result<bool, StoreError> {
    let told: i64 = notices::table.filter(notices::dedupe.eq(dedupe)).count().get_result(conn)?;
    if told > 0 {
        return Ok(false);
    }
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(message.id.to_string()),
            notices::account_id.eq(message.account.to_string()),
            notices::kind.eq(message.kind.code()),
            notices::at.eq(time::to_text(message.at)),
            notices::subject.eq(&message.subject),
            notices::body.eq(&message.body),
            notices::link.eq(&message.link),
            notices::candidacy_id.eq(message.candidacy.map(|id| id.to_string())),
            notices::dedupe.eq(dedupe),
        ))
        .execute(conn)?;
    Ok(true)
}

/// An account's messages, the newest first; only those before one, and only those not read, when asked.
pub fn page(
    conn: &mut Conn,
    account: AccountId,
    unread: bool,
    before: Option<Uuid>,
    size: i64,
) -> Result<Vec<Message>, StoreError> {
    // An absent filter is written as a condition that always holds, because a boxed query does not serve both databases.
    let before = before.unwrap_or(Uuid::max()).to_string();
    let own = notices::table
        .filter(notices::account_id.eq(account.to_string()).and(notices::id.lt(before)))
        .order(notices::id.desc())
        .limit(size)
        .select(Row::as_select());
    let rows: Vec<Row> = if unread { own.filter(notices::read_at.is_null()).load(conn)? } else { own.load(conn)? };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many messages of an account were not read.
pub fn unread(conn: &mut Conn, account: AccountId) -> Result<i64, StoreError> {
    let own = notices::account_id.eq(account.to_string()).and(notices::read_at.is_null());
    Ok(notices::table.filter(own).count().get_result(conn)?)
}

/// Says that an account read some of its messages.
pub fn mark_read(conn: &mut Conn, account: AccountId, ids: &[Uuid], now: Timestamp) -> Result<(), StoreError> {
    let own = notices::account_id.eq(account.to_string()).and(notices::read_at.is_null());
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    diesel::update(notices::table.filter(own).filter(notices::id.eq_any(ids)))
        .set(notices::read_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}

/// Says that an account read its messages up to one, that one included.
pub fn mark_read_until(conn: &mut Conn, account: AccountId, last: Uuid, now: Timestamp) -> Result<(), StoreError> {
    let own = notices::account_id.eq(account.to_string()).and(notices::read_at.is_null());
    diesel::update(notices::table.filter(own).filter(notices::id.le(last.to_string())))
        .set(notices::read_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}

/// The accounts with a message that no mail has gathered, of before an instant or an urgent one, those who wait longest
/// first.
pub fn accounts_to_gather(conn: &mut Conn, before: Timestamp, size: i64) -> Result<Vec<AccountId>, StoreError> {
    let urgent: Vec<&str> =
        MessageKind::ALL.into_iter().filter(|kind| kind.is_urgent()).map(MessageKind::code).collect();
    let due = notices::at.le(time::to_text(before)).or(notices::kind.eq_any(urgent));
    let ids: Vec<String> = notices::table
        .filter(notices::gathered_at.is_null().and(due))
        .group_by(notices::account_id)
        .select(notices::account_id)
        .order(diesel::dsl::min(notices::at))
        .limit(size)
        .load(conn)?;
    ids.iter().map(|id| Ok(AccountId(parse_id(id)?))).collect()
}

/// Takes the messages of an account that no mail has gathered, the oldest first.
pub fn gather(conn: &mut Conn, account: AccountId, now: Timestamp) -> Result<Vec<Message>, StoreError> {
    let waiting = notices::account_id.eq(account.to_string()).and(notices::gathered_at.is_null());
    let rows: Vec<Row> =
        notices::table.filter(waiting.clone()).order(notices::id).select(Row::as_select()).load(conn)?;
    diesel::update(notices::table.filter(waiting))
        .set(notices::gathered_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A mark of a candidacy's term: the candidacy, the term's end and the mark's code.
pub type Reminded = (CandidacyId, Timestamp, String);

/// Notes that a mark is being reminded.
///
/// # Errors
/// A duplicate when it was before, or when the database fails.
pub fn remind(
    conn: &mut Conn,
    (candidacy, until, mark): (CandidacyId, Timestamp, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(reminders::table)
        .values((
            reminders::candidacy_id.eq(candidacy.to_string()),
            reminders::until.eq(time::to_text(until)),
            reminders::mark.eq(mark),
            reminders::at.eq(time::to_text(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The marks that were reminded of terms that end at an instant or later.
pub fn reminded(conn: &mut Conn, ending: Timestamp) -> Result<BTreeSet<Reminded>, StoreError> {
    let rows: Vec<(String, String, String)> = reminders::table
        .filter(reminders::until.ge(time::to_text(ending)))
        .select((reminders::candidacy_id, reminders::until, reminders::mark))
        .load(conn)?;
    rows.into_iter()
        .map(|(candidacy, until, mark)| Ok((CandidacyId(parse_id(&candidacy)?), time::from_text(&until)?, mark)))
        .collect()
}
