//! Where passwords are weighed: slow on purpose and tens of megabytes each, so only a few at once, and always by the same
//! few threads, for each thread that ever did it keeps that memory.

use std::{sync::Arc, thread::available_parallelism, time::Duration};

use contract::problem::Problem;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::{
    sync::{Semaphore, oneshot},
    time::timeout,
};

use crate::http::problem::Failure;

/// How long a sign-in waits for its turn.
const WAIT: Duration = Duration::from_secs(20);

/// The few threads, and turns for them.
pub struct Weighing {
    threads: ThreadPool,
    turns: Arc<Semaphore>,
}

impl Weighing {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let number = available_parallelism().map_or(2, usize::from);
        let threads = ThreadPoolBuilder::new().num_threads(number).thread_name(|n| format!("weighing-{n}")).build()?;
        Ok(Self { threads, turns: Arc::new(Semaphore::new(number)) })
    }

    /// Does `work` when its turn comes.
    ///
    /// # Errors
    /// 503 when it does not come in time.
    pub(crate) async fn weigh<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = timeout(WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Failure::of(Problem::busy()))?;
        let (done, outcome) = oneshot::channel();
        self.threads.spawn(move || {
            // Whoever asked may have gone; then nobody is left to tell.
            let _ = done.send(work());
            drop(turn);
        });
        outcome.await.map_err(|_| Failure::of(Problem::internal()))
    }
}
