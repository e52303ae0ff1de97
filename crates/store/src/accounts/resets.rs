//! Resets of accounts: asked for, and what became of each.

use diesel::prelude::*;
use domain::{
    accounts::{AskedReset, Role},
    ids::AccountId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, damaged, db::Conn, schema::account_resets, time};

/// The reset of an account.
#[derive(Debug, Clone)]
pub struct Reset {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// Whose account, and who asked.
    pub asked: AskedReset,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Until when it waits for a second person.
    pub until: Timestamp,
    /// How it ended; none while it waits.
    pub ended: Option<Ended>,
}

/// How a reset ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Who ended it: the second person, who asked where no second one is needed or who took it back; nobody where its time
    /// ended it.
    pub by: Option<AccountId>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The code was mailed to the holder.
    Mailed,
    /// The code was shown to somebody who hands it over.
    HandedOver,
    /// It was refused.
    Refused {
        /// Why.
        reason: String,
    },
    /// Whoever asked took it back.
    Withdrawn,
    /// Nobody decided in time.
    Lapsed,
}

impl Outcome {
    const fn code(&self) -> &'static str {
        match self {
            Self::Mailed => "mailed",
            Self::HandedOver => "handed_over",
            Self::Refused { .. } => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    fn read(code: &str, reason: Option<String>) -> Result<Self, StoreError> {
        Ok(match (code, reason) {
            ("mailed", None) => Self::Mailed,
            ("handed_over", None) => Self::HandedOver,
            ("refused", Some(reason)) => Self::Refused { reason },
            ("withdrawn", None) => Self::Withdrawn,
            ("lapsed", None) => Self::Lapsed,
            _ => return Err(damaged("outcome of a reset")),
        })
    }

    fn reason(&self) -> Option<String> {
        match self {
            Self::Refused { reason } => Some(reason.clone()),
            Self::Mailed | Self::HandedOver | Self::Withdrawn | Self::Lapsed => None,
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = account_resets)]
struct Row {
    id: String,
    account_id: String,
    asked_at: String,
    asked_by: String,
    asked_as: String,
    reason: String,
    until: String,
    ended_at: Option<String>,
    ended_by: Option<String>,
    outcome: Option<String>,
    outcome_reason: Option<String>,
}

impl From<&Reset> for Row {
    fn from(reset: &Reset) -> Self {
        let ended = reset.ended.as_ref();
        Self {
            id: reset.id.to_string(),
            account_id: reset.asked.holder.to_string(),
            asked_at: time::to_text(reset.at),
            asked_by: reset.asked.by.to_string(),
            asked_as: reset.asked.area.code().to_owned(),
            reason: reset.reason.clone(),
            until: time::to_text(reset.until),
            ended_at: ended.map(|ended| time::to_text(ended.at)),
            ended_by: ended.and_then(|ended| ended.by).map(|by| by.to_string()),
            outcome: ended.map(|ended| ended.outcome.code().to_owned()),
            outcome_reason: ended.and_then(|ended| ended.outcome.reason()),
        }
    }
}

impl TryFrom<Row> for Reset {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let ended = match (row.ended_at, row.outcome) {
            (Some(at), Some(outcome)) => Some(Ended {
                at: time::from_text(&at)?,
                by: row.ended_by.as_deref().map(parse_id).transpose()?.map(AccountId),
                outcome: Outcome::read(&outcome, row.outcome_reason)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: parse_id(&row.id)?,
            asked: AskedReset {
                holder: AccountId(parse_id(&row.account_id)?),
                by: AccountId(parse_id(&row.asked_by)?),
                area: Role::from_code(&row.asked_as).ok_or_else(|| damaged("role"))?,
            },
            at: time::from_text(&row.asked_at)?,
            reason: row.reason,
            until: time::from_text(&row.until)?,
            ended,
        })
    }
}

/// Keeps a reset.
///
/// # Errors
/// A duplicate when one of the same account waits, or when the database fails.
pub fn insert(conn: &mut Conn, reset: &Reset) -> Result<(), StoreError> {
    diesel::insert_into(account_resets::table).values(Row::from(reset)).execute(conn)?;
    Ok(())
}

/// The resets that wait, the oldest first, also those whose time is over and that nobody ended yet.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Reset>, StoreError> {
    let rows: Vec<Row> = account_resets::table
        .filter(account_resets::ended_at.is_null())
        .order(account_resets::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The resets that ended, the newest first.
pub fn ended(conn: &mut Conn, most: i64) -> Result<Vec<Reset>, StoreError> {
    let rows: Vec<Row> = account_resets::table
        .filter(account_resets::ended_at.is_not_null())
        .order(account_resets::id.desc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Ends a reset that waits; `false` when it does not.
pub fn end(conn: &mut Conn, id: Uuid, ended: &Ended) -> Result<bool, StoreError> {
    let target = account_resets::table.find(id.to_string()).filter(account_resets::ended_at.is_null());
    let changed = diesel::update(target)
        .set((
            account_resets::ended_at.eq(Some(time::to_text(ended.at))),
            account_resets::ended_by.eq(ended.by.map(|by| by.to_string())),
            account_resets::outcome.eq(Some(ended.outcome.code())),
            account_resets::outcome_reason.eq(ended.outcome.reason()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
