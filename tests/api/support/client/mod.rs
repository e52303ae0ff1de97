//! The client that tests speak through: somebody with a method for each operation, which sends and gets what `contract`
//! says. A method has its operation's name.

mod accounts;
mod capture;
mod messages;
mod public;
mod publication;
mod registry;
mod review;
mod session;
mod work;

use std::{marker::PhantomData, rc::Rc};

use actix_web::{
    http::{Method, header::HeaderMap},
    test::{self, TestRequest},
};
use contract::{paths, problem::Problem, review::Read, work::Workspace};
use domain::ids::CandidacyId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{House, service::Door};

pub use capture::{Typed, UNDERSTOOD};
pub use registry::SignedMessage;

/// Somebody who asks: signed in, a program with a key, or anybody.
#[derive(Clone)]
pub struct Person {
    door: Rc<Door>,
    /// The access token; none of anybody.
    token: Option<String>,
    /// The cookie that renews the session.
    cookie: Option<String>,
}

impl Person {
    pub(crate) const fn new(door: Rc<Door>, token: Option<String>, cookie: Option<String>) -> Self {
        Self { door, token, cookie }
    }

    /// The access token of somebody who has one.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a token")
    }

    /// The cookie that renews the session of somebody who has one.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().expect("a cookie")
    }

    /// The same person with another token.
    pub fn bearing(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The same person at another server of the house.
    pub fn at(&self, house: &House) -> Self {
        Self { door: Rc::clone(&house.door), ..self.clone() }
    }

    /// A request of theirs under `/api/v1`, for what is about the wire itself: headers, bodies and addresses that no type of
    /// `contract` says, and walks over every address there is. Everything else has its method.
    pub fn request(&self, method: Method, path: &str) -> TestRequest {
        let request = TestRequest::with_uri(&paths::from_root(path)).method(method);
        match &self.token {
            Some(token) => request.insert_header(("authorization", format!("Bearer {token}"))),
            None => request,
        }
    }

    /// Reads an address under `/api/v1`, whatever it answers: by the same door.
    pub async fn fetch(&self, path: &str) -> Answer {
        self.get(path).await
    }

    async fn send<T>(&self, method: Method, path: &str, body: impl Serialize) -> Answer<T> {
        self.door.send(self.request(method, path).set_json(body)).await
    }

    async fn get<T>(&self, path: &str) -> Answer<T> {
        self.door.send(self.request(Method::GET, path)).await
    }

    async fn post<T>(&self, path: &str, body: impl Serialize) -> Answer<T> {
        self.send(Method::POST, path, body).await
    }

    async fn put<T>(&self, path: &str, body: impl Serialize) -> Answer<T> {
        self.send(Method::PUT, path, body).await
    }

    async fn delete<T>(&self, path: &str) -> Answer<T> {
        self.door.send(self.request(Method::DELETE, path)).await
    }

    async fn upload<T>(&self, path: &str, kind: &str, file: Vec<u8>) -> Answer<T> {
        let request = self.request(Method::POST, path).insert_header(("content-type", kind));
        self.door.send(request.set_payload(file)).await
    }

    /// A request that changes something of a candidacy, at one of the addresses that it has.
    async fn changing(&self, method: Method, on: On, address: impl FnOnce(CandidacyId) -> String) -> TestRequest {
        let revision = match on.revision {
            Some(revision) => revision,
            None => self.candidacy(on.id).await.revision,
        };
        let request = self.request(method, &address(on.id));
        request.insert_header(("if-match", format!("\"{revision}\"")))
    }

    /// Changes something of a candidacy. Tests call it for bodies that `contract` cannot say.
    pub async fn change<T>(
        &self,
        method: Method,
        on: impl Into<On>,
        address: impl FnOnce(CandidacyId) -> String,
        body: impl Serialize,
    ) -> Answer<T> {
        self.door.send(self.changing(method, on.into(), address).await.set_json(body)).await
    }
}

/// Which candidacy is changed, and from which revision: the current one when none is said.
#[derive(Debug, Clone, Copy)]
pub struct On {
    id: CandidacyId,
    revision: Option<i32>,
}

impl From<CandidacyId> for On {
    fn from(id: CandidacyId) -> Self {
        Self { id, revision: None }
    }
}

impl From<Read> for On {
    fn from(Read { id, revision }: Read) -> Self {
        Self { id, revision: Some(revision) }
    }
}

impl From<&Workspace> for On {
    fn from(work: &Workspace) -> Self {
        Self { id: work.item.id, revision: Some(work.revision) }
    }
}

/// The success of an answer that is a file and not JSON: [`Answer::file`] reads it.
#[derive(Debug)]
pub enum File {}

/// An answer, whose success is a `T`.
#[derive(Debug)]
pub struct Answer<T = Value> {
    /// HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The cookie that renews the session, if it was set.
    pub cookie: Option<String>,
    bytes: Vec<u8>,
    success: PhantomData<fn() -> T>,
}

impl<T> Answer<T> {
    pub(crate) async fn of(answer: actix_web::dev::ServiceResponse) -> Self {
        let status = answer.status().as_u16();
        let cookie = answer.response().cookies().next().map(|cookie| cookie.value().to_owned());
        let headers = answer.headers().clone();
        let bytes = test::read_body(answer).await.to_vec();
        Self { status, headers, cookie, bytes, success: PhantomData }
    }

    /// A header's text, empty without it.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body of a page.
    pub fn html(&self) -> &str {
        str::from_utf8(&self.bytes).expect("a page")
    }

    /// The body as a text, to look for words that it may not say.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body of a success as it came: a file.
    pub fn file(self) -> Vec<u8> {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        self.bytes
    }

    /// Checks a refusal's status and code.
    pub fn refused(&self, status: u16, code: &str) -> Problem {
        let problem: Result<Problem, _> = serde_json::from_slice(&self.bytes);
        let problem = problem.unwrap_or_else(|_| panic!("{} is no refusal: {}", self.status, self.text()));
        assert_eq!((self.status, problem.code.as_str()), (status, code), "{problem:?}");
        assert!(!problem.detail.is_empty(), "{problem:?}");
        problem
    }
}

impl<T: DeserializeOwned> Answer<T> {
    /// The body of an answer that must be a success.
    pub fn ok(self) -> T {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        let json: &[u8] = if self.bytes.is_empty() { b"null" } else { &self.bytes };
        serde_json::from_slice(json).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Answer {
    /// The JSON of an answer, whatever it says: a text where it is none, nothing where it is empty. For tests about the
    /// wire itself; others read what `contract` says of an answer.
    pub fn wire(&self) -> Value {
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| Value::String(self.text()))
    }
}
