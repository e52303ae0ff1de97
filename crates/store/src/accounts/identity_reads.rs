//! When an account last read the identity answers of each candidacy.

use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    time::Timestamp,
};

use crate::{StoreError, db::Conn, schema::identity_reads, time};

/// How many other candidacies' identity answers an account read after an instant; none when it read this one's after it.
pub fn others_since(
    conn: &mut Conn,
    account: AccountId,
    candidacy: CandidacyId,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let lately = identity_reads::account_id.eq(account.to_string()).and(identity_reads::at.gt(time::to_text(since)));
    let of_this = identity_reads::candidacy_id.eq(candidacy.to_string());
    let again: i64 = identity_reads::table.filter(lately.clone().and(of_this)).count().get_result(conn)?;
    if again > 0 {
        return Ok(0);
    }
    Ok(identity_reads::table.filter(lately).count().get_result(conn)?)
}

/// Notes that an account reads the identity answers of a candidacy.
pub fn put(conn: &mut Conn, account: AccountId, candidacy: CandidacyId, now: Timestamp) -> Result<(), StoreError> {
    let (account, candidacy, now) = (account.to_string(), candidacy.to_string(), time::to_text(now));
    let known = identity_reads::table.find((&account, &candidacy));
    let changed = diesel::update(known).set(identity_reads::at.eq(&now)).execute(conn)?;
    if changed == 0 {
        let row = (
            identity_reads::account_id.eq(&account),
            identity_reads::candidacy_id.eq(&candidacy),
            identity_reads::at.eq(&now),
        );
        diesel::insert_into(identity_reads::table).values(row).execute(conn)?;
    }
    Ok(())
}
