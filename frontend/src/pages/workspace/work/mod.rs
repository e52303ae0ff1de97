//! What there is to do, and how far it is.

pub(super) mod console;
pub(super) mod home;
pub(super) mod overview;
pub(super) mod queue;
mod second_person;
