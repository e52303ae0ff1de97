//! Pages that were written, each with its compressed forms, in a bounded memory: whoever comes next has them at once.

use std::{convert::Infallible, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header, header::HeaderValue},
};
use frontend::pages::public::{PageStatus, Written};
use public::snapshot::{Digest, Form, LASTING, PASSING, Stamp, brotli};
use quick_cache::{Weighter, sync::Cache};

use crate::http::{
    content_coding::{Coding, gzip, has, tag, takes},
    problem::AGAIN,
    security_headers::Policy,
};

/// Bytes that the pages in memory may take.
const ROOM: u64 = 64 * 1024 * 1024;
/// Pages that are expected to fit.
const EXPECTED: usize = 4_000;

/// A page at a moment of what is published: when something in it changes, so does this.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A page of one candidacy, which holds while others' change.
    Of(Own, Stamp),
    /// A page of everybody. Every change that is seen in public moves the log forward; the figures about identity are seen
    /// a little before the log tells of them.
    Everybody { address: String, seq: i64, has_identity: bool },
}

/// Which page of one candidacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Own {
    Profile,
    Contact,
    Embedded,
}

/// What a place is answered with, ready to be sent.
pub enum Ready {
    /// A page.
    Page(Box<Forms>),
    /// It is at another address.
    Moved(String),
}

/// A page in every form in which it travels; one that could not be compressed has no bytes.
pub struct Forms {
    status: StatusCode,
    policy: Policy,
    plain: Form,
    gzip: Form,
    brotli: Form,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Ready>> for Weight {
    fn weight(&self, key: &Key, ready: &Arc<Ready>) -> u64 {
        let bytes = match &**ready {
            Ready::Page(forms) => {
                [&forms.plain, &forms.gzip, &forms.brotli].iter().map(|form| form.bytes.len()).sum::<usize>()
                    + forms.policy.len()
            }
            Ready::Moved(to) => to.len(),
        };
        let address = if let Key::Everybody { address, .. } = key { address.len() } else { 0 };
        u64::try_from(address + bytes + 300).unwrap_or(u64::MAX)
    }
}

/// The pages in memory. One of another moment is never found: who is withdrawn is gone when the snapshot is.
pub struct Pages(Cache<Key, Arc<Ready>, Weight>);

impl Pages {
    pub fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, ROOM, Weight))
    }

    /// What was written.
    pub fn get(&self, key: &Key) -> Option<Arc<Ready>> {
        self.0.get(key)
    }

    /// Writes it, unless somebody else just did.
    pub fn write(&self, key: &Key, write: impl FnOnce() -> Ready) -> Arc<Ready> {
        let Ok(ready) = self.0.get_or_insert_with(key, || Ok::<_, Infallible>(Arc::new(write())));
        ready
    }
}

impl Ready {
    /// Compresses what was written; `lasting` is read more often than it changes, and deserves more work. Only what is
    /// `embedded` may be shown in a frame of another page.
    pub fn of(written: Written, lasting: bool, embedded: bool) -> Self {
        match written {
            Written::Moved(address) => Self::Moved(address),
            Written::Page { status, html } => Self::Page(Box::new(Forms::of(status, html, lasting, embedded))),
        }
    }

    /// The answer to who asks.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Page(forms) => forms.answer(request),
            Self::Moved(address) => HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, address.as_str()))
                .insert_header((header::CACHE_CONTROL, "no-cache"))
                .finish(),
        }
    }
}

impl Forms {
    fn of(status: PageStatus, html: String, lasting: bool, embedded: bool) -> Self {
        let digest = Digest::of(html.as_bytes());
        let quality = if lasting { LASTING } else { PASSING };
        Self {
            status: StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            policy: Policy::of(&html, embedded),
            gzip: Form::of(gzip(html.as_bytes()), digest, Some("gzip")),
            brotli: Form::of(brotli(html.as_bytes(), quality), digest, Some("br")),
            plain: Form::of(html, digest, None),
        }
    }

    /// The form that the browser takes, or that what it has still holds.
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let (coding, form) = match takes(request) {
            Coding::Brotli if !self.brotli.bytes.is_empty() => (Some("br"), &self.brotli),
            Coding::Gzip | Coding::Brotli if !self.gzip.bytes.is_empty() => (Some("gzip"), &self.gzip),
            _ => (None, &self.plain),
        };
        let here = self.status == StatusCode::OK;
        let fresh = here && has(request, form);
        let mut answer = if fresh { HttpResponse::NotModified() } else { HttpResponse::build(self.status) };
        answer
            .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
            .insert_header((header::VARY, HeaderValue::from_static("accept-encoding")));
        self.policy.tell(&mut answer);
        if here {
            answer.insert_header((header::ETAG, tag(form)));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.insert_header((header::RETRY_AFTER, HeaderValue::from(AGAIN)));
        }
        if fresh {
            return answer.finish();
        }
        if let Some(coding) = coding {
            answer.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(coding)));
        }
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        answer.insert_header((header::CONTENT_TYPE, html)).body(form.bytes.clone())
    }
}
