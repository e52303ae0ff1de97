//! Proofs of what was sent and when. None is ever changed.

use diesel::prelude::*;
use domain::{ids::CandidacyId, questionnaire::Answers, time::Timestamp};

use crate::{StoreError, candidacies::parse_id, damaged, db::Conn, schema::receipts, time};

/// The proof that a candidacy's questionnaires were sent (PTO II.A).
#[derive(Debug, Clone)]
pub struct SubmissionReceipt {
    /// What it is known by, on paper and in public: `7KQM-93VT-HWBD`.
    pub folio: String,
    /// Whose.
    pub candidacy: CandidacyId,
    /// Which time it was sent, from 1.
    pub round: i32,
    /// When.
    pub at: Timestamp,
    /// The account that sent it.
    pub account_name: String,
    /// SHA-256 of both parts' answers as they rest.
    pub digest: String,
    /// Curricular answers as they were sent.
    pub curricular: Answers,
    /// Sealed identity answers as they were sent.
    pub identity: Option<Vec<u8>>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = receipts)]
struct Row {
    folio: String,
    candidacy_id: String,
    round: i32,
    at: String,
    account_name: String,
    digest: String,
    curricular: String,
    identity: Option<Vec<u8>>,
}

impl TryFrom<Row> for SubmissionReceipt {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            folio: row.folio,
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            round: row.round,
            at: time::from_text(&row.at)?,
            account_name: row.account_name,
            digest: row.digest,
            curricular: serde_json::from_str(&row.curricular).map_err(damaged)?,
            identity: row.identity,
        })
    }
}

/// Keeps a receipt for good.
///
/// # Errors
/// A duplicate when its folio or its round is taken, or when the database fails.
pub fn insert(conn: &mut Conn, receipt: &SubmissionReceipt) -> Result<(), StoreError> {
    let row = Row {
        folio: receipt.folio.clone(),
        candidacy_id: receipt.candidacy.to_string(),
        round: receipt.round,
        at: time::to_text(receipt.at),
        account_name: receipt.account_name.clone(),
        digest: receipt.digest.clone(),
        curricular: serde_json::to_string(&receipt.curricular).map_err(damaged)?,
        identity: receipt.identity.clone(),
    };
    diesel::insert_into(receipts::table).values(row).execute(conn)?;
    Ok(())
}

/// The receipt of a folio.
pub fn find(conn: &mut Conn, folio: &str) -> Result<Option<SubmissionReceipt>, StoreError> {
    let row: Option<Row> = receipts::table.find(folio).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// A candidacy's receipts, the newest first.
pub fn of_candidacy(conn: &mut Conn, id: CandidacyId) -> Result<Vec<SubmissionReceipt>, StoreError> {
    let rows: Vec<Row> = receipts::table
        .filter(receipts::candidacy_id.eq(id.to_string()))
        .order(receipts::round.desc())
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}
