use actix_web::{HttpResponse, get, web};

use crate::{app::App, http::problem::Failure};

/// The process answers.
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// The database answers and the public snapshot is there.
#[get("/health/ready")]
async fn ready(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    web::block(move || app.refresh()).await??;
    Ok(HttpResponse::NoContent().finish())
}

pub fn configure(config: &mut web::ServiceConfig) {
    config.service(live).service(ready);
}
