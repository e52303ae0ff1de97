//! The activity log: lines that are only ever added, each chained to the one before by hash (PTO II.A, II.E).

use diesel::prelude::*;
use domain::{ids::AccountId, text::hex, time::Timestamp};
use sha2::{Digest, Sha256};

use crate::{StoreError, db::Conn, schema::activity_log, time};

/// The name in a line about what the system did by itself.
pub const SYSTEM: &str = "sistema";

/// What the first line chains to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line to add.
#[derive(Debug, Clone)]
pub struct NewLine<'a> {
    /// When.
    pub at: Timestamp,
    /// Who; none for the system itself.
    pub account: Option<AccountId>,
    /// Who, by name.
    pub account_name: &'a str,
    /// What, as a stable code.
    pub act: &'a str,
    /// To what.
    pub object: &'a str,
    /// The party it touches, if any.
    pub party: Option<&'a str>,
    /// What else identifies it; never an answer.
    pub detail: &'a str,
    /// Digest of the object before.
    pub before: &'a str,
    /// Digest of the object after.
    pub after: &'a str,
}

/// A line that was added.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = activity_log)]
pub struct Line {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, as text.
    pub at: String,
    /// Who.
    pub account_id: Option<String>,
    /// Who, by name.
    pub account_name: String,
    /// What.
    pub act: String,
    /// To what.
    pub object: String,
    /// The party it touches.
    pub party: Option<String>,
    /// What else identifies it.
    pub detail: String,
    /// Digest of the object before.
    pub before_digest: String,
    /// Digest of the object after.
    pub after_digest: String,
    /// The hash of the line before.
    pub previous_hash: String,
    /// The hash of this line.
    pub hash: String,
}

impl Line {
    /// SHA-256 of every field, each preceded by its length in bytes, the previous hash among them; hexadecimal.
    #[must_use]
    pub fn computed_hash(&self) -> String {
        let seq = self.seq.to_string();
        let fields = [
            seq.as_str(),
            &self.at,
            self.account_id.as_deref().unwrap_or(""),
            &self.account_name,
            &self.act,
            &self.object,
            self.party.as_deref().unwrap_or(""),
            &self.detail,
            &self.before_digest,
            &self.after_digest,
            &self.previous_hash,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Adds a line at the end of the chain. Call it within [`crate::db::write`], which lets one write at a time.
pub fn append(conn: &mut Conn, line: &NewLine<'_>) -> Result<i64, StoreError> {
    let last: Option<(i64, String)> = activity_log::table
        .order(activity_log::seq.desc())
        .select((activity_log::seq, activity_log::hash))
        .first(conn)
        .optional()?;
    let (seq, previous_hash) = last.unwrap_or_else(|| (0, GENESIS.to_owned()));
    let mut row = Line {
        seq: seq + 1,
        at: time::to_text(line.at),
        account_id: line.account.map(|id| id.to_string()),
        account_name: line.account_name.to_owned(),
        act: line.act.to_owned(),
        object: line.object.to_owned(),
        party: line.party.map(str::to_owned),
        detail: line.detail.to_owned(),
        before_digest: line.before.to_owned(),
        after_digest: line.after.to_owned(),
        previous_hash,
        hash: String::new(),
    };
    row.hash = row.computed_hash();
    diesel::insert_into(activity_log::table).values(&row).execute(conn)?;
    Ok(row.seq)
}

/// Whose lines to read.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only lines about this object.
    pub object: Option<String>,
    /// Only lines that touch this party.
    pub party: Option<String>,
    /// Only lines before this one.
    pub before: Option<i64>,
}

/// Lines, the newest first.
pub fn page(conn: &mut Conn, filter: &Filter, size: i64) -> Result<Vec<Line>, StoreError> {
    // An absent filter is written as a condition that always holds, for a boxed query does not serve both databases.
    let before = filter.before.unwrap_or(i64::MAX);
    let lines = activity_log::table
        .filter(activity_log::seq.lt(before))
        .order(activity_log::seq.desc())
        .limit(size)
        .select(Line::as_select());
    Ok(match (&filter.object, &filter.party) {
        (Some(object), Some(party)) => {
            lines.filter(activity_log::object.eq(object)).filter(activity_log::party.eq(party)).load(conn)?
        }
        (Some(object), None) => lines.filter(activity_log::object.eq(object)).load(conn)?,
        (None, Some(party)) => lines.filter(activity_log::party.eq(party)).load(conn)?,
        (None, None) => lines.load(conn)?,
    })
}

/// Lines in the order of the chain, after a place.
pub fn after(conn: &mut Conn, seq: i64, size: i64) -> Result<Vec<Line>, StoreError> {
    Ok(activity_log::table
        .filter(activity_log::seq.gt(seq))
        .order(activity_log::seq)
        .limit(size)
        .select(Line::as_select())
        .load(conn)?)
}

/// The place and hash of the last line.
pub fn head(conn: &mut Conn) -> Result<(i64, String), StoreError> {
    let last: Option<(i64, String)> = activity_log::table
        .order(activity_log::seq.desc())
        .select((activity_log::seq, activity_log::hash))
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or_else(|| (0, GENESIS.to_owned())))
}

/// What the lines after a place that say one of these acts are about, each once.
pub fn objects_after(conn: &mut Conn, seq: i64, acts: &[&str]) -> Result<Vec<String>, StoreError> {
    Ok(activity_log::table
        .filter(activity_log::seq.gt(seq))
        .filter(activity_log::act.eq_any(acts.iter().map(|act| (*act).to_owned()).collect::<Vec<_>>()))
        .select(activity_log::object)
        .distinct()
        .load(conn)?)
}

/// Whether a line after a place says one of these acts.
pub fn any_after(conn: &mut Conn, seq: i64, acts: &[&str]) -> Result<bool, StoreError> {
    let first: Option<i64> = activity_log::table
        .filter(activity_log::seq.gt(seq))
        .filter(activity_log::act.eq_any(acts.iter().map(|act| (*act).to_owned()).collect::<Vec<_>>()))
        .select(activity_log::seq)
        .first(conn)
        .optional()?;
    Ok(first.is_some())
}
