//! What the workspaces ask and do, each with the access token of who is signed in.

mod accounts;
mod asked;
mod candidacies;
mod extension;
mod messages;
mod progress;
mod records;
mod review;
mod session;
mod spreadsheet;

pub use asked::Asked;
pub use session::{first_use, renew, sign_in};

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use gloo_net::http::{Method, Response};
use leptos::prelude::RwSignal;
use serde::{Serialize, de::DeserializeOwned};

use super::{ApiError, Body, fetch, read, text_of};
use crate::state::Signed;

/// A request on its way.
type Sending = Pin<Box<dyn Future<Output = Result<Response, ApiError>>>>;
type Answering = Pin<Box<dyn Future<Output = Result<String, ApiError>>>>;

/// An answer on its way, read once it is here. A type of its own and not an `async` block, which would be a copy of the
/// waiting for each kind of answer in what people download.
#[must_use]
pub struct Reply<T>(Answering, PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Future for Reply<T> {
    type Output = Result<T, ApiError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context).map(|text| read(&text?))
    }
}

/// The API as the signed-in account reaches it. A token that expired is renewed once and the request repeated; an act that
/// needs the second factor just before asks for it and is done again.
#[derive(Debug, Clone, Copy)]
pub struct Work(pub Signed);

impl Work {
    /// Sends with a token that serves and leaves the answer unread; a session that ended is told. One boxed future for
    /// every operation: each of its own would be a copy of all of this in what people download.
    fn attempt(self, method: Method, path: String, revision: Option<i32>, body: Body) -> Sending {
        Box::pin(async move {
            loop {
                let token = self.0.fresh_token().await?;
                let sent = fetch(method.clone(), &path, Some(&token), revision, body.clone()).await;
                let outcome = self.0.watch(sent);
                let asks = |code: &str| matches!(code, "proof_required" | "identity_proof_required");
                let why = outcome.as_ref().err().filter(|error| asks(error.code())).map(ApiError::words);
                let Some(why) = why else { return outcome };
                if !self.0.prove(why).await {
                    return outcome;
                }
            }
        })
    }

    /// The text of an answer, in one boxed future for every operation too.
    fn answer(self, method: Method, path: &str, revision: Option<i32>, body: Body) -> Answering {
        let sent = self.attempt(method, path.to_owned(), revision, body);
        Box::pin(async move { text_of(sent.await?).await })
    }

    fn request<T: DeserializeOwned>(self, method: Method, path: &str, revision: Option<i32>, body: Body) -> Reply<T> {
        Reply(self.answer(method, path, revision, body), PhantomData)
    }

    fn call<T: DeserializeOwned>(self, method: Method, path: &str, revision: Option<i32>, body: &str) -> Reply<T> {
        self.request(method, path, revision, json_or_none(body))
    }

    fn get<T: DeserializeOwned>(self, path: &str) -> Reply<T> {
        self.call(Method::GET, path, None, "")
    }

    /// What a page asks without anybody doing anything, as long as the session needs no renewal: it is no sign that
    /// somebody works there, and must not keep a session open.
    async fn by_itself<T: DeserializeOwned>(self, method: Method, path: &str, body: &str) -> Option<T> {
        let token = self.0.held_token()?;
        let answer = fetch(method, path, Some(&token), None, json_or_none(body)).await.ok()?;
        read(&text_of(answer).await.ok()?).ok()
    }

    /// What a page shows of an address, which may change: read when it does, when somebody comes in, and when asked
    /// again; until then what is known stays.
    fn asked<T>(self, again: RwSignal<u32>, path: impl Fn() -> String + Send + Sync + 'static) -> Asked<T> {
        Asked::new(self, again, Box::new(path))
    }

    /// An answer that is a file.
    async fn bytes(self, method: Method, path: &str, body: Body) -> Result<Vec<u8>, ApiError> {
        let answer = self.attempt(method, path.to_owned(), None, body).await?;
        answer.binary().await.map_err(|_| ApiError::Offline)
    }

    fn change<C: Serialize, T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        revision: i32,
        command: &C,
    ) -> Reply<T> {
        self.call(method, path, Some(revision), &text(command))
    }
}

fn json_or_none(body: &str) -> Body {
    if body.is_empty() { Body::None } else { Body::Json(body.to_owned()) }
}

/// A command as JSON.
fn text<C: Serialize>(command: &C) -> String {
    serde_json::to_string(command).unwrap_or_default()
}

/// A file as an address of this page.
fn object_url(bytes: &[u8], media: &str) -> Result<String, ApiError> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .map_err(|_| ApiError::Offline)
}
