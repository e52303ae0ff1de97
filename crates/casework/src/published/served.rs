//! Bytes that are made once and sent many times.

use std::sync::OnceLock;

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::log::hex;

/// How much work the JSON deserves.
const QUALITY: i32 = 5;

/// JSON as it is sent, with its digest; compressed the first time somebody takes it so.
pub struct Served {
    json: Bytes,
    digest: String,
    brotli: OnceLock<Bytes>,
}

impl Served {
    /// What is sent of a value.
    pub fn json(value: &impl Serialize) -> Self {
        // What is public are maps with text for keys, lists and texts: JSON holds them all.
        let json = serde_json::to_vec(value).unwrap_or_else(|error| {
            tracing::error!(%error, "something public could not be written as JSON");
            b"null".to_vec()
        });
        let digest = hex(&Sha256::digest(&json)[..16]);
        Self { json: json.into(), digest, brotli: OnceLock::new() }
    }

    /// The JSON.
    #[must_use]
    pub fn plain(&self) -> Bytes {
        self.json.clone()
    }

    /// The JSON compressed with Brotli.
    #[must_use]
    pub fn brotli(&self) -> Bytes {
        self.brotli.get_or_init(|| brotli(&self.json, QUALITY).into()).clone()
    }

    /// The beginning of the JSON's SHA-256, 32 hexadecimal digits: what a strong `ETag` is made of.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Bytes compressed with Brotli, at a quality of 0 to 11; empty when they cannot be, which memory alone could cause.
#[must_use]
pub fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() };
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
