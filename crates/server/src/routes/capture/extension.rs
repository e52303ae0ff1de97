//! Terms.

use actix_web::{post, web};
use casework::capture;
use contract::capture::{ExtendDeadline, Extended};
use domain::permission::act;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{openapi::Refused, problem::Failure},
    session::auth::Allowed,
};

/// Gives candidacies more time to capture, with a reason. Needs `extend_deadline`.
#[utoipa::path(
    tag = "work",
    operation_id = "extendDeadline",
    security(("bearer" = [])),
    request_body = ExtendDeadline,
    responses((status = 200, body = Extended), Refused<404>)
)]
#[post("/extensions")]
pub async fn extend(
    allowed: Allowed<act::ExtendDeadline>,
    command: web::Json<ExtendDeadline>,
) -> Result<web::Json<Extended>, Failure> {
    Ok(web::Json(allowed.act(move |act| capture::give_extension(act, &command)).await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(extend);
}
