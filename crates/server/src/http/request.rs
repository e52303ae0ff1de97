//! What comes with a request, read into whole values or refused.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, dev::Payload, error::JsonPayloadError, http::header::IF_MATCH, web,
};
use casework::registry::Signed;
use domain::refusal::Refusal;

use crate::http::problem::Failure;

/// Most bytes of a JSON body.
const JSON_MAX: usize = 512 * 1024;

/// The revision a change starts from: `If-Match: "7"`.
#[derive(utoipa::IntoParams)]
#[into_params(names("If-Match"), parameter_in = Header)]
pub struct Revision(
    /// Revision that was read
    #[param(value_type = String)]
    pub i32,
);

impl FromRequest for Revision {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        let revision = value.and_then(|value| value.trim().trim_matches('"').parse().ok());
        ready(revision.map(Self).ok_or_else(|| Refusal::RevisionRequired.into()))
    }
}

/// The headers of a signed message, with the key that it came with.
pub struct SignedMessage(pub Signed);

impl FromRequest for SignedMessage {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = |name: &str| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
            let value = value.filter(|value| !value.is_empty());
            value.map(str::to_owned).ok_or_else(|| bad(format!("Falta el encabezado {name}.")))
        };
        let signed = || {
            let bearer = header("Authorization")?;
            Ok(Self(Signed {
                key: bearer.strip_prefix("Bearer ").unwrap_or_default().to_owned(),
                sent_at: header("Conoceles-Sent-At")?,
                id: header("Conoceles-Message")?,
                cut: header("Conoceles-Cut")?,
                signature: header("Conoceles-Signature")?,
            }))
        };
        ready(signed())
    }
}

/// A whole body of at most `MAX` bytes.
pub struct Raw<const MAX: usize>(pub web::Bytes);

impl<const MAX: usize> FromRequest for Raw<MAX> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|error| bad(error.to_string()))?;
            let bytes = payload.to_bytes_limited(MAX).await.map_err(|_| Failure::from(Refusal::TooLarge))?;
            Ok(Self(bytes.map_err(|_| bad("El archivo no llegó completo. Súbalo otra vez.".into()))?))
        })
    }
}

/// That the body is a form with files.
pub struct IsForm;

impl FromRequest for IsForm {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let form = request.content_type() == "multipart/form-data";
        ready(form.then_some(Self).ok_or_else(|| bad("El cuerpo debe ser un formulario (multipart/form-data).".into())))
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
