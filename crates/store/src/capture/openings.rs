//! Which revision of a candidacy an account last opened.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::ids::{AccountId, CandidacyId};

use crate::{
    StoreError,
    candidacies::parse_id,
    db::Conn,
    schema::{openings, profiles},
};

/// Says that an account opened a revision.
pub fn put(conn: &mut Conn, id: CandidacyId, account: AccountId, revision: i32) -> Result<(), StoreError> {
    let own = openings::table.find((id.to_string(), account.to_string()));
    if diesel::update(own).set(openings::revision.eq(revision)).execute(conn)? == 0 {
        diesel::insert_into(openings::table)
            .values((
                openings::candidacy_id.eq(id.to_string()),
                openings::account_id.eq(account.to_string()),
                openings::revision.eq(revision),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The candidacies that an account opened as they are now.
pub fn current(conn: &mut Conn, account: AccountId) -> Result<BTreeSet<CandidacyId>, StoreError> {
    let rows: Vec<String> = openings::table
        .inner_join(profiles::table.on(profiles::candidacy_id.eq(openings::candidacy_id)))
        .filter(openings::account_id.eq(account.to_string()).and(openings::revision.eq(profiles::revision)))
        .select(openings::candidacy_id)
        .load(conn)?;
    rows.iter().map(|id| Ok(CandidacyId(parse_id(id)?))).collect()
}
