//! The institute's reviews.

pub(super) mod claim;
pub(super) mod remarks;
pub(super) mod verification;
pub(super) mod withheld;
