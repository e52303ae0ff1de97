//! What a file is of, from which follow its name and how it is known to be whole.

use std::fmt;

use domain::{text::hex, time::Date};
use sha2::{Digest, Sha256};

/// SHA-256 of what is named so, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentName(String);

/// Digits of a content name.
pub(super) const DIGITS: usize = 64;

pub(super) const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl ContentName {
    /// The content name of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// Reads one; none when the text is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        (text.len() == DIGITS && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// As rows hold it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Width in pixels of that size of a photograph whose digest is the name of all its sizes.
pub const NAMING_WIDTH: u32 = 960;

/// Everything that is kept as a file. Each kind says where it is, how it is known to be whole and who names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// The signed document of a consent, sealed.
    ConsentDocument(ContentName),
    /// One size of a photograph, WebP.
    Photo {
        /// The content name of the size of [`NAMING_WIDTH`].
        name: ContentName,
        /// This size's width in pixels.
        width: u32,
    },
    /// The figures about identity, which are taken once in an election; JSON.
    IdentityFigures {
        /// The election's key.
        election: String,
    },
    /// The digests of a day's open data; JSON.
    DayDigest {
        /// The election's key.
        election: String,
        /// The day.
        day: Date,
    },
}

const FIGURES: &str = "figures-identity-";
const DIGESTS: &str = "open-data-";

/// The folder of an election's digests.
pub(super) fn day_digests(election: &str) -> String {
    format!("{DIGESTS}{election}")
}

impl File {
    /// Where it is within the folder of files.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::ConsentDocument(name) => name.to_string(),
            Self::Photo { name, width } => format!("{name}-{width}"),
            Self::IdentityFigures { election } => format!("{FIGURES}{election}"),
            Self::DayDigest { election, day } => format!("{}/{day}", day_digests(election)),
        }
    }

    /// What is kept there; none when nothing of ours is.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        if let Some(name) = ContentName::read(path) {
            return Some(Self::ConsentDocument(name));
        }
        if let Some(election) = path.strip_prefix(FIGURES).filter(|key| !key.contains('/')) {
            return Some(Self::IdentityFigures { election: election.to_owned() });
        }
        if let Some((election, day)) = path.strip_prefix(DIGESTS).and_then(|rest| rest.split_once('/')) {
            return Some(Self::DayDigest { election: election.to_owned(), day: day.parse().ok()? });
        }
        let (name, width) = path.split_once('-')?;
        Some(Self::Photo { name: ContentName::read(name)?, width: width.parse().ok()? })
    }

    /// Whether its bytes tell by themselves, or with its name, that they are whole.
    pub(super) const fn says_its_bytes(&self) -> bool {
        match self {
            Self::ConsentDocument(_) | Self::Photo { .. } => true,
            Self::IdentityFigures { .. } | Self::DayDigest { .. } => false,
        }
    }

    /// Whether these bytes can be those that were kept.
    pub(super) fn is_whole(&self, bytes: &[u8]) -> bool {
        match self {
            Self::ConsentDocument(name) | Self::Photo { name, width: NAMING_WIDTH } => ContentName::of(bytes) == *name,
            Self::Photo { .. } => is_whole_webp(bytes),
            Self::IdentityFigures { .. } | Self::DayDigest { .. } => !bytes.is_empty(),
        }
    }

    /// What whoever runs the server can do when it is missing or damaged.
    #[must_use]
    pub const fn mend(&self) -> &'static str {
        match self {
            Self::ConsentDocument(_) => "bring it back from a copy, or have the signed document uploaded again",
            Self::Photo { .. } => "bring it back from a copy, or have the photograph uploaded again",
            Self::IdentityFigures { .. } => "bring them back from a copy; they are never taken a second time",
            Self::DayDigest { .. } => "bring them back from a copy; what was published that day is not counted again",
        }
    }

    /// The name by which rows hold it; none when it is kept for its own sake, whatever rows say.
    pub(super) const fn named_by_rows(&self) -> Option<&ContentName> {
        match self {
            Self::ConsentDocument(name) | Self::Photo { name, .. } => Some(name),
            Self::IdentityFigures { .. } | Self::DayDigest { .. } => None,
        }
    }
}

/// What it is of, for whoever has to mend it.
impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConsentDocument(_) => f.write_str("the signed document of a consent"),
            Self::Photo { width, .. } => write!(f, "a photograph {width} pixels wide"),
            Self::IdentityFigures { .. } => f.write_str("the figures about identity"),
            Self::DayDigest { day, .. } => write!(f, "the digests of the open data of {day}"),
        }
    }
}

/// A WebP file says at its beginning how long it is.
fn is_whole_webp(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
    let says = length.and_then(|length| usize::try_from(length).ok()?.checked_add(8));
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") && says == Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_path() {
        let name = ContentName::of(b"a");
        let day = "2024-05-29".parse().expect("a day");
        let kinds = [
            File::ConsentDocument(name.clone()),
            File::Photo { name: name.clone(), width: 480 },
            File::IdentityFigures { election: "zacatecas-2024".into() },
            File::DayDigest { election: "zacatecas-2024".into(), day },
        ];
        for file in kinds {
            assert_eq!(File::at(&file.path()), Some(file));
        }
        for path in ["", "notes", "open-data-x/yesterday", &name.as_str()[1..], &format!("{name}-"), "aside/x"] {
            assert_eq!(File::at(path), None, "{path}");
        }
    }

    #[test]
    fn bytes_that_are_not_those_of_the_name_are_not_whole() {
        let document = File::ConsentDocument(ContentName::of(b"signed"));
        assert!(document.is_whole(b"signed") && !document.is_whole(b"") && !document.is_whole(b"signe\0"));
        let photo = File::Photo { name: ContentName::of(b"large"), width: 160 };
        let webp = |length: u32| [&b"RIFF"[..], &length.to_le_bytes(), b"WEBP", b"VP8 "].concat();
        assert!(photo.is_whole(&webp(8)) && !photo.is_whole(&webp(9)) && !photo.is_whole(&[0; 16]));
        assert!(!photo.is_whole(b""));
    }
}
