//! The registry's file: plan, then apply.

use actix_web::{post, web};
use casework::registry as acts;
use contract::{
    problem::Problem,
    registry::{RegistryPlan, RegistrySynced},
};
use domain::permission::act;
use serde::Deserialize;

use crate::{
    app::{App, act, read},
    auth::Allowed,
    body::Raw,
    problem::Failure,
};

/// The plan that was read.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct PlanRead {
    /// Digest of the plan; with it, nothing else than that plan is applied.
    digest: Option<String>,
}

/// Says what a registry file would do, without doing it. Needs `sync_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "planRegistry",
    security(("bearer" = [])),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = RegistryPlan),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registry/plan")]
pub async fn plan(
    allowed: Allowed<act::SyncRegistry>,
    app: web::Data<App>,
    file: Raw<{ acts::FILE_MAX }>,
) -> Result<web::Json<RegistryPlan>, Failure> {
    Ok(web::Json(read(app, move |conn, desk, _| acts::plan_registry(conn, desk, &allowed.0, &file.0)).await?))
}

/// Applies a registry file in one transaction; what it substitutes or cancels stops being public at once. Needs
/// `sync_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "syncRegistry",
    security(("bearer" = [])),
    params(PlanRead),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = RegistrySynced),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/registry/sync")]
pub async fn sync(
    allowed: Allowed<act::SyncRegistry>,
    app: web::Data<App>,
    wanted: web::Query<PlanRead>,
    file: Raw<{ acts::FILE_MAX }>,
) -> Result<web::Json<RegistrySynced>, Failure> {
    let synced = act(app, move |conn, desk, now| {
        acts::sync_registry(conn, desk, &allowed.0, &file.0, wanted.digest.as_deref(), now)
    });
    Ok(web::Json(synced.await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(plan).service(sync);
}
