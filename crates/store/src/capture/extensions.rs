//! Terms that were given more time, with the reason. None is ever changed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{ids::CandidacyId, time::Timestamp};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::extensions, time};

/// A term that was given more time.
#[derive(Debug, Clone)]
pub struct Extension {
    /// When.
    pub at: Timestamp,
    /// The account that gave it.
    pub account_name: String,
    /// When the term ended before; none when it had not begun.
    pub was_until: Option<Timestamp>,
    /// When it ends.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// Keeps an extension for good.
pub fn insert(conn: &mut Conn, id: CandidacyId, extension: &Extension) -> Result<(), StoreError> {
    diesel::insert_into(extensions::table)
        .values((
            extensions::id.eq(Uuid::now_v7().to_string()),
            extensions::candidacy_id.eq(id.to_string()),
            extensions::at.eq(time::to_text(extension.at)),
            extensions::account_name.eq(&extension.account_name),
            extensions::was_until.eq(extension.was_until.map(time::to_text)),
            extensions::until.eq(time::to_text(extension.until)),
            extensions::reason.eq(&extension.reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// When each term that ends at an instant or later was last given its end.
pub fn ending(conn: &mut Conn, from: Timestamp) -> Result<BTreeMap<(CandidacyId, Timestamp), Timestamp>, StoreError> {
    let rows: Vec<(String, String, String)> = extensions::table
        .filter(extensions::until.ge(time::to_text(from)))
        .order(extensions::at)
        .select((extensions::candidacy_id, extensions::until, extensions::at))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, until, at)| Ok(((CandidacyId(parse_id(&id)?), time::from_text(&until)?), time::from_text(&at)?)))
        .collect()
}

/// A candidacy's extensions, the newest first.
pub fn of_candidacy(conn: &mut Conn, id: CandidacyId) -> Result<Vec<Extension>, StoreError> {
    let rows: Vec<(String, String, Option<String>, String, String)> = extensions::table
        .filter(extensions::candidacy_id.eq(id.to_string()))
        .order((extensions::at.desc(), extensions::id.desc()))
        .select((
            extensions::at,
            extensions::account_name,
            extensions::was_until,
            extensions::until,
            extensions::reason,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(at, account_name, was_until, until, reason)| {
            Ok(Extension {
                at: time::from_text(&at)?,
                account_name,
                was_until: time::optional(was_until.as_ref())?,
                until: time::from_text(&until)?,
                reason,
            })
        })
        .collect()
}
