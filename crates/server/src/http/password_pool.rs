//! Where passwords are weighed: slow on purpose and tens of megabytes each, so only a few at once, and always by the same
//! few threads, for each thread that ever did it keeps that memory. Whoever waits comes in by [`Standing`], and within one by
//! turns of where they come from: a flood waits behind the others, and what is too much of it is told so.

use std::{collections::VecDeque, net::IpAddr, sync::Arc, thread::available_parallelism};

use contract::problem::Problem;
use parking_lot::Mutex;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::{sync::oneshot, time::timeout};

use crate::{
    http::problem::Failure,
    limits::{WAIT_TO_SIGN_IN, WAITING_OF_A_LINE, WAITING_TO_SIGN_IN},
    session::throttle::Standing,
};

/// The few threads, and turns for them.
pub struct Weighing {
    threads: ThreadPool,
    queue: Arc<Mutex<Queue>>,
}

struct Queue {
    /// Threads that do nothing.
    free: usize,
    /// Those who wait, by their standing.
    known: Lane,
    fresh: Lane,
    tried: Lane,
}

/// Those who wait of one standing, by where they come from. The newest come first: a flood that waits for its answers before it
/// asks again keeps nobody waiting, and in a rush of the rightful all have come in within a second or two.
#[derive(Default)]
struct Lane(VecDeque<(IpAddr, VecDeque<oneshot::Sender<Turn>>)>);

impl Lane {
    /// Waits for a turn; too many of one place do not. Where too many wait in all, whoever waited longest is let go.
    fn join(&mut self, line: IpAddr) -> Option<oneshot::Receiver<Turn>> {
        // Whoever hung up waits no longer.
        for (_, waiting) in &mut self.0 {
            waiting.retain(|asked| !asked.is_closed());
        }
        self.0.retain(|(_, waiting)| !waiting.is_empty());
        let (given, turn) = oneshot::channel();
        match self.0.iter_mut().find(|(from, _)| *from == line) {
            Some((_, waiting)) if waiting.len() >= WAITING_OF_A_LINE => return None,
            Some((_, waiting)) => waiting.push_back(given),
            None => self.0.push_front((line, VecDeque::from([given]))),
        }
        if self.0.iter().map(|(_, waiting)| waiting.len()).sum::<usize>() > WAITING_TO_SIGN_IN
            && let Some((_, waiting)) = self.0.back_mut()
        {
            waiting.pop_front();
        }
        Some(turn)
    }

    /// Who comes next: the newest of the newest place, which then waits behind the others.
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        while let Some((line, mut waiting)) = self.0.pop_front() {
            let Some(next) = waiting.pop_back() else { continue };
            if !waiting.is_empty() {
                self.0.push_back((line, waiting));
            }
            return Some(next);
        }
        None
    }
}

impl Queue {
    fn lane(&mut self, standing: Standing) -> &mut Lane {
        match standing {
            Standing::Known => &mut self.known,
            Standing::Fresh => &mut self.fresh,
            Standing::Tried => &mut self.tried,
        }
    }

    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        self.known.next().or_else(|| self.fresh.next()).or_else(|| self.tried.next())
    }
}

/// A thread to weigh with. Whoever lets it go gives it to the next.
struct Turn(Option<Arc<Mutex<Queue>>>);

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(queue) = self.0.take() else { return };
        loop {
            let next = {
                let mut queue = queue.lock();
                let next = queue.next();
                if next.is_none() {
                    queue.free += 1;
                }
                next
            };
            let Some(next) = next else { return };
            match next.send(Self(Some(Arc::clone(&queue)))) {
                Ok(()) => return,
                // They hung up meanwhile.
                Err(mut unwanted) => unwanted.0 = None,
            }
        }
    }
}

impl Weighing {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let number = available_parallelism().map_or(2, usize::from);
        let threads = ThreadPoolBuilder::new().num_threads(number).thread_name(|n| format!("weighing-{n}")).build()?;
        let queue = Queue { free: number, known: Lane::default(), fresh: Lane::default(), tried: Lane::default() };
        Ok(Self { threads, queue: Arc::new(Mutex::new(queue)) })
    }

    /// Does `work` when its turn comes.
    ///
    /// # Errors
    /// 503 when too many wait, or it does not come in time.
    pub(crate) async fn weigh<T: Send + 'static>(
        &self,
        standing: Standing,
        line: IpAddr,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.turn(standing, line).await.ok_or_else(|| Failure::of(Problem::busy()))?;
        let (done, outcome) = oneshot::channel();
        self.threads.spawn(move || {
            // Whoever asked may have gone; then nobody is left to tell.
            let _ = done.send(work());
            drop(turn);
        });
        outcome.await.map_err(|_| Failure::of(Problem::internal()))
    }

    async fn turn(&self, standing: Standing, line: IpAddr) -> Option<Turn> {
        let waiting = {
            let mut queue = self.queue.lock();
            if queue.free > 0 {
                queue.free -= 1;
                return Some(Turn(Some(Arc::clone(&self.queue))));
            }
            queue.lane(standing).join(line)?
        };
        timeout(WAIT_TO_SIGN_IN, waiting).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::sync::oneshot::error::TryRecvError;

    use super::*;

    fn line(last: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))
    }

    /// One thread, so that the order in which people come in is seen.
    fn one_thread() -> Arc<Weighing> {
        let threads = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        let queue = Queue { free: 1, known: Lane::default(), fresh: Lane::default(), tried: Lane::default() };
        Arc::new(Weighing { threads, queue: Arc::new(Mutex::new(queue)) })
    }

    #[actix_web::test]
    async fn those_of_a_known_device_come_first_and_places_take_turns() {
        let weighing = one_thread();
        let busy = weighing.turn(Standing::Tried, line(1)).await.expect("the thread is free");
        let order = Arc::new(Mutex::new(Vec::new()));
        let join = |name: &'static str, standing, from| {
            let (weighing, order) = (Arc::clone(&weighing), Arc::clone(&order));
            let joined = weighing.queue.lock().lane(standing).join(from).expect("there is room");
            actix_web::rt::spawn(async move {
                let turn = joined.await.expect("a turn");
                order.lock().push(name);
                drop(turn);
            })
        };
        let all = [
            join("flood 1", Standing::Tried, line(1)),
            join("flood 2", Standing::Tried, line(1)),
            join("another place", Standing::Tried, line(2)),
            join("fresh", Standing::Fresh, line(3)),
            join("known", Standing::Known, line(1)),
        ];
        drop(busy);
        for task in all {
            task.await.expect("came in");
        }
        assert_eq!(*order.lock(), ["known", "fresh", "another place", "flood 2", "flood 1"]);
        assert_eq!(weighing.queue.lock().free, 1);
    }

    #[actix_web::test]
    async fn what_is_too_much_is_told_and_who_hangs_up_leaves_their_place() {
        let weighing = one_thread();
        let busy = weighing.turn(Standing::Tried, line(1)).await.expect("the thread is free");
        let join = |from| weighing.queue.lock().lane(Standing::Tried).join(from);
        let mut of_one_line: Vec<_> = (0..20).map_while(|_| join(line(1))).collect();
        assert_eq!(of_one_line.len(), WAITING_OF_A_LINE);
        let refused = weighing.weigh(Standing::Tried, line(1), || ()).await;
        assert!(refused.is_err_and(|failure| failure.0.status == 503));
        let room = u8::try_from(WAITING_TO_SIGN_IN - WAITING_OF_A_LINE).expect("few");
        let others: Vec<_> = (2..2 + room).map_while(|last| join(line(last))).collect();
        assert!(matches!(of_one_line[0].try_recv(), Err(TryRecvError::Empty)), "it waits");
        let newest = join(line(250)).expect("the newest has room");
        assert!(matches!(of_one_line[0].try_recv(), Err(TryRecvError::Closed)), "whoever waited longest goes");
        drop(busy);
        newest.await.expect("the newest comes first");
        drop((of_one_line, others));
        weighing.weigh(Standing::Fresh, line(1), || ()).await.expect("the thread is free again");
    }
}
