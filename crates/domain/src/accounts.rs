//! Who may sign in: roles and the person behind a request.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{AccountId, CandidacyId, PartyKey},
    permission::{Act, Reach, reach},
};

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// Most characters of a password: hashing more would only serve to tire the server.
pub const PASSWORD_MAX: usize = 256;
/// Characters of the reason for which an account is given a new code, or is refused one.
pub const RESET_REASON: RangeInclusive<usize> = 10..=500;

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
    /// Whether it is known to be in its holder's hands: see [`confirmer`].
    pub confirmed: bool,
}

/// Who asked for the reset of whose account.
///
/// The reset of an account of the institute takes two persons of different areas, and neither of them is its holder: one
/// asks for it, the other approves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedReset {
    /// The account.
    pub holder: AccountId,
    /// Who asked.
    pub by: AccountId,
    /// The area that asked.
    pub area: Role,
}

impl AskedReset {
    /// Whether somebody may approve it: a person of another area than whoever asked, and not the holder.
    #[must_use]
    pub fn may_approve(&self, second: &Actor) -> bool {
        second.account != self.holder
            && second.account != self.by
            && second.role != self.area
            && reach(second.role, Act::ApproveReset) != Reach::Nothing
    }

    /// Whether somebody may refuse it: whoever may approve it, and the holder, who knows of no need.
    #[must_use]
    pub fn may_refuse(&self, somebody: &Actor) -> bool {
        somebody.account == self.holder || self.may_approve(somebody)
    }
}

/// How the code of a reset reaches the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handing {
    /// Mailed to the address that the holder gave.
    AddressOfHolder,
    /// Mailed to the address that the registry gives, which others bring.
    AddressInRegistry,
    /// Shown to somebody of this role, who hands it over.
    ShownTo(Role),
}

/// Who has to say that an account is its holder's after a reset. Until then it reads no identity answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confirmer {
    /// The holder, who alone reads the address that the code was mailed to; or those of the other.
    Holder,
    /// The responsible unit, or a party's representation for its own accounts.
    Others,
}

impl Confirmer {
    /// The stable code, as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Others => "others",
        }
    }

    /// The value of a stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Holder, Self::Others].into_iter().find(|confirmer| confirmer.code() == code)
    }
}

/// Who has to confirm an account that `asker` had reset; none where nobody learns anything by having its code. An account
/// of the institute is always confirmed. Another one is where its code passed through the hands of somebody who may not
/// read every identity answer anyway, or could have chosen where it is mailed.
#[must_use]
pub fn confirmer(holder: Role, asker: Role, handing: Handing) -> Option<Confirmer> {
    let reads_anyway = |role| reach(role, Act::ReadIdentity) == Reach::Election;
    match handing {
        Handing::AddressOfHolder if holder.is_institute() => Some(Confirmer::Holder),
        Handing::AddressOfHolder => None,
        Handing::AddressInRegistry => (!reads_anyway(asker)).then_some(Confirmer::Others),
        Handing::ShownTo(role) => (holder.is_institute() || !reads_anyway(role)).then_some(Confirmer::Others),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(id: u128, role: Role) -> Actor {
        let account = AccountId(Uuid::from_u128(id));
        Actor { account, username: id.to_string(), role, party: None, candidacy: None, confirmed: true }
    }

    #[test]
    fn a_reset_takes_two_areas_and_never_the_holder() {
        let holder = person(1, Role::GenderDirectorate);
        for area in [Role::ItDirectorate, Role::ResponsibleUnit] {
            let asked = AskedReset { holder: holder.account, by: person(2, area).account, area };
            for role in Role::ALL {
                let allowed = reach(role, Act::ApproveReset) != Reach::Nothing && role != area;
                assert_eq!(asked.may_approve(&person(3, role)), allowed, "asked by {area:?}, approved by {role:?}");
            }
            assert!(!asked.may_approve(&person(2, Role::LegalDirectorate)), "who asked, whatever its role is now");
            assert!(!asked.may_approve(&holder));
            assert!(asked.may_refuse(&holder));
            assert!(!asked.may_refuse(&person(4, area)), "whoever is of the area that asked takes it back instead");
        }
    }

    #[test]
    fn whoever_had_the_code_in_their_hands_reads_nothing_new_by_it() {
        use Handing::{AddressInRegistry, AddressOfHolder, ShownTo};
        use Role::{Candidate, GenderDirectorate, ItDirectorate, LegalDirectorate, ResponsibleUnit};
        let institute = |handing| confirmer(GenderDirectorate, ItDirectorate, handing);
        assert_eq!(institute(AddressOfHolder), Some(Confirmer::Holder));
        assert_eq!(institute(ShownTo(ResponsibleUnit)), Some(Confirmer::Others));
        assert_eq!(institute(ShownTo(LegalDirectorate)), Some(Confirmer::Others));
        assert_eq!(confirmer(Candidate, ItDirectorate, ShownTo(ItDirectorate)), Some(Confirmer::Others));
        assert_eq!(confirmer(Candidate, ItDirectorate, AddressInRegistry), Some(Confirmer::Others));
        assert_eq!(confirmer(Candidate, ItDirectorate, AddressOfHolder), None);
        assert_eq!(confirmer(Candidate, ResponsibleUnit, ShownTo(ResponsibleUnit)), None);
        assert_eq!(confirmer(Candidate, ResponsibleUnit, AddressInRegistry), None);
    }
}
