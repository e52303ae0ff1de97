//! The bytes of a line that are hashed, so that anybody can recompute the chain: docs/decisions/0006-the-form-of-a-log-line.md.
//!
//! They are RFC 8785 canonical JSON of one object. Its names are ASCII, its values strings and integers below 2^53; for
//! those, JSON of sorted names without blanks, as serde_json writes it, is exactly the canonical one. What says who, whom
//! or what is not in it: in its place stands a commitment, the SHA-256 of a salt of its own and the value. So the chain
//! alone tells nothing about anybody, whoever is shown a value with its salt can check it, and a value whose salt was
//! destroyed can be found by nobody, while the chain still holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::text::{from_hex, hex};

/// The version of this form. A line of the form before, 0, was hashed over its fields as they stand.
pub const VERSION: i64 = 1;

/// What the first line chains to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a line commits to. Named, and ordered, as in the canonical bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The id of the account that acted; none when the system did.
    Account,
    /// That account's name.
    AccountName,
    /// Digest of what was changed, as it was left.
    After,
    /// Digest of what was changed, as it was before; empty when it did not exist.
    Before,
    /// What tells it from another of its kind, as JSON text ([`super::Entry::data`]).
    Data,
    /// What it is about ([`super::Subject`]).
    Object,
    /// The party it touches.
    Party,
}

impl Fact {
    /// Every fact, in the order of their names.
    pub const ALL: [Self; 7] =
        [Self::Account, Self::AccountName, Self::After, Self::Before, Self::Data, Self::Object, Self::Party];

    /// Its name in the canonical bytes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::AccountName => "account_name",
            Self::After => "after",
            Self::Before => "before",
            Self::Data => "data",
            Self::Object => "object",
            Self::Party => "party",
        }
    }
}

/// 32 bytes that nobody can guess, of one value of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// Lower-case hexadecimal.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// Reads what [`Self::to_hex`] wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        from_hex(text)?.try_into().ok().map(Self)
    }
}

/// SHA-256, in lower-case hexadecimal, of a salt and after it: of a value that is absent the byte 0; of any other the byte 1
/// and its UTF-8 bytes. So absent is not empty, and nobody who has neither sees which a line has.
#[must_use]
pub fn commitment(salt: Salt, value: Option<&str>) -> String {
    let salted = Sha256::new().chain_update(salt.0);
    let committed = match value {
        None => salted.chain_update([0]),
        Some(value) => salted.chain_update([1]).chain_update(value),
    };
    hex(&committed.finalize())
}

/// The commitments of a line: one of every fact, also of what it does not have.
pub type Commitments = BTreeMap<Fact, String>;

/// Everything of a line that is hashed.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, as it is kept: UTC with six decimals of a second.
    pub at: &'a str,
    /// The code of its event.
    pub event: &'a str,
    /// The hash of the line before.
    pub previous: &'a str,
    /// What it commits to.
    pub commitments: &'a Commitments,
}

impl Line<'_> {
    /// The canonical bytes, as text.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut members: BTreeMap<&str, Value> = BTreeMap::from([
            ("version", VERSION.into()),
            ("seq", self.seq.into()),
            ("at", self.at.into()),
            ("event", self.event.into()),
            ("previous", self.previous.into()),
        ]);
        members.extend(self.commitments.iter().map(|(fact, commitment)| (fact.name(), commitment.as_str().into())));
        json(members)
    }

    /// SHA-256 of the canonical bytes, in lower-case hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.canonical()))
    }
}

/// Commitments as canonical JSON, as they are kept.
#[must_use]
pub fn written(commitments: &Commitments) -> String {
    json(commitments.iter().map(|(fact, commitment)| (fact.name(), commitment.as_str().into())).collect())
}

/// Sorted by name, whichever map serde_json was built with.
fn json(members: BTreeMap<&str, Value>) -> String {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made once by a program in another language, and held by the one in the decision, which says how anybody does it.
    const VECTOR: &str = include_str!("canonical_vector.json");

    #[derive(Deserialize)]
    struct Known {
        seq: i64,
        at: String,
        event: String,
        previous: String,
        facts: BTreeMap<Fact, Salted>,
        canonical: String,
        hash: String,
    }

    #[derive(Deserialize)]
    struct Salted {
        salt: String,
        value: Option<String>,
    }

    #[test]
    fn the_form_is_what_it_was() {
        let lines: Vec<Known> = serde_json::from_str(VECTOR).expect("JSON");
        let mut previous = GENESIS;
        for line in &lines {
            let salt = |salted: &Salted| Salt::from_hex(&salted.salt).expect("a salt");
            let commitments = line
                .facts
                .iter()
                .map(|(fact, salted)| (*fact, commitment(salt(salted), salted.value.as_deref())))
                .collect();
            let made = Line {
                seq: line.seq,
                at: &line.at,
                event: &line.event,
                previous: &line.previous,
                commitments: &commitments,
            };
            assert_eq!((&*line.previous, &*line.canonical), (previous, &*made.canonical()));
            assert_eq!(made.hash(), line.hash);
            previous = &line.hash;
        }
        let has = |fact, value: Option<&str>| lines.iter().any(|line| line.facts[&fact].value.as_deref() == value);
        assert!(has(Fact::Party, None) && has(Fact::Account, None), "an absent value");
        assert!(has(Fact::Before, Some("")) && has(Fact::Before, None), "an empty one");
        assert!(lines.iter().all(|line| line.facts.keys().eq(&Fact::ALL)), "a line shows what it does not have");
    }

    #[test]
    fn absent_is_not_empty() {
        let salt = Salt([7; 32]);
        assert_ne!(commitment(salt, Some("")), commitment(salt, None));
        assert_ne!(commitment(salt, Some("\u{0}")), commitment(salt, None));
    }

    #[test]
    fn what_serde_json_writes_is_canonical() {
        let commitments = Commitments::new();
        let line = Line {
            seq: 9_007_199_254_740_991,
            at: "\u{1}\u{1f}\n\t\"\\/",
            event: "ñ€\u{1f600}\u{7f}\u{2028}",
            previous: "",
            commitments: &commitments,
        };
        assert_eq!(
            line.canonical(),
            "{\"at\":\"\\u0001\\u001f\\n\\t\\\"\\\\/\",\"event\":\"ñ€\u{1f600}\u{7f}\u{2028}\",\"previous\":\"\",\"seq\":9007199254740991,\"version\":1}"
        );
    }

    #[test]
    fn facts_stand_in_the_order_of_their_names() {
        assert!(Fact::ALL.is_sorted() && Fact::ALL.map(Fact::name).is_sorted());
        for fact in Fact::ALL {
            assert_eq!(serde_json::to_value(fact).expect("JSON"), fact.name());
        }
    }

    #[test]
    fn a_salt_is_read_as_it_was_written() {
        let salt = Salt(std::array::from_fn(|place| u8::try_from(place * 8).expect("a byte")));
        assert_eq!(Salt::from_hex(&salt.to_hex()), Some(salt));
        for other in ["", "00", &"0".repeat(63), &"g".repeat(64), &"0".repeat(66)] {
            assert_eq!(Salt::from_hex(other), None);
        }
    }
}
