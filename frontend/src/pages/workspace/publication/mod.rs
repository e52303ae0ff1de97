//! What is published and what is done to it.

pub(super) mod correction;
pub(super) mod decision;
pub(super) mod published;
pub(super) mod versions;
