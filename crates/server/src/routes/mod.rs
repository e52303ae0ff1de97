//! The routes, one file a resource. A handler extracts, calls and answers.

pub mod accounts;
pub mod candidacies;
pub mod deadlines;
mod health;
pub mod log;
pub mod notices;
pub mod open_data;
pub mod papers;
pub mod profile;
pub mod progress;
pub mod public;
pub mod publication;
pub mod registry;
pub mod review;
pub mod session;
pub mod spreadsheet;
pub mod statistics;

use std::path::Path;

use actix_web::{HttpResponse, middleware::from_fn, web};
use domain::refusal::Refusal;
use utoipa::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use crate::{app::App, auth::identify, body, open::open, openapi::Document, problem::Failure, site};

/// Every route of the program.
pub fn configure(config: &mut web::ServiceConfig, app: &web::Data<App>, site_folder: &Path) {
    let api = web::scope("/api/v1")
        .wrap(from_fn(identify))
        .wrap(from_fn(open))
        .configure(public::configure)
        .configure(statistics::configure)
        .configure(open_data::configure)
        .configure(papers::configure)
        .configure(session::configure)
        .configure(accounts::configure)
        .configure(registry::configure)
        .configure(candidacies::configure)
        .configure(deadlines::configure)
        .configure(progress::configure)
        .configure(spreadsheet::configure)
        .configure(profile::configure)
        .configure(publication::configure)
        .configure(review::configure)
        .configure(log::configure)
        .configure(notices::configure)
        .default_service(web::to(missing));
    config
        .app_data(app.clone())
        .app_data(body::json())
        .app_data(body::path())
        .app_data(body::query())
        .configure(health::configure)
        .service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/v1/openapi.json", Document::openapi()))
        .service(api);
    site::configure(config, site_folder);
}

/// A PDF that is written for whoever asks.
fn answer_pdf(pdf: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/pdf").insert_header(("cache-control", "no-store")).body(pdf)
}

async fn missing() -> Result<HttpResponse, Failure> {
    Err(Refusal::NotFound.into())
}
