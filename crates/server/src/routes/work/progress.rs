//! How far the election is.

use actix_web::{HttpResponse, get, post, web};
use casework::work;
use contract::work::progress::{Progress, RemindParty, Reminded};
use domain::permission::act;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::routes::answer_pdf;
use crate::{
    http::{openapi::Refused, problem::Failure},
    session::auth::Allowed,
};

/// Counts the active candidacies by where they stand, by party, office and territory. Needs `read_all_progress`.
#[utoipa::path(
    tag = "work",
    operation_id = "readProgress",
    security(("bearer" = [])),
    responses((status = 200, body = Progress))
)]
#[get("/progress")]
pub async fn progress(allowed: Allowed<act::ReadAllProgress>) -> Result<web::Json<Progress>, Failure> {
    Ok(web::Json(allowed.read(work::read_progress).await?))
}

/// Downloads every active candidacy with where it stands as CSV. Needs `read_all_progress`.
#[utoipa::path(
    tag = "work",
    operation_id = "downloadProgress",
    security(("bearer" = [])),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
#[get("/progress.csv")]
pub async fn csv(allowed: Allowed<act::ReadAllProgress>) -> Result<HttpResponse, Failure> {
    let bytes = allowed.read(work::progress_csv).await?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(bytes))
}

/// Downloads the report for the commission as PDF. Needs `read_all_progress`.
#[utoipa::path(
    tag = "work",
    operation_id = "printProgress",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"))
)]
#[get("/progress.pdf")]
pub async fn pdf(allowed: Allowed<act::ReadAllProgress>) -> Result<HttpResponse, Failure> {
    let pdf = allowed.read(move |act| {
        let counted = work::read_progress(act)?;
        Ok(::papers::progress_report(&act.desk.config, &counted)?)
    });
    Ok(answer_pdf(pdf.await?))
}

/// Tells a party, or every independent, what was not sent. Needs `remind_party`.
#[utoipa::path(
    tag = "work",
    operation_id = "remindParty",
    security(("bearer" = [])),
    request_body = RemindParty,
    responses((status = 200, body = Reminded), Refused<404>, Refused<409>)
)]
#[post("/progress/reminders")]
pub async fn remind(
    allowed: Allowed<act::RemindParty>,
    command: web::Json<RemindParty>,
) -> Result<web::Json<Reminded>, Failure> {
    Ok(web::Json(allowed.act(move |act| work::remind_party(act, &command)).await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(progress).service(csv).service(pdf).service(remind);
}
