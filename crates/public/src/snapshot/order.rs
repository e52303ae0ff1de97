//! The neutral orders of a list (PTO III): by surnames, as the registry has them, and by party. None ranks anybody.

use std::sync::Arc;

use contract::public::Order;

use super::entry::Entry;

/// The places of everybody, which are by surnames, in the other orders.
#[derive(Default, PartialEq)]
pub(super) struct Orders {
    registry: Vec<u32>,
    party: Vec<u32>,
}

impl Orders {
    pub(super) fn of(entries: &[Arc<Entry>]) -> Self {
        let by = |entry: fn(&Entry) -> ((u16, u16), &str)| {
            let mut keys: Vec<_> = (0_u32..).zip(entries).map(|(place, one)| (entry(one), place)).collect();
            keys.sort_unstable();
            keys.into_iter().map(|(_, place)| place).collect()
        };
        Self { registry: by(|entry| ((0, 0), entry.folio.as_str())), party: by(|entry| (entry.rank, "")) }
    }

    /// Everybody's places in an order; `None` for the order of surnames, in which they already stand.
    pub(super) fn places(&self, order: Order) -> Option<&[u32]> {
        match order {
            Order::Surname => None,
            Order::Registry => Some(&self.registry),
            Order::Party => Some(&self.party),
        }
    }
}
