//! Filling in, checking and sending; validating; more time.

pub(super) mod advice;
pub(super) mod by_field;
pub(super) mod check_answers;
pub(super) mod consent;
pub(super) mod extension;
pub(super) mod field;
pub(super) mod photo;
pub(super) mod section;
pub(super) mod spreadsheet;
pub(super) mod unsaved;
pub(super) mod validation;
