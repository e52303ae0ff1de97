//! Plans that wait for a second person.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::{ids_as_text, parse_id},
    damaged,
    db::Conn,
    schema::{registry_plans, registry_withdrawals},
    time,
};

/// A plan that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id.
    pub id: Uuid,
    /// When its file came.
    pub at: Timestamp,
    /// The account that may not apply it: who brought it, or who made the key of the program that did; none for the
    /// registry's address.
    pub account: Option<AccountId>,
    /// Its name.
    pub account_name: String,
    /// The message it came in.
    pub message: Option<String>,
    /// The moment at which the registry was as the file says, where that is known.
    pub cut: Option<Timestamp>,
    /// SHA-256 of the file.
    pub digest: String,
    /// The file.
    pub file: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = registry_plans)]
struct Row {
    id: String,
    at: String,
    account_id: Option<String>,
    account_name: String,
    message_id: Option<String>,
    cut: Option<String>,
    digest: String,
    file: Option<Vec<u8>>,
}

impl TryFrom<Row> for Waiting {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse_id(&row.id)?,
            at: time::from_text(&row.at)?,
            account: row.account_id.map(|id| parse_id(&id).map(AccountId)).transpose()?,
            account_name: row.account_name,
            message: row.message_id,
            cut: time::optional(row.cut.as_ref())?,
            digest: row.digest,
            file: row.file.ok_or_else(|| damaged("a plan that waits has no file"))?,
        })
    }
}

/// Keeps a plan until somebody decides.
///
/// # Errors
/// A duplicate when one of the same file waits, or when the database fails.
pub fn insert(conn: &mut Conn, plan: &Waiting) -> Result<(), StoreError> {
    diesel::insert_into(registry_plans::table)
        .values((
            registry_plans::id.eq(plan.id.to_string()),
            registry_plans::at.eq(time::to_text(plan.at)),
            registry_plans::account_id.eq(plan.account.map(|id| id.to_string())),
            registry_plans::account_name.eq(&plan.account_name),
            registry_plans::message_id.eq(&plan.message),
            registry_plans::cut.eq(plan.cut.map(time::to_text)),
            registry_plans::digest.eq(&plan.digest),
            registry_plans::file.eq(Some(&plan.file)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The plans that wait, the oldest first.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<Row> = registry_plans::table
        .filter(registry_plans::decided_at.is_null())
        .order((registry_plans::at, registry_plans::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Says that a plan that waits was brought again, by a message or of a cut.
pub fn brought_again(
    conn: &mut Conn,
    id: Uuid,
    message: Option<&str>,
    cut: Option<Timestamp>,
) -> Result<(), StoreError> {
    diesel::update(registry_plans::table.find(id.to_string()))
        .set((registry_plans::message_id.eq(message), registry_plans::cut.eq(cut.map(time::to_text))))
        .execute(conn)?;
    Ok(())
}

/// Says whom a plan that waits would withdraw, besides those it said already.
pub fn withdraw(conn: &mut Conn, plan: Uuid, candidacies: &[CandidacyId]) -> Result<(), StoreError> {
    let said = withdrawn_by(conn, plan)?;
    for candidacy in candidacies.iter().filter(|candidacy| !said.contains(candidacy)) {
        diesel::insert_into(registry_withdrawals::table)
            .values((
                registry_withdrawals::plan_id.eq(plan.to_string()),
                registry_withdrawals::candidacy_id.eq(candidacy.to_string()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Whom a plan would withdraw, or would have.
pub fn withdrawn_by(conn: &mut Conn, plan: Uuid) -> Result<BTreeSet<CandidacyId>, StoreError> {
    let of_plan = registry_withdrawals::table.filter(registry_withdrawals::plan_id.eq(plan.to_string()));
    ids(&of_plan.select(registry_withdrawals::candidacy_id).load::<String>(conn)?)
}

/// Whom plans that wait would withdraw; only those among some, when asked.
pub fn withdrawn(conn: &mut Conn, only: Option<&[CandidacyId]>) -> Result<BTreeSet<CandidacyId>, StoreError> {
    let waiting = registry_plans::table.filter(registry_plans::decided_at.is_null()).select(registry_plans::id);
    let withdrawn = registry_withdrawals::table
        .filter(registry_withdrawals::plan_id.eq_any(waiting))
        .select(registry_withdrawals::candidacy_id);
    match only {
        None => ids(&withdrawn.load::<String>(conn)?),
        Some(some) => {
            let these = withdrawn.filter(registry_withdrawals::candidacy_id.eq_any(ids_as_text(some)));
            ids(&these.load::<String>(conn)?)
        }
    }
}

fn ids(rows: &[String]) -> Result<BTreeSet<CandidacyId>, StoreError> {
    rows.iter().map(|id| Ok(CandidacyId(parse_id(id)?))).collect()
}

/// What a second person decided of a plan.
#[derive(Debug, Clone, Copy)]
pub enum Decision<'a> {
    /// It was applied.
    Applied {
        /// Why.
        reason: &'a str,
    },
    /// It was not.
    Declined {
        /// Why.
        reason: &'a str,
    },
}

/// Ends a plan's wait and takes its file away; `false` when it does not wait.
pub fn decide(conn: &mut Conn, id: Uuid, decision: Decision<'_>, by: &str, now: Timestamp) -> Result<bool, StoreError> {
    let (applied, reason) = match decision {
        Decision::Applied { reason } => (true, reason),
        Decision::Declined { reason } => (false, reason),
    };
    let target = registry_plans::table.find(id.to_string()).filter(registry_plans::decided_at.is_null());
    let decided = diesel::update(target)
        .set((
            registry_plans::decided_at.eq(Some(time::to_text(now))),
            registry_plans::decided_by.eq(Some(by)),
            registry_plans::applied.eq(Some(applied)),
            registry_plans::reason.eq(Some(reason)),
            registry_plans::file.eq(None::<Vec<u8>>),
        ))
        .execute(conn)?;
    Ok(decided == 1)
}
