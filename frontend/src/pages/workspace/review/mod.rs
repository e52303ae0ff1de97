//! The institute's reviews.

pub(crate) mod claim;
pub(crate) mod remarks;
pub(crate) mod verification;
