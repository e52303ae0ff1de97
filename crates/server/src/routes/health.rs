//! How we are, for whoever watches: said from memory, a second old at most, however many ask.

use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, RETRY_AFTER},
    middleware::from_fn,
    web,
};
use contract::health::NotReady;

use crate::{
    app::App,
    http::{
        problem::{AGAIN, Failure},
        rate_limit::of_health,
    },
    operation::readiness::Readiness,
};

/// The process answers.
#[get("/live")]
async fn live() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// The database answers, there is room to write, and the public snapshot follows. Otherwise 503 with what fails, without
/// anything of addresses, accounts or files.
#[get("/ready")]
async fn ready(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let failing = Readiness::failing(&app).await?;
    if failing.is_empty() {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(HttpResponse::ServiceUnavailable()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((RETRY_AFTER, AGAIN))
        .json(NotReady { ready: false, failing: failing.to_vec() }))
}

pub fn configure(config: &mut web::ServiceConfig) {
    config.service(web::scope("/health").wrap(from_fn(of_health)).service(live).service(ready));
}
