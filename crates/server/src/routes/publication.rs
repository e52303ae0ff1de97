//! What the institute does to something published, the one correction of it, and the versions that came of it.

use actix_web::{HttpResponse, get, post, web};
use casework::{desk::Desk, publication};
use contract::{
    publication::{
        CompareVersions, ControlOrder, DecideCorrection, FieldDifference, PartOrder, PublishedVersion,
        RequestCorrection,
    },
    work::Moved,
};
use domain::{ids::CandidacyId, permission::act};
use store::db::Conn;
use uuid::Uuid;

use crate::{
    app::{App, act, read},
    http::{
        openapi::{ChangeRefused, ReadRefused},
        problem::Failure,
        request::Revision,
    },
    routes::{
        answer_pdf,
        change::{change, target},
    },
    session::auth::Allowed,
};

/// Points at something published, for the responsible unit to look at. Needs `flag_published`.
#[utoipa::path(
    tag = "work",
    operation_id = "flagPublished",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = ControlOrder,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/flags")]
pub async fn flag(
    allowed: Allowed<act::FlagPublished>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<ControlOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::flag_published(conn, desk, permit, target, &command, now)
    })
    .await
}

/// Hides a section of what is published, or all of it: at once, on every public route. Needs `disable_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "disablePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = ControlOrder,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/disabling")]
pub async fn disable(
    allowed: Allowed<act::DisablePublication>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<ControlOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::disable_publication(conn, desk, permit, target, &command, now)
    })
    .await
}

/// Leaves what was pointed at as it is. Needs `dismiss_flag`.
#[utoipa::path(
    tag = "work",
    operation_id = "dismissFlag",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = PartOrder,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/dismissal")]
pub async fn dismiss(
    allowed: Allowed<act::DismissFlag>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<PartOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::dismiss_flag(conn, desk, permit, target, &command, now)
    })
    .await
}

/// Shows again what was hidden. Needs `restore_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "restorePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = PartOrder,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/restoration")]
pub async fn restore(
    allowed: Allowed<act::RestorePublication>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<PartOrder>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::restore_publication(conn, desk, permit, target, &command, now)
    })
    .await
}

/// Asks for the one correction of what is published. Needs `request_correction`.
#[utoipa::path(
    tag = "work",
    operation_id = "requestCorrection",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = RequestCorrection,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/corrections")]
pub async fn request_correction(
    allowed: Allowed<act::RequestCorrection>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<RequestCorrection>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::request_correction(conn, desk, permit, target, &command, now)
    })
    .await
}

/// Opens the fields that were asked to be corrected, for the election's hours, or says why not. Needs `grant_fields`.
#[utoipa::path(
    tag = "work",
    operation_id = "decideCorrection",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    request_body = DecideCorrection,
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/corrections/decision")]
pub async fn decide_correction(
    allowed: Allowed<act::GrantFields>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<DecideCorrection>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::decide_correction(conn, desk, permit, target, &command, now)
    })
    .await
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
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), ReadRefused)
)]
#[get("/candidacies/{id}/controls/{control}/letter")]
pub async fn letter(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    path: web::Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Failure> {
    let (id, control) = path.into_inner();
    let id = CandidacyId(id);
    let pdf = read(app, move |conn, desk, _| publication::print_letter(conn, desk, &allowed.0, id, control));
    Ok(answer_pdf(pdf.await?))
}

/// Lists the versions that were published, the newest first. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "listVersions",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses((status = 200, body = Vec<PublishedVersion>), ReadRefused)
)]
#[get("/candidacies/{id}/versions")]
pub async fn versions(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<web::Json<Vec<PublishedVersion>>, Failure> {
    let id = CandidacyId(id.into_inner());
    Ok(web::Json(read(app, move |conn, _, _| publication::list_versions(conn, &allowed.0, id)).await?))
}

/// Compares two published versions, question by question and word by word. A reading of identity answers by the institute
/// leaves a line in the log. Needs `read_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "compareVersions",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), CompareVersions),
    responses((status = 200, body = Vec<FieldDifference>), ReadRefused)
)]
#[get("/candidacies/{id}/versions/difference")]
pub async fn compare_versions(
    allowed: Allowed<act::ReadAnswers>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    query: web::Query<CompareVersions>,
) -> Result<web::Json<Vec<FieldDifference>>, Failure> {
    let (id, logged) = (CandidacyId(id.into_inner()), allowed.0.actor().role.is_institute());
    let work = move |conn: &mut Conn, desk: &Desk, now| {
        publication::compare_versions(conn, desk, &allowed.0, id, query.into_inner(), now)
    };
    Ok(web::Json(if logged { act(app, work).await? } else { read(app, work).await? }))
}

/// Authorises the publication of a new version. Needs `authorise_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "authorisePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("If-Match" = String, Header, description = "Revision that was read")),
    responses((status = 200, body = Moved), ChangeRefused)
)]
#[post("/candidacies/{id}/authorisation")]
pub async fn authorise(
    allowed: Allowed<act::AuthorisePublication>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    change(app, &allowed, target, move |conn, desk, permit, now| {
        publication::authorise_publication(conn, desk, permit, target, now)
    })
    .await
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
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
