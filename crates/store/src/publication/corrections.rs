//! What was asked to be corrected after publication, and what was decided.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    ids::{CandidacyId, QuestionKey},
    questionnaire::Answer,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::corrections, seal::CandidacyKey, time};

const REQUEST: &str = "correction";

const DECISION: &str = "correction decision";

/// What is asked to be changed (PTO II.C): each field with its new answer, none to clear it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The new answers.
    pub changes: BTreeMap<QuestionKey, Option<Answer>>,
    /// Why.
    pub reason: String,
}

/// What the institute decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// The account that decided.
    pub account_name: String,
    /// Whether the fields were opened.
    pub granted: bool,
    /// Why not, when they were not.
    pub reason: String,
}

/// A request to correct what is published.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Its id.
    pub id: Uuid,
    /// When it was made.
    pub at: Timestamp,
    /// The account that made it.
    pub account_name: String,
    /// What is asked.
    pub request: Request,
    /// What was decided; none yet.
    pub decision: Option<Decision>,
}

/// Keeps a request.
pub fn insert(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey, correction: &Correction) -> Result<(), StoreError> {
    diesel::insert_into(corrections::table)
        .values((
            corrections::id.eq(correction.id.to_string()),
            corrections::candidacy_id.eq(id.to_string()),
            corrections::at.eq(time::to_text(correction.at)),
            corrections::account_name.eq(&correction.account_name),
            corrections::request.eq(key.seal(REQUEST, &correction.request)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes what was decided of the request that is waiting.
pub fn decide(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey, decision: &Decision) -> Result<(), StoreError> {
    let waiting = corrections::candidacy_id.eq(id.to_string()).and(corrections::decided_at.is_null());
    diesel::update(corrections::table.filter(waiting))
        .set((
            corrections::decided_at.eq(Some(time::to_text(decision.at))),
            corrections::decided_by.eq(Some(&decision.account_name)),
            corrections::granted.eq(Some(decision.granted)),
            corrections::sealed_decision.eq(Some(key.seal(DECISION, &decision.reason)?)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Seals the decisions on a candidacy's requests that an earlier version left in the clear.
pub(crate) fn seal_decisions(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<(), StoreError> {
    let older = corrections::candidacy_id.eq(id.to_string()).and(corrections::decision.is_not_null());
    let rows: Vec<(String, Option<String>)> =
        corrections::table.filter(older).select((corrections::id, corrections::decision)).load(conn)?;
    for (id, reason) in rows {
        let sealed = key.seal(DECISION, &reason.unwrap_or_default())?;
        diesel::update(corrections::table.find(id))
            .set((corrections::sealed_decision.eq(Some(sealed)), corrections::decision.eq(None::<String>)))
            .execute(conn)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = corrections)]
struct Row {
    id: String,
    at: String,
    account_name: String,
    request: Vec<u8>,
    decided_at: Option<String>,
    decided_by: Option<String>,
    granted: Option<bool>,
    decision: Option<String>,
    sealed_decision: Option<Vec<u8>>,
}

/// A candidacy's requests, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn of_candidacy(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Correction>, StoreError> {
    let rows: Vec<Row> = corrections::table
        .filter(corrections::candidacy_id.eq(id.to_string()))
        .order((corrections::at.desc(), corrections::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let decision = match (row.decided_at, row.decided_by, row.granted) {
                (Some(at), Some(account_name), Some(granted)) => Some(Decision {
                    at: time::from_text(&at)?,
                    account_name,
                    granted,
                    reason: match row.sealed_decision {
                        Some(sealed) => key.open(DECISION, &sealed)?,
                        None => row.decision.unwrap_or_default(),
                    },
                }),
                _ => None,
            };
            Ok(Correction {
                id: parse_id(&row.id)?,
                at: time::from_text(&row.at)?,
                account_name: row.account_name,
                request: key.open(REQUEST, &row.request)?,
                decision,
            })
        })
        .collect()
}
