//! Pages that were written, each with its compressed forms, in a bounded memory: whoever comes next has them at once.

use std::{convert::Infallible, io::Write as _, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Bytes,
};
use casework::published::brotli;
use flate2::{Compression, write::GzEncoder};
use frontend::pages::public::{PageStatus, Written};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

use super::shell;
use crate::coding::{Coding, has, takes};

/// Bytes that the pages in memory may take.
const ROOM: u64 = 64 * 1024 * 1024;
/// Pages that are expected to fit.
const EXPECTED: usize = 4_000;

/// A written page: where it is, and at which moment of what is published.
type Key = (String, String);

/// What a place is answered with, ready to be sent.
pub enum Ready {
    /// A page.
    Page(Box<Forms>),
    /// It is at another address.
    Moved(String),
}

/// A page in every form in which it travels.
pub struct Forms {
    status: StatusCode,
    policy: String,
    /// The page's digest.
    tag: String,
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Ready>> for Weight {
    fn weight(&self, (address, stamp): &Key, ready: &Arc<Ready>) -> u64 {
        let bytes = match &**ready {
            Ready::Page(forms) => forms.plain.len() + forms.gzip.len() + forms.brotli.len() + forms.policy.len(),
            Ready::Moved(to) => to.len(),
        };
        u64::try_from(address.len() + stamp.len() + bytes + 200).unwrap_or(u64::MAX)
    }
}

/// The pages in memory. One of another moment is never found: who is withdrawn is gone when the snapshot is.
pub struct Pages(Cache<Key, Arc<Ready>, Weight>);

impl Pages {
    pub fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, ROOM, Weight))
    }

    /// What was written of an address at a moment.
    pub fn get(&self, address: &str, stamp: &str) -> Option<Arc<Ready>> {
        self.0.get(&(address.to_owned(), stamp.to_owned()))
    }

    /// Writes it, unless somebody else just did.
    pub fn write(&self, address: &str, stamp: String, write: impl FnOnce() -> Ready) -> Arc<Ready> {
        let made = self.0.get_or_insert_with(&(address.to_owned(), stamp), || Ok::<_, Infallible>(Arc::new(write())));
        let Ok(ready) = made;
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
        let policy = if embedded { shell::policy_of_a_frame(&html) } else { shell::policy(&html) };
        let tag = store::log::hex(&Sha256::digest(html.as_bytes()))[..32].to_owned();
        let plain = Bytes::from(html);
        Self {
            status: StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            policy,
            tag,
            gzip: gzip(&plain),
            brotli: brotli(&plain, if lasting { 9 } else { 5 }).into(),
            plain,
        }
    }

    /// The form that the browser takes, or that what it has still holds.
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let (coding, body) = match takes(request) {
            Coding::Brotli if !self.brotli.is_empty() => (Some("br"), &self.brotli),
            Coding::Gzip | Coding::Brotli if !self.gzip.is_empty() => (Some("gzip"), &self.gzip),
            _ => (None, &self.plain),
        };
        // A strong tag is of these very bytes: each form has its own.
        let tag = format!("\"{}{}\"", self.tag, coding.map(|coding| format!("-{coding}")).unwrap_or_default());
        let here = self.status == StatusCode::OK;
        let fresh = here && has(request, &tag);
        let mut answer = if fresh { HttpResponse::NotModified() } else { HttpResponse::build(self.status) };
        answer
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::VARY, "accept-encoding"))
            .insert_header((header::CONTENT_SECURITY_POLICY, self.policy.as_str()));
        if here {
            answer.insert_header((header::ETAG, tag));
        }
        if fresh {
            return answer.finish();
        }
        if let Some(coding) = coding {
            answer.insert_header((header::CONTENT_ENCODING, coding));
        }
        answer.content_type("text/html; charset=utf-8").body(body.clone())
    }
}

/// Empty when it cannot be compressed, which memory alone could cause.
fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let done = encoder.write_all(plain).and_then(|()| encoder.finish());
    done.map(Bytes::from).unwrap_or_default()
}
