//! One person standing for one office, as the registry says.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{AffirmativeActionKey, Folio, NominatorKey, OfficeKey, PartyKey, TerritoryId},
    text,
    time::Date,
};

/// Owner or substitute of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Propietaria.
    Owner,
    /// Suplente.
    Substitute,
}

impl Kind {
    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "Propietaria",
            Self::Substitute => "Suplente",
        }
    }
}

/// Sex as registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Mujer.
    Woman,
    /// Hombre.
    Man,
    /// No binaria.
    NonBinary,
}

impl Sex {
    /// Its key in figures and filters, as it is serialized.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
            Self::NonBinary => "non_binary",
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Woman => "Mujer",
            Self::Man => "Hombre",
            Self::NonBinary => "No binaria",
        }
    }
}

/// What the registry says of a candidacy today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegistryStatus {
    /// Approved and standing.
    Active,
    /// Another person took the place.
    Substituted,
    /// No longer standing.
    Cancelled,
}

impl RegistryStatus {
    /// The stable code, as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Substituted => "substituted",
            Self::Cancelled => "cancelled",
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "Aprobada",
            Self::Substituted => "Sustituida",
            Self::Cancelled => "Cancelada",
        }
    }
}

/// Everything the registry says of one candidacy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The registry's stable key.
    pub folio: Folio,
    /// The office.
    pub office: OfficeKey,
    /// Where.
    pub territory: TerritoryId,
    /// Place in the list, proportional representation only.
    pub list_position: Option<u8>,
    /// Owner or substitute.
    pub kind: Kind,
    /// What owner and substitute share.
    pub formula: String,
    /// Party, coalition or the registry's word for independents.
    pub nominator: NominatorKey,
    /// The party that captures; none for independents.
    pub responsible_party: Option<PartyKey>,
    /// Given name or names.
    pub given_name: String,
    /// First surname.
    pub first_surname: String,
    /// Second surname, which may be empty.
    pub second_surname: String,
    /// Nickname, which may be empty.
    pub nickname: String,
    /// Sex as registered.
    pub sex: Sex,
    /// Never public: only the age is.
    pub birth_date: Date,
    /// The quota it was registered under, if any.
    pub affirmative_action: Option<AffirmativeActionKey>,
    /// Whether the person stands for the office held now.
    pub consecutive: bool,
    /// Never public.
    pub email: String,
    /// Active, substituted or cancelled.
    pub status: RegistryStatus,
    /// When the institute approved it.
    pub approved_on: Date,
    /// Whom it replaces.
    pub replaces: Option<Folio>,
}

impl Registration {
    /// The name as people say it: given name and both surnames.
    #[must_use]
    pub fn full_name(&self) -> String {
        join([&self.given_name, &self.first_surname, &self.second_surname])
    }

    /// What names are put in order by: surnames first.
    #[must_use]
    pub fn sort_name(&self) -> String {
        text::sort_key(&join([&self.first_surname, &self.second_surname, &self.given_name]))
    }

    /// What a search by name looks into: both orders and the nickname, folded.
    #[must_use]
    pub fn search_name(&self) -> String {
        text::fold(&join([
            &self.given_name,
            &self.first_surname,
            &self.second_surname,
            &self.given_name,
            &self.nickname,
        ]))
    }
}

fn join<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
