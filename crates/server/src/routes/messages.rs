//! Notices to the signed-in account, where they are mailed to, and the mails of everybody.

use actix_web::{HttpRequest, get, post, put, web};
use casework::messages as acts;
use contract::messages::{MailState, MessagePage, MessagesRead, OutboxMail, OutboxPage, OwnEmail, SetEmail, Unread};
use domain::permission::act;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    app::{App, act, read},
    http::{openapi::Refused, problem::Failure},
    routes::session::weigh_own,
    session::auth::{Allowed, InSession},
};

/// Which notices.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Notices {
    /// Only those not read.
    #[serde(default)]
    unread: bool,
    /// Only those before this one.
    before: Option<Uuid>,
}

/// Which mails.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Mails {
    /// Only those in this state.
    #[param(inline)]
    state: Option<MailState>,
    /// Only those before this one.
    before: Option<Uuid>,
}

/// Lists the notices to the signed-in account, the newest first, and counts those not read.
#[utoipa::path(
    tag = "notices",
    operation_id = "listOwnNotices",
    security(("bearer" = [])),
    params(Notices),
    responses((status = 200, body = MessagePage))
)]
#[get("/me/notices")]
pub async fn own(
    here: InSession,
    app: web::Data<App>,
    wanted: web::Query<Notices>,
) -> Result<web::Json<MessagePage>, Failure> {
    let page = read(app, move |act| acts::own_messages(act, here.account.id, wanted.unread, wanted.before)).await?;
    Ok(web::Json(page))
}

/// Says which notices were read; answers how many were not.
#[utoipa::path(
    tag = "notices",
    operation_id = "markNoticesRead",
    security(("bearer" = [])),
    request_body = MessagesRead,
    responses((status = 200, body = Unread))
)]
#[post("/me/notices/read")]
pub async fn mark_read(
    here: InSession,
    app: web::Data<App>,
    command: web::Json<MessagesRead>,
) -> Result<web::Json<Unread>, Failure> {
    Ok(web::Json(act(app, move |act| acts::mark_messages_read(act, here.account.id, &command)).await?))
}

/// Reads where the signed-in account's notices are mailed to.
#[utoipa::path(
    tag = "notices",
    operation_id = "readOwnEmail",
    security(("bearer" = [])),
    responses((status = 200, body = OwnEmail))
)]
#[get("/me/email")]
pub async fn own_email(here: InSession, app: web::Data<App>) -> Result<web::Json<OwnEmail>, Failure> {
    Ok(web::Json(read(app, move |act| acts::own_email(act.conn, &here.account)).await?))
}

/// Says where the signed-in account's notices are mailed to, with its password; the address it had is told.
#[utoipa::path(
    tag = "notices",
    operation_id = "setOwnEmail",
    security(("bearer" = [])),
    request_body = SetEmail,
    responses((status = 200, body = OwnEmail), Refused<403>, Refused<409>, Refused<429>)
)]
#[put("/me/email")]
pub async fn set_email(
    here: InSession,
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<SetEmail>,
) -> Result<web::Json<OwnEmail>, Failure> {
    let account = here.account.clone();
    let attempt = weigh_own(&app, &account, &request, move || acts::attempt_email(here.account, &command)).await?;
    Ok(web::Json(act(app, move |act| acts::set_email(act, &attempt)).await?))
}

/// Lists mails, the newest first: those that wait, were sent or were given up. Needs `manage_outbox`.
#[utoipa::path(
    tag = "notices",
    operation_id = "listOutbox",
    security(("bearer" = [])),
    params(Mails),
    responses((status = 200, body = OutboxPage))
)]
#[get("/outbox")]
pub async fn outbox(
    allowed: Allowed<act::ManageOutbox>,
    wanted: web::Query<Mails>,
) -> Result<web::Json<OutboxPage>, Failure> {
    let page = allowed.read(move |act| acts::list_outbox(act, wanted.state, wanted.before)).await?;
    Ok(web::Json(page))
}

/// Lets a mail that was given up be tried again. Needs `manage_outbox`.
#[utoipa::path(
    tag = "notices",
    operation_id = "retryMail",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Mail")),
    responses((status = 200, body = OutboxMail), Refused<409>)
)]
#[post("/outbox/{id}/retry")]
pub async fn retry(allowed: Allowed<act::ManageOutbox>, id: web::Path<Uuid>) -> Result<web::Json<OutboxMail>, Failure> {
    Ok(web::Json(allowed.act(move |act| acts::retry_mail(act, *id)).await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(own).service(mark_read).service(own_email).service(set_email).service(outbox).service(retry);
}
