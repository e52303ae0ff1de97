//! What was answered from the public snapshot, as bytes, in a bounded memory: what many ask for is made once for each state of
//! what is public.

use std::sync::Arc;

use public::snapshot::{PASSING, Served, Snapshot};
use quick_cache::{Weighter, sync::Cache};
use serde::Serialize;

/// Bytes that they may take.
const ROOM: u64 = 48 * 1024 * 1024;
/// How many are expected to fit.
const EXPECTED: usize = 1_500;

/// What was asked, and the log's place of the state that answered.
type Key = (String, i64);

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Served>> for Weight {
    fn weight(&self, (address, _): &Key, served: &Arc<Served>) -> u64 {
        // Its compressed form comes later, and is a fraction.
        u64::try_from(address.len() + served.plain().bytes.len() * 5 / 4 + 200).unwrap_or(u64::MAX)
    }
}

/// The answers in memory. One of another state is never found.
pub(crate) struct Answers(Cache<Key, Arc<Served>, Weight>);

impl Answers {
    pub(crate) fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, ROOM, Weight))
    }

    /// The answer to what is asked, which `make` gives if nobody asked it of this state before.
    ///
    /// # Errors
    /// Those of `make`.
    pub(crate) fn of<T: Serialize, E>(
        &self,
        address: String,
        state: &Snapshot,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<Served>, E> {
        let served = || Ok(Arc::new(Served::json(&make()?, PASSING)));
        self.0.get_or_insert_with(&(address, state.seq), served)
    }
}
