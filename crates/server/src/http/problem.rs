//! Errors as `application/problem+json`; what happened inside goes to the trace, never to the answer.

use actix_web::{
    HttpResponse, ResponseError,
    error::BlockingError,
    http::{StatusCode, header::RETRY_AFTER},
};
use casework::Error;
use contract::problem::{MEDIA_TYPE, Problem};
use domain::refusal::Refusal;
use store::{StoreError, Trouble, files::File};

/// Seconds after which whoever was told 503 may ask again, as `Retry-After` says it.
pub(crate) const AGAIN: u32 = 5;

/// A request that did not do what was asked.
pub struct Failure(pub Box<Problem>);

impl Failure {
    /// A request that failed so.
    #[must_use]
    pub fn of(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

/// What traces may show: a problem's words and current state can quote answers.
impl std::fmt::Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.0.status, self.0.code)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.code)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::of(Problem::of(&refusal))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if let Some(trouble) = error.trouble() {
            tracing::warn!(%error, "nothing can be kept or read now");
            return Self::of(match trouble {
                Trouble::Busy => Problem::busy(),
                Trouble::Full => Problem::no_space(),
                Trouble::Gone => Problem::database_unavailable(),
                Trouble::Unsure => Problem::outcome_unknown(),
            });
        }
        tracing::error!(%error, "store");
        if let StoreError::BadFile(file, _) = &error {
            return Self::of(Problem::damaged_file(file_in_spanish(file)));
        }
        Self::of(Problem::internal())
    }
}

const fn file_in_spanish(file: &File) -> &'static str {
    match file {
        File::ConsentDocument(_) => "El documento firmado del consentimiento",
        File::Photo { .. } => "La fotografía",
        File::IdentityFigures { .. } => "El archivo de las cifras de identidad",
        File::DayDigest { .. } => "El archivo con las huellas de los datos de ese día",
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Store(error) => error.into(),
            Error::Paper(error) => error.into(),
            error @ (Error::Random(_)
            | Error::Password(_)
            | Error::Factor(_)
            | Error::Json(_)
            | Error::Table(_)
            | Error::Spreadsheet(_)) => {
                tracing::error!(%error, "act");
                Self::of(Problem::internal())
            }
        }
    }
}

impl From<public::Error> for Failure {
    fn from(error: public::Error) -> Self {
        if let public::Error::Store(error) = error {
            return error.into();
        }
        tracing::error!(%error, "public");
        Self::of(Problem::internal())
    }
}

impl From<papers::Failed> for Failure {
    fn from(error: papers::Failed) -> Self {
        tracing::error!(%error, "paper");
        Self::of(Problem::internal())
    }
}

impl From<BlockingError> for Failure {
    fn from(error: BlockingError) -> Self {
        tracing::error!(%error, "worker");
        Self::of(Problem::internal())
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let body = serde_json::to_string(&*self.0).unwrap_or_default();
        let mut answer = HttpResponse::build(self.status_code());
        answer.content_type(MEDIA_TYPE).insert_header(("cache-control", "no-store"));
        let busy = || (self.status_code() == StatusCode::SERVICE_UNAVAILABLE).then_some(AGAIN);
        if let Some(wait) = self.0.retry_after.or_else(busy) {
            answer.insert_header((RETRY_AFTER, wait));
        }
        answer.body(body)
    }
}
