//! What takes long to write of what is public: tables, and the addresses for those who index the site. Written a few at once,
//! and kept by the state that it was written of and what was asked, so that nobody is served of another state.

use std::{num::NonZeroUsize, sync::Arc};

use actix_web::{HttpRequest, http::header, web::Bytes};
use public::snapshot::{Digest, Form, PASSING, brotli};
use quick_cache::{Weighter, sync::Cache};

use crate::http::{
    content_coding::{Coding, gzip, takes},
    problem::Failure,
    turns::Turns,
};

/// Bytes that one is thought to take, to size the table of them.
const ONE: u64 = 256 * 1024;

/// What was asked, and of which state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    /// The file.
    pub name: &'static str,
    /// Of whom, as the address asks; empty for everybody.
    pub whom: String,
    /// The log's place of the state.
    pub seq: i64,
}

type Key = (Asked, Coding);

/// What was written, in one form.
pub(crate) struct Made {
    pub form: Form,
    /// Of the bytes as they were written, whatever the form.
    pub digest: Digest,
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Arc<Made>> for Size {
    fn weight(&self, (asked, _): &Key, made: &Arc<Made>) -> u64 {
        u64::try_from(asked.whom.len() + made.form.bytes.len() + 300).unwrap_or(u64::MAX)
    }
}

/// What was written and is kept, and turns to write more.
pub(crate) struct Heavy {
    kept: Cache<Key, Arc<Made>, Size>,
    turns: Turns,
}

impl Heavy {
    /// So many at once, so many waiting, and so many bytes kept; the least used go first.
    pub(crate) fn new(at_once: NonZeroUsize, waiting: usize, bytes: u64) -> Self {
        let expected = usize::try_from(bytes / ONE).unwrap_or(256).max(16);
        Self { kept: Cache::with_weighter(expected, bytes, Size), turns: Turns::new(at_once, waiting) }
    }

    /// What was asked, as it is: what is kept, or what `write` writes when its turn comes. Who asks the same meanwhile waits
    /// for it.
    ///
    /// # Errors
    /// 503 when the line is full; what `write` fails with.
    pub(crate) async fn take(
        &self,
        asked: &Asked,
        write: impl FnOnce() -> Result<Vec<u8>, Failure> + Send + 'static,
    ) -> Result<Arc<Made>, Failure> {
        let written = async {
            let bytes = self.turns.work(write).await??;
            let digest = Digest::of(&bytes);
            Ok(Arc::new(Made { form: Form::of(bytes, digest, None), digest }))
        };
        self.kept.get_or_insert_async(&(asked.clone(), Coding::Plain), written).await
    }

    /// The same in the smallest form that whoever asks takes.
    ///
    /// # Errors
    /// As [`Heavy::take`].
    pub(crate) async fn compressed(
        &self,
        request: &HttpRequest,
        asked: &Asked,
        made: &Arc<Made>,
    ) -> Result<(Arc<Made>, Option<&'static str>), Failure> {
        let (coding, name): (_, &'static str) = match takes(request) {
            Coding::Plain => return Ok((Arc::clone(made), None)),
            Coding::Gzip => (Coding::Gzip, "gzip"),
            Coding::Brotli => (Coding::Brotli, "br"),
        };
        let (plain, digest): (Bytes, Digest) = (made.form.bytes.clone(), made.digest);
        let written = async {
            let smaller = move || if coding == Coding::Gzip { gzip(&plain) } else { brotli(&plain, PASSING) };
            let bytes = self.turns.work(smaller).await?;
            Ok::<_, Failure>(Arc::new(Made { form: Form::of(bytes, digest, Some(name)), digest }))
        };
        let smaller = self.kept.get_or_insert_async(&(asked.clone(), coding), written).await?;
        // Empty when it could not be compressed.
        Ok(if smaller.form.bytes.is_empty() { (Arc::clone(made), None) } else { (smaller, Some(name)) })
    }
}

/// What an answer says of the form that it is in.
pub(crate) fn tell_coding(headers: &mut header::HeaderMap, coding: Option<&'static str>) {
    headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    // Said also of what is as it is: otherwise it would be compressed for each who asks.
    headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(coding.unwrap_or("identity")));
}
