//! Filling in, checking and sending; validating; more time.

pub(crate) mod advice;
pub(crate) mod by_field;
pub(crate) mod check_answers;
pub(crate) mod consent;
pub(crate) mod extension;
pub(crate) mod field;
pub(crate) mod photo;
pub(crate) mod section;
pub(crate) mod spreadsheet;
pub(crate) mod unsaved;
pub(crate) mod validation;
