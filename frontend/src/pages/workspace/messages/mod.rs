//! What one is told, and the mails it leaves by.

pub(super) mod inbox;
pub(super) mod outbox;
pub(super) mod page;
