//! The routes, one file a resource. A handler extracts, calls and answers.

pub mod accounts;
pub mod capture;
mod change;
pub(crate) mod health;
pub mod log;
pub mod messages;
pub mod public;
pub mod publication;
pub mod registry;
pub mod review;
pub mod session;
pub mod work;

use std::{path::Path, sync::LazyLock};

use actix_web::{
    HttpResponse,
    guard::{Guard, fn_guard},
    http::header::CACHE_CONTROL,
    middleware::{Compress, DefaultHeaders, from_fn},
    web,
};
use contract::paths::{self, BASE, from_root};
use domain::refusal::Refusal;
use tracing_actix_web::TracingLogger;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt, scope::Scope, service_config::ServiceConfig};
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    app::App,
    http::{
        cors::open, openapi, problem::Failure, request, security_headers::RESOURCE_POLICY, slow_body::in_time,
        trace::Asked,
    },
    public::{pages, site},
    session::auth::identify,
};

/// The OpenAPI document, gathered once from the routes as they are registered. `openapi/conoceles.v1.json` is held to it
/// by a test.
pub static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let app = actix_web::App::new().into_utoipa_app().openapi(openapi::beginning());
    let app = app.configure(profile).configure(candidacies).configure(of_anybody).configure(of_accounts);
    openapi::complete(app.split_for_parts().1)
});

/// Every route of the program.
pub fn configure(config: &mut web::ServiceConfig, app: &web::Data<App>, site_folder: &Path) {
    config
        .app_data(app.clone())
        .app_data(request::json())
        .app_data(request::path())
        .app_data(request::query())
        .configure(|config| profile(&mut ServiceConfig::new(config)))
        .configure(pages::configure_most_read)
        .configure(|config| candidacies(&mut ServiceConfig::new(config)))
        .configure(health::configure)
        .service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/v1/openapi.json", DOCUMENT.clone()))
        .configure(|config| of_anybody(&mut ServiceConfig::new(config)))
        .configure(|config| of_accounts(&mut ServiceConfig::new(config)));
    site::configure(config, site_folder);
}

/// The most read of all comes first, alone.
fn profile(config: &mut ServiceConfig) {
    config.service(public::Profile);
}

/// The rest of each candidacy that anybody may read: like its profile, it is compressed already or cannot be.
fn candidacies(config: &mut ServiceConfig) {
    let scope = web::scope(BASE)
        .guard(within(paths::public::candidacies()))
        .wrap(from_fn(open))
        .default_service(web::to(missing));
    config.service(
        Scope::from(scope).configure(public::configure_candidacies).configure(public::papers::configure_candidacies),
    );
}

/// What else anybody may read: nobody is asked who they are.
fn of_anybody(config: &mut ServiceConfig) {
    let scope = web::scope(BASE)
        .guard(within("/public/"))
        .wrap(Compress::default())
        .wrap(from_fn(open))
        .default_service(web::to(missing));
    config.service(
        Scope::from(scope)
            .configure(public::configure)
            .configure(public::statistics::configure)
            .configure(public::open_data::configure)
            .configure(public::papers::configure),
    );
}

/// What accounts do; nobody between the server and who asks keeps a copy of it.
fn of_accounts(config: &mut ServiceConfig) {
    let scope = web::scope(BASE)
        .wrap(from_fn(identify))
        .wrap(from_fn(in_time))
        .wrap(Compress::default())
        .wrap(DefaultHeaders::new().add((CACHE_CONTROL, "no-store")).add((RESOURCE_POLICY, "same-origin")))
        .wrap(TracingLogger::<Asked>::new())
        .default_service(web::to(missing));
    config.service(
        Scope::from(scope)
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
            .configure(messages::configure),
    );
}

/// Whether what is asked for is below a path of the API.
fn within(path: &'static str) -> impl Guard {
    let from = from_root(path);
    fn_guard(move |asked| asked.head().uri.path().starts_with(&from))
}

/// A PDF that is written for whoever asks.
fn answer_pdf(pdf: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/pdf").body(pdf)
}

async fn missing() -> Result<HttpResponse, Failure> {
    Err(Refusal::NotFound.into())
}
