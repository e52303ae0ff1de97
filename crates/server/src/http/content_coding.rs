//! In which form bytes that are kept compressed are sent, and whether whoever asks has them.

use std::io::Write as _;

use actix_web::{
    HttpRequest,
    http::header::{self, HeaderValue},
};
use flate2::{Compression, write::GzEncoder};
use public::snapshot::Form;

/// How bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Plain,
}

/// The smallest form that a browser says it takes.
pub(crate) fn takes(request: &HttpRequest) -> Coding {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best = Coding::Plain;
    for coding in accepted.split(',') {
        let mut parts = coding.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let refused = parts.filter_map(|part| part.strip_prefix("q=")).any(|weight| weight.parse() == Ok(0.0));
        match coding {
            _ if refused => {}
            coding if coding.eq_ignore_ascii_case("br") => return Coding::Brotli,
            coding if coding.eq_ignore_ascii_case("gzip") => best = Coding::Gzip,
            _ => {}
        }
    }
    best
}

/// The tag of a form as a header.
pub(crate) fn tag(form: &Form) -> HeaderValue {
    HeaderValue::from_maybe_shared(form.tag.clone()).unwrap_or_else(|error| {
        tracing::error!(%error, "a tag that no header can have");
        HeaderValue::from_static("")
    })
}

/// Whether who asks says that it has this form.
pub(crate) fn has(request: &HttpRequest, form: &Form) -> bool {
    let tags = request.headers().get(header::IF_NONE_MATCH);
    tags.is_some_and(|tags| tags.as_bytes().split(|byte| *byte == b',').any(|tag| tag.trim_ascii() == form.tag))
}

/// Bytes compressed with gzip; empty when they cannot be, which memory alone could cause.
pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let done = encoder.write_all(plain).and_then(|()| encoder.finish());
    done.unwrap_or_default()
}
