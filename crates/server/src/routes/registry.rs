//! The registry: files and messages planned and applied, rows put aside, plans that wait and movements undone.

use actix_web::{HttpResponse, get, post, web};
use casework::registry as acts;
use contract::registry::{
    CompleteRecord, DecideDoubt, RegistryMovement, RegistryPlan, RegistryRecord, RegistryStanding, RegistrySynced,
    WithReason,
};
use domain::permission::act;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    app::App,
    http::{
        openapi::Refused,
        problem::Failure,
        request::{Raw, Registry, SignedMessage},
    },
    operation::registry_address::RegistryAddress,
    session::auth::Allowed,
};

/// The plan that was read.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct PlanRead {
    /// Digest of the plan; with it, nothing else than that plan is applied.
    digest: Option<String>,
}

/// Says what a registry file would do, without doing it. Needs `read_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "planRegistry",
    security(("bearer" = [])),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = RegistryPlan))
)]
#[post("/registry/plan")]
pub async fn plan(
    allowed: Allowed<act::ReadRegistry>,
    file: Raw<Registry>,
) -> Result<web::Json<RegistryPlan>, Failure> {
    Ok(web::Json(allowed.read(move |act| acts::plan_registry(act, &file.bytes)).await?))
}

/// Applies a registry file in one transaction; what it substitutes or cancels stops being public at once. Needs
/// `sync_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "syncRegistry",
    security(("bearer" = [])),
    params(PlanRead),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = RegistrySynced), Refused<409>)
)]
#[post("/registry/sync")]
pub async fn sync(
    allowed: Allowed<act::SyncRegistry>,
    wanted: web::Query<PlanRead>,
    file: Raw<Registry>,
) -> Result<web::Json<RegistrySynced>, Failure> {
    let synced = allowed.act(move |act| acts::sync_registry(act, &file.bytes, wanted.digest.as_deref()));
    Ok(web::Json(synced.await?))
}

/// The plan that was read.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct PlanApproved {
    /// Digest of the plan as it was read.
    digest: String,
}

/// Takes a message of the registry's program. Its key comes as in any request; the headers `Conoceles-Sent-At` (RFC 3339),
/// `Conoceles-Message` (its id), `Conoceles-Cut` (RFC 3339: the moment at which the registry was as it says) and
/// `Conoceles-Signature` sign it: HMAC-SHA256, in hexadecimal, with the signing secret that was told with the key and is
/// never sent, of the first three, each with a line break after it, and the body. The same message again is answered as the first time. Needs `push_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "pushRegistry",
    security(("bearer" = [])),
    params(
        ("Conoceles-Sent-At" = String, Header, description = "When it is sent"),
        ("Conoceles-Message" = String, Header, description = "Its id, up to 80 characters"),
        ("Conoceles-Cut" = String, Header, description = "The moment at which the registry was as it says"),
        ("Conoceles-Signature" = String, Header, description = "HMAC-SHA256 in hexadecimal"),
    ),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = RegistrySynced), Refused<409>)
)]
#[post("/registry/push")]
pub async fn push(
    allowed: Allowed<act::PushRegistry>,
    signed: SignedMessage,
    file: Raw<Registry>,
) -> Result<web::Json<RegistrySynced>, Failure> {
    let pushed = allowed.act(move |act| acts::push_registry(act, &signed.0, &file.bytes));
    Ok(web::Json(pushed.await?))
}

/// Reads what waits for a second person, and what the registry's address answered last. Needs `read_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "readRegistryStanding",
    security(("bearer" = [])),
    responses((status = 200, body = RegistryStanding))
)]
#[get("/registry/standing")]
pub async fn standing(
    allowed: Allowed<act::ReadRegistry>,
    app: web::Data<App>,
) -> Result<web::Json<RegistryStanding>, Failure> {
    let asked = app.clone();
    let standing = allowed.read(move |act| {
        let url = asked.registry.as_ref().map(RegistryAddress::url);
        let address = acts::standing_of_address(act, url)?;
        let (plans, doubts) = (acts::list_plans(act)?, acts::list_doubts(act)?);
        Ok(RegistryStanding { plans, doubts, undoings: acts::list_undoings(act)?, address })
    });
    Ok(web::Json(standing.await?))
}

/// Applies, as the second person, a plan that waits. Needs `approve_registry`, and not to have brought it, nor to be of the
/// area that did.
#[utoipa::path(
    tag = "registry",
    operation_id = "approveRegistryPlan",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Plan"), PlanApproved),
    request_body = WithReason,
    responses((status = 200, body = RegistrySynced), Refused<409>, Refused<422>)
)]
#[post("/registry/plans/{id}/approval")]
pub async fn approve(
    allowed: Allowed<act::ApproveRegistry>,
    id: web::Path<Uuid>,
    wanted: web::Query<PlanApproved>,
    command: web::Json<WithReason>,
) -> Result<web::Json<RegistrySynced>, Failure> {
    let id = id.into_inner();
    let applied = allowed.act(move |act| acts::approve_plan(act, id, &wanted.digest, &command));
    Ok(web::Json(applied.await?))
}

/// Ends the wait of a plan without applying it: whom it hid is shown again. Needs `approve_registry`, and not to have brought
/// it, nor to be of the area that did.
#[utoipa::path(
    tag = "registry",
    operation_id = "declineRegistryPlan",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Plan")),
    request_body = WithReason,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/plans/{id}/refusal")]
pub async fn decline(
    allowed: Allowed<act::ApproveRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::decline_plan(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Decides, as the second person, a row of a known folio that may be about another candidacy. `same`: its data were mended
/// and all that was captured stays. `other`: the candidacy that is known ends with all that was captured, and a new one
/// begins with nothing. `mistake`: the row is wrong and what is known stays. Needs `approve_registry`, and not to have
/// brought it, nor to be of the area that did.
#[utoipa::path(
    tag = "registry",
    operation_id = "decideRegistryDoubt",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Row")),
    request_body = DecideDoubt,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/doubts/{id}/decision")]
pub async fn decide(
    allowed: Allowed<act::ApproveRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<DecideDoubt>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::decide_doubt(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the rows that could not be taken, the oldest first. Needs `mend_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "listRegistryRecords",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<RegistryRecord>))
)]
#[get("/registry/records")]
pub async fn records(allowed: Allowed<act::MendRegistry>) -> Result<web::Json<Vec<RegistryRecord>>, Failure> {
    Ok(web::Json(allowed.read(acts::list_records).await?))
}

/// Completes a row that could not be taken and does what it says. Needs `mend_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "completeRegistryRecord",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Row")),
    request_body = CompleteRecord,
    responses((status = 200, body = RegistrySynced), Refused<409>, Refused<422>)
)]
#[post("/registry/records/{id}/completion")]
pub async fn complete(
    allowed: Allowed<act::MendRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<CompleteRecord>,
) -> Result<web::Json<RegistrySynced>, Failure> {
    let (id, command) = (id.into_inner(), command.into_inner());
    let done = allowed.act(move |act| acts::complete_record(act, id, command));
    Ok(web::Json(done.await?))
}

/// Discards a row that could not be taken. Needs `mend_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "discardRegistryRecord",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Row")),
    request_body = WithReason,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/records/{id}/discard")]
pub async fn discard(
    allowed: Allowed<act::MendRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::discard_record(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the substitutions and cancellations, the newest first. Needs `mend_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "listRegistryMovements",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<RegistryMovement>))
)]
#[get("/registry/movements")]
pub async fn movements(allowed: Allowed<act::MendRegistry>) -> Result<web::Json<Vec<RegistryMovement>>, Failure> {
    Ok(web::Json(allowed.read(acts::list_movements).await?))
}

/// Undoes the last substitution or cancellation of a candidacy: it stands again. When one was undone before and the registry
/// repeated it, this asks for it, and another person confirms it. Needs `undo_movement`.
#[utoipa::path(
    tag = "registry",
    operation_id = "undoRegistryMovement",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Movement")),
    request_body = WithReason,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/movements/{id}/undoing")]
pub async fn undo(
    allowed: Allowed<act::UndoMovement>,
    id: web::Path<Uuid>,
    command: web::Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::undo_movement(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Undoes, as the second person, a movement that another asked to undo. Needs `approve_registry`, and not to have asked.
#[utoipa::path(
    tag = "registry",
    operation_id = "confirmRegistryUndoing",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Movement")),
    request_body = WithReason,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/movements/{id}/undoing/confirmation")]
pub async fn confirm_undoing(
    allowed: Allowed<act::ApproveRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::confirm_undoing(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leaves a movement as it is that somebody asked to undo. Needs `approve_registry`.
#[utoipa::path(
    tag = "registry",
    operation_id = "declineRegistryUndoing",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Movement")),
    request_body = WithReason,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/movements/{id}/undoing/refusal")]
pub async fn decline_undoing(
    allowed: Allowed<act::ApproveRegistry>,
    id: web::Path<Uuid>,
    command: web::Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::decline_undoing(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets the registry repeat the substitutes of a movement that was undone. Needs `undo_movement`.
#[utoipa::path(
    tag = "registry",
    operation_id = "allowRegistryMovement",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Movement")),
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/registry/movements/{id}/allowance")]
pub async fn allow(allowed: Allowed<act::UndoMovement>, id: web::Path<Uuid>) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    allowed.act(move |act| acts::allow_movement(act, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(plan)
        .service(sync)
        .service(push)
        .service(standing)
        .service(approve)
        .service(decline)
        .service(decide)
        .service(records)
        .service(complete)
        .service(discard)
        .service(movements)
        .service(undo)
        .service(confirm_undoing)
        .service(decline_undoing)
        .service(allow);
}
