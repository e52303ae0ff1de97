//! Capturing many candidacies with a spreadsheet: template, plan, then apply.

use actix_web::{HttpResponse, get, post, web};
use casework::capture::spreadsheet as acts;
use contract::capture::spreadsheet::{SheetApplied, SheetPlan};
use domain::permission::act;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{openapi::Refused, problem::Failure, request::Raw},
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
    responses((status = 200, body = SheetPlan))
)]
#[post("/spreadsheet/plan")]
pub async fn plan(
    allowed: Allowed<act::SaveAnswers>,
    file: Raw<{ acts::FILE_MAX }>,
) -> Result<web::Json<SheetPlan>, Failure> {
    // Unpacked before anybody's turn to write is taken.
    let filled = web::block(move || acts::read_sheet(&file.0)).await??;
    Ok(web::Json(allowed.read(move |act| acts::plan_sheet(act, &filled)).await?))
}

/// Saves what a filled spreadsheet says, as drafts, in one transaction. Needs `save_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "applySpreadsheet",
    security(("bearer" = [])),
    params(SheetRead),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = SheetApplied), Refused<409>)
)]
#[post("/spreadsheet")]
pub async fn apply(
    allowed: Allowed<act::SaveAnswers>,
    wanted: web::Query<SheetRead>,
    file: Raw<{ acts::FILE_MAX }>,
) -> Result<web::Json<SheetApplied>, Failure> {
    let filled = web::block(move || acts::read_sheet(&file.0)).await??;
    let applied = allowed.act(move |act| acts::apply_sheet(act, &filled, &wanted.digest));
    Ok(web::Json(applied.await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(template).service(plan).service(apply);
}
