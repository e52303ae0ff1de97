//! Signing in, and one's own account.

pub(super) mod entry;
pub(super) mod my_account;
mod new_password;
