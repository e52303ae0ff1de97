//! The connections that are open: how many, from where, and whom each waits for. Where there are too many, the one that kept
//! us waiting for least is closed, so that whoever comes with a whole question is answered; and one that never ends its
//! question, or never reads its answer, is closed in any case.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Instant,
};

use actix_web::rt::net::TcpStream;
use futures_util::task::AtomicWaker;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{
    asker::{Asker, TrustedProxies},
    patience::LeastPace,
};
use crate::limits::LINES_OF_A_SITE;

/// How many connections may be open.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// In all.
    pub all: usize,
    /// From one line.
    pub of_a_line: usize,
}

/// The connections that are open.
pub struct Connections {
    most: Most,
    least: LeastPace,
    proxies: TrustedProxies,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    all: HashMap<u64, Connection>,
    last: u64,
    by_place: HashMap<IpAddr, usize>,
}

/// One of them, as others see it.
#[derive(Clone)]
pub struct Connection(Arc<Seen>);

struct Seen {
    /// Where it comes from; none from a proxy of one's own.
    asker: Option<Asker>,
    waits: Mutex<Waits>,
    closes: AtomicBool,
    waker: AtomicWaker,
}

/// Whom it waits for, since when, and how many bytes went or came meanwhile.
#[derive(Clone, Copy)]
enum Waits {
    /// For a question: none of it came yet.
    Idle(Instant),
    /// For the rest of a question's head.
    Head(Instant),
    /// For ourselves.
    Us,
    /// For the rest of a body.
    Body(Instant, u64),
    /// For somebody to read the answer.
    Reader(Instant, u64),
}

impl Waits {
    /// Since when the other side is waited for, and the bytes.
    const fn told(self) -> Option<(Instant, u64)> {
        match self {
            Self::Idle(since) | Self::Head(since) => Some((since, 0)),
            Self::Us => None,
            Self::Body(since, bytes) | Self::Reader(since, bytes) => Some((since, bytes)),
        }
    }
}

impl Connection {
    /// The head of a question is whole: what follows is ours to do.
    pub fn answers(&self) {
        *self.0.waits.lock() = Waits::Us;
    }

    /// The answer is ready.
    pub fn answered(&self) {
        *self.0.waits.lock() = Waits::Idle(Instant::now());
    }

    /// The rest of a body is waited for.
    pub(super) fn waits_for_body(&self) {
        let mut waits = self.0.waits.lock();
        if !matches!(*waits, Waits::Body(..)) {
            *waits = Waits::Body(Instant::now(), 0);
        }
    }

    /// Some of a body came.
    pub(super) fn body_came(&self, bytes: usize) {
        if let Waits::Body(_, came) = &mut *self.0.waits.lock() {
            *came += bytes as u64;
        }
    }

    fn came(&self, bytes: usize) {
        let mut waits = self.0.waits.lock();
        if bytes > 0 && matches!(*waits, Waits::Idle(_)) {
            *waits = Waits::Head(Instant::now());
        }
    }

    fn went(&self, bytes: usize) {
        if let Waits::Reader(_, went) = &mut *self.0.waits.lock() {
            *went += bytes as u64;
        }
    }

    fn waits_for_reader(&self) {
        let mut waits = self.0.waits.lock();
        if matches!(*waits, Waits::Idle(_) | Waits::Head(_)) {
            *waits = Waits::Reader(Instant::now(), 0);
        }
    }

    fn was_read(&self) {
        let mut waits = self.0.waits.lock();
        if matches!(*waits, Waits::Reader(..)) {
            *waits = Waits::Idle(Instant::now());
        }
    }

    /// Bytes a second of whoever is waited for, and since when; none of one that waits for us.
    fn pace(&self, now: Instant) -> Option<(u64, Instant)> {
        let (since, bytes) = self.0.waits.lock().told()?;
        let seconds = now.saturating_duration_since(since).as_secs().max(1);
        (!self.0.closes.load(Ordering::Relaxed)).then_some((bytes / seconds, since))
    }

    /// Whether a head is not whole, or an answer not read, in the time that they have. Of bodies the question itself is told.
    fn is_stuck(&self, least: LeastPace, now: Instant) -> bool {
        let mut waits = self.0.waits.lock();
        let is_over = |since| now.saturating_duration_since(since) >= least.each;
        match *waits {
            Waits::Head(since) => is_over(since),
            Waits::Reader(since, went) if is_over(since) => {
                *waits = Waits::Reader(now, 0);
                went < least.bytes
            }
            Waits::Idle(_) | Waits::Us | Waits::Body(..) | Waits::Reader(..) => false,
        }
    }

    fn close(&self) {
        self.0.closes.store(true, Ordering::Relaxed);
        self.0.waker.wake();
    }

    /// Goes on, unless it is to be closed.
    fn go_on(&self, context: &Context<'_>) -> io::Result<()> {
        self.0.waker.register(context.waker());
        if self.0.closes.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }
}

impl Open {
    /// Closes the slowest of those that are meant, of several the one that was waited for longest; whether there was one.
    fn close_slowest(&self, meant: impl Fn(&Seen) -> bool) -> bool {
        let now = Instant::now();
        let meant = self.all.values().filter(|connection| meant(&connection.0));
        let slowest = meant.filter_map(|connection| Some((connection.pace(now)?, connection)));
        slowest.min_by_key(|(pace, _)| *pace).map(|(_, connection)| connection.close()).is_some()
    }
}

impl Connections {
    /// None is open yet.
    #[must_use]
    pub fn new(most: Most, least: LeastPace, proxies: TrustedProxies) -> Arc<Self> {
        Arc::new(Self { most, least, proxies, open: Mutex::default() })
    }

    /// Takes a new one in. Where it is one too many the slowest goes for it, and where all wait for us, itself.
    #[must_use]
    pub fn take(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr) -> Option<WatchedStream> {
        let address = peer.ip().to_canonical();
        let asker = (!self.proxies.include(address)).then(|| Asker::from(address));
        let mut open = self.open.lock();
        for (place, most) in self.places(asker) {
            let is_of_place = |seen: &Seen| self.places(seen.asker).any(|(other, _)| other == place);
            if open.by_place.get(&place).is_some_and(|open| *open >= most) && !open.close_slowest(is_of_place) {
                return None;
            }
        }
        if open.all.len() >= self.most.all && !open.close_slowest(|_| true) {
            return None;
        }
        for (place, _) in self.places(asker) {
            *open.by_place.entry(place).or_default() += 1;
        }
        let seen = Seen {
            asker,
            waits: Mutex::new(Waits::Idle(Instant::now())),
            closes: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        };
        let connection = Connection(Arc::new(seen));
        open.last += 1;
        let number = open.last;
        open.all.insert(number, connection.clone());
        Some(WatchedStream { stream, connection, number, all: Arc::clone(self) })
    }

    /// Closes what is stuck.
    pub fn close_stuck(&self) {
        let now = Instant::now();
        let open = self.open.lock();
        open.all.values().filter(|connection| connection.is_stuck(self.least, now)).for_each(Connection::close);
    }

    /// What a connection is counted by, each with the most of it.
    fn places(&self, asker: Option<Asker>) -> impl Iterator<Item = (IpAddr, usize)> + use<> {
        let most = self.most.of_a_line;
        let line = asker.map(|asker| (asker.line, most));
        let site = asker.and_then(|asker| asker.site).map(|site| (site, most * LINES_OF_A_SITE.get() as usize));
        line.into_iter().chain(site)
    }

    fn leave(&self, number: u64) {
        let mut open = self.open.lock();
        let Some(connection) = open.all.remove(&number) else { return };
        for (place, _) in self.places(connection.0.asker) {
            if let Some(of_place) = open.by_place.get_mut(&place) {
                *of_place -= 1;
                if *of_place == 0 {
                    open.by_place.remove(&place);
                }
            }
        }
    }
}

/// A connection as it is read and written.
pub struct WatchedStream {
    stream: TcpStream,
    connection: Connection,
    number: u64,
    all: Arc<Connections>,
}

impl WatchedStream {
    /// The connection as others see it.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for WatchedStream {
    fn drop(&mut self) {
        self.all.leave(self.number);
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.connection.go_on(context)?;
        let before = into.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, into);
        self.connection.came(into.filled().len() - before);
        polled
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.connection.go_on(context)?;
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        match &polled {
            Poll::Pending => self.connection.waits_for_reader(),
            Poll::Ready(Ok(bytes)) => self.connection.went(*bytes),
            Poll::Ready(Err(_)) => {}
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // It is asked for once everything was taken.
        self.connection.was_read();
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
