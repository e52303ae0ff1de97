//! Pages of the list that somebody asked for, as bytes, in a bounded memory: what many ask for is looked for once for each
//! state of what is public.

use std::{convert::Infallible, sync::Arc};

use casework::published::{PASSING, Served, Snapshot};
use contract::public::CardQuery;
use quick_cache::{Weighter, sync::Cache};
use url::form_urlencoded;

/// Bytes that they may take.
const ROOM: u64 = 48 * 1024 * 1024;
/// How many are expected to fit.
const EXPECTED: usize = 1_500;

/// What was asked, and the log's place of the state that answered.
type Key = (String, i64);

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Served>> for Weight {
    fn weight(&self, (asked, _): &Key, served: &Arc<Served>) -> u64 {
        // Its compressed form comes later, and is a fraction.
        u64::try_from(asked.len() + served.plain().len() * 5 / 4 + 200).unwrap_or(u64::MAX)
    }
}

/// The pages in memory. One of another state is never found.
pub(crate) struct Lists(Cache<Key, Arc<Served>, Weight>);

impl Lists {
    pub(crate) fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, ROOM, Weight))
    }

    /// The page that a question asks for.
    pub(crate) fn page(&self, snapshot: &Snapshot, query: &CardQuery) -> Arc<Served> {
        let asked = form_urlencoded::Serializer::new(String::new()).extend_pairs(query.pairs()).finish();
        let found = || Ok::<_, Infallible>(Arc::new(Served::json(&snapshot.list(query), PASSING)));
        let Ok(served) = self.0.get_or_insert_with(&(asked, snapshot.seq), found);
        served
    }
}
