//! Accounts: issued by the institute, received by those who capture.

mod acknowledge_receipt;
mod issue_accounts;
mod list_accounts;

pub use acknowledge_receipt::{acknowledge_receipt, record_receipt};
pub use issue_accounts::{issue_accounts, issue_institute_account};
pub use list_accounts::list_accounts;
