//! The activity log.

use actix_web::{get, web};
use casework::log as acts;
use contract::log::LogPage;
use domain::{ids::CandidacyId, permission::act};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{openapi::Refused, problem::Failure},
    session::auth::Allowed,
};

/// Which lines.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Lines {
    /// Only those about this candidacy.
    candidacy: Option<Uuid>,
    /// Only those before this place in the chain.
    before: Option<i64>,
}

/// Reads the activity log, the newest line first. Needs `read_log`.
#[utoipa::path(
    tag = "log",
    operation_id = "readActivityLog",
    security(("bearer" = [])),
    params(Lines),
    responses((status = 200, body = LogPage), Refused<404>)
)]
#[get("/activity-log")]
pub async fn read(allowed: Allowed<act::ReadLog>, lines: web::Query<Lines>) -> Result<web::Json<LogPage>, Failure> {
    let page = allowed.read(move |act| acts::read_log(act, lines.candidacy.map(CandidacyId), lines.before));
    Ok(web::Json(page.await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(read);
}
