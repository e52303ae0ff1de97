//! The acts of a profile's life.

pub mod extension;
pub mod spreadsheet;

use actix_multipart::{
    MultipartError,
    form::{MultipartForm, bytes::Bytes, json::Json as JsonPart},
};
use actix_web::{ResponseError, delete, error::PayloadError, http::StatusCode, patch, post, put, web};
use casework::capture;
use contract::{
    capture::{AcceptNotice, GiveConsent, ReturnToCapture, SaveAnswers, Saved, Submit},
    photo,
    upload::DOCUMENT,
    work::Moved,
};
use domain::{permission::act, refusal::Refusal};
use store::{
    StoreError,
    files::{ContentName, File, Files},
};
use tokio::runtime::Builder;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{
        openapi::Refused,
        problem::Failure,
        request::{IsForm, Later, Photograph, Raw, Revision},
    },
    routes::change::target,
    session::auth::Allowed,
};

/// Accepts the current privacy notice. Needs `accept_notice`.
#[utoipa::path(
    tag = "work",
    operation_id = "acceptNotice",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = AcceptNotice,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/notice-acceptance")]
pub async fn accept_notice(
    allowed: Allowed<act::AcceptNotice>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<AcceptNotice>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::accept_privacy_notice(act, target, &command)).await
}

/// Saves draft answers of open fields; `null` clears one. Needs `save_answers`.
#[utoipa::path(
    tag = "work",
    operation_id = "saveAnswers",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = SaveAnswers,
    responses((status = 200, body = Saved))
)]
#[patch("/candidacies/{id}/answers")]
pub async fn save_answers(
    allowed: Allowed<act::SaveAnswers>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<SaveAnswers>,
) -> Result<web::Json<Saved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::save_answers(act, target, &command)).await
}

/// Changes submitted answers before validating them. Needs `edit_submitted`.
#[utoipa::path(
    tag = "work",
    operation_id = "editSubmitted",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = SaveAnswers,
    responses((status = 200, body = Saved))
)]
#[patch("/candidacies/{id}/edits")]
pub async fn edit_submitted(
    allowed: Allowed<act::EditSubmitted>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<SaveAnswers>,
) -> Result<web::Json<Saved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::edit_submitted(act, target, &command)).await
}

/// Sends the questionnaires: a single opportunity. Needs `submit_profile`.
#[utoipa::path(
    tag = "work",
    operation_id = "submitProfile",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = Submit,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/submission")]
pub async fn submit(
    allowed: Allowed<act::SubmitProfile>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<Submit>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::submit_profile(act, target, &command)).await
}

/// Returns the observed fields to capture. Needs `return_to_capture`.
#[utoipa::path(
    tag = "work",
    operation_id = "returnToCapture",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = ReturnToCapture,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/return")]
pub async fn send_back(
    allowed: Allowed<act::ReturnToCapture>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<ReturnToCapture>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::return_to_capture(act, target, &command)).await
}

/// Validates for the party or for oneself. Needs `validate_profile`.
#[utoipa::path(
    tag = "work",
    operation_id = "validateProfile",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/validation")]
pub async fn validate(
    allowed: Allowed<act::ValidateProfile>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::validate_profile(act, target)).await
}

/// Takes the photograph away. Needs `set_photo`.
#[utoipa::path(
    tag = "work",
    operation_id = "removePhoto",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Saved))
)]
#[delete("/candidacies/{id}/photo")]
pub async fn remove_photo(
    allowed: Allowed<act::SetPhoto>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Saved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::remove_photo(act, target)).await
}

/// Withdraws the consent: what it let be published is hidden at once. Needs `manage_consent`.
#[utoipa::path(
    tag = "work",
    operation_id = "withdrawConsent",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Moved))
)]
#[delete("/candidacies/{id}/consent")]
pub async fn withdraw_consent(
    allowed: Allowed<act::ManageConsent>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| capture::withdraw_consent(act, target)).await
}

/// Uploads the photograph, which is encoded anew in three sizes. Needs `set_photo`.
#[utoipa::path(
    tag = "work",
    operation_id = "setPhoto",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 200, body = Saved), Refused<503>)
)]
#[put("/candidacies/{id}/photo")]
pub async fn set_photo(
    allowed: Allowed<act::SetPhoto>,
    id: web::Path<Uuid>,
    revision: Revision,
    upload: Later<Raw<Photograph>>,
) -> Result<web::Json<Saved>, actix_web::Error> {
    let target = target(&id, &revision);
    let upload = allowed.receive(Some(target.id), upload, move |act| capture::may_set_photo(act, target)).await?;
    let sizes = allowed.app.sandbox.photo(&upload.bytes).await?;
    let files = allowed.app.files.clone();
    let set = allowed.change(target, move |act| capture::set_photo(act, target, || keep_photo(&files, sizes)));
    Ok(set.await?)
}

/// Waits, within an act, until files are kept. By threads of their own: those that blocking work shares may all be waiting for
/// their turn to act, which this act holds.
fn wait_for<T>(kept: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let own = Builder::new_current_thread().enable_all().build();
    own.map_err(|error| StoreError::File(error.to_string()))?.block_on(kept)
}

/// Keeps a photograph's encodings, within an act, under the content name of the largest.
fn keep_photo(files: &Files, sizes: Vec<Vec<u8>>) -> Result<ContentName, StoreError> {
    let name = ContentName::of(sizes.first().map_or(&[], Vec::as_slice));
    wait_for(async {
        for (width, bytes) in photo::WIDTHS.into_iter().zip(sizes) {
            files.put(&File::Photo { name: name.clone(), width }, bytes).await?;
        }
        Ok(name)
    })
}

/// The consent's marks with its signed document.
#[derive(MultipartForm)]
pub struct ConsentForm {
    consent: JsonPart<GiveConsent>,
    document: Bytes,
}

/// The form as the document describes it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the multipart form to the OpenAPI document")]
pub struct ConsentUpload {
    consent: GiveConsent,
    #[schema(value_type = String, format = Binary)]
    document: Vec<u8>,
}

/// Records the express consent with its signed document. Needs `manage_consent`.
#[utoipa::path(
    tag = "work",
    operation_id = "giveConsent",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body(content = ConsentUpload, content_type = "multipart/form-data"),
    responses((status = 200, body = Moved), Refused<503>)
)]
#[put("/candidacies/{id}/consent")]
pub async fn give_consent(
    allowed: Allowed<act::ManageConsent>,
    id: web::Path<Uuid>,
    revision: Revision,
    _: IsForm,
    form: Later<MultipartForm<ConsentForm>>,
) -> Result<web::Json<Moved>, actix_web::Error> {
    let target = target(&id, &revision);
    let form = allowed.receive(Some(target.id), form, move |act| capture::may_give_consent(act, target)).await?;
    let ConsentForm { consent, document: Bytes { data: document, .. } } = form.into_inner();
    if let Some(reason) = DOCUMENT.too_heavy(document.len()) {
        return Err(Failure::from(Refusal::TooLarge { reason }).into());
    }
    allowed.app.sandbox.document(&document).await?;
    let files = allowed.app.files.clone();
    let keep = move |sealed| wait_for(files.put_document(sealed));
    let command = consent.into_inner();
    let given = allowed.change(target, move |act| capture::give_consent(act, target, &command, &document, keep));
    Ok(given.await?)
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(form())
        .service(accept_notice)
        .service(save_answers)
        .service(edit_submitted)
        .service(set_photo)
        .service(remove_photo)
        .service(give_consent)
        .service(withdraw_consent)
        .service(submit)
        .service(send_back)
        .service(validate);
}

/// Most bytes of a form: a document, its marks, and enough more that a document which is only somewhat too large is measured.
const FORM_MAX: usize = DOCUMENT.bytes + 5 * 1024 * 1024;

fn form() -> actix_multipart::form::MultipartFormConfig {
    actix_multipart::form::MultipartFormConfig::default().total_limit(FORM_MAX).memory_limit(FORM_MAX).error_handler(
        |error, _| {
            let large = error.status_code() == StatusCode::PAYLOAD_TOO_LARGE;
            let overflow = matches!(error, MultipartError::Payload(PayloadError::Overflow));
            let reason = format!("El formulario no se entiende: {error}.");
            let refusal = if large || overflow {
                Refusal::TooLarge { reason: DOCUMENT.endless() }
            } else {
                Refusal::BadRequest { reason }
            };
            Failure::from(refusal).into()
        },
    )
}
