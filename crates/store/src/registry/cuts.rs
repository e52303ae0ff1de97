//! The moments at which the registry was as the files that were applied say.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::{StoreError, db::Conn, schema::registry_cuts, time};

/// Keeps the cut of a file that was applied.
pub fn insert(conn: &mut Conn, cut: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    diesel::insert_into(registry_cuts::table)
        .values((registry_cuts::cut.eq(time::to_text(cut)), registry_cuts::at.eq(time::to_text(now))))
        .execute(conn)?;
    Ok(())
}

/// The newest cut that was applied.
pub fn newest(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let newest: Option<String> =
        registry_cuts::table.order(registry_cuts::cut.desc()).select(registry_cuts::cut).first(conn).optional()?;
    time::optional(newest.as_ref())
}
