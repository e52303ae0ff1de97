//! Proof of what was published each day, without keeping it: old files would go on telling of whoever was withdrawn or
//! withdrew a consent, so that only their digests and counts are kept (PTO II.C, II.E).

use contract::public::{
    PublicProfile,
    open_data::{DayDigest, FileDigest},
};
use domain::{text::hex, time::Timestamp};
use sha2::{Digest, Sha256};

use super::{csv, json_lines};
use crate::Error;
use config::Configuration;

/// Counts the files of today.
///
/// # Errors
/// When a file cannot be written.
pub fn day_digest<'a>(
    config: &Configuration,
    people: impl Iterator<Item = &'a PublicProfile> + Clone,
    now: Timestamp,
) -> Result<DayDigest, Error> {
    let file = |name: &str, bytes: Vec<u8>| FileDigest {
        name: name.to_owned(),
        bytes: bytes.len(),
        sha256: hex(&Sha256::digest(&bytes)),
    };
    Ok(DayDigest {
        day: config.today(now),
        at: now,
        candidacies: people.clone().count(),
        published: people.clone().filter(|profile| profile.published.is_some()).count(),
        files: vec![
            file("candidaturas.csv", csv(config, people.clone())?),
            file("candidaturas.jsonl", json_lines(config, people)?),
        ],
    })
}
