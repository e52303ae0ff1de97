//! What the server remembers of what it wrote for the public, so that nothing is written twice of one state.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, atomic::AtomicBool},
};

use arc_swap::ArcSwapOption;
use contract::public::statistics::{IdentityFigures, Statistics};
use domain::{
    ids::CandidacyId,
    time::{Date, Timestamp},
};

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

/// Those who stand no longer, each with since when.
pub(super) type Withdrawn = Vec<(CandidacyId, Timestamp)>;

/// The open data.
#[derive(Default)]
pub(crate) struct OpenData {
    /// The files, by name.
    pub(super) files: Mutex<BTreeMap<&'static str, Arc<File>>>,
    /// Those who stand no longer and since when, with the state that was read.
    pub(super) withdrawn: Mutex<Option<(i64, Arc<Withdrawn>)>>,
    /// The day whose digests are kept.
    pub(super) day: Mutex<Option<Date>>,
}

/// A file as it was written.
pub(crate) struct File {
    /// The place in the log of the state it was written from.
    pub(super) seq: i64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When these bytes were first written here.
    pub modified: Timestamp,
}
