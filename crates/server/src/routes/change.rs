//! What every change of a candidacy does: it names the revision that was read and, when that is stale, tells what is saved now.

use actix_web::web;
use casework::{Error, case::Target, desk::Desk};
use contract::problem::Problem;
use domain::{accounts::Actor, ids::CandidacyId, permission::Permit, refusal::Refusal, time::Timestamp};
use store::db::Conn;
use uuid::Uuid;

use crate::{
    app::{App, act},
    http::{problem::Failure, request::Revision},
    routes::work::workspace,
    session::auth::Allowed,
};

pub(super) fn target(id: &Uuid, revision: &Revision) -> Target {
    Target { id: CandidacyId(*id), revision: revision.0 }
}

/// Does an act; when somebody else was quicker, says what is saved now, so that no text is lost.
pub(super) async fn change<A, T>(
    app: web::Data<App>,
    allowed: &Allowed<A>,
    target: Target,
    work: impl FnOnce(&mut Conn, &Desk, &Permit<A>, Timestamp) -> Result<T, Error> + Send + 'static,
) -> Result<web::Json<T>, Failure>
where
    A: domain::permission::Action + Send + Sync + Clone + 'static,
    T: Send + 'static,
{
    let permit = allowed.0.clone();
    let actor = permit.actor().clone();
    match act(app.clone(), move |conn, desk, now| work(conn, desk, &permit, now)).await {
        Ok(done) => Ok(web::Json(done)),
        Err(failure) => Err(with_current(app, actor, target.id, failure).await),
    }
}

async fn with_current(app: web::Data<App>, actor: Actor, id: CandidacyId, mut failure: Failure) -> Failure {
    if failure.0.code != Problem::of(&Refusal::Stale).code {
        return failure;
    }
    let read = match Permit::prove(actor) {
        Ok(permit) => workspace(app, permit, id).await.ok(),
        Err(_) => None,
    };
    failure.0.current = read.and_then(|workspace| serde_json::to_value(workspace).ok());
    failure
}
