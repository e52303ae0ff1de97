//! How often an address may ask, and how its answers tell so.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use actix_web::{
    HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
    middleware::Next,
    web,
};
use domain::{ids::AccountId, refusal::Refusal, time::duration_words};
use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock, QuantaInstant},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use super::asker::Asker;
use crate::{
    app::App,
    limits::{LINES_OF_A_SITE, OF_THE_WHOLE},
};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Seconds of the window that the limit is told for.
const WINDOW: u32 = 60;
/// After so many addresses those that wait for nothing are forgotten.
const SWEEP: usize = 50_000;
/// After so many requests it is looked how many there are.
const LOOK: u32 = 1_024;

type Limiter = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// How often an address may ask.
pub(crate) struct Pace {
    lines: Limiter,
    sites: Limiter,
    a_minute: u32,
    name: &'static str,
    policy: HeaderValue,
    counted: AtomicU32,
}

/// Whether an address may ask now, and what its answer says of the limit, as the IETF's draft on rate limits writes it.
pub(crate) struct Turn {
    limit: HeaderValue,
    policy: HeaderValue,
    /// Seconds until it may, when it may not.
    pub(crate) wait: Option<u32>,
}

impl Pace {
    /// So many a minute, all of them at once if need be, of what goes by this name.
    pub(crate) fn new(name: &'static str, a_minute: NonZeroU32) -> Self {
        let limiter = |a_minute: NonZeroU32| RateLimiter::keyed(Quota::per_minute(a_minute)).with_middleware();
        let of_site = a_minute.saturating_mul(LINES_OF_A_SITE);
        let policy = written(format!("\"{name}\";q={a_minute};w={WINDOW}"));
        Self {
            lines: limiter(a_minute),
            sites: limiter(of_site),
            a_minute: a_minute.get(),
            name,
            policy,
            counted: AtomicU32::new(0),
        }
    }

    pub(crate) fn count(&self, asker: Asker) -> Turn {
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
            Err(not_yet) => (0, Some(seconds_until(&not_yet))),
        };
        let used = u64::from(self.a_minute.saturating_sub(left));
        let reset = wait.map_or(u64::from(WINDOW) * used / u64::from(self.a_minute), u64::from);
        Turn { limit: written(format!("\"{}\";r={left};t={reset}", self.name)), policy: self.policy.clone(), wait }
    }
}

impl Turn {
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, self.limit);
        headers.insert(POLICY, self.policy);
        if let Some(wait) = self.wait {
            headers.insert(RETRY_AFTER, wait.into());
        }
    }
}

/// Whole seconds until something is let through, one at least.
pub(crate) fn seconds_until(not_yet: &NotUntil<QuantaInstant>) -> u32 {
    let wait = not_yet.wait_time_from(DefaultClock::default().now());
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Holds whoever asks for pages to their pace.
pub(crate) async fn of_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    held(request, next, |app| &app.page_pace).await
}

/// Holds whoever asks how we are to their pace.
pub(crate) async fn of_health(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    held(request, next, |app| &app.health_pace).await
}

async fn held<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
    pace: impl Fn(&App) -> &Pace,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let turn = pace(&app).count(app.proxies.asker(request.request()));
    let mut answer = match turn.wait {
        Some(wait) => request.into_response(too_often(wait)).map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    turn.tell(answer.headers_mut());
    Ok(answer)
}

/// What somebody reads who asked for pages too often.
pub(crate) fn too_often(wait: u32) -> HttpResponse {
    let wait = duration_words(wait);
    let text = format!("Demasiadas consultas desde su conexión. Espere {wait} y vuelva a cargar la página.");
    let mut answer = HttpResponse::TooManyRequests();
    answer.content_type("text/plain; charset=utf-8").insert_header(("cache-control", "no-store")).body(text)
}

/// How much each account may do, and all of them together.
pub(crate) struct ActsByAccount {
    acts: DefaultKeyedRateLimiter<AccountId>,
    uploads: DefaultKeyedRateLimiter<AccountId>,
    all_acts: DefaultDirectRateLimiter,
    all_uploads: DefaultDirectRateLimiter,
}

impl ActsByAccount {
    /// So many acts and files a minute of one account.
    pub(crate) fn new(acts: NonZeroU32, uploads: NonZeroU32) -> Self {
        Self {
            acts: RateLimiter::keyed(Quota::per_minute(acts)),
            uploads: RateLimiter::keyed(Quota::per_minute(uploads)),
            all_acts: RateLimiter::direct(Quota::per_minute(acts.saturating_mul(OF_THE_WHOLE))),
            all_uploads: RateLimiter::direct(Quota::per_minute(uploads.saturating_mul(OF_THE_WHOLE))),
        }
    }

    /// Counts an act of an account.
    ///
    /// # Errors
    /// [`Refusal::TooManyActs`].
    pub(crate) fn count(&self, account: AccountId, is_upload: bool) -> Result<(), Refusal> {
        let of_account = self.acts.check_key(&account).and_then(|()| self.all_acts.check());
        let files = || self.uploads.check_key(&account).and_then(|()| self.all_uploads.check());
        let counted = of_account.and_then(|()| if is_upload { files() } else { Ok(()) });
        counted.map_err(|not_yet| Refusal::TooManyActs { wait: seconds_until(&not_yet) })
    }
}

/// Digits and signs that any header can have.
fn written(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("\"\""))
}
