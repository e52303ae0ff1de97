//! Who has a candidacy open right now.

use diesel::prelude::*;
use domain::{
    ids::{CandidacyId, SectionKey, SessionId},
    time::Timestamp,
};

use crate::{
    StoreError,
    db::Conn,
    schema::{accounts, presences, sessions},
    time,
};

/// Somebody who has a candidacy open.
#[derive(Debug, Clone)]
pub struct Presence {
    /// The account's name.
    pub username: String,
    /// Whom it is for.
    pub display_name: String,
    /// The section that is open, if one is.
    pub section: Option<SectionKey>,
    /// When they were last seen.
    pub seen_at: Timestamp,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = presences, primary_key(candidacy_id, session_id), treat_none_as_null = true)]
struct Row {
    candidacy_id: String,
    session_id: String,
    section: Option<String>,
    seen_at: String,
}

/// Says that a session has a candidacy open.
pub fn put(
    conn: &mut Conn,
    id: CandidacyId,
    session: SessionId,
    section: Option<&SectionKey>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = Row {
        candidacy_id: id.to_string(),
        session_id: session.to_string(),
        section: section.map(|section| section.0.clone()),
        seen_at: time::to_text(now),
    };
    let own = presences::table.find((&row.candidacy_id, &row.session_id));
    if diesel::update(own).set(&row).execute(conn)? == 0 {
        diesel::insert_into(presences::table).values(&row).execute(conn)?;
    }
    Ok(())
}

/// The others who had a candidacy open since a moment, the first seen last.
pub fn others(
    conn: &mut Conn,
    id: CandidacyId,
    session: SessionId,
    since: Timestamp,
) -> Result<Vec<Presence>, StoreError> {
    let rows: Vec<(String, String, Option<String>, String)> = presences::table
        .inner_join(sessions::table.inner_join(accounts::table))
        .filter(presences::candidacy_id.eq(id.to_string()))
        .filter(presences::session_id.ne(session.to_string()))
        .filter(presences::seen_at.ge(time::to_text(since)))
        .filter(sessions::ended_at.is_null())
        .order(presences::seen_at.desc())
        .select((accounts::username, accounts::display_name, presences::section, presences::seen_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(username, display_name, section, seen_at)| {
            let section = section.map(SectionKey);
            Ok(Presence { username, display_name, section, seen_at: time::from_text(&seen_at)? })
        })
        .collect()
}
