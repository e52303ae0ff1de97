//! Reading the work.

pub mod progress;

use actix_web::{HttpResponse, get, post, web};
use casework::{
    act::Act,
    capture::{self, advice::ask_advice},
    review, work,
};
use contract::{
    capture::ConsentFormQuery,
    photo::MEDIA_TYPE,
    work::{Presence, Present, ReadQuery, WorkPage, WorkQuery, Workspace},
};
use domain::{
    capture::advisor::Finding,
    ids::CandidacyId,
    permission::{self, Permit, Reach, act, reach},
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    app::App,
    http::{openapi::Refused, problem::Failure},
    routes::answer_pdf,
    session::auth::{Allowed, AllowedEither, InSession},
};

/// Lists the candidacies within one's reach. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "listCandidacies",
    security(("bearer" = [])),
    params(WorkQuery),
    responses((status = 200, body = WorkPage))
)]
#[get("/candidacies")]
pub async fn list(
    allowed: Allowed<act::ReadCandidacy>,
    query: web::Query<WorkQuery>,
) -> Result<web::Json<WorkPage>, Failure> {
    Ok(web::Json(allowed.read(move |act| work::list_work(act, &query)).await?))
}

/// Reads one candidacy's work. Identity answers come only for those who may read them, and every reading but of one's own
/// is logged; the institute reads no draft, and outside its turn says what for. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "readCandidacy",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ReadQuery),
    responses((status = 200, body = Workspace))
)]
#[get("/candidacies/{id}")]
pub async fn read_one(
    allowed: Allowed<act::ReadCandidacy>,
    id: web::Path<Uuid>,
    query: web::Query<ReadQuery>,
) -> Result<web::Json<Workspace>, Failure> {
    let id = CandidacyId(id.into_inner());
    Ok(web::Json(workspace(&allowed, id, query.into_inner()).await?))
}

/// One candidacy as its reader may see it; a reading of what is not one's own leaves a line in the log and is counted, and
/// one by whoever validates is kept, so they are acts.
pub(crate) async fn workspace(
    allowed: &Allowed<act::ReadCandidacy>,
    id: CandidacyId,
    query: ReadQuery,
) -> Result<Workspace, Failure> {
    let (role, proof) = (allowed.permit().actor().role, allowed.proof);
    let kept = allowed.permit().reach() != Reach::OwnCandidacy
        || reach(role, permission::Act::ValidateProfile) != Reach::Nothing;
    let work = move |act: &mut Act<'_, Permit<act::ReadCandidacy>>| work::read_workspace(act, id, &query, proof);
    if kept { allowed.act(work).await } else { allowed.read(work).await }
}

/// Reads the photograph of the draft. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "readDraftPhoto",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses((status = 200, body = Vec<u8>, content_type = "image/webp"))
)]
#[get("/candidacies/{id}/photo")]
pub async fn draft_photo(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    let id = CandidacyId(id.into_inner());
    let photo = allowed.read(move |act| work::draft_photo(act, id)).await?;
    let bytes = app.files.read(&photo).await?;
    Ok(HttpResponse::Ok().content_type(MEDIA_TYPE).body(bytes))
}

/// What somebody should look at in the curricular answers before they are sent: it advises and keeps nobody from sending.
/// Needs `read_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "readAdvice",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    responses((status = 200, body = Vec<Finding>))
)]
#[get("/candidacies/{id}/advice")]
pub async fn advice(
    allowed: Allowed<act::ReadAnswers>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<web::Json<Vec<Finding>>, Failure> {
    let id = CandidacyId(id.into_inner());
    let asked = allowed.read(move |act| ask_advice(act, id)).await?;
    let found = web::block(move || app.advisor.advise(&app.desk, &asked, || app.db.conn())).await??;
    Ok(web::Json(found))
}

/// Says which section of a candidacy one has open, and tells who else has it open. Needs `save_answers` or
/// `edit_submitted`.
#[utoipa::path(
    tag = "work",
    operation_id = "bePresent",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy")),
    request_body = Presence,
    responses((status = 200, body = Vec<Present>))
)]
#[post("/candidacies/{id}/presence")]
pub async fn be_present(
    allowed: AllowedEither<act::SaveAnswers, act::EditSubmitted>,
    person: InSession,
    id: web::Path<Uuid>,
    command: web::Json<Presence>,
) -> Result<web::Json<Vec<Present>>, Failure> {
    let (id, session) = (CandidacyId(id.into_inner()), person.session);
    Ok(web::Json(match allowed {
        AllowedEither::First(saver) => saver.act(move |act| review::be_present(act, session, id, &command)).await?,
        AllowedEither::Second(editor) => editor.act(move |act| review::be_present(act, session, id, &command)).await?,
    }))
}

/// Prints a receipt of what was sent. Needs `read_candidacy`.
#[utoipa::path(
    tag = "work",
    operation_id = "printReceipt",
    security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Candidacy"),
        ("folio" = String, Path, description = "The receipt's folio"),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"))
)]
#[get("/candidacies/{id}/receipts/{folio}")]
pub async fn print_receipt(
    allowed: Allowed<act::ReadCandidacy>,
    app: web::Data<App>,
    path: web::Path<(Uuid, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, folio) = path.into_inner();
    let (id, address) = (CandidacyId(id), app.public_address.clone());
    let pdf = allowed.read(move |act| capture::print_receipt(act, id, &folio, &address)).await?;
    Ok(answer_pdf(pdf))
}

/// Prints the consent to sign, filled with the candidacy's data and the marks that were chosen. Needs `manage_consent`.
#[utoipa::path(
    tag = "work",
    operation_id = "printConsent",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ConsentFormQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), Refused<409>)
)]
#[get("/candidacies/{id}/consent-form")]
pub async fn print_consent(
    allowed: Allowed<act::ManageConsent>,
    id: web::Path<Uuid>,
    query: web::Query<ConsentFormQuery>,
) -> Result<HttpResponse, Failure> {
    let id = CandidacyId(id.into_inner());
    let pdf = allowed.read(move |act| capture::print_consent(act, id, &query)).await?;
    Ok(answer_pdf(pdf))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list)
        .service(read_one)
        .service(draft_photo)
        .service(advice)
        .service(be_present)
        .service(print_receipt)
        .service(print_consent);
}
