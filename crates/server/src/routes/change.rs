//! What every change of a candidacy does: it names the revision that was read and, when that is stale, tells what is saved now.

use actix_web::{FromRequest, web};
use casework::{Error, act::Act, case::Target};
use contract::{problem::Problem, work::ReadQuery};
use domain::{
    ids::CandidacyId,
    permission::{Action, Permit},
    refusal::Refusal,
};
use uuid::Uuid;

use crate::{
    http::{
        problem::Failure,
        request::{Later, Revision},
    },
    routes::work::workspace,
    session::auth::Allowed,
};

pub(super) fn target(id: &Uuid, revision: &Revision) -> Target {
    Target { id: CandidacyId(*id), revision: revision.0 }
}

impl<A: Action> Allowed<A> {
    /// Does an act; when somebody else was quicker, says what is saved now, so that no text is lost.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        target: Target,
        work: impl FnOnce(&mut Act<'_, Permit<A>>) -> Result<T, Error> + Send + 'static,
    ) -> Result<web::Json<T>, Failure> {
        match self.act(work).await {
            Ok(done) => Ok(web::Json(done)),
            Err(failure) => Err(with_current(self, target.id, failure).await),
        }
    }
}

impl<A: Action> Allowed<A> {
    /// Reads a body once `may` found that nothing refuses what it is for: one that is refused is neither kept nor looked at.
    /// Of a candidacy, when somebody else was quicker, it says what is saved now.
    pub(super) async fn receive<B: FromRequest<Error: Into<actix_web::Error>>>(
        &self,
        of: Option<CandidacyId>,
        body: Later<B>,
        may: impl FnOnce(&mut Act<'_, Permit<A>>) -> Result<(), Error> + Send + 'static,
    ) -> Result<B, actix_web::Error> {
        let Err(failure) = self.read(may).await else { return body.read().await };
        body.pass().await;
        Err(match of {
            Some(id) => with_current(self, id, failure).await.into(),
            None => failure.into(),
        })
    }
}

async fn with_current<A: Action>(allowed: &Allowed<A>, id: CandidacyId, mut failure: Failure) -> Failure {
    if failure.0.code != Problem::of(&Refusal::Stale).code {
        return failure;
    }
    failure.0.current = match allowed.reader() {
        Ok(reader) => workspace(&reader, id, ReadQuery::default()).await.ok().map(Box::new),
        Err(_) => None,
    };
    failure
}
