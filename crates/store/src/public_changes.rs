//! What was told last of each candidacy to whoever keeps a copy of what is public: that it is shown otherwise, or no longer;
//! never why, nor what was shown before.

use std::collections::BTreeMap;

use diesel::{dsl::max, prelude::*};
use domain::{ids::CandidacyId, time::Timestamp};

use crate::{
    StoreError,
    candidacies::{ids_as_text, parse_id},
    db::Conn,
    schema::public_changes,
    time,
};

/// More candidacies than this are not asked for one by one.
const MANY: usize = 1_000;

/// What anybody may read of a candidacy, by a digest; none when it stands no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownNow {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// The digest.
    pub digest: Option<String>,
}

/// The last change of a candidacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// Its place among the changes of all, from 1; a later change has a greater one.
    pub place: i64,
    /// When.
    pub at: Timestamp,
}

/// Those of which something else was told last.
pub fn untold(conn: &mut Conn, shown: Vec<ShownNow>) -> Result<Vec<ShownNow>, StoreError> {
    let columns = (public_changes::candidacy_id, public_changes::shown);
    let told: Vec<(String, Option<String>)> = if shown.len() > MANY {
        public_changes::table.select(columns).load(conn)?
    } else {
        let ids: Vec<CandidacyId> = shown.iter().map(|shown| shown.candidacy).collect();
        public_changes::table
            .filter(public_changes::candidacy_id.eq_any(ids_as_text(&ids)))
            .select(columns)
            .load(conn)?
    };
    let told: BTreeMap<String, Option<String>> = told.into_iter().collect();
    Ok(shown.into_iter().filter(|shown| told.get(&shown.candidacy.to_string()) != Some(&shown.digest)).collect())
}

/// Tells what is shown now, of those of which something else was told last. Call it within [`crate::db::write`]: a place is
/// taken by one, and whoever read up to a place misses nothing that comes after.
pub fn tell(conn: &mut Conn, shown: Vec<ShownNow>, at: Timestamp) -> Result<(), StoreError> {
    let last = last_place(conn)?;
    for (shown, place) in untold(conn, shown)?.into_iter().zip(last + 1..) {
        let told = (
            public_changes::place.eq(place),
            public_changes::at.eq(time::to_text(at)),
            public_changes::shown.eq(shown.digest),
        );
        let id = shown.candidacy.to_string();
        if diesel::update(public_changes::table.find(&id)).set(told.clone()).execute(conn)? == 0 {
            let row = (public_changes::candidacy_id.eq(&id), told);
            diesel::insert_into(public_changes::table).values(row).execute(conn)?;
        }
    }
    Ok(())
}

/// The greatest place; 0 when nothing was told.
pub fn last_place(conn: &mut Conn) -> Result<i64, StoreError> {
    let last: Option<i64> = public_changes::table.select(max(public_changes::place)).first(conn)?;
    Ok(last.unwrap_or(0))
}

type Row = (String, i64, String);

/// The last changes after a place, the earliest first.
pub fn told_after(conn: &mut Conn, place: i64, limit: i64) -> Result<Vec<Told>, StoreError> {
    let rows: Vec<Row> = public_changes::table
        .filter(public_changes::place.gt(place))
        .order(public_changes::place)
        .limit(limit)
        .select((public_changes::candidacy_id, public_changes::place, public_changes::at))
        .load(conn)?;
    rows.into_iter().map(told).collect()
}

/// The last changes of all, the latest first.
pub fn told_last(conn: &mut Conn, limit: i64) -> Result<Vec<Told>, StoreError> {
    let rows: Vec<Row> = public_changes::table
        .order(public_changes::place.desc())
        .limit(limit)
        .select((public_changes::candidacy_id, public_changes::place, public_changes::at))
        .load(conn)?;
    rows.into_iter().map(told).collect()
}

fn told((candidacy, place, at): Row) -> Result<Told, StoreError> {
    Ok(Told { candidacy: CandidacyId(parse_id(&candidacy)?), place, at: time::from_text(&at)? })
}
