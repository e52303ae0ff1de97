//! Papers as PDF: letters of accounts, receipts of what was sent, the consent to sign, how far the election is.

mod consent_form;
mod letters;
mod page;
mod progress_report;
mod receipt;

pub use consent_form::{CONSENT_PLACES, Marks, consent_form};
pub use letters::{Letter, letters};
pub(crate) use page::moment;
pub use progress_report::progress_report;
pub use receipt::receipt;
