//! Turns for what costs much: so many at once, the rest in a line that has an end, and whoever finds it full is told to come
//! back. What is bounded here leaves the threads of all others alone.

use std::{num::NonZeroUsize, sync::Arc};

use actix_web::web;
use contract::problem::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::problem::Failure;

/// How many may work at once, and how many wait.
#[derive(Clone)]
pub(crate) struct Turns {
    working: Arc<Semaphore>,
    /// Of who works and who waits.
    places: Arc<Semaphore>,
}

/// Somebody's turn, until it is dropped.
pub(crate) struct Turn {
    _working: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Turns {
    pub(crate) fn new(at_once: NonZeroUsize, waiting: usize) -> Self {
        let places = at_once.get().saturating_add(waiting).min(Semaphore::MAX_PERMITS);
        Self { working: Arc::new(Semaphore::new(at_once.get())), places: Arc::new(Semaphore::new(places)) }
    }

    /// Waits in line; who hangs up leaves it.
    ///
    /// # Errors
    /// 503 when the line is full.
    pub(crate) async fn take(&self) -> Result<Turn, Failure> {
        let full = |_| Failure::of(Problem::busy());
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(full)?;
        let working = Arc::clone(&self.working).acquire_owned().await;
        Ok(Turn { _working: working.map_err(|_| Failure::of(Problem::internal()))?, _place: place })
    }

    /// Does `work` where blocking is allowed when its turn comes. The turn ends with the work, also when nobody waits for it
    /// any more.
    ///
    /// # Errors
    /// 503 when the line is full.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.take().await?;
        let done = web::block(move || {
            let _turn = turn;
            work()
        });
        Ok(done.await?)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const A_MOMENT: Duration = Duration::from_millis(50);

    #[actix_web::test]
    async fn who_finds_the_line_full_is_told_so_and_who_hangs_up_leaves_it() {
        let turns = Turns::new(NonZeroUsize::MIN, 1);
        let first = turns.take().await.expect("a turn");
        assert!(timeout(A_MOMENT, turns.take()).await.is_err(), "the second waits, and hangs up");
        let waiting = turns.take();
        tokio::pin!(waiting);
        assert!(timeout(A_MOMENT, &mut waiting).await.is_err(), "the third waits in the place that it left");
        let refused = turns.take().await.err().expect("the fourth is refused");
        assert_eq!((refused.0.status, refused.0.code.as_str()), (503, "busy"));
        drop(first);
        drop(waiting.await.expect("its turn"));
        turns.take().await.expect("nobody is in line");
    }

    #[actix_web::test]
    async fn a_turn_lasts_as_long_as_its_work_whoever_hangs_up() {
        let turns = Turns::new(NonZeroUsize::MIN, 0);
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let work = turns.work(move || ended.recv().expect("the end"));
        assert!(timeout(A_MOMENT, work).await.is_err(), "it takes longer than somebody waits");
        assert!(turns.take().await.is_err(), "the work goes on");
        end.send(()).expect("ended");
        while turns.take().await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
