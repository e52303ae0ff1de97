//! Papers as PDF: letters of accounts, receipts of what was sent, the consent to sign, how far the election is, letters
//! about what is hidden.

mod consent_form;
mod letters;
mod official_letter;
mod page;
mod progress_report;
mod receipt;

pub use consent_form::{CONSENT_PLACES, Marks, consent_form};
pub use letters::{Letter, letters};
pub use official_letter::{LETTER_PLACES, official_letter};
pub(crate) use page::moment;
pub use progress_report::progress_report;
pub use receipt::receipt;
