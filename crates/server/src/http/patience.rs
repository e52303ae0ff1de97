//! How long whoever is on the other side may take: what is waited for has to come at some pace, or nobody waits any longer.

use std::{
    future::Future as _,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

/// The least that has to come.
#[derive(Debug, Clone, Copy)]
pub struct LeastPace {
    /// Of each so long that is spent waiting,
    pub each: Duration,
    /// so many bytes.
    pub bytes: u64,
}

/// Waits for bytes of somebody, and judges their pace by the time that was spent waiting for them: whoever makes them wait
/// for us is not slow.
pub struct Patience {
    least: LeastPace,
    waited: Duration,
    came: u64,
    /// Since when it waits, while it does, and when that is too long.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

/// They are too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSlow;

impl Patience {
    /// With whoever has to keep a pace.
    pub fn new(least: LeastPace) -> Self {
        Self { least, waited: Duration::ZERO, came: 0, waiting: None }
    }

    /// So many bytes came, or went.
    ///
    /// # Errors
    /// When they were too few for the time that they took.
    pub fn moved(&mut self, bytes: usize) -> Result<(), TooSlow> {
        if let Some((since, _)) = self.waiting.take() {
            self.waited += since.elapsed();
        }
        self.came += bytes as u64;
        self.judge()
    }

    /// None came yet: it goes on waiting, and is woken when that is too long.
    ///
    /// # Errors
    /// When it already was.
    pub fn wait(&mut self, context: &mut Context<'_>) -> Result<(), TooSlow> {
        loop {
            let left = self.least.each.saturating_sub(self.waited);
            let (_, end) = self.waiting.get_or_insert_with(|| {
                let now = Instant::now();
                (now, Box::pin(sleep_until(now + left)))
            });
            if end.as_mut().poll(context) == Poll::Pending {
                return Ok(());
            }
            self.waiting = None;
            self.waited = self.least.each;
            self.judge()?;
        }
    }

    fn judge(&mut self) -> Result<(), TooSlow> {
        if self.waited < self.least.each {
            return Ok(());
        }
        if self.came < self.least.bytes {
            return Err(TooSlow);
        }
        (self.waited, self.came) = (Duration::ZERO, 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const LEAST: LeastPace = LeastPace { each: Duration::from_millis(200), bytes: 400 };

    /// So many bytes each ten milliseconds, for at most so long: how long it took to be called too slow.
    async fn slow_after(bytes: usize, most: Duration) -> Option<Duration> {
        let mut patience = Patience::new(LEAST);
        let began = Instant::now();
        while began.elapsed() < most {
            let mut next = Box::pin(tokio::time::sleep(Duration::from_millis(10)));
            let waited = poll_fn(|context| match next.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(Ok(())),
                Poll::Pending => match patience.wait(context) {
                    Ok(()) => Poll::Pending,
                    slow @ Err(TooSlow) => Poll::Ready(slow),
                },
            });
            if waited.await.and_then(|()| patience.moved(bytes)).is_err() {
                return Some(began.elapsed());
            }
        }
        None
    }

    #[actix_web::test]
    async fn whoever_keeps_the_pace_is_waited_for_and_nobody_else() {
        assert_eq!(slow_after(500, Duration::from_secs(1)).await, None);
        let slow = slow_after(1, Duration::from_secs(10)).await.expect("too slow");
        assert!(slow >= LEAST.each, "{slow:?}");
    }

    #[actix_web::test]
    async fn who_waits_for_us_is_not_slow() {
        let mut patience = Patience::new(LEAST);
        for _ in 0..3 {
            patience.moved(1).expect("it was not waited for");
            tokio::time::sleep(LEAST.each).await;
        }
    }
}
