//! Signing in, and one's own account.

pub(crate) mod entry;
pub(crate) mod my_account;
mod new_password;
