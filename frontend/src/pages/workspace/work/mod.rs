//! What there is to do, and how far it is.

pub(crate) mod console;
pub(crate) mod home;
pub(crate) mod overview;
pub(crate) mod queue;
