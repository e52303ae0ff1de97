//! Papers as PDF: letters of accounts, receipts of what was sent, the consent to sign, how far the election is, letters
//! about what is hidden, and the sheet of a candidacy; and what people share of one: its card and its QR code.

mod canvas;
mod consent_form;
mod flow;
mod letters;
mod official_letter;
mod page;
mod page_code;
mod profile_sheet;
mod progress_report;
mod receipt;
mod share_card;
mod typeface;

use store::StoreError;

pub use consent_form::{CONSENT_PLACES, Marks, consent_form};
pub use letters::{Letter, letters};
pub use official_letter::{LETTER_PLACES, official_letter};
pub(crate) use page::moment;
pub use page_code::page_code;
pub use profile_sheet::profile_sheet;
pub use progress_report::progress_report;
pub use receipt::receipt;
pub use share_card::{CARD_SIZE, share_card, site_card};

fn failed(what: impl std::fmt::Display) -> StoreError {
    StoreError::File(format!("document: {what}"))
}

/// Where anybody reads about a candidacy in the copy that is reached at `address`.
fn page_address(address: &str, slug: &str) -> String {
    format!("{}/candidaturas/{slug}", address.trim_end_matches('/'))
}

#[cfg(test)]
mod tests;
