//! The registry: its files and messages, planned and applied; what of them is put aside, waits for a second person, or
//! was undone (PTO II.C).

mod address;
mod doubts;
mod movements;
mod prepared;
mod push;
mod reading;
mod records;
mod second_person;
mod sync;
mod waiting;

pub use address::{Answer, ask_address, standing_of_address};
pub use doubts::{decide_doubt, list_doubts};
pub use movements::{allow_movement, confirm_undoing, decline_undoing, list_movements, list_undoings, undo_movement};
pub use push::{Signed, push_registry};
pub use records::{complete_record, discard_record, list_records};
pub use sync::{plan_registry, sync_registry};
pub use waiting::{approve_plan, decline_plan, list_plans};
