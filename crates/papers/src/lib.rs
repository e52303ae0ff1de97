//! Papers as PDF: letters of accounts, receipts of what was sent, the consent to sign, how far the election is, letters
//! about what is hidden, and the sheet of a candidacy; and what people share of one: its card and its QR code.

mod consent_form;
mod drawing;
mod letters;
mod official_letter;
mod page_code;
mod profile_sheet;
mod progress_report;
mod share_card;
mod submission_receipt;

use image::{DynamicImage, ImageFormat};

pub use consent_form::{Marks, consent_form};
pub use drawing::page::moment;
pub use letters::{Letter, letters};
pub use official_letter::{Control, Done, official_letter};
pub use page_code::page_code;
pub use profile_sheet::profile_sheet;
pub use progress_report::progress_report;
pub use share_card::{CARD_SIZE, share_card, site_card};
pub use submission_receipt::{Submission, submission_receipt};

/// Why a paper could not be made: an address too long for its code, a damaged photograph, a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("paper: {0}")]
pub struct Failed(String);

/// An encoding of a photograph that was kept, to be drawn.
fn stored_photograph(bytes: &[u8]) -> Result<DynamicImage, Failed> {
    image::load_from_memory_with_format(bytes, ImageFormat::WebP).map_err(failed)
}

fn failed(what: impl std::fmt::Display) -> Failed {
    Failed(what.to_string())
}

/// Where anybody reads about a candidacy in the copy that is reached at `address`.
fn page_address(address: &str, slug: &str) -> String {
    format!("{}/candidaturas/{slug}", address.trim_end_matches('/'))
}

#[cfg(test)]
mod tests;
