use contract::capture::Extended;
use domain::{ids::CandidacyId, time::Date};
use leptos::prelude::RwSignal;

use crate::pages::workspace::shell::acting::Acting;

/// Most candidacies of one order, as the server takes them.
pub(super) const MOST: usize = 2_000;

/// Candidacies that were chosen, with their names.
pub(super) type Chosen = Vec<(CandidacyId, String)>;

/// What is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) chosen: Chosen,
    pub(super) last_day: Date,
    pub(super) reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Choosing,
    Confirming(Order),
    Done(Order, Extended),
}

/// What was chosen and typed; it outlives the step it was typed in.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) step: RwSignal<Step>,
    pub(super) chosen: RwSignal<Chosen>,
    pub(super) last_day: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
    pub(super) acting: Acting,
}
