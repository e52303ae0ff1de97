//! What is published and what is done to it.

pub(crate) mod correction;
pub(crate) mod decision;
pub(crate) mod published;
pub(crate) mod versions;
