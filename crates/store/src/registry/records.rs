//! Rows of the registry's files that could not be taken as they came.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::{
    ids::Folio,
    registry::{BadRow, Column, Remark, Row},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, damaged, db::Conn, schema::registry_records, time};

/// A row put aside, which waits for somebody.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// When it was put aside.
    pub at: Timestamp,
    /// The account that brought it.
    pub source: String,
    /// The row as it came and what is wrong with it.
    pub bad: BadRow,
}

/// What became of a row put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// A person completed it.
    Applied,
    /// A person discarded it.
    Discarded {
        /// Why.
        reason: &'a str,
    },
    /// The registry said something else of its folio.
    Replaced,
}

impl Outcome<'_> {
    const fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Discarded { .. } => "discarded",
            Self::Replaced => "replaced",
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = registry_records)]
struct StoredRow {
    id: String,
    at: String,
    source: String,
    line: i64,
    cells: String,
    faults: String,
}

impl TryFrom<StoredRow> for Record {
    type Error = StoreError;

    fn try_from(row: StoredRow) -> Result<Self, StoreError> {
        let cells: BTreeMap<Column, String> = serde_json::from_str(&row.cells).map_err(damaged)?;
        let faults: Vec<Remark> = serde_json::from_str(&row.faults).map_err(damaged)?;
        let line = u64::try_from(row.line).map_err(damaged)?;
        Ok(Self {
            id: parse_id(&row.id)?,
            at: time::from_text(&row.at)?,
            source: row.source,
            bad: BadRow { row: Row { line, cells }, faults },
        })
    }
}

/// Puts a row aside under the digest of its cells.
///
/// # Errors
/// A duplicate when it waits already or somebody decided it, or when the database fails.
pub fn insert(conn: &mut Conn, bad: &BadRow, digest: &str, source: &str, now: Timestamp) -> Result<(), StoreError> {
    diesel::insert_into(registry_records::table)
        .values((
            registry_records::id.eq(Uuid::now_v7().to_string()),
            registry_records::at.eq(time::to_text(now)),
            registry_records::source.eq(source),
            registry_records::folio.eq(bad.row.folio().map(|folio| folio.0).unwrap_or_default()),
            registry_records::line.eq(i64::try_from(bad.row.line).map_err(damaged)?),
            registry_records::digest.eq(digest),
            registry_records::cells.eq(serde_json::to_string(&bad.row.cells).map_err(damaged)?),
            registry_records::faults.eq(serde_json::to_string(&bad.faults).map_err(damaged)?),
            registry_records::state.eq("waiting"),
        ))
        .execute(conn)?;
    Ok(())
}

/// The digests of the rows that wait or that a person decided.
pub fn digests(conn: &mut Conn) -> Result<BTreeSet<String>, StoreError> {
    let counted = registry_records::table.filter(registry_records::state.ne(Outcome::Replaced.code()));
    let digests: Vec<String> = counted.select(registry_records::digest).load(conn)?;
    Ok(digests.into_iter().collect())
}

/// The id, digest and folio of every row that waits and has a folio.
pub fn waiting_folios(conn: &mut Conn) -> Result<Vec<(Uuid, String, Folio)>, StoreError> {
    let rows: Vec<(String, String, String)> = registry_records::table
        .filter(registry_records::state.eq("waiting").and(registry_records::folio.ne("")))
        .select((registry_records::id, registry_records::digest, registry_records::folio))
        .load(conn)?;
    rows.into_iter().map(|(id, digest, folio)| Ok((parse_id(&id)?, digest, Folio(folio)))).collect()
}

/// The rows that wait, the oldest first.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<StoredRow> = registry_records::table
        .filter(registry_records::state.eq("waiting"))
        .order((registry_records::at, registry_records::line))
        .select(StoredRow::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A row that waits.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Record>, StoreError> {
    let row: Option<StoredRow> = registry_records::table
        .find(id.to_string())
        .filter(registry_records::state.eq("waiting"))
        .select(StoredRow::as_select())
        .first(conn)
        .optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Ends a row's wait and takes away what it said; `false` when it does not wait.
pub fn decide(conn: &mut Conn, id: Uuid, outcome: Outcome<'_>, by: &str, now: Timestamp) -> Result<bool, StoreError> {
    let reason = match outcome {
        Outcome::Discarded { reason } => Some(reason),
        Outcome::Applied | Outcome::Replaced => None,
    };
    let target = registry_records::table.find(id.to_string()).filter(registry_records::state.eq("waiting"));
    let decided = diesel::update(target)
        .set((
            registry_records::state.eq(outcome.code()),
            registry_records::decided_at.eq(Some(time::to_text(now))),
            registry_records::decided_by.eq(Some(by)),
            registry_records::reason.eq(reason),
            registry_records::cells.eq("{}"),
            registry_records::faults.eq("[]"),
        ))
        .execute(conn)?;
    Ok(decided == 1)
}
