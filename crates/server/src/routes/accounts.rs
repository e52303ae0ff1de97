//! Accounts: issued, listed, received.

use actix_web::{get, post, web};
use casework::accounts as acts;
use contract::{
    accounts::{Account, IssueAccounts, IssuedAccount, Receipt, ReceiptRecorded},
    problem::Problem,
};
use domain::permission::{Permit, act};
use serde::Deserialize;

use crate::{
    app::{App, act, read},
    auth::{Allowed, SignedIn},
    problem::Failure,
};

/// Words to look for.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Words {
    /// Words of the account's name or of its holder's.
    q: Option<String>,
}

/// Lists the accounts. Needs `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "listAccounts",
    security(("bearer" = [])),
    params(Words),
    responses(
        (status = 200, body = Vec<Account>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/accounts")]
pub async fn list(
    allowed: Allowed<act::ManageAccounts>,
    app: web::Data<App>,
    words: web::Query<Words>,
) -> Result<web::Json<Vec<Account>>, Failure> {
    let words = words.into_inner().q.unwrap_or_default();
    Ok(web::Json(read(app, move |conn, _, _| acts::list_accounts(conn, &allowed.0, &words)).await?))
}

/// Issues accounts; their one-time codes are told this once. Needs `manage_accounts`.
#[utoipa::path(
    tag = "accounts",
    operation_id = "issueAccounts",
    security(("bearer" = [])),
    request_body = IssueAccounts,
    responses(
        (status = 200, body = Vec<IssuedAccount>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/accounts")]
pub async fn issue(
    allowed: Allowed<act::ManageAccounts>,
    app: web::Data<App>,
    command: web::Json<IssueAccounts>,
) -> Result<web::Json<Vec<IssuedAccount>>, Failure> {
    Ok(web::Json(act(app, move |conn, desk, now| acts::issue_accounts(conn, desk, &allowed.0, &command, now)).await?))
}

/// Says that the accounts were received, which starts the capture term. Needs `acknowledge_receipt` for one's own, or
/// `record_receipt` for a receipt on paper.
#[utoipa::path(
    tag = "accounts",
    operation_id = "acknowledgeReceipt",
    security(("bearer" = [])),
    request_body = Receipt,
    responses(
        (status = 200, body = ReceiptRecorded),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/accounts/receipt")]
pub async fn receipt(
    signed_in: SignedIn,
    app: web::Data<App>,
    command: web::Json<Receipt>,
) -> Result<web::Json<ReceiptRecorded>, Failure> {
    let actor = signed_in.account.actor();
    let recorded = act(app, move |conn, desk, now| match Permit::<act::RecordReceipt>::prove(actor.clone()) {
        Ok(permit) => acts::record_receipt(conn, desk, &permit, &command, now),
        Err(_) => acts::acknowledge_receipt(conn, desk, &Permit::prove(actor)?, now),
    });
    Ok(web::Json(recorded.await?))
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(list).service(issue).service(receipt);
}
