//! Messages that a program of the registry sent: each is taken once.

use diesel::prelude::*;
use domain::time::Timestamp;

use crate::{StoreError, db::Conn, schema::registry_messages, time};

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Message {
    /// What its sender calls it.
    pub id: String,
    /// When it was taken.
    pub at: Timestamp,
    /// The moment at which the registry was as it says.
    pub cut: Timestamp,
    /// SHA-256 of its cut and body.
    pub digest: String,
    /// What was answered, as JSON.
    pub answer: String,
}

/// Keeps a message, before what it brings.
///
/// # Errors
/// A duplicate when one of its id was taken, or when the database fails.
pub fn insert(conn: &mut Conn, message: &Message) -> Result<(), StoreError> {
    diesel::insert_into(registry_messages::table)
        .values((
            registry_messages::id.eq(&message.id),
            registry_messages::at.eq(time::to_text(message.at)),
            registry_messages::cut.eq(time::to_text(message.cut)),
            registry_messages::digest.eq(&message.digest),
            registry_messages::answer.eq(&message.answer),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was answered to a message, once that is known.
pub fn answer(conn: &mut Conn, id: &str, answer: &str) -> Result<(), StoreError> {
    diesel::update(registry_messages::table.find(id)).set(registry_messages::answer.eq(answer)).execute(conn)?;
    Ok(())
}

/// A message by its id.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Message>, StoreError> {
    type Kept = (String, String, String, String, String);
    let kept: Option<Kept> = registry_messages::table.find(id).first(conn).optional()?;
    kept.map(|(id, at, cut, digest, answer)| {
        Ok(Message { id, at: time::from_text(&at)?, cut: time::from_text(&cut)?, digest, answer })
    })
    .transpose()
}
