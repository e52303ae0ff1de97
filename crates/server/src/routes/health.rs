//! How we are, for whoever watches: said from memory, a second old at most, however many ask.

use std::time::{Duration, Instant};

use actix_web::{HttpResponse, get, middleware::from_fn, web};
use contract::problem::Problem;
use tokio::sync::Mutex;

use crate::{
    app::App,
    http::{problem::Failure, rate_limit::of_health},
};

/// How long an answer serves.
const FRESH: Duration = Duration::from_secs(1);

/// When it was last found out, and whether all was well.
#[derive(Default)]
pub struct Ready(Mutex<Option<(Instant, bool)>>);

/// The process answers.
#[get("/live")]
async fn live() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// The database answers and the public snapshot is there.
#[get("/ready")]
async fn ready(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    // Whoever asks meanwhile waits for what is being found out, and asks nothing more.
    let mut known = app.ready.0.lock().await;
    let fresh = known.filter(|(since, _)| since.elapsed() < FRESH);
    let is_well = match fresh {
        Some((_, is_well)) => is_well,
        None => {
            let asked = app.clone();
            let is_well = match web::block(move || asked.refresh()).await? {
                Ok(()) => true,
                Err(error) => {
                    tracing::error!(%error, "not ready");
                    false
                }
            };
            *known = Some((Instant::now(), is_well));
            is_well
        }
    };
    if is_well { Ok(HttpResponse::NoContent().finish()) } else { Err(Failure::of(Problem::internal())) }
}

pub fn configure(config: &mut web::ServiceConfig) {
    config.service(web::scope("/health").wrap(from_fn(of_health)).service(live).service(ready));
}
