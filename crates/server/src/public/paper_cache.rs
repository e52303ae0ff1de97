//! Papers and pictures of what is public, made when somebody asks for one: a few at once, and kept in memory by a digest
//! of what they show. What changes has another digest, so that a kept one is never older than what it was made from.

use std::num::NonZeroUsize;

use actix_web::web::Bytes;
use contract::problem::Problem;
use quick_cache::{Weighter, sync::Cache};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::http::{problem::Failure, turns::Turns};

/// Most bytes that are kept; the least used go first.
const KEPT: u64 = 48 * 1024 * 1024;
/// What one is thought to take, to size the table of them.
const ONE: u64 = 96 * 1024;

type Key = [u8; 32];

#[derive(Clone)]
struct Size;

impl Weighter<Key, Bytes> for Size {
    fn weight(&self, _: &Key, made: &Bytes) -> u64 {
        u64::try_from(made.len()).unwrap_or(KEPT).max(1)
    }
}

/// What was made and is kept, and turns to make more.
pub(crate) struct Papers {
    kept: Cache<Key, Bytes, Size>,
    turns: Turns,
}

impl Papers {
    /// So many are drawn at once, and so many wait.
    pub(crate) fn new(at_once: NonZeroUsize, waiting: usize) -> Self {
        Self {
            kept: Cache::with_weighter(usize::try_from(KEPT / ONE).unwrap_or(512), KEPT, Size),
            turns: Turns::new(at_once, waiting),
        }
    }

    /// The paper of a kind that shows `shown`: the one that is kept, or the one that `make` draws where blocking is
    /// allowed. Who asks at once for the same one waits for it. `shown` holds everything that the paper depends on besides
    /// the election.
    ///
    /// # Errors
    /// 503 when too many wait; what `prepare` or `make` fail with.
    pub(crate) async fn take<P, M>(
        &self,
        kind: &str,
        shown: &impl Serialize,
        prepare: impl Future<Output = Result<P, Failure>>,
        make: M,
    ) -> Result<Bytes, Failure>
    where
        P: Send + 'static,
        M: FnOnce(P) -> Result<Vec<u8>, papers::Failed> + Send + 'static,
    {
        let shown = serde_json::to_vec(&(kind, shown)).map_err(|error| {
            tracing::error!(%error, "public paper");
            Failure::of(Problem::internal())
        })?;
        let key: Key = Sha256::digest(&shown).into();
        self.kept
            .get_or_insert_async(&key, async {
                let prepared = prepare.await?;
                Ok(Bytes::from(self.turns.work(move || make(prepared)).await??))
            })
            .await
    }
}
