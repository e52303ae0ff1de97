//! The typed client of the API.

pub mod public;
#[cfg(feature = "csr")]
pub mod work;

use contract::{paths::from_root, problem::Problem};
use domain::questionnaire::FieldFault;
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server refused.
    Problem(Box<Problem>),
    /// The server was not reached.
    Offline,
    /// The server's answer is not what this page knows: the page is older than the server.
    Outdated,
    /// Another account came in with this browser, so the session is no longer this page's.
    OtherAccount,
}

impl ApiError {
    /// What to tell the person.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Problem(problem) => format!("{}. {}", problem.title, problem.detail),
            Self::Offline => "No hay conexión con el sistema. Intente de nuevo.".into(),
            Self::Outdated => "El sistema se actualizó y esta página es anterior. Vuelva a cargarla.".into(),
            Self::OtherAccount => "En este navegador entró otra cuenta. Vuelva a entrar con la suya.".into(),
        }
    }

    /// What is wrong in the input, field by field.
    #[must_use]
    pub fn fields(&self) -> &[FieldFault] {
        match self {
            Self::Problem(problem) => &problem.errors,
            Self::Offline | Self::Outdated | Self::OtherAccount => &[],
        }
    }

    /// The stable code, empty when the server was not reached.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Problem(problem) => &problem.code,
            Self::Offline | Self::Outdated | Self::OtherAccount => "",
        }
    }

    /// The HTTP status, zero when the server was not reached.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Problem(problem) => problem.status,
            Self::Offline | Self::Outdated | Self::OtherAccount => 0,
        }
    }
}

/// What a request carries.
#[derive(Debug, Clone)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON text.
    Json(String),
    /// A file with its media type.
    File(web_sys::File, String),
    /// A form.
    Form(web_sys::FormData),
}

/// A value as a JSON body.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> Body {
    Body::Json(serde_json::to_string(value).unwrap_or_default())
}

/// Sends a request and reads the answer.
pub async fn send<T: DeserializeOwned>(
    method: Method,
    path: &str,
    token: Option<&str>,
    revision: Option<i32>,
    body: Body,
) -> Result<T, ApiError> {
    let response = fetch(method, path, token, revision, body).await?;
    read(&text_of(response).await?)
}

async fn text_of(response: Response) -> Result<String, ApiError> {
    response.text().await.map_err(|_| ApiError::Offline)
}

/// Reads an answer; an empty one is JSON's null.
///
/// # Errors
/// When it is not what was asked for.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(if text.is_empty() { "null" } else { text }).map_err(|_| ApiError::Outdated)
}

/// Sends a request and leaves the answer unread.
pub async fn fetch(
    method: Method,
    path: &str,
    token: Option<&str>,
    revision: Option<i32>,
    body: Body,
) -> Result<Response, ApiError> {
    let mut builder = RequestBuilder::new(&from_root(path)).method(method);
    if let Some(token) = token {
        builder = builder.header("authorization", &format!("Bearer {token}"));
    }
    if let Some(revision) = revision {
        builder = builder.header("if-match", &format!("\"{revision}\""));
    }
    let request = match body {
        Body::None => builder.build(),
        Body::Json(text) => builder.header("content-type", "application/json").body(text),
        Body::File(file, media) => builder.header("content-type", &media).body(JsValue::from(file)),
        Body::Form(form) => builder.body(JsValue::from(form)),
    };
    let response = request.map_err(|_| ApiError::Offline)?.send().await.map_err(|_| ApiError::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let problem = response.json::<Problem>().await;
    Err(problem.map_or(ApiError::Offline, |problem| ApiError::Problem(Box::new(problem))))
}

/// A text as part of what is asked in an address.
#[must_use]
pub fn escape(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
