//! Rows of the registry that may be about another candidacy than the one of their folio.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{
    candidacy::Registration,
    ids::{AccountId, CandidacyId},
    registry::{DoubtDecision, DoubtGround},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::{ids_as_text, parse_id},
    damaged,
    db::Conn,
    schema::registry_doubts,
    time,
};

/// A row that waits for a second person.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// Its id.
    pub id: Uuid,
    /// The candidacy of its folio.
    pub candidacy: CandidacyId,
    /// When it came.
    pub at: Timestamp,
    /// The account that may not decide: who brought it, or who made the key of the program that did; none for the
    /// registry's address.
    pub account: Option<AccountId>,
    /// Its name.
    pub account_name: String,
    /// Why it waits.
    pub grounds: BTreeSet<DoubtGround>,
    /// What it says.
    pub said: Registration,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = registry_doubts)]
struct Row {
    id: String,
    candidacy_id: String,
    at: String,
    account_id: Option<String>,
    account_name: String,
    grounds: String,
    said: Option<String>,
}

impl TryFrom<Row> for Doubt {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let said = row.said.ok_or_else(|| damaged("a doubt that waits says nothing"))?;
        Ok(Self {
            id: parse_id(&row.id)?,
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            at: time::from_text(&row.at)?,
            account: row.account_id.map(|id| parse_id(&id).map(AccountId)).transpose()?,
            account_name: row.account_name,
            grounds: serde_json::from_str(&row.grounds).map_err(damaged)?,
            said: serde_json::from_str(&said).map_err(damaged)?,
        })
    }
}

/// Keeps a row in doubt until somebody decides.
///
/// # Errors
/// A duplicate when one of the same candidacy waits, or when the database fails.
pub fn insert(conn: &mut Conn, doubt: &Doubt) -> Result<(), StoreError> {
    diesel::insert_into(registry_doubts::table)
        .values((
            registry_doubts::id.eq(doubt.id.to_string()),
            registry_doubts::candidacy_id.eq(doubt.candidacy.to_string()),
            registry_doubts::at.eq(time::to_text(doubt.at)),
            registry_doubts::account_id.eq(doubt.account.map(|id| id.to_string())),
            registry_doubts::account_name.eq(&doubt.account_name),
            registry_doubts::grounds.eq(serde_json::to_string(&doubt.grounds).map_err(damaged)?),
            registry_doubts::said.eq(Some(serde_json::to_string(&doubt.said).map_err(damaged)?)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The rows that wait, the oldest first.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Doubt>, StoreError> {
    let rows: Vec<Row> = registry_doubts::table
        .filter(registry_doubts::decided_at.is_null())
        .order((registry_doubts::at, registry_doubts::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The candidacies, or those among some, of which a row waits.
pub fn doubted(conn: &mut Conn, only: Option<&[CandidacyId]>) -> Result<BTreeSet<CandidacyId>, StoreError> {
    let waiting =
        registry_doubts::table.filter(registry_doubts::decided_at.is_null()).select(registry_doubts::candidacy_id);
    let ids: Vec<String> = match only {
        None => waiting.load(conn)?,
        Some(ids) => waiting.filter(registry_doubts::candidacy_id.eq_any(ids_as_text(ids))).load(conn)?,
    };
    ids.iter().map(|id| Ok(CandidacyId(parse_id(id)?))).collect()
}

/// How the wait of a row in doubt ends.
#[derive(Debug, Clone, Copy)]
pub enum End<'a> {
    /// A second person decided, for this reason.
    Decided(DoubtDecision, &'a str),
    /// The registry says again what is known.
    Settled,
    /// The registry says something else in doubt.
    Replaced,
}

/// Ends a row's wait and takes away what it said; `false` when it does not wait.
pub fn end(conn: &mut Conn, id: Uuid, how: End<'_>, by: &str, now: Timestamp) -> Result<bool, StoreError> {
    let (decision, reason) = match how {
        End::Decided(decision, reason) => (decision.code(), Some(reason)),
        End::Settled => ("settled", None),
        End::Replaced => ("replaced", None),
    };
    let target = registry_doubts::table.find(id.to_string()).filter(registry_doubts::decided_at.is_null());
    let ended = diesel::update(target)
        .set((
            registry_doubts::decided_at.eq(Some(time::to_text(now))),
            registry_doubts::decided_by.eq(Some(by)),
            registry_doubts::decision.eq(Some(decision)),
            registry_doubts::reason.eq(reason),
            registry_doubts::said.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(ended == 1)
}
