//! The routes, one file a resource. A handler extracts, calls and answers.

pub mod accounts;
pub mod capture;
mod change;
mod health;
pub mod log;
pub mod messages;
pub mod public;
pub mod publication;
pub mod registry;
pub mod review;
pub mod session;
pub mod work;

use std::path::Path;

use actix_web::{
    HttpResponse,
    guard::fn_guard,
    middleware::{Compress, from_fn},
    web,
};
use domain::refusal::Refusal;
use tracing_actix_web::TracingLogger;
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    app::App,
    http::{cors::open, openapi::DOCUMENT, problem::Failure, request},
    public::{pages, site},
    session::auth::identify,
};

/// Every route of the program. Nobody is asked who they are where anybody may read.
pub fn configure(config: &mut web::ServiceConfig, app: &web::Data<App>, site_folder: &Path) {
    let within = |path: &'static str| fn_guard(move |asked| asked.head().uri.path().starts_with(path));
    // The most read of all comes first, alone; like the rest of each candidacy, it is compressed already or cannot be.
    let profile = web::resource("/api/v1/public/candidacies/{slug}")
        .wrap(from_fn(open))
        .get(public::profile)
        .default_service(web::to(missing));
    let candidacies = web::scope("/api/v1")
        .guard(within("/api/v1/public/candidacies"))
        .wrap(from_fn(open))
        .configure(public::configure_candidacies)
        .configure(public::papers::configure_candidacies)
        .default_service(web::to(missing));
    let anybodys = web::scope("/api/v1")
        .guard(within("/api/v1/public/"))
        .wrap(Compress::default())
        .wrap(from_fn(open))
        .configure(public::configure)
        .configure(public::statistics::configure)
        .configure(public::open_data::configure)
        .configure(public::papers::configure)
        .default_service(web::to(missing));
    let api = web::scope("/api/v1")
        .wrap(from_fn(identify))
        .wrap(Compress::default())
        .wrap(TracingLogger::default())
        .configure(session::configure)
        .configure(accounts::configure)
        .configure(registry::configure)
        .configure(work::configure)
        .configure(capture::extension::configure)
        .configure(work::progress::configure)
        .configure(capture::spreadsheet::configure)
        .configure(capture::configure)
        .configure(publication::configure)
        .configure(review::configure)
        .configure(log::configure)
        .configure(messages::configure)
        .default_service(web::to(missing));
    config
        .app_data(app.clone())
        .app_data(request::json())
        .app_data(request::path())
        .app_data(request::query())
        .service(profile)
        .configure(pages::configure_most_read)
        .service(candidacies)
        .configure(health::configure)
        .service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/v1/openapi.json", DOCUMENT.clone()))
        .service(anybodys)
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
