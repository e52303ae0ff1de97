//! What any site and any program may ask for: the public routes, read from any page, and as often as the institute allows.

use std::{
    net::{IpAddr, Ipv4Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use actix_web::{
    HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
        },
    },
    middleware::Next,
    web,
};
use contract::problem::Problem;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use crate::{app::App, problem::Failure};

/// What a page of another site may read of the answer besides its body.
const EXPOSED: &str = "etag, last-modified, content-disposition, retry-after, ratelimit, ratelimit-policy";
/// Seconds of the window that the limit is told for.
const WINDOW: u32 = 60;
/// After so many addresses those that wait for nothing are forgotten.
const SWEEP: usize = 50_000;
/// After so many requests it is looked how many there are.
const LOOK: u32 = 1_024;

type Limiter = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// How often an address may ask.
pub(crate) struct Pace {
    limiter: Limiter,
    a_minute: u32,
    policy: HeaderValue,
    counted: AtomicU32,
}

/// What an answer says of it.
struct Left {
    /// Requests that are left now.
    remaining: u32,
    /// Seconds until another one, when none is left.
    wait: Option<u64>,
}

impl Pace {
    /// So many a minute, all of them at once if need be.
    pub(crate) fn new(a_minute: NonZeroU32) -> Self {
        let limiter = RateLimiter::keyed(Quota::per_minute(a_minute)).with_middleware();
        let policy = format!("\"public\";q={a_minute};w={WINDOW}");
        let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("\"public\""));
        Self { limiter, a_minute: a_minute.get(), policy, counted: AtomicU32::new(0) }
    }

    fn count(&self, address: IpAddr) -> Left {
        // To know how many there are, everybody is made to wait a little.
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(LOOK) && self.limiter.len() > SWEEP {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(&address) {
            Ok(state) => Left { remaining: state.remaining_burst_capacity(), wait: None },
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                Left { remaining: 0, wait: Some(wait.as_secs().max(1)) }
            }
        }
    }
}

/// Lets pages of other sites read the public routes, refusals included, and holds an address to its pace.
///
/// # Errors
/// Those of the routes.
pub(crate) async fn open(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    if request.method() == Method::OPTIONS {
        let mut answer = HttpResponse::NoContent().finish();
        allow(answer.headers_mut());
        allow_to_ask(answer.headers_mut());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let left = app.pace.count(address(&app, &request));
    let mut answer = if left.wait.is_some() {
        let refused = actix_web::ResponseError::error_response(&Failure::of(Problem::too_often()));
        request.into_response(refused).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    allow(answer.headers_mut());
    tell(answer.headers_mut(), &app.pace, &left);
    Ok(answer)
}

/// Who asks: behind a proxy of one's own, whom the proxy says.
fn address(app: &App, request: &ServiceRequest) -> IpAddr {
    let peer = || request.peer_addr().map(|peer| peer.ip());
    let told = || request.connection_info().realip_remote_addr().and_then(|told| told.parse().ok());
    let address = if app.trusts_forwarded { told().or_else(peer) } else { peer() };
    address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

fn allow(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, plain("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, plain(EXPOSED));
}

/// What a browser asks before it asks.
fn allow_to_ask(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, plain("GET, HEAD, OPTIONS"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, plain("accept, if-none-match"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, plain("86400"));
}

/// The limit and what is left of it, as the IETF's draft on rate limits writes them.
fn tell(headers: &mut HeaderMap, pace: &Pace, left: &Left) {
    let mut put = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    let used = u64::from(pace.a_minute - left.remaining);
    let reset = left.wait.unwrap_or(u64::from(WINDOW) * used / u64::from(pace.a_minute));
    put(HeaderName::from_static("ratelimit"), format!("\"public\";r={};t={reset}", left.remaining));
    if let Some(wait) = left.wait {
        put(RETRY_AFTER, wait.to_string());
    }
    headers.insert(HeaderName::from_static("ratelimit-policy"), pace.policy.clone());
}
