//! Work that repeats itself, and who has it now.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::{StoreError, db::Conn, schema::jobs, time};

/// Takes a job that is due and that nobody has, until `lease`; `false` when there is nothing to take. Call it within
/// [`crate::db::write`], which lets one take at a time.
pub fn claim(conn: &mut Conn, name: &str, by: &str, now: Timestamp, lease: Timestamp) -> Result<bool, StoreError> {
    type State = (String, Option<String>);
    let known: Option<State> =
        jobs::table.find(name).select((jobs::next_run_at, jobs::leased_until)).first(conn).optional()?;
    let taken = (jobs::leased_until.eq(Some(time::to_text(lease))), jobs::leased_by.eq(Some(by)));
    match known {
        None => {
            let new = (jobs::name.eq(name), jobs::next_run_at.eq(time::to_text(now)));
            diesel::insert_into(jobs::table).values((new.0, new.1, taken.0, taken.1)).execute(conn)?;
            Ok(true)
        }
        Some((next, leased)) => {
            let now = time::to_text(now);
            if next > now || leased.is_some_and(|until| until > now) {
                return Ok(false);
            }
            diesel::update(jobs::table.find(name)).set(taken).execute(conn)?;
            Ok(true)
        }
    }
}

/// How a job ran.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// When it ended.
    pub ended: Timestamp,
    /// When it is to run again.
    pub next: Timestamp,
    /// What went wrong.
    pub error: Option<&'a str>,
}

/// Gives a job back once it ran, until its next time; not when its lease ended and somebody else has it.
pub fn give_back(conn: &mut Conn, name: &str, by: &str, run: Run<'_>) -> Result<(), StoreError> {
    diesel::update(jobs::table.find(name).filter(jobs::leased_by.eq(by)))
        .set((
            jobs::next_run_at.eq(time::to_text(run.next)),
            jobs::leased_until.eq(None::<String>),
            jobs::leased_by.eq(None::<String>),
            jobs::last_run_at.eq(Some(time::to_text(run.ended))),
            jobs::last_error.eq(run.error),
        ))
        .execute(conn)?;
    Ok(())
}
