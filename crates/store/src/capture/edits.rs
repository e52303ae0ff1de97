//! What the validator changed of what was sent.

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::edits, seal::CandidacyKey, time};
use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId, QuestionKey},
    questionnaire::Answer,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const EDIT: &str = "edit";

/// A change a validator made, before and after.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The question.
    pub field: QuestionKey,
    /// Who.
    pub by: AccountId,
    /// Who, by name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// The answer before.
    pub before: Option<Answer>,
    /// The answer after.
    pub after: Option<Answer>,
}

/// Keeps a validator's change.
pub fn insert_edit(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey, edit: &Edit) -> Result<(), StoreError> {
    let change = Change { field: edit.field.clone(), before: edit.before.clone(), after: edit.after.clone() };
    diesel::insert_into(edits::table)
        .values((
            edits::id.eq(Uuid::now_v7().to_string()),
            edits::candidacy_id.eq(id.to_string()),
            edits::account_id.eq(edit.by.to_string()),
            edits::account_name.eq(&edit.by_name),
            edits::at.eq(time::to_text(edit.at)),
            edits::change.eq(key.seal(EDIT, &change)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// A candidacy's edits, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn edits(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Edit>, StoreError> {
    let rows: Vec<(String, String, String, Vec<u8>)> = edits::table
        .filter(edits::candidacy_id.eq(id.to_string()))
        .order((edits::at.desc(), edits::id.desc()))
        .select((edits::account_id, edits::account_name, edits::at, edits::change))
        .load(conn)?;
    rows.into_iter()
        .map(|(by, by_name, at, change)| {
            let change: Change = key.open(EDIT, &change)?;
            Ok(Edit {
                field: change.field,
                by: AccountId(parse_id(&by)?),
                by_name,
                at: time::from_text(&at)?,
                before: change.before,
                after: change.after,
            })
        })
        .collect()
}

#[derive(Serialize, Deserialize)]
struct Change {
    field: QuestionKey,
    before: Option<Answer>,
    after: Option<Answer>,
}
