//! Accounts: issued, listed, received.

use actix_web::{HttpResponse, delete, get, post, put, web};
use casework::accounts as acts;
use contract::accounts::{
    Account, AccountReceipt, AccountReceiptRecorded, ApproveReset, BlockAccount, Delivered, Delivery, DeliveryState,
    Designate, Designation, IssueAccounts, IssuedAccount, MachineKey, MachineKeyMade, NewMachineKey, PrintLetters,
    RefuseReset, ResetAccount, ResetOutcome, Resets,
};
use domain::{ids::AccountId, permission::act};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    app::App,
    http::{openapi::Refused, problem::Failure},
    routes::answer_pdf,
    session::auth::{Allowed, AllowedEither},
};

/// Words to look for.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Words {
    /// Words of the account's name or of its holder's.
    q: Option<String>,
}

/// Lists the accounts within one's reach. Needs `read_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "listAccounts",
    security(("bearer" = [])),
    params(Words),
    responses((status = 200, body = Vec<Account>))
)]
#[get("/accounts")]
pub async fn list(
    allowed: Allowed<act::ReadAccounts>,
    words: web::Query<Words>,
) -> Result<web::Json<Vec<Account>>, Failure> {
    let words = words.into_inner().q.unwrap_or_default();
    Ok(web::Json(allowed.read(move |act| acts::list_accounts(act, &words)).await?))
}

/// Issues accounts; their one-time codes are told this once. Needs `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "issueAccounts",
    security(("bearer" = [])),
    request_body = IssueAccounts,
    responses((status = 200, body = Vec<IssuedAccount>), Refused<404>, Refused<409>)
)]
#[post("/accounts")]
pub async fn issue(
    allowed: Allowed<act::ManageAccounts>,
    command: web::Json<IssueAccounts>,
) -> Result<web::Json<Vec<IssuedAccount>>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::issue_accounts(act, &command)).await?))
}

/// Says that the accounts were received, which starts the capture term. Needs `acknowledge_receipt` for one's own, or
/// `record_receipt` for a receipt on paper.
#[utoipa::path(
    tag = "accounts",
    operation_id = "acknowledgeReceipt",
    security(("bearer" = [])),
    request_body = AccountReceipt,
    responses((status = 200, body = AccountReceiptRecorded), Refused<404>)
)]
#[post("/accounts/receipt")]
pub async fn receipt(
    allowed: AllowedEither<act::RecordReceipt, act::AcknowledgeReceipt>,
    command: web::Json<AccountReceipt>,
) -> Result<web::Json<AccountReceiptRecorded>, Failure> {
    Ok(web::Json(match allowed {
        AllowedEither::First(unit) => unit.act(move |act| acts::record_receipt(act, &command)).await?,
        AllowedEither::Second(holder) => holder.act(acts::acknowledge_receipt).await?,
    }))
}

/// Gives an account a new one-time code; its password, second factor and sessions end. The code is mailed where there is an
/// address, and otherwise told this once. One of the institute waits for a person of another area instead. Needs
/// `reset_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "resetAccount",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Account")),
    request_body = ResetAccount,
    responses((status = 200, body = ResetOutcome), Refused<409>)
)]
#[post("/accounts/{id}/reset")]
pub async fn reset(
    allowed: Allowed<act::ResetAccounts>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    command: web::Json<ResetAccount>,
) -> Result<web::Json<ResetOutcome>, Failure> {
    let (id, site) = (AccountId(id.into_inner()), app.public_address.clone());
    Ok(web::Json(allowed.act(move |act| acts::reset_account(act, id, &command, &site)).await?))
}

/// Lists the resets of accounts that wait for a second person, those that ended, and the accounts one may confirm. Needs
/// `read_resets`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "listResets",
    security(("bearer" = [])),
    responses((status = 200, body = Resets))
)]
#[get("/account-resets")]
pub async fn resets(allowed: Allowed<act::ReadResets>) -> Result<web::Json<Resets>, Failure> {
    Ok(web::Json(allowed.read(acts::list_resets).await?))
}

/// Approves, as a person of another area, a reset that waits: the code is mailed to the holder, or told this once to be
/// handed over. Needs `approve_reset`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "approveReset",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Reset")),
    request_body = ApproveReset,
    responses((status = 200, body = ResetOutcome), Refused<409>)
)]
#[post("/account-resets/{id}/approval")]
pub async fn approve_reset(
    allowed: Allowed<act::ApproveReset>,
    app: web::Data<App>,
    id: web::Path<Uuid>,
    command: web::Json<ApproveReset>,
) -> Result<web::Json<ResetOutcome>, Failure> {
    let site = app.public_address.clone();
    Ok(web::Json(allowed.act(move |act| acts::approve_reset(act, *id, *command, &site)).await?))
}

/// Refuses a reset that waits, as a person of another area or as the holder. Needs `approve_reset`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "refuseReset",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Reset")),
    request_body = RefuseReset,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/account-resets/{id}/refusal")]
pub async fn refuse_reset(
    allowed: Allowed<act::ApproveReset>,
    id: web::Path<Uuid>,
    command: web::Json<RefuseReset>,
) -> Result<HttpResponse, Failure> {
    allowed.act(move |act| acts::refuse_reset(act, *id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes back a reset that one asked for and that waits. Needs `reset_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "withdrawReset",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Reset")),
    responses((status = 204, description = "Done"))
)]
#[delete("/account-resets/{id}")]
pub async fn withdraw_reset(
    allowed: Allowed<act::ResetAccounts>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    allowed.act(move |act| acts::withdraw_reset(act, *id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says that an account is in its holder's hands after a reset, so that it reads identity answers again. Needs
/// `confirm_account`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "confirmAccount",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Account")),
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/accounts/{id}/confirmation")]
pub async fn confirm_account(
    allowed: Allowed<act::ConfirmAccount>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    let id = AccountId(id.into_inner());
    allowed.act(move |act| acts::confirm_account(act, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Blocks an account; its sessions end at once. Needs `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "blockAccount",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Account")),
    request_body = BlockAccount,
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[put("/accounts/{id}/block")]
pub async fn block(
    allowed: Allowed<act::ManageAccounts>,
    id: web::Path<Uuid>,
    command: web::Json<BlockAccount>,
) -> Result<HttpResponse, Failure> {
    let id = AccountId(id.into_inner());
    allowed.act(move |act| acts::block_account(act, id, &command)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the block of an account away. Needs `reset_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "unblockAccount",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Account")),
    responses((status = 204, description = "Done"), Refused<400>, Refused<409>)
)]
#[delete("/accounts/{id}/block")]
pub async fn unblock(allowed: Allowed<act::ResetAccounts>, id: web::Path<Uuid>) -> Result<HttpResponse, Failure> {
    let id = AccountId(id.into_inner());
    allowed.act(move |act| acts::unblock_account(act, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says that an account or its letter was lost; it is blocked at once. Needs `report_loss`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "reportLoss",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Account")),
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/accounts/{id}/loss")]
pub async fn report_loss(allowed: Allowed<act::ReportLoss>, id: web::Path<Uuid>) -> Result<HttpResponse, Failure> {
    let id = AccountId(id.into_inner());
    allowed.act(move |act| acts::report_loss(act, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says on which day letters were handed over. Needs `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "deliverAccounts",
    security(("bearer" = [])),
    request_body = Delivery,
    responses((status = 200, body = Delivered), Refused<404>)
)]
#[post("/accounts/delivery")]
pub async fn deliver(
    allowed: Allowed<act::ManageAccounts>,
    command: web::Json<Delivery>,
) -> Result<web::Json<Delivered>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::deliver_accounts(act, &command)).await?))
}

/// Tells how far the delivery and the receipt are, for each party and each independent candidacy. Needs
/// `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "readDelivery",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<DeliveryState>))
)]
#[get("/accounts/delivery")]
pub async fn delivery(allowed: Allowed<act::ManageAccounts>) -> Result<web::Json<Vec<DeliveryState>>, Failure> {
    Ok(web::Json(allowed.read(acts::delivery_states).await?))
}

/// Prints the letters of accounts with the codes they were issued with: one PDF, a page each. Needs
/// `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "printLetters",
    security(("bearer" = [])),
    request_body = PrintLetters,
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"))
)]
#[post("/accounts/letters")]
pub async fn letters(
    allowed: Allowed<act::ManageAccounts>,
    app: web::Data<App>,
    command: web::Json<PrintLetters>,
) -> Result<HttpResponse, Failure> {
    let address = app.public_address.clone();
    let pdf = allowed.read(move |act| acts::print_letters(act, &command, &address)).await?;
    Ok(answer_pdf(pdf))
}

/// Names a person to validate for one's party. Needs `designate_validators`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "designateValidator",
    security(("bearer" = [])),
    request_body = Designate,
    responses((status = 200, body = Designation), Refused<409>)
)]
#[post("/validators")]
pub async fn designate(
    allowed: Allowed<act::DesignateValidators>,
    command: web::Json<Designate>,
) -> Result<web::Json<Designation>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::designate_validator(act, &command)).await?))
}

/// Lists who was named to validate, also those revoked. Needs `read_designations`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "listValidators",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<Designation>))
)]
#[get("/validators")]
pub async fn designations(allowed: Allowed<act::ReadDesignations>) -> Result<web::Json<Vec<Designation>>, Failure> {
    Ok(web::Json(allowed.read(acts::list_designations).await?))
}

/// Confirms a person named to validate; their account's code is told this once. Needs `confirm_validators`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "confirmValidator",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Designation")),
    responses((status = 200, body = IssuedAccount), Refused<409>)
)]
#[post("/validators/{id}/confirmation")]
pub async fn confirm(
    allowed: Allowed<act::ConfirmValidators>,
    id: web::Path<Uuid>,
) -> Result<web::Json<IssuedAccount>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::confirm_validator(act, *id)).await?))
}

/// Takes a person's designation back; their account is blocked at once. Needs `revoke_validators`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "revokeValidator",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Designation")),
    responses((status = 200, body = Designation), Refused<409>)
)]
#[delete("/validators/{id}")]
pub async fn revoke(
    allowed: Allowed<act::RevokeValidators>,
    id: web::Path<Uuid>,
) -> Result<web::Json<Designation>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::revoke_validator(act, *id)).await?))
}

/// Makes a key for a program of the registry, told this once. Needs `manage_machine_keys`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "makeMachineKey",
    security(("bearer" = [])),
    request_body = NewMachineKey,
    responses((status = 200, body = MachineKeyMade))
)]
#[post("/machine-keys")]
pub async fn make_key(
    allowed: Allowed<act::ManageMachineKeys>,
    command: web::Json<NewMachineKey>,
) -> Result<web::Json<MachineKeyMade>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::make_machine_key(act, &command)).await?))
}

/// Lists the keys of programs, also those revoked. Needs `manage_machine_keys`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "listMachineKeys",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<MachineKey>))
)]
#[get("/machine-keys")]
pub async fn keys(allowed: Allowed<act::ManageMachineKeys>) -> Result<web::Json<Vec<MachineKey>>, Failure> {
    Ok(web::Json(allowed.read(acts::list_machine_keys).await?))
}

/// Revokes the key of a program at once. Needs `manage_machine_keys`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "revokeMachineKey",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Key")),
    responses((status = 204, description = "Done"))
)]
#[delete("/machine-keys/{id}")]
pub async fn revoke_key(
    allowed: Allowed<act::ManageMachineKeys>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    allowed.act(move |act| acts::revoke_machine_key(act, *id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list)
        .service(issue)
        .service(receipt)
        .service(reset)
        .service(resets)
        .service(approve_reset)
        .service(refuse_reset)
        .service(withdraw_reset)
        .service(confirm_account)
        .service(block)
        .service(unblock)
        .service(report_loss)
        .service(deliver)
        .service(delivery)
        .service(letters)
        .service(designate)
        .service(designations)
        .service(confirm)
        .service(revoke)
        .service(make_key)
        .service(keys)
        .service(revoke_key);
}
