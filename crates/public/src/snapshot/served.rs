//! Bytes that are made once and sent many times.

use domain::text::hex;
use std::{fmt, sync::OnceLock};

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The quality of Brotli for what is asked for again and again.
pub const LASTING: i32 = 5;
/// The quality for what few ask for before it changes: a tenth larger, in less than half the time.
pub const PASSING: i32 = 3;

/// JSON as it is sent, with its digest; compressed the first time somebody takes it so.
pub struct Served {
    digest: Digest,
    plain: Form,
    quality: i32,
    brotli: OnceLock<Form>,
}

/// Bytes, and the strong `ETag` of them with its quotes: the same text in other bytes has another.
pub struct Form {
    /// What is sent.
    pub bytes: Bytes,
    /// Visible ASCII.
    pub tag: Bytes,
}

impl Form {
    /// Bytes of a text with this digest, in a coding or as it is.
    #[must_use]
    pub fn of(bytes: impl Into<Bytes>, digest: Digest, coding: Option<&str>) -> Self {
        let coding = coding.map(|coding| format!("-{coding}")).unwrap_or_default();
        Self { bytes: bytes.into(), tag: format!("\"{digest}{coding}\"").into() }
    }
}

/// The beginning of the SHA-256 of bytes, written with 32 hexadecimal digits: what their tags are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&Sha256::digest(bytes)[..16]);
        Self(digest)
    }

    /// The digest of a value as it is sent.
    pub(super) fn of_json(value: &impl Serialize) -> Self {
        Self::of(&json(value))
    }
}

/// A value as it is sent.
fn json(value: &impl Serialize) -> Vec<u8> {
    // What is public are maps with text for keys, lists and texts: JSON holds them all.
    serde_json::to_vec(value).unwrap_or_else(|error| {
        tracing::error!(%error, "something public could not be written as JSON");
        b"null".to_vec()
    })
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Served {
    /// What is sent of a value, and with which quality of Brotli.
    pub fn json(value: &impl Serialize, quality: i32) -> Self {
        let json = json(value);
        let digest = Digest::of(&json);
        let plain = Form::of(json, digest, None);
        Self { digest, plain, quality, brotli: OnceLock::new() }
    }

    /// The JSON.
    #[must_use]
    pub fn plain(&self) -> &Form {
        &self.plain
    }

    /// The JSON compressed with Brotli.
    #[must_use]
    pub fn brotli(&self) -> &Form {
        self.brotli.get_or_init(|| Form::of(brotli(&self.plain.bytes, self.quality), self.digest, Some("br")))
    }

    /// The JSON's digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// Bytes compressed with Brotli, at a quality of 0 to 11; empty when they cannot be, which memory alone could cause.
#[must_use]
pub fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        size_hint: bytes.len(),
        lgwin: window(bytes.len()),
        ..Default::default()
    };
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let mut from = bytes;
    match brotli::BrotliCompress(&mut from, &mut out, &params) {
        Ok(_) => out,
        Err(error) => {
            tracing::error!(%error, "something public could not be compressed");
            Vec::new()
        }
    }
}

/// The logarithm of the least window that holds so many bytes: the encoder clears twice as much memory each time.
fn window(bytes: usize) -> i32 {
    // The encoder keeps 16 bytes of it for itself, and has its best tables from 17 on.
    (17..=22).find(|bits| bytes + 16 <= 1 << bits).unwrap_or(22)
}
