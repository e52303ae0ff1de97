//! The reviews before a publication: taking them, marking sections, acts over several and what is published later.

use actix_web::{HttpResponse, delete, post, put, web};
use casework::act::Act;
use casework::{Error, capture, case::Target, publication, review};
use contract::{
    problem::Problem,
    publication::SchedulePublication,
    review::{AuthoriseSeveral, Claim, Judge, NotDone, Read, SavedMark, Several, TakeReview, ValidateSeveral},
    work::Moved,
};
use domain::{
    ids::{CandidacyId, SectionKey},
    permission::{Action, Permit, act},
    questionnaire::Part,
    review::{Mark, Task},
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{openapi::Refused, problem::Failure, request::Revision},
    routes::change::target,
    session::auth::{Allowed, AllowedEither},
};

/// Takes a review, so that nobody else does the same, or has it for longer; from somebody who has it, with `take_over`.
/// Needs `claim_review` and what the review does.
#[utoipa::path(
    tag = "work",
    operation_id = "claimReview",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("task" = Task, Path, description = "The review")),
    request_body = TakeReview,
    responses((status = 200, body = Claim), Refused<409>, Refused<412>)
)]
#[put("/candidacies/{id}/claims/{task}")]
pub async fn claim(
    allowed: Allowed<act::ClaimReview>,
    path: web::Path<(Uuid, Task)>,
    command: web::Json<TakeReview>,
) -> Result<web::Json<Claim>, Failure> {
    let (id, task) = path.into_inner();
    let which = (CandidacyId(id), task);
    let taken = allowed.act(move |act| review::claim_review(act, which, command.into_inner()));
    Ok(web::Json(taken.await?))
}

/// Leaves a review to others. Needs `claim_review` and what the review does.
#[utoipa::path(
    tag = "work",
    operation_id = "releaseReview",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), ("task" = Task, Path, description = "The review")),
    responses((status = 204), Refused<409>)
)]
#[delete("/candidacies/{id}/claims/{task}")]
pub async fn release(
    allowed: Allowed<act::ClaimReview>,
    path: web::Path<(Uuid, Task)>,
) -> Result<HttpResponse, Failure> {
    let (id, task) = path.into_inner();
    let which = (CandidacyId(id), task);
    allowed.act(move |act| review::release_review(act, which)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Saves what a reviewer says of a section, as they work; `If-Match` names the mark's own revision, 0 when there is none.
/// Needs `judge_curricular` or `judge_identity`, by the section's part.
#[utoipa::path(
    tag = "work",
    operation_id = "markSection",
    security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Candidacy"),
        ("section" = String, Path, description = "The section's key"),
        ("If-Match" = String, Header, description = "Revision of the mark that was read, 0 when there was none"),
    ),
    request_body = Mark,
    responses((status = 200, body = SavedMark))
)]
#[put("/candidacies/{id}/marks/{section}")]
pub async fn mark(
    allowed: AllowedEither<act::JudgeCurricular, act::JudgeIdentity>,
    path: web::Path<(Uuid, String)>,
    revision: Revision,
    mark: web::Json<Mark>,
) -> Result<web::Json<SavedMark>, Failure> {
    let (id, section) = path.into_inner();
    let (target, section) = (target(&id, &revision), SectionKey(section));
    match allowed {
        AllowedEither::First(area) => {
            let part = Part::Curricular;
            area.change(target, move |act| review::mark_section(act, part, target, &section, &mark)).await
        }
        AllowedEither::Second(area) => {
            let part = Part::Identity;
            area.change(target, move |act| review::mark_section(act, part, target, &section, &mark)).await
        }
    }
}

/// Validates several candidacies, each opened before as it is now by whoever does. What is refused of one does not stop
/// the others. Needs `validate_profile`.
#[utoipa::path(
    tag = "work",
    operation_id = "validateSeveral",
    security(("bearer" = [])),
    request_body = ValidateSeveral,
    responses((status = 200, body = Several))
)]
#[post("/validations")]
pub async fn validate_several(
    allowed: Allowed<act::ValidateProfile>,
    command: web::Json<ValidateSeveral>,
) -> Result<web::Json<Several>, Failure> {
    several(&allowed, command.into_inner().candidacies, capture::validate_opened).await
}

/// Authorises several publications, at once or for a later moment. What is refused of one does not stop the others. Needs
/// `authorise_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "authoriseSeveral",
    security(("bearer" = [])),
    request_body = AuthoriseSeveral,
    responses((status = 200, body = Several))
)]
#[post("/authorisations")]
pub async fn authorise_several(
    allowed: Allowed<act::AuthorisePublication>,
    command: web::Json<AuthoriseSeveral>,
) -> Result<web::Json<Several>, Failure> {
    let AuthoriseSeveral { candidacies, publish_at } = command.into_inner();
    several(&allowed, candidacies, move |act, target| publication::authorise(act, target, publish_at)).await
}

/// Does an act to each of several candidacies, in a transaction of its own.
async fn several<A: Action>(
    allowed: &Allowed<A>,
    candidacies: Vec<Read>,
    work: impl Fn(&mut Act<'_, Permit<A>>, Target) -> Result<Moved, Error> + Send + 'static,
) -> Result<web::Json<Several>, Failure> {
    publication::check_several(&candidacies)?;
    let (app, permit) = (allowed.app.clone(), allowed.permit().clone());
    let told = web::block(move || {
        let target = |read: &Read| Target { id: read.id, revision: read.revision };
        app.act_each(&permit, candidacies, |act, read| work(act, target(read)))
    });
    let mut outcome = Several::default();
    for (read, done) in told.await? {
        match done {
            Ok(_) => outcome.done.push(read.id),
            Err(error) => {
                let Problem { code, title, detail, .. } = *Failure::from(error).0;
                outcome.refused.push(NotDone { id: read.id, code, reason: format!("{title}. {detail}") });
            }
        }
    }
    Ok(web::Json(outcome))
}

/// Authorises the publication for a later moment, or moves that moment; nothing of it is public before. Needs
/// `authorise_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "schedulePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = SchedulePublication,
    responses((status = 200, body = Moved))
)]
#[put("/candidacies/{id}/schedule")]
pub async fn schedule(
    allowed: Allowed<act::AuthorisePublication>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<SchedulePublication>,
) -> Result<web::Json<Moved>, Failure> {
    let (target, at) = (target(&id, &revision), command.publish_at);
    allowed.change(target, move |act| publication::schedule_publication(act, target, at)).await
}

/// Takes back what was authorised for a later moment. Needs `authorise_publication`.
#[utoipa::path(
    tag = "work",
    operation_id = "unschedulePublication",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Moved))
)]
#[delete("/candidacies/{id}/schedule")]
pub async fn unschedule(
    allowed: Allowed<act::AuthorisePublication>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| publication::unschedule_publication(act, target)).await
}

/// Says whether the curricular part complies. Needs `judge_curricular`.
#[utoipa::path(
    tag = "work",
    operation_id = "judgeCurricular",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = Judge,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/verdicts/curricular")]
pub async fn judge_curricular(
    allowed: Allowed<act::JudgeCurricular>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<Judge>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| review::judge_curricular(act, target, &command)).await
}

/// Says whether the identity part complies. Needs `judge_identity`.
#[utoipa::path(
    tag = "work",
    operation_id = "judgeIdentity",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    request_body = Judge,
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/verdicts/identity")]
pub async fn judge_identity(
    allowed: Allowed<act::JudgeIdentity>,
    id: web::Path<Uuid>,
    revision: Revision,
    command: web::Json<Judge>,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| review::judge_identity(act, target, &command)).await
}

/// Sends the institute's observations to capture. Needs `send_observations`.
#[utoipa::path(
    tag = "work",
    operation_id = "sendObservations",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Candidacy"), Revision),
    responses((status = 200, body = Moved))
)]
#[post("/candidacies/{id}/observations")]
pub async fn send_observations(
    allowed: Allowed<act::SendObservations>,
    id: web::Path<Uuid>,
    revision: Revision,
) -> Result<web::Json<Moved>, Failure> {
    let target = target(&id, &revision);
    allowed.change(target, move |act| review::send_observations(act, target)).await
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(judge_curricular)
        .service(judge_identity)
        .service(send_observations)
        .service(claim)
        .service(release)
        .service(mark)
        .service(validate_several)
        .service(authorise_several)
        .service(schedule)
        .service(unschedule);
}
