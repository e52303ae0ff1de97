//! What the server remembers of what it wrote for the public, so that nothing is written twice of one state.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, atomic::AtomicBool},
};

use arc_swap::ArcSwapOption;
use contract::public::statistics::{IdentityFigures, Statistics};
use domain::time::{Date, Timestamp};
use public::snapshot::Digest;

/// The figures.
#[derive(Default)]
pub(crate) struct Figures {
    /// Those about identity, once they were taken.
    pub(super) identity: OnceLock<Arc<IdentityFigures>>,
    /// Whether the log says that they were taken while there is no file of them.
    pub(super) lost: AtomicBool,
    /// When it was last tried to take them.
    pub(super) tried: Mutex<Option<Timestamp>>,
    /// All of them, of the state that was last counted.
    pub(super) all: ArcSwapOption<Counted>,
}

/// Every figure of one state of what is public.
pub(super) struct Counted {
    /// The log's place, and whether the figures about identity were taken.
    pub state: (i64, bool),
    /// The figures.
    pub statistics: Arc<Statistics>,
}

/// The open data.
#[derive(Default)]
pub(crate) struct OpenData {
    /// What each file held when it was last written, and since when it holds that.
    pub(super) since: Mutex<BTreeMap<&'static str, (Digest, Timestamp)>>,
    /// The day whose digests are kept.
    pub(super) day: Mutex<Option<Date>>,
}
