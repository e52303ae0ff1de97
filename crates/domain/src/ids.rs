//! Names of things: newtypes, so that one kind of key never passes for another.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Uuid))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

macro_rules! text_key {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The key as written in the election's data files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(key: &str) -> Self {
                Self(key.to_owned())
            }
        }
    )+};
}

uuid_id! {
    /// One person standing for one office.
    CandidacyId,
    /// One account to sign in with.
    AccountId,
    /// One signed-in device: the family of its refresh tokens.
    SessionId,
    /// One remark on one field.
    ObservationId,
}

text_key! {
    /// A question of a questionnaire, `career.political`.
    QuestionKey,
    /// A section of a questionnaire, `proposals`.
    SectionKey,
    /// A party's initials.
    PartyKey,
    /// A party's or coalition's key, or the word the registry uses for independents.
    NominatorKey,
    /// An office, `municipal_president`.
    OfficeKey,
    /// A territory that stays the same from one election to the next, `zac/mun/32010`.
    TerritoryId,
    /// An affirmative action, `youth`.
    AffirmativeActionKey,
    /// The registry's stable key of a candidacy.
    Folio,
}
