//! What the institute does to something published, the one correction of it, and the versions that came of it.

use actix_web::{HttpResponse, get, post, web};
use casework::{act::Act, publication};
use contract::{
    publication::{
        CompareVersions, ControlOrder, DecideCorrection, FieldDifference, PartOrder, PublishedVersion,
        RequestCorrection,
    },
    work::Moved,
};
use domain::{
    ids::CandidacyId,
    permission::{Permit, Reach, act},
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{openapi::Refused, problem::Failure, request::Revision},
    routes::{answer_pdf, change::target},
    session::auth::Allowed,
};

/// Points at something published, for the responsible unit to look at. Needs `flag_published`.
#[utoipa::path(
    tag = "work",
    operation_id = "flagPublished",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = ControlOrder,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/flags")]
pub async fn flag(
    allowed: Allowed<act::FlagPublished>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<ControlOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::flag_published(act, target, &command)).await
}

/// Hides a section of what is published, or all of it: at once, on every public route. Needs `disable_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "disablePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = ControlOrder,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/disabling")]
pub async fn disable(
    allowed: Allowed<act::DisablePublication>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<ControlOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::hide_publication(act, target, &command)).await
}

/// Leaves what was pointed at as it is. Needs `dismiss_flag`.
#[utoipa::path(
    tag = "work",
    operation_id = "dismissFlag",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = PartOrder,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/dismissal")]
pub async fn dismiss(
    allowed: Allowed<act::DismissFlag>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<PartOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::dismiss_flag(act, target, &command)).await
}

/// Shows again what was hidden. Needs `restore_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "restorePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = PartOrder,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/restoration")]
pub async fn restore(
    allowed: Allowed<act::RestorePublication>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<PartOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::restore_publication(act, target, &command)).await
}

/// Asks for the one correction of what is published. Needs `request_correction`.
#[utoipa::path(
    tag = "work",
    operation_id = "requestCorrection",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = RequestCorrection,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/corrections")]
pub async fn request_correction(
    allowed: Allowed<act::RequestCorrection>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<RequestCorrection>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::request_correction(act, target, &command)).await
}

/// Opens the fields that were asked to be corrected, for the election's hours, or says why not. Needs `grant_fields`.
#[utoipa::path(
    tag = "work",
    operation_id = "decideCorrection",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = DecideCorrection,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/corrections/decision")]
pub async fn decide_correction(
    allowed: Allowed<act::GrantFields>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<DecideCorrection>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::decide_correction(act, target, &command)).await
}

/// Prints the letter about something that was hidden or shown again, as PDF. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "printOfficialLetter",
    security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Candidacy"),
        ("control" = Uuid, Path, description = "What was done, as the candidacy tells it"),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), Refused<400>)
)]
#[get("/candidacies/{id}/controls/{control}/letter")]
pub async fn letter(
    allowed: Allowed<act::ReadCandidacy>,
    path: web::Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Failure> {
    let (id, control) = path.into_inner();
    let id = CandidacyId(id);
    let pdf = allowed.read(move |act| publication::print_letter(act, id, control));
    Ok(answer_pdf(pdf.await?))
}

/// Lists the versions that were published, the newest first. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "listVersions",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses((status = 200, body = Vec<PublishedVersion>), Refused<400>)
)]
#[get("/candidacies/{id}/versions")]
pub async fn versions(
    allowed: Allowed<act::ReadCandidacy>,
    id: web::Path<Uuid>,
) -> Result<web::Json<Vec<PublishedVersion>>, Failure> {
    let id = CandidacyId(id.into_inner());
    Ok(web::Json(allowed.read(move |act| publication::list_versions(act, id)).await?))
}

/// Compares two published versions, question by question and word by word. A reading of identity answers that are not one's
/// own leaves a line in the log. Needs `read_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "compareVersions",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), CompareVersions),
    responses((status = 200, body = Vec<FieldDifference>))
)]
#[get("/candidacies/{id}/versions/difference")]
pub async fn compare_versions(
    allowed: Allowed<act::ReadAnswers>,
    id: web::Path<Uuid>,
    query: web::Query<CompareVersions>,
) -> Result<web::Json<Vec<FieldDifference>>, Failure> {
    let id = CandidacyId(id.into_inner());
    let (own, proof) = (allowed.permit().reach() == Reach::OwnCandidacy, allowed.proof);
    let compare =
        move |act: &mut Act<'_, Permit<act::ReadAnswers>>| publication::compare_versions(act, id, &query, proof);
    Ok(web::Json(if own { allowed.read(compare).await? } else { allowed.act(compare).await? }))
}

/// Authorises the publication of a new version. Needs `authorise_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "authorisePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/authorisation")]
pub async fn authorise(
    allowed: Allowed<act::AuthorisePublication>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::authorise_publication(act, target)).await
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(authorise)
        .service(flag)
        .service(dismiss)
        .service(disable)
        .service(restore)
        .service(request_correction)
        .service(decide_correction);
    config.service(letter).service(versions).service(compare_versions);
}
