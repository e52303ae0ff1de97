//! Terms.

use actix_web::{post, web};
use casework::capture;
use contract::{
    capture::{ExtendDeadline, Extended},
    problem::Problem,
};
use domain::permission::act;

use crate::{http::problem::Failure, session::auth::Allowed};

/// Gives candidacies more time to capture, with a reason. Needs `extend_deadline`.
#[utoipa::path(
    tag = "work",
    operation_id = "extendDeadline",
    security(("bearer" = [])),
    request_body = ExtendDeadline,
    responses(
        (status = 200, body = Extended),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/extensions")]
pub async fn extend(
    allowed: Allowed<act::ExtendDeadline>,
    command: web::Json<ExtendDeadline>,
) -> Result<web::Json<Extended>, Failure> {
    Ok(web::Json(allowed.act(move |act| capture::give_extension(act, &command)).await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(extend);
}
