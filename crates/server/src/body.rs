//! What comes with a request, read into whole values or refused.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, error::JsonPayloadError, http::header::IF_MATCH, web};
use domain::refusal::Refusal;

use crate::problem::Failure;

/// Most bytes of a JSON body.
const JSON_MAX: usize = 512 * 1024;

/// The revision a change starts from: `If-Match: "7"`.
pub struct Revision(pub i32);

impl FromRequest for Revision {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        let revision = value.and_then(|value| value.trim().trim_matches('"').parse().ok());
        ready(revision.map(Self).ok_or_else(|| Refusal::RevisionRequired.into()))
    }
}

fn bad(reason: String) -> Failure {
    Refusal::BadRequest { reason }.into()
}

/// How JSON bodies are read.
pub fn json() -> web::JsonConfig {
    web::JsonConfig::default().limit(JSON_MAX).error_handler(|error, _| {
        let failure = match &error {
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                Refusal::TooLarge.into()
            }
            JsonPayloadError::ContentType => bad("El cuerpo debe ser JSON (Content-Type: application/json).".into()),
            error => bad(format!("El cuerpo no es el JSON que se espera: {error}.")),
        };
        failure.into()
    })
}

/// How parts of an address are read.
pub fn path() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_, _| Failure::from(Refusal::NotFound).into())
}

/// How the part of an address after `?` is read.
pub fn query() -> web::QueryConfig {
    web::QueryConfig::default().error_handler(|error, _| bad(format!("Los filtros no se entienden: {error}.")).into())
}
