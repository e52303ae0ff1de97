//! Sign-ins that were refused, summed by account and hour.

use diesel::prelude::*;
use domain::{ids::AccountId, time::Timestamp};

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::refused_sign_ins, time};

/// The refused sign-ins of an account within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedInHour {
    /// Whose; none of names that are nobody's.
    pub account: Option<AccountId>,
    /// When the hour began.
    pub hour: Timestamp,
    /// How many.
    pub attempts: u32,
    /// From how many places at least.
    pub places: u32,
}

type Row = (String, String, i32, i32);

impl TryFrom<Row> for RefusedInHour {
    type Error = StoreError;

    fn try_from((account, hour, attempts, places): Row) -> Result<Self, StoreError> {
        let number = |number: i32| u32::try_from(number).unwrap_or_default();
        Ok(Self {
            account: if account.is_empty() { None } else { Some(AccountId(parse_id(&account)?)) },
            hour: time::from_text(&hour)?,
            attempts: number(attempts),
            places: number(places),
        })
    }
}

fn key(account: Option<AccountId>, hour: Timestamp) -> (String, String) {
    (account.map_or_else(String::new, |id| id.to_string()), time::to_text(hour))
}

/// Adds attempts to those of their hour. Each server knows its own places: the most that one of them saw are kept.
pub fn add(conn: &mut Conn, refused: &RefusedInHour) -> Result<(), StoreError> {
    let (account, hour) = key(refused.account, refused.hour);
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let known: Option<(i32, i32)> = refused_sign_ins::table
        .find((&account, &hour))
        .select((refused_sign_ins::attempts, refused_sign_ins::places))
        .first(conn)
        .optional()?;
    let (attempts, places) = known.unwrap_or_default();
    let sums = (
        refused_sign_ins::attempts.eq(attempts.saturating_add(number(refused.attempts))),
        refused_sign_ins::places.eq(places.max(number(refused.places))),
    );
    if known.is_some() {
        diesel::update(refused_sign_ins::table.find((&account, &hour))).set(sums).execute(conn)?;
    } else {
        let key = (refused_sign_ins::account_id.eq(&account), refused_sign_ins::hour.eq(&hour));
        diesel::insert_into(refused_sign_ins::table).values((key.0, key.1, sums.0, sums.1)).execute(conn)?;
    }
    Ok(())
}

/// The newest hours of an account, at most so many.
pub fn of(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<RefusedInHour>, StoreError> {
    let rows: Vec<Row> = refused_sign_ins::table
        .filter(refused_sign_ins::account_id.eq(account.to_string()))
        .order(refused_sign_ins::hour.desc())
        .limit(most)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The hours that ended before a moment and that the log does not tell yet, the oldest first.
pub fn untold(conn: &mut Conn, began_before: Timestamp) -> Result<Vec<RefusedInHour>, StoreError> {
    let rows: Vec<Row> = refused_sign_ins::table
        .filter(refused_sign_ins::told_at.is_null().and(refused_sign_ins::hour.lt(time::to_text(began_before))))
        .order((refused_sign_ins::hour, refused_sign_ins::account_id))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Notes that the log tells of an hour.
pub fn tell(conn: &mut Conn, refused: &RefusedInHour, now: Timestamp) -> Result<(), StoreError> {
    let (account, hour) = key(refused.account, refused.hour);
    diesel::update(refused_sign_ins::table.find((account, hour)))
        .set(refused_sign_ins::told_at.eq(Some(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}

/// Forgets the hours before a moment that the log tells.
pub fn forget(conn: &mut Conn, before: Timestamp) -> Result<(), StoreError> {
    let old = refused_sign_ins::told_at.is_not_null().and(refused_sign_ins::hour.lt(time::to_text(before)));
    diesel::delete(refused_sign_ins::table.filter(old)).execute(conn)?;
    Ok(())
}

type Columns =
    (refused_sign_ins::account_id, refused_sign_ins::hour, refused_sign_ins::attempts, refused_sign_ins::places);
const COLUMNS: Columns =
    (refused_sign_ins::account_id, refused_sign_ins::hour, refused_sign_ins::attempts, refused_sign_ins::places);
