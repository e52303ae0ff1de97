//! Public figures.

use ::public::figures;
use actix_web::{HttpRequest, HttpResponse, get, web};
use contract::{problem::Problem, public::statistics::Statistics};
use domain::refusal::Refusal;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{cached, json, named};
use crate::{app::App, http::problem::Failure, public::figures::statistics};

/// Every public figure: who has published, and what was answered about identity, so that nobody can be inferred.
#[utoipa::path(tag = "public", operation_id = "readStatistics", responses((status = 200, body = Statistics)))]
#[get("/public/statistics")]
pub async fn read(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    json(&request, &*statistics(&app).await?)
}

/// Downloads one table of the public figures as CSV.
#[utoipa::path(
    tag = "public",
    operation_id = "downloadStatistics",
    params(("table" = String, Path, description = "The table's key")),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
#[get("/public/statistics/{table}.csv")]
pub async fn csv(app: web::Data<App>, table: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let statistics = statistics(&app).await?;
    let table = statistics.tables.iter().find(|one| one.key == *table).ok_or(Refusal::NotFound)?;
    let bytes = figures::table_csv(table).map_err(|error| {
        tracing::error!(%error, "statistics");
        Failure::of(Problem::internal())
    })?;
    let name = format!("attachment; filename=\"{}.csv\"", table.key);
    Ok(named(cached(&request, "text/csv; charset=utf-8", bytes), &name))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(read).service(csv);
}
