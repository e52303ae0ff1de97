//! What the party does, or an independent: it captures, is advised, consents, sends, and validates.

mod accept_privacy_notice;
pub mod advice;
mod consent;
mod edit_submitted;
mod extension;
pub mod photo;
mod return_to_capture;
mod save_answers;
mod set_photo;
pub mod spreadsheet;
mod submission_receipt;
mod submit_profile;
mod validate_profile;

pub use accept_privacy_notice::accept_privacy_notice;
pub use consent::{check_document, give_consent, may_give_consent, print_consent, withdraw_consent};
pub use edit_submitted::edit_submitted;
pub use extension::give_extension;
pub use return_to_capture::return_to_capture;
pub use save_answers::save_answers;
pub use set_photo::{may_set_photo, remove_photo, set_photo};
pub use submission_receipt::{check_receipt, print_receipt};
pub use submit_profile::submit_profile;
pub use validate_profile::{validate_opened, validate_profile};
