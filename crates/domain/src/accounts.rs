//! Who may sign in: roles and the person behind a request.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, CandidacyId, PartyKey};

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// Most characters of a password: hashing more would only serve to tire the server.
pub const PASSWORD_MAX: usize = 256;

/// What an account is for (PTO Glosario, I.A.1.III, I.B.1.III).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Instancia Responsable: the transparency unit that runs the system.
    ResponsibleUnit,
    /// DESI: accounts and support, never identity answers.
    ItDirectorate,
    /// DEOEPP: verifies the curricular part.
    PartiesDirectorate,
    /// DEPG: verifies the identity part.
    GenderDirectorate,
    /// DEAJ: consent format.
    LegalDirectorate,
    /// UCS: diffusion.
    CommunicationUnit,
    /// Comisión Transitoria de Seguimiento: reads progress and the log.
    OversightCommission,
    /// A party's representation before the institute.
    PartyRepresentative,
    /// The person a party designates to supervise and validate.
    PartyValidator,
    /// A party's generic capture account.
    PartyCapturist,
    /// A candidacy's own account.
    Candidate,
    /// An independent candidacy's own account.
    IndependentCandidate,
    /// The outside registry of candidacies: a machine.
    RegistrySystem,
}

impl Role {
    /// Every role, in the order of the table of roles.
    pub const ALL: [Self; 13] = [
        Self::ResponsibleUnit,
        Self::ItDirectorate,
        Self::PartiesDirectorate,
        Self::GenderDirectorate,
        Self::LegalDirectorate,
        Self::CommunicationUnit,
        Self::OversightCommission,
        Self::PartyRepresentative,
        Self::PartyValidator,
        Self::PartyCapturist,
        Self::Candidate,
        Self::IndependentCandidate,
        Self::RegistrySystem,
    ];

    /// The stable code, as it travels and is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ResponsibleUnit => "responsible_unit",
            Self::ItDirectorate => "it_directorate",
            Self::PartiesDirectorate => "parties_directorate",
            Self::GenderDirectorate => "gender_directorate",
            Self::LegalDirectorate => "legal_directorate",
            Self::CommunicationUnit => "communication_unit",
            Self::OversightCommission => "oversight_commission",
            Self::PartyRepresentative => "party_representative",
            Self::PartyValidator => "party_validator",
            Self::PartyCapturist => "party_capturist",
            Self::Candidate => "candidate",
            Self::IndependentCandidate => "independent_candidate",
            Self::RegistrySystem => "registry_system",
        }
    }

    /// What the screen calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResponsibleUnit => "Instancia Responsable",
            Self::ItDirectorate => "Sistemas Informáticos",
            Self::PartiesDirectorate => "Organización Electoral y Partidos Políticos",
            Self::GenderDirectorate => "Paridad entre los Géneros",
            Self::LegalDirectorate => "Asuntos Jurídicos",
            Self::CommunicationUnit => "Comunicación Social",
            Self::OversightCommission => "Comisión de Seguimiento",
            Self::PartyRepresentative => "Representación del partido",
            Self::PartyValidator => "Supervisión y validación del partido",
            Self::PartyCapturist => "Captura del partido",
            Self::Candidate => "Candidatura",
            Self::IndependentCandidate => "Candidatura independiente",
            Self::RegistrySystem => "Sistema de Registro de Candidaturas",
        }
    }

    /// The role of a stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the account belongs to an area of the institute.
    #[must_use]
    pub const fn is_institute(self) -> bool {
        matches!(
            self,
            Self::ResponsibleUnit
                | Self::ItDirectorate
                | Self::PartiesDirectorate
                | Self::GenderDirectorate
                | Self::LegalDirectorate
                | Self::CommunicationUnit
                | Self::OversightCommission
        )
    }
}

/// The signed-in account that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Its account.
    pub account: AccountId,
    /// The name it signs in with.
    pub username: String,
    /// What it is for.
    pub role: Role,
    /// The party it works for, if any.
    pub party: Option<PartyKey>,
    /// The one candidacy it belongs to, if any.
    pub candidacy: Option<CandidacyId>,
}
