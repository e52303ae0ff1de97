//! Bytes that are made once and sent many times.

use std::sync::OnceLock;

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::log::hex;

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
        self.brotli.get_or_init(|| compress(&self.json).into()).clone()
    }

    /// The beginning of the JSON's SHA-256, 32 hexadecimal digits: what a strong `ETag` is made of.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    const QUALITY: i32 = 5;
    let params = brotli::enc::BrotliEncoderParams { quality: QUALITY, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let mut from = bytes;
    // Reading from memory and writing to memory do not fail.
    if let Err(error) = brotli::BrotliCompress(&mut from, &mut out, &params) {
        tracing::error!(%error, "something public could not be compressed");
    }
    out
}
