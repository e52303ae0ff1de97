//! Who has a review of a candidacy. One account has it at a time.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    review::Task,
    time::Timestamp,
};

use crate::{
    StoreError,
    candidacies::parse_id,
    damaged,
    db::Conn,
    schema::{accounts, claims},
    time,
};

/// Somebody who has a review, until when.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub account_name: String,
    /// Whom it is for.
    pub display_name: String,
    /// Until when.
    pub until: Timestamp,
}

/// Every claim that is still in force at an instant; only one candidacy's, when asked.
pub fn live(
    conn: &mut Conn,
    one: Option<CandidacyId>,
    now: Timestamp,
) -> Result<BTreeMap<(CandidacyId, Task), Claim>, StoreError> {
    type Row = (String, String, String, String, String, String);
    let all = claims::table.inner_join(accounts::table).filter(claims::until.gt(time::to_text(now))).select((
        claims::candidacy_id,
        claims::task,
        claims::account_id,
        accounts::username,
        accounts::display_name,
        claims::until,
    ));
    let rows: Vec<Row> = match one {
        Some(id) => all.filter(claims::candidacy_id.eq(id.to_string())).load(conn)?,
        None => all.load(conn)?,
    };
    rows.into_iter()
        .map(|(id, task, account, account_name, display_name, until)| {
            let task = Task::from_code(&task).ok_or_else(|| damaged(task))?;
            let (account, until) = (AccountId(parse_id(&account)?), time::from_text(&until)?);
            let claim = Claim { account, account_name, display_name, until };
            Ok(((CandidacyId(parse_id(&id)?), task), claim))
        })
        .collect()
}

/// A review that an account takes.
#[derive(Debug, Clone, Copy)]
pub struct NewClaim<'a> {
    /// Of which candidacy.
    pub candidacy: CandidacyId,
    /// Which review.
    pub task: Task,
    /// Who takes it.
    pub account: AccountId,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// The claim that was read and that this one replaces; none where there was none, or one that had ended.
    pub before: Option<&'a Claim>,
}

/// Gives a review to an account. When another came first it is a duplicate.
///
/// # Errors
/// A duplicate, or when the database fails.
pub fn put(conn: &mut Conn, new: &NewClaim<'_>) -> Result<(), StoreError> {
    let own = || claims::table.find((new.candidacy.to_string(), new.task.code()));
    match new.before {
        Some(before) => {
            diesel::delete(own().filter(claims::account_id.eq(before.account.to_string()))).execute(conn)?
        }
        None => diesel::delete(own().filter(claims::until.le(time::to_text(new.from)))).execute(conn)?,
    };
    diesel::insert_into(claims::table)
        .values((
            claims::candidacy_id.eq(new.candidacy.to_string()),
            claims::task.eq(new.task.code()),
            claims::account_id.eq(new.account.to_string()),
            claims::until.eq(time::to_text(new.until)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends an account's claim; `false` when it had none.
pub fn release(conn: &mut Conn, id: CandidacyId, task: Task, account: AccountId) -> Result<bool, StoreError> {
    let own = claims::table.find((id.to_string(), task.code())).filter(claims::account_id.eq(account.to_string()));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Ends every claim of a candidacy but those of some reviews.
pub fn keep_only(conn: &mut Conn, id: CandidacyId, tasks: &[Task]) -> Result<(), StoreError> {
    let codes: Vec<&str> = tasks.iter().map(|task| task.code()).collect();
    let own = claims::table.filter(claims::candidacy_id.eq(id.to_string()));
    diesel::delete(own.filter(claims::task.ne_all(codes))).execute(conn)?;
    Ok(())
}
