//! What reviewers say of each section, as they work. A mark is sealed with its candidacy's key.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId, SectionKey},
    review::Mark,
    time::Timestamp,
};

use crate::{
    StoreError,
    db::Conn,
    schema::{accounts, marks},
    seal::CandidacyKey,
    time,
};

const MARK: &str = "mark";

/// A mark as it was saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The mark.
    pub mark: Mark,
    /// Grows with every change.
    pub revision: i32,
    /// The account that saved it.
    pub account_name: String,
    /// Whom the account is for.
    pub display_name: String,
    /// When.
    pub at: Timestamp,
}

/// A candidacy's marks, by section.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn of_candidacy(
    conn: &mut Conn,
    id: CandidacyId,
    key: &CandidacyKey,
) -> Result<BTreeMap<SectionKey, Saved>, StoreError> {
    let rows: Vec<(String, i32, String, String, String, Vec<u8>)> = marks::table
        .inner_join(accounts::table)
        .filter(marks::candidacy_id.eq(id.to_string()))
        .select((marks::section, marks::revision, accounts::username, accounts::display_name, marks::at, marks::mark))
        .load(conn)?;
    rows.into_iter()
        .map(|(section, revision, account_name, display_name, at, mark)| {
            let (mark, at) = (key.open(MARK, &mark)?, time::from_text(&at)?);
            let saved = Saved { mark, revision, account_name, display_name, at };
            Ok((SectionKey(section), saved))
        })
        .collect()
}

/// A mark to save.
#[derive(Debug, Clone, Copy)]
pub struct NewMark<'a> {
    /// Of which candidacy.
    pub candidacy: CandidacyId,
    /// Of which section.
    pub section: &'a SectionKey,
    /// The revision of the mark that was read, 0 when there was none.
    pub seen: i32,
    /// What it says.
    pub mark: &'a Mark,
    /// Who says it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

/// Saves a mark. `false`: somebody changed it meanwhile.
///
/// # Errors
/// A duplicate when somebody was quicker, or when the database fails.
pub fn put(conn: &mut Conn, key: &CandidacyKey, new: &NewMark<'_>) -> Result<bool, StoreError> {
    let (id, section) = (new.candidacy.to_string(), new.section.as_str());
    let values = (
        marks::revision.eq(new.seen.saturating_add(1)),
        marks::account_id.eq(new.by.to_string()),
        marks::at.eq(time::to_text(new.at)),
        marks::mark.eq(key.seal(MARK, new.mark)?),
    );
    let own = marks::table.find((id.clone(), section));
    if new.seen == 0 {
        let whose = (marks::candidacy_id.eq(id), marks::section.eq(section));
        diesel::insert_into(marks::table)
            .values((whose.0, whose.1, values.0, values.1, values.2, values.3))
            .execute(conn)?;
        return Ok(true);
    }
    Ok(diesel::update(own.filter(marks::revision.eq(new.seen))).set(values).execute(conn)? == 1)
}

/// Forgets the marks of some sections.
pub fn forget(conn: &mut Conn, id: CandidacyId, sections: &[&SectionKey]) -> Result<(), StoreError> {
    let keys: Vec<&str> = sections.iter().map(|section| section.as_str()).collect();
    let own = marks::table.filter(marks::candidacy_id.eq(id.to_string()));
    diesel::delete(own.filter(marks::section.eq_any(keys))).execute(conn)?;
    Ok(())
}
