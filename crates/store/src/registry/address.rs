//! What the registry's address answered last.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::{StoreError, db::Conn, schema::registry_address, time};

/// What an address answered last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// What the registry calls the file that was taken last.
    pub etag: Option<String>,
    /// When it was asked last.
    pub asked_at: Timestamp,
    /// When a file was taken last.
    pub taken_at: Option<Timestamp>,
    /// What went wrong the last time, and when it began to.
    pub fault: Option<(String, Timestamp)>,
}

type Row = (String, Option<String>, String, Option<String>, Option<String>, Option<String>);

/// What an address answered, if it was asked.
pub fn find(conn: &mut Conn, address: &str) -> Result<Option<Standing>, StoreError> {
    let row: Option<Row> = registry_address::table.find(address).first(conn).optional()?;
    row.map(|(_, etag, asked_at, taken_at, fault, fault_at)| {
        Ok(Standing {
            etag,
            asked_at: time::from_text(&asked_at)?,
            taken_at: time::optional(taken_at.as_ref())?,
            fault: fault.zip(time::optional(fault_at.as_ref())?),
        })
    })
    .transpose()
}

/// Forgets which file was taken last, so that the next answer brings a file even when it is the same one.
pub fn forget(conn: &mut Conn) -> Result<(), StoreError> {
    diesel::update(registry_address::table).set(registry_address::etag.eq(None::<String>)).execute(conn)?;
    Ok(())
}

/// Keeps what an address answered.
pub fn put(conn: &mut Conn, address: &str, standing: &Standing) -> Result<(), StoreError> {
    diesel::delete(registry_address::table.find(address)).execute(conn)?;
    diesel::insert_into(registry_address::table)
        .values((
            registry_address::address.eq(address),
            registry_address::etag.eq(&standing.etag),
            registry_address::asked_at.eq(time::to_text(standing.asked_at)),
            registry_address::taken_at.eq(standing.taken_at.map(time::to_text)),
            registry_address::fault.eq(standing.fault.as_ref().map(|(fault, _)| fault)),
            registry_address::fault_at.eq(standing.fault.as_ref().map(|(_, at)| time::to_text(*at))),
        ))
        .execute(conn)?;
    Ok(())
}
