//! What a line of the log is about.

use std::fmt;

use uuid::Uuid;

use crate::ids::{AccountId, CandidacyId, PartyKey};

/// What a line is about. Written as text of a fixed form, `candidacy/…`, which lines are found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One candidacy.
    Candidacy(CandidacyId),
    /// One account.
    Account(AccountId),
    /// Everything of one party.
    Party(PartyKey),
    /// Every independent candidacy.
    Independents,
    /// The registry as a whole.
    Registry,
    /// Changes of the registry that wait for a second person.
    RegistryPlan(Uuid),
    /// A row of the registry that was put aside.
    RegistryRecord(Uuid),
    /// A movement of the registry.
    RegistryMovement(Uuid),
    /// A mail of the outbox.
    Mail(Uuid),
    /// The figures about identity.
    FiguresOfIdentity,
    /// Names that no account has, as somebody typed them.
    UnknownAccounts,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Candidacy(id) => write!(f, "candidacy/{id}"),
            Self::Account(id) => write!(f, "account/{id}"),
            Self::Party(key) => write!(f, "party/{key}"),
            Self::Independents => f.write_str("independents"),
            Self::Registry => f.write_str("registry"),
            Self::RegistryPlan(id) => write!(f, "registry_plan/{id}"),
            Self::RegistryRecord(id) => write!(f, "registry_record/{id}"),
            Self::RegistryMovement(id) => write!(f, "registry_movement/{id}"),
            Self::Mail(id) => write!(f, "mail/{id}"),
            Self::FiguresOfIdentity => f.write_str("figures/identity"),
            Self::UnknownAccounts => f.write_str("accounts/unknown"),
        }
    }
}

impl Subject {
    /// Reads what [`fmt::Display`] wrote; none when it is of another version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/').unwrap_or((text, ""));
        let id = || name.parse::<Uuid>().ok();
        match kind {
            "candidacy" => id().map(|id| Self::Candidacy(CandidacyId(id))),
            "account" => id().map(|id| Self::Account(AccountId(id))),
            "party" if !name.is_empty() => Some(Self::Party(PartyKey(name.to_owned()))),
            "independents" if name.is_empty() => Some(Self::Independents),
            "registry" if name.is_empty() => Some(Self::Registry),
            "registry_plan" => id().map(Self::RegistryPlan),
            "registry_record" => id().map(Self::RegistryRecord),
            "registry_movement" => id().map(Self::RegistryMovement),
            "mail" => id().map(Self::Mail),
            "figures" if name == "identity" => Some(Self::FiguresOfIdentity),
            "accounts" if name == "unknown" => Some(Self::UnknownAccounts),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let id = Uuid::from_u128(7);
        let all = [
            Subject::Candidacy(CandidacyId(id)),
            Subject::Account(AccountId(id)),
            Subject::Party(PartyKey("PT/1".into())),
            Subject::Independents,
            Subject::Registry,
            Subject::RegistryPlan(id),
            Subject::RegistryRecord(id),
            Subject::RegistryMovement(id),
            Subject::Mail(id),
            Subject::FiguresOfIdentity,
            Subject::UnknownAccounts,
        ];
        for subject in all {
            assert_eq!(Subject::parse(&subject.to_string()), Some(subject));
        }
        assert_eq!(Subject::Candidacy(CandidacyId(id)).to_string(), "candidacy/00000000-0000-0000-0000-000000000007");
        for other in ["", "candidacy", "candidacy/", "candidacy/x", "party/", "registry/x", "figures/x"] {
            assert_eq!(Subject::parse(other), None, "{other}");
        }
    }
}
