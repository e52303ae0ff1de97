//! Sealing at rest: every candidacy has a key of its own, wrapped by the institute's master key. Destroying the
//! candidacy's key makes what it sealed unreadable in every copy and backup (PTO II.E).

use std::collections::BTreeMap;

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use diesel::prelude::*;
use domain::ids::CandidacyId;
use serde::{Serialize, de::DeserializeOwned};

use crate::{StoreError, candidacies::parse_id, damaged, db::Conn, schema::candidacy_keys};

const NONCE: usize = 24;

/// What a candidacy's key seals is as long as this at least, in bytes: an ordinary set of answers, an observation and a
/// consent are all of one length.
const SHORTEST: usize = 4_096;

/// What the label of padded bytes begins with; what was sealed before there was padding has the label alone.
const PADDED: &[u8] = b"padded\0";

/// The institute's key that wraps all others.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// From 32 secret bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Seals a secret of the system itself, named by `label`.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal(&self, label: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        encrypt(&self.0, label.as_bytes(), plain)
    }

    /// Opens what [`Self::seal`] sealed under the same label.
    ///
    /// # Errors
    /// When it was altered, sealed for something else or by another key.
    pub fn open(&self, label: &str, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        decrypt(&self.0, label.as_bytes(), bytes)
    }
}

/// One candidacy's key.
pub struct CandidacyKey {
    id: CandidacyId,
    bytes: [u8; 32],
}

fn sealed(what: impl std::fmt::Display) -> StoreError {
    StoreError::Sealed(what.to_string())
}

fn encrypt(key: &[u8; 32], label: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0_u8; NONCE];
    getrandom::fill(&mut nonce).map_err(sealed)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let body = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: label }).map_err(sealed)?;
    Ok([nonce.as_slice(), &body].concat())
}

fn decrypt(key: &[u8; 32], label: &[u8], bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let (nonce, body) = bytes.split_first_chunk::<NONCE>().ok_or_else(|| sealed("too short"))?;
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: label }).map_err(sealed)
}

/// How long bytes are once padded, with at least one byte of padding: [`SHORTEST`], or the next length that has half of
/// its leading binary digits free, which is at most an eighth more («Padmé», from Nikitin and others, *Reducing metadata
/// leakage from encrypted files*, PETS 2019).
fn padded_length(plain: usize) -> usize {
    let length = (plain + 1).max(SHORTEST);
    let digits = length.ilog2();
    let free = digits - (digits.ilog2() + 1);
    length.next_multiple_of(1 << free)
}

/// ISO/IEC 7816-4: a mark, then zeros.
fn pad(plain: &[u8]) -> Vec<u8> {
    let mut padded = Vec::with_capacity(padded_length(plain.len()));
    padded.extend_from_slice(plain);
    padded.push(0x80);
    padded.resize(padded_length(plain.len()), 0);
    padded
}

fn unpad(mut padded: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let mark = padded.iter().rposition(|byte| *byte != 0).filter(|place| padded[*place] == 0x80);
    padded.truncate(mark.ok_or_else(|| sealed("no padding"))?);
    Ok(padded)
}

impl CandidacyKey {
    /// Makes a candidacy's key and keeps it wrapped.
    ///
    /// # Errors
    /// When it exists already or the database fails.
    pub fn create(conn: &mut Conn, master: &MasterKey, id: CandidacyId) -> Result<Self, StoreError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(sealed)?;
        let wrapped = encrypt(&master.0, id.0.as_bytes(), &bytes)?;
        diesel::insert_into(candidacy_keys::table)
            .values((candidacy_keys::candidacy_id.eq(id.to_string()), candidacy_keys::wrapped.eq(wrapped)))
            .execute(conn)?;
        Ok(Self { id, bytes })
    }

    /// Unwraps a candidacy's key.
    ///
    /// # Errors
    /// When it was destroyed or the master key is another.
    pub fn load(conn: &mut Conn, master: &MasterKey, id: CandidacyId) -> Result<Self, StoreError> {
        let wrapped: Vec<u8> = candidacy_keys::table
            .find(id.to_string())
            .select(candidacy_keys::wrapped)
            .first(conn)
            .optional()?
            .ok_or_else(|| sealed("the key was destroyed"))?;
        let bytes = decrypt(&master.0, id.0.as_bytes(), &wrapped)?;
        Ok(Self { id, bytes: bytes.try_into().map_err(|_| sealed("key length"))? })
    }

    /// Unwraps the keys of several candidacies at once, but for those that were destroyed.
    ///
    /// # Errors
    /// When the master key is another, or the database fails.
    pub fn load_many(
        conn: &mut Conn,
        master: &MasterKey,
        ids: &[CandidacyId],
    ) -> Result<BTreeMap<CandidacyId, Self>, StoreError> {
        let mut keys = BTreeMap::new();
        // No more at once than either database takes as parameters.
        for some in ids.chunks(500) {
            let rows: Vec<(String, Vec<u8>)> = candidacy_keys::table
                .filter(candidacy_keys::candidacy_id.eq_any(some.iter().map(ToString::to_string)))
                .select((candidacy_keys::candidacy_id, candidacy_keys::wrapped))
                .load(conn)?;
            for (id, wrapped) in rows {
                let id = CandidacyId(parse_id(&id)?);
                let bytes = decrypt(&master.0, id.0.as_bytes(), &wrapped)?;
                keys.insert(id, Self { id, bytes: bytes.try_into().map_err(|_| sealed("key length"))? });
            }
        }
        Ok(keys)
    }

    /// Seals bytes for one use, named by `label`: what is sealed for one use does not open for another. Its length tells
    /// next to nothing of theirs ([`padded_length`]).
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal_bytes(&self, label: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let label = [PADDED, &self.label(label)].concat();
        encrypt(&self.bytes, &label, &pad(plain))
    }

    /// Opens what [`Self::seal_bytes`] sealed for the same use, now or before it was padded.
    ///
    /// # Errors
    /// When it was altered or sealed for something else.
    pub fn open_bytes(&self, label: &str, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let label = self.label(label);
        match decrypt(&self.bytes, &[PADDED, &label].concat(), bytes) {
            Ok(padded) => unpad(padded),
            Err(_) => decrypt(&self.bytes, &label, bytes),
        }
    }

    /// Seals a value as JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn seal<T: Serialize + ?Sized>(&self, label: &str, value: &T) -> Result<Vec<u8>, StoreError> {
        self.seal_bytes(label, &serde_json::to_vec(value).map_err(damaged)?)
    }

    /// Opens a sealed value.
    ///
    /// # Errors
    /// When it was altered or is something else.
    pub fn open<T: DeserializeOwned>(&self, label: &str, bytes: &[u8]) -> Result<T, StoreError> {
        serde_json::from_slice(&self.open_bytes(label, bytes)?).map_err(damaged)
    }

    fn label(&self, use_of: &str) -> Vec<u8> {
        [self.id.0.as_bytes().as_slice(), use_of.as_bytes()].concat()
    }
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
