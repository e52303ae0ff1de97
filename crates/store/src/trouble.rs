//! What keeps the store from serving anybody for a while, as far as the databases and the system tell it.

use std::io;

use diesel::result::{DatabaseErrorKind, Error};

use crate::StoreError;

/// What passes by itself or by what whoever runs the server does: nobody has to ask otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// More is asked than can be done: it took longer than it may.
    Busy,
    /// There is no room for what would be kept.
    Full,
    /// The database does not answer, or cannot be read or written.
    Gone,
    /// The database fell silent while something was kept: it was or it was not.
    Unsure,
}

/// What the databases say when there is no room. PostgreSQL passes on what its system says.
const FULL: [&str; 4] =
    ["database or disk is full", "No space left on device", "Disk quota exceeded", "File too large"];
/// What they say when it takes too long.
const BUSY: [&str; 4] =
    ["database is locked", "database table is locked", "due to lock timeout", "due to statement timeout"];
/// What they say when they, or their disk, are not there.
const GONE: [&str; 13] = [
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
    "terminating connection due to",
    "the database system is",
    "server closed the connection",
    "no connection to the server",
    "could not receive data from server",
    "could not send data to server",
    "SSL connection has been closed",
    "Connection refused",
    "Connection timed out",
    "timeout expired",
];

impl StoreError {
    /// What trouble it tells of; none when it tells of something that stays wrong.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Busy(_) => Some(Trouble::Busy),
            Self::Full(_) => Some(Trouble::Full),
            Self::Gone(_) => Some(Trouble::Gone),
            Self::Unsure(_) => Some(Trouble::Unsure),
            Self::Database(error) => of_database(error),
            Self::Damaged(_) | Self::Migration(_) | Self::File(_) | Self::BadFile(..) | Self::Sealed(_) => None,
        }
    }
}

fn of_database(error: &Error) -> Option<Trouble> {
    match error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _) | Error::BrokenTransactionManager => {
            Some(Trouble::Gone)
        }
        Error::DatabaseError(_, told) => of_words(told.message()),
        Error::RollbackErrorOnCommit { commit_error, .. } => of_database(commit_error),
        _ => None,
    }
}

/// The trouble that a database's words tell of.
pub(crate) fn of_words(words: &str) -> Option<Trouble> {
    let says = |known: &[&str]| known.iter().any(|known| words.contains(known));
    if says(&FULL) {
        Some(Trouble::Full)
    } else if says(&BUSY) {
        Some(Trouble::Busy)
    } else if says(&GONE) {
        Some(Trouble::Gone)
    } else {
        None
    }
}

/// Why a file could not be written or read.
pub(crate) fn of_file(error: &(dyn std::error::Error + 'static)) -> StoreError {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if let Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) = kind {
            return StoreError::Full(error.to_string());
        }
        cause = error.source();
    }
    StoreError::File(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_databases_tell_what_keeps_them() {
        for (words, trouble) in [
            ("database or disk is full", Some(Trouble::Full)),
            ("could not extend file \"base/1/2\": No space left on device", Some(Trouble::Full)),
            ("disk I/O error", Some(Trouble::Gone)),
            ("terminating connection due to administrator command", Some(Trouble::Gone)),
            ("canceling statement due to lock timeout", Some(Trouble::Busy)),
            ("database is locked", Some(Trouble::Busy)),
            ("relation \"nothing\" does not exist", None),
        ] {
            assert_eq!(of_words(words), trouble, "{words}");
        }
    }

    #[test]
    fn a_full_disk_is_known_through_whatever_wraps_it() {
        // ENOSPC, EDQUOT, EFBIG.
        for code in [28, 122, 27] {
            let inner = io::Error::from_raw_os_error(code);
            let wrapped = object_store::Error::Generic { store: "folder", source: Box::new(inner) };
            assert_eq!(of_file(&wrapped).trouble(), Some(Trouble::Full), "{code}");
        }
        assert_eq!(of_file(&io::Error::from_raw_os_error(5)).trouble(), None);
    }
}
