//! What one is told, and the mails it leaves by.

pub(crate) mod inbox;
pub(crate) mod outbox;
pub(crate) mod page;
