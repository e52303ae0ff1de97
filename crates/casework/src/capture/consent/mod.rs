//! The consent: given with its signed document, printed to be signed, withdrawn.

mod give_consent;
mod print_consent;
mod signed_document;

pub use give_consent::{give_consent, may_give_consent, withdraw_consent};
pub use print_consent::print_consent;
pub use signed_document::check_document;
