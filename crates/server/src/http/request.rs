//! What comes with a request, read into whole values or refused.

use std::{
    future::{Future, Ready, ready},
    marker::PhantomData,
    pin::Pin,
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    error::JsonPayloadError,
    http::header::{CONTENT_LENGTH, IF_MATCH},
    web,
};
use casework::registry::Signed;
use contract::upload::{self, Upload};
use domain::refusal::Refusal;
use futures_util::StreamExt as _;

use crate::http::problem::Failure;

/// Most bytes of a JSON body.
const JSON_MAX: usize = 512 * 1024;
/// Most bytes that are let pass of a body that nobody reads: those of the largest file.
const PASSED_MAX: usize = upload::REGISTRY.bytes;

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

/// What a body that is a file may be.
pub trait Sent {
    /// Its bounds.
    const UPLOAD: Upload;
}

/// A photograph.
pub enum Photograph {}

impl Sent for Photograph {
    const UPLOAD: Upload = upload::PHOTO;
}

/// A filled spreadsheet.
pub enum Spreadsheet {}

impl Sent for Spreadsheet {
    const UPLOAD: Upload = upload::SPREADSHEET;
}

/// The registry's file.
pub enum Registry {}

impl Sent for Registry {
    const UPLOAD: Upload = upload::REGISTRY;
}

/// A whole body that is a file.
pub struct Raw<F> {
    /// Its bytes.
    pub bytes: web::Bytes,
    file: PhantomData<F>,
}

impl<F: Sent> FromRequest for Raw<F> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let told = told_length(request);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if let Some(reason) = told.and_then(|told| F::UPLOAD.too_heavy(told)) {
                return Err(Refusal::TooLarge { reason }.into());
            }
            let payload = payload.await.map_err(|error| bad(error.to_string()))?;
            let endless = |_| Failure::from(Refusal::TooLarge { reason: F::UPLOAD.endless() });
            let bytes = payload.to_bytes_limited(F::UPLOAD.bytes).await.map_err(endless)?;
            let bytes = bytes.map_err(|_| bad("El archivo no llegó completo. Súbalo otra vez.".into()))?;
            Ok(Self { bytes, file: PhantomData })
        })
    }
}

/// How many bytes a request says that it has.
pub fn told_length(request: &HttpRequest) -> Option<usize> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// A body that is read only when its handler asks for it: once it is known that nothing else refuses the request.
pub struct Later<B> {
    request: HttpRequest,
    payload: Payload,
    body: PhantomData<fn() -> B>,
}

impl<B: FromRequest<Error: Into<actix_web::Error>>> Later<B> {
    /// Reads it.
    ///
    /// # Errors
    /// Those of the body.
    pub async fn read(mut self) -> Result<B, actix_web::Error> {
        B::from_request(&self.request, &mut self.payload).await.map_err(Into::into)
    }

    /// Lets it pass by without keeping it: whoever is still sending would not hear a refusal before.
    pub async fn pass(mut self) {
        let mut left = PASSED_MAX;
        while let Some(Ok(part)) = self.payload.next().await {
            left = left.saturating_sub(part.len());
            if left == 0 {
                return;
            }
        }
    }
}

impl<B> FromRequest for Later<B> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self { request: request.clone(), payload: payload.take(), body: PhantomData }))
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
                let reason = format!("Lo que se envía es más de {} KB. Acorte el texto.", JSON_MAX / 1024);
                Refusal::TooLarge { reason }.into()
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
