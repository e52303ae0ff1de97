//! Capturing many candidacies with a spreadsheet: template, plan, then apply.

use actix_web::{HttpResponse, get, post, web};
use casework::capture::spreadsheet::{self as acts, Filled};
use contract::capture::spreadsheet::{SheetApplied, SheetPlan};
use domain::permission::act;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{
        openapi::Refused,
        problem::Failure,
        request::{Later, Raw, Spreadsheet},
    },
    session::auth::Allowed,
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The plan that was read.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct SheetRead {
    /// Digest of the plan: nothing else than that plan is applied.
    digest: String,
}

/// Downloads a spreadsheet to fill with the curricular answers of one's candidacies. Needs `save_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "downloadSpreadsheet",
    security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )
)]
#[get("/spreadsheet")]
pub async fn template(allowed: Allowed<act::SaveAnswers>) -> Result<HttpResponse, Failure> {
    let bytes = allowed.read(acts::template).await?;
    Ok(HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header(("content-disposition", "attachment; filename=\"candidaturas.xlsx\""))
        .body(bytes))
}

/// Says what a filled spreadsheet would save, cell by cell, without saving it. Needs `save_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "planSpreadsheet",
    security(("bearer" = [])),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = SheetPlan), Refused<503>)
)]
#[post("/spreadsheet/plan")]
pub async fn plan(
    allowed: Allowed<act::SaveAnswers>,
    file: Later<Raw<Spreadsheet>>,
) -> Result<web::Json<SheetPlan>, actix_web::Error> {
    let filled = filled(&allowed, file).await?;
    Ok(web::Json(allowed.read(move |act| acts::plan_sheet(act, &filled)).await?))
}

/// Saves what a filled spreadsheet says, as drafts, in one transaction. Needs `save_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "applySpreadsheet",
    security(("bearer" = [])),
    params(SheetRead),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = SheetApplied), Refused<409>, Refused<503>)
)]
#[post("/spreadsheet")]
pub async fn apply(
    allowed: Allowed<act::SaveAnswers>,
    wanted: web::Query<SheetRead>,
    file: Later<Raw<Spreadsheet>>,
) -> Result<web::Json<SheetApplied>, actix_web::Error> {
    let filled = filled(&allowed, file).await?;
    let applied = allowed.act(move |act| acts::apply_sheet(act, &filled, &wanted.digest));
    Ok(web::Json(applied.await?))
}

/// What a spreadsheet says, read before anybody's turn to write is taken.
async fn filled(
    allowed: &Allowed<act::SaveAnswers>,
    file: Later<Raw<Spreadsheet>>,
) -> Result<Filled, actix_web::Error> {
    let file = allowed.receive(None, file, acts::may_fill).await?;
    Ok(allowed.app.sandbox.spreadsheet(&file.bytes).await?)
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(template).service(plan).service(apply);
}
