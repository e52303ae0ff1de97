//! Reading the work.

use actix_web::{HttpResponse, get, web};
use casework::{desk::Desk, photo::WIDTHS, workspace as acts};
use contract::{
    problem::Problem,
    profile::{WorkPage, WorkQuery, Workspace},
};
use domain::{
    ids::CandidacyId,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::db::Conn;
use uuid::Uuid;

use crate::{
    app::{App, act, read},
    auth::Allowed,
    problem::Failure,
};

/// Lists the candidacies within one's reach. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "listCandidacies",
    security(("bearer" = [])),
    params(WorkQuery),
    responses(
        (status = 200, body = WorkPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/candidacies")]
pub async fn list(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    query: web::Query<WorkQuery>,
) -> Result<web::Json<WorkPage>, Failure> {
    Ok(web::Json(read(app, move |conn, desk, now| acts::list_work(conn, desk, &allowed.0, &query, now)).await?))
}

/// Reads one candidacy's work. Identity answers come only for those who may read them, and the institute's readings
/// are logged. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "readCandidacy",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses(
        (status = 200, body = Workspace),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/candidacies/{id}")]
pub async fn read_one(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<web::Json<Workspace>, Failure> {
    let id = CandidacyId(id.into_inner());
    Ok(web::Json(workspace(app, allowed.0, id).await?))
}

/// One candidacy as its reader may see it; a reading by the institute leaves a line in the log, so it is an act.
pub(crate) async fn workspace(
    app: web::Data<App>,
    permit: Permit<act::ReadCandidacy>,
    id: CandidacyId,
) -> Result<Workspace, Failure> {
    let logged = permit.actor().role.is_institute();
    let work = move |conn: &mut Conn, desk: &Desk, now| acts::read_workspace(conn, desk, &permit, id, now);
    if logged { act(app, work).await } else { read(app, work).await }
}

/// Reads the photograph of the draft. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "readDraftPhoto",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses(
        (status = 200, body = Vec<u8>, content_type = "image/jpeg"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/candidacies/{id}/photo")]
pub async fn draft_photo(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    let id = CandidacyId(id.into_inner());
    let name = read(app.clone(), move |conn, desk, now| acts::draft_photo(conn, desk, &allowed.0, id, now)).await?;
    let bytes = app.files.get(&format!("{name}-{}", WIDTHS[1])).await?.ok_or(Refusal::NotFound)?;
    Ok(HttpResponse::Ok().content_type("image/jpeg").insert_header(("cache-control", "no-store")).body(bytes))
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(list).service(read_one).service(draft_photo);
}
