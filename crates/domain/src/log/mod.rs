//! What the activity log says: each fact with its data, what it is about, in which words people read it, and the bytes by
//! which anybody proves that nothing was changed ([`canonical`]).

pub mod canonical;
mod entry;
mod questions;
mod subject;
mod words;

pub use entry::{AccountsReceipt, Entry, Event, RegistryCounts, RegistrySource, Touches};
pub use questions::Questions;
pub use subject::Subject;
