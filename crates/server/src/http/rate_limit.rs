//! How often an address may ask, and how its answers tell so.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use super::asker::Asker;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Seconds of the window that the limit is told for.
const WINDOW: u32 = 60;
/// After so many addresses those that wait for nothing are forgotten.
const SWEEP: usize = 50_000;
/// After so many requests it is looked how many there are.
const LOOK: u32 = 1_024;

/// The many lines that one customer may have, together: so many times what one may.
const SITE: NonZeroU32 = NonZeroU32::MIN.saturating_add(7);

type Limiter = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// How often an address may ask.
pub(crate) struct Pace {
    lines: Limiter,
    sites: Limiter,
    a_minute: u32,
    policy: HeaderValue,
    counted: AtomicU32,
}

/// Whether an address may ask now, and what its answer says of the limit, as the IETF's draft on rate limits writes it.
pub(super) struct Turn {
    limit: HeaderValue,
    policy: HeaderValue,
    /// Seconds until it may, when it may not.
    pub(super) wait: Option<u64>,
}

impl Pace {
    /// So many a minute, all of them at once if need be.
    pub(crate) fn new(a_minute: NonZeroU32) -> Self {
        let limiter = |a_minute: NonZeroU32| RateLimiter::keyed(Quota::per_minute(a_minute)).with_middleware();
        let of_site = a_minute.saturating_mul(SITE);
        let policy = written(format!("\"public\";q={a_minute};w={WINDOW}"));
        Self {
            lines: limiter(a_minute),
            sites: limiter(of_site),
            a_minute: a_minute.get(),
            policy,
            counted: AtomicU32::new(0),
        }
    }

    pub(super) fn count(&self, asker: Asker) -> Turn {
        // To know how many there are, everybody is made to wait a little.
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(LOOK) {
            [&self.lines, &self.sites]
                .into_iter()
                .filter(|limiter| limiter.len() > SWEEP)
                .for_each(Limiter::retain_recent);
        }
        let of_site = asker.site.map_or(Ok(None), |site| self.sites.check_key(&site).map(Some));
        let counted = of_site.and_then(|of_site| {
            let of_line = self.lines.check_key(&asker.line)?.remaining_burst_capacity();
            Ok(of_site.map_or(of_line, |of_site| of_line.min(of_site.remaining_burst_capacity())))
        });
        let (left, wait) = match counted {
            Ok(left) => (left, None),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                (0, Some(wait.as_secs().max(1)))
            }
        };
        let used = u64::from(self.a_minute.saturating_sub(left));
        let reset = wait.unwrap_or(u64::from(WINDOW) * used / u64::from(self.a_minute));
        Turn { limit: written(format!("\"public\";r={left};t={reset}")), policy: self.policy.clone(), wait }
    }
}

impl Turn {
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, self.limit);
        headers.insert(POLICY, self.policy);
        if let Some(wait) = self.wait {
            headers.insert(RETRY_AFTER, wait.into());
        }
    }
}

/// Digits and signs that any header can have.
fn written(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("\"public\""))
}
