//! What any site and any program may ask for: the public routes, read from any page, and as often as the institute allows.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorInternalServerError,
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
    limiter: Limiter,
    a_minute: u32,
    policy: HeaderValue,
    counted: AtomicU32,
}

/// Whether an address may ask now, and what its answer says of the limit, as the IETF's draft on rate limits writes it.
struct Turn {
    limit: HeaderValue,
    policy: HeaderValue,
    /// Seconds until it may, when it may not.
    wait: Option<u64>,
}

impl Pace {
    /// So many a minute, all of them at once if need be.
    pub(crate) fn new(a_minute: NonZeroU32) -> Self {
        let limiter = RateLimiter::keyed(Quota::per_minute(a_minute)).with_middleware();
        let policy = written(format!("\"public\";q={a_minute};w={WINDOW}"));
        Self { limiter, a_minute: a_minute.get(), policy, counted: AtomicU32::new(0) }
    }

    fn count(&self, address: IpAddr) -> Turn {
        // To know how many there are, everybody is made to wait a little.
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(LOOK) && self.limiter.len() > SWEEP {
            self.limiter.retain_recent();
        }
        let (left, wait) = match self.limiter.check_key(&address) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                (0, Some(wait.as_secs().max(1)))
            }
        };
        let used = u64::from(self.a_minute - left);
        let reset = wait.unwrap_or(u64::from(WINDOW) * used / u64::from(self.a_minute));
        Turn { limit: written(format!("\"public\";r={left};t={reset}")), policy: self.policy.clone(), wait }
    }
}

impl Turn {
    fn tell(self, headers: &mut HeaderMap) {
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

/// Lets pages of other sites read the public routes, refusals included, and holds an address to its pace. Who asks for the
/// head alone is answered as who asks for everything.
///
/// # Errors
/// Those of the routes.
pub(crate) async fn open(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    if request.method() == Method::OPTIONS {
        let mut answer = HttpResponse::NoContent().finish();
        allow(answer.headers_mut());
        allow_to_ask(answer.headers_mut());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    // The server leaves the body out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let app = shared(request.request())?;
    let turn = app.pace.count(app.address_of(request.request()));
    let mut answer = if turn.wait.is_some() {
        let refused = actix_web::ResponseError::error_response(&Failure::of(Problem::too_often()));
        request.into_response(refused).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    allow(answer.headers_mut());
    turn.tell(answer.headers_mut());
    Ok(answer)
}

/// What the routes share. Not an argument of the function above: it would be read in one more future on the heap.
fn shared(request: &HttpRequest) -> Result<&App, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>();
    Ok(app.ok_or_else(|| ErrorInternalServerError("nothing is shared"))?)
}

fn allow(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, plain("*"));
    // All of them: nobody is known here by a cookie.
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, plain("*"));
}

/// What a browser asks before it asks.
fn allow_to_ask(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, plain("GET, HEAD, OPTIONS"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, plain("accept, if-none-match"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, plain("86400"));
}
