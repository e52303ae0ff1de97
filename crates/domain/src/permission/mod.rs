//! One table, role × action, asked by the API, the screens and the tests (PTO I, II).

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{Actor, Role},
    ids::{CandidacyId, PartyKey},
    refusal::Refusal,
};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Something an account may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Act {
            $($(#[$doc])* $name),+
        }

        impl Act {
            /// Every act.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }

        /// The acts as types: a [`Permit`] names one of them.
        pub mod act {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
            impl super::Action for $name {
                const ACT: super::Act = super::Act::$name;
            })+
        }
    };
}

/// An act as a type, which has no value.
pub trait Action: Clone + Send + Sync + 'static {
    /// The act's row in the table.
    const ACT: Act;
}

actions! {
    /// See what a file of the registry would do, what waits of it, and what its address answered.
    ReadRegistry,
    /// Bring the registry's candidacies up to date.
    SyncRegistry,
    /// Send the registry's movements by itself, signed.
    PushRegistry,
    /// Apply, as the second person, what another brought of the registry.
    ApproveRegistry,
    /// See what the registry sent wrong, and complete or discard its rows that could not be taken.
    MendRegistry,
    /// Undo what the registry said of who stands.
    UndoMovement,
    /// Issue, deliver and block accounts.
    ManageAccounts,
    /// See the accounts within one's reach: their state, never their codes.
    ReadAccounts,
    /// Give an account a new code, or take its block away. An account of the institute gets one when another area approves.
    ResetAccounts,
    /// See which resets of accounts wait, and what became of the others.
    ReadResets,
    /// Approve or refuse, as the second person, the reset of an account of the institute.
    ApproveReset,
    /// Say that an account is in its holder's hands after a reset.
    ConfirmAccount,
    /// Make and revoke the keys of programs that work without a person.
    ManageMachineKeys,
    /// Say that an account was lost: it is blocked at once.
    ReportLoss,
    /// Say that the accounts were received.
    AcknowledgeReceipt,
    /// Record the paper that says the accounts were received.
    RecordReceipt,
    /// Name the persons who validate for a party.
    DesignateValidators,
    /// See who was named to validate.
    ReadDesignations,
    /// Take the designation of a person who validates back.
    RevokeValidators,
    /// Confirm the persons a party named.
    ConfirmValidators,
    /// Save draft answers.
    SaveAnswers,
    /// Send the questionnaires to validation.
    SubmitProfile,
    /// Accept the privacy notice.
    AcceptNotice,
    /// Set or remove the photograph.
    SetPhoto,
    /// Upload or withdraw the consent.
    ManageConsent,
    /// Read the progress of every party.
    ReadAllProgress,
    /// Tell a party or an independent what is missing.
    RemindParty,
    /// Open the candidacies within one's reach.
    ReadCandidacy,
    /// Read answers that are not public yet.
    ReadAnswers,
    /// Make diffusion material.
    MakeDiffusion,
    /// Edit a submitted profile before validating it.
    EditSubmitted,
    /// Observe fields and return them to capture.
    ReturnToCapture,
    /// Validate for the party or for oneself.
    ValidateProfile,
    /// Take a review, so that nobody else does the same, and leave it.
    ClaimReview,
    /// Say whether the curricular part complies.
    JudgeCurricular,
    /// Say whether the identity part complies.
    JudgeIdentity,
    /// Send the institute's observations.
    SendObservations,
    /// Authorise the publication.
    AuthorisePublication,
    /// Hide a section or all of what is published.
    DisablePublication,
    /// Restore what was hidden.
    RestorePublication,
    /// Decide that what was flagged stays as it is.
    DismissFlag,
    /// Open fields again for a limited time.
    GrantFields,
    /// Give more time with a reason.
    ExtendDeadline,
    /// Flag published content.
    FlagPublished,
    /// Ask for the one correction.
    RequestCorrection,
    /// Read identity answers.
    ReadIdentity,
    /// Publish a privacy notice.
    PublishNotice,
    /// Publish the consent format.
    PublishConsentFormat,
    /// Open a support ticket.
    OpenTicket,
    /// Answer a support ticket.
    AnswerTicket,
    /// See the mails that wait, were sent or failed, and try one again.
    ManageOutbox,
    /// Read the activity log.
    ReadLog,
    /// Order the suppression of sensitive data.
    SuppressSensitive,
    /// Confirm the suppression as the second person.
    ConfirmSuppression,
}

/// How far a role's permission for an act goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Not allowed.
    Nothing,
    /// Its own candidacy.
    OwnCandidacy,
    /// The candidacies its party is responsible for.
    OwnParty,
    /// The whole election.
    Election,
}

/// The table of who may do what, and how far. Every role stands in every arm: nobody may do something because they were
/// forgotten.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a table: every act as every role")]
pub const fn reach(role: Role, act: Act) -> Reach {
    use Reach::{Election, Nothing, OwnCandidacy, OwnParty};
    use Role::{
        Candidate, CommunicationUnit, GenderDirectorate, IndependentCandidate, ItDirectorate, LegalDirectorate,
        OversightCommission, PartiesDirectorate, PartyCapturist, PartyRepresentative, PartyValidator, RegistrySystem,
        ResponsibleUnit,
    };
    match act {
        Act::SyncRegistry => match role {
            ResponsibleUnit | ItDirectorate => Election,
            PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::PushRegistry => match role {
            RegistrySystem => Election,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist
            | Candidate | IndependentCandidate => Nothing,
        },
        Act::ReadRegistry
        | Act::ApproveRegistry
        | Act::ManageAccounts
        | Act::ResetAccounts
        | Act::ManageMachineKeys
        | Act::AnswerTicket
        | Act::ManageOutbox => match role {
            ResponsibleUnit | ItDirectorate => Election,
            PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::AcknowledgeReceipt => match role {
            PartyRepresentative => OwnParty,
            IndependentCandidate => OwnCandidacy,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyValidator | PartyCapturist | Candidate
            | RegistrySystem => Nothing,
        },
        Act::ReadAccounts | Act::ReportLoss => match role {
            ResponsibleUnit | ItDirectorate => Election,
            PartyRepresentative => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | PartyValidator | PartyCapturist | RegistrySystem => Nothing,
        },
        Act::ReadResets | Act::ApproveReset => match role {
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate => Election,
            CommunicationUnit | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist
            | Candidate | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::ConfirmAccount => match role {
            ResponsibleUnit => Election,
            PartyRepresentative => OwnParty,
            ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit
            | OversightCommission | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::DesignateValidators => match role {
            PartyRepresentative => OwnParty,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyValidator | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::ReadDesignations | Act::RevokeValidators => match role {
            ResponsibleUnit => Election,
            PartyRepresentative => OwnParty,
            ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit
            | OversightCommission | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::SaveAnswers | Act::SubmitProfile | Act::AcceptNotice | Act::SetPhoto => match role {
            PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyRepresentative | PartyValidator | RegistrySystem => {
                Nothing
            }
        },
        Act::ManageConsent => match role {
            PartyRepresentative | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyValidator | RegistrySystem => Nothing,
        },
        Act::ReadAllProgress => match role {
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission => Election,
            PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::RemindParty => match role {
            ResponsibleUnit | PartiesDirectorate => Election,
            ItDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::ReadCandidacy => match role {
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission => Election,
            PartyRepresentative | PartyValidator | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            RegistrySystem => Nothing,
        },
        Act::ReadAnswers => match role {
            ResponsibleUnit | PartiesDirectorate | GenderDirectorate => Election,
            PartyRepresentative | PartyValidator | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            ItDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission | RegistrySystem => Nothing,
        },
        Act::MakeDiffusion => match role {
            ResponsibleUnit | CommunicationUnit => Election,
            ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate | OversightCommission
            | PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::EditSubmitted => match role {
            PartyValidator => OwnParty,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyRepresentative | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::ReturnToCapture | Act::ValidateProfile => match role {
            PartyValidator => OwnParty,
            IndependentCandidate => OwnCandidacy,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyRepresentative | PartyCapturist | Candidate
            | RegistrySystem => Nothing,
        },
        Act::ClaimReview => match role {
            ResponsibleUnit | PartiesDirectorate | GenderDirectorate => Election,
            PartyValidator => OwnParty,
            IndependentCandidate => OwnCandidacy,
            ItDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission | PartyRepresentative
            | PartyCapturist | Candidate | RegistrySystem => Nothing,
        },
        Act::JudgeCurricular => match role {
            PartiesDirectorate => Election,
            ResponsibleUnit | ItDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit
            | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::JudgeIdentity => match role {
            GenderDirectorate => Election,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | LegalDirectorate | CommunicationUnit
            | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::MendRegistry
        | Act::UndoMovement
        | Act::RecordReceipt
        | Act::ConfirmValidators
        | Act::SendObservations
        | Act::AuthorisePublication
        | Act::DisablePublication
        | Act::RestorePublication
        | Act::DismissFlag
        | Act::GrantFields
        | Act::ExtendDeadline
        | Act::PublishNotice
        | Act::SuppressSensitive => match role {
            ResponsibleUnit => Election,
            ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit
            | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::FlagPublished => match role {
            PartiesDirectorate | GenderDirectorate => Election,
            ResponsibleUnit | ItDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | PartyRepresentative | PartyValidator | PartyCapturist | Candidate | IndependentCandidate
            | RegistrySystem => Nothing,
        },
        Act::RequestCorrection => match role {
            PartyRepresentative => OwnParty,
            IndependentCandidate => OwnCandidacy,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission | PartyValidator | PartyCapturist | Candidate
            | RegistrySystem => Nothing,
        },
        Act::ReadIdentity => match role {
            ResponsibleUnit | GenderDirectorate => Election,
            PartyRepresentative | PartyValidator | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            ItDirectorate | PartiesDirectorate | LegalDirectorate | CommunicationUnit | OversightCommission
            | RegistrySystem => Nothing,
        },
        Act::PublishConsentFormat | Act::ConfirmSuppression => match role {
            LegalDirectorate => Election,
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | CommunicationUnit
            | OversightCommission | PartyRepresentative | PartyValidator | PartyCapturist | Candidate
            | IndependentCandidate | RegistrySystem => Nothing,
        },
        Act::OpenTicket => match role {
            ResponsibleUnit | ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate
            | CommunicationUnit | OversightCommission => Election,
            PartyRepresentative | PartyValidator | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            RegistrySystem => Nothing,
        },
        Act::ReadLog => match role {
            ResponsibleUnit | OversightCommission => Election,
            PartyRepresentative | PartyValidator | PartyCapturist => OwnParty,
            Candidate | IndependentCandidate => OwnCandidacy,
            ItDirectorate | PartiesDirectorate | GenderDirectorate | LegalDirectorate | CommunicationUnit
            | RegistrySystem => Nothing,
        },
    }
}

impl Act {
    /// Whether it needs the second factor again just before, from an account that has one.
    #[must_use]
    pub const fn needs_proof(self) -> bool {
        match self {
            Self::AuthorisePublication
            | Self::DisablePublication
            | Self::SyncRegistry
            | Self::ApproveRegistry
            | Self::UndoMovement
            | Self::SuppressSensitive
            | Self::ConfirmSuppression
            | Self::ResetAccounts
            | Self::ApproveReset
            | Self::ConfirmAccount
            | Self::ManageMachineKeys => true,
            Self::ReadRegistry
            | Self::PushRegistry
            | Self::MendRegistry
            | Self::ManageAccounts
            | Self::ReadAccounts
            | Self::ReadResets
            | Self::ReportLoss
            | Self::AcknowledgeReceipt
            | Self::RecordReceipt
            | Self::DesignateValidators
            | Self::ReadDesignations
            | Self::RevokeValidators
            | Self::ConfirmValidators
            | Self::SaveAnswers
            | Self::SubmitProfile
            | Self::AcceptNotice
            | Self::SetPhoto
            | Self::ManageConsent
            | Self::ReadAllProgress
            | Self::RemindParty
            | Self::ReadCandidacy
            | Self::ReadAnswers
            | Self::MakeDiffusion
            | Self::EditSubmitted
            | Self::ReturnToCapture
            | Self::ValidateProfile
            | Self::ClaimReview
            | Self::JudgeCurricular
            | Self::JudgeIdentity
            | Self::SendObservations
            | Self::RestorePublication
            | Self::DismissFlag
            | Self::GrantFields
            | Self::ExtendDeadline
            | Self::FlagPublished
            | Self::RequestCorrection
            | Self::ReadIdentity
            | Self::PublishNotice
            | Self::PublishConsentFormat
            | Self::OpenTicket
            | Self::AnswerTicket
            | Self::ManageOutbox
            | Self::ReadLog => false,
        }
    }

    /// Whether an account whose code passed through other hands may do it only once somebody said that it is its holder's.
    const fn needs_confirmed(self) -> bool {
        matches!(self, Self::ReadIdentity | Self::ApproveReset | Self::ConfirmAccount)
    }
}

/// How far an actor's permission for an act goes now: that of its role, or none while its account is not confirmed.
#[must_use]
pub const fn reach_of(actor: &Actor, act: Act) -> Reach {
    if act.needs_confirmed() && !actor.confirmed { Reach::Nothing } else { reach(actor.role, act) }
}

/// Whose candidacy something touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// The party that captures for it; none for independents.
    pub responsible_party: Option<PartyKey>,
}

/// Proof that an actor's role may do `A`. Only [`Permit::prove`] makes one.
#[derive(Debug, Clone)]
pub struct Permit<A> {
    actor: Actor,
    reach: Reach,
    act: PhantomData<A>,
}

impl<A: Action> Permit<A> {
    /// Asks the table.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] when the actor's role may never do this; [`Refusal::AccountUnconfirmed`] when its account
    /// may not yet.
    pub fn prove(actor: Actor) -> Result<Self, Refusal> {
        match reach_of(&actor, A::ACT) {
            Reach::Nothing if reach(actor.role, A::ACT) != Reach::Nothing => Err(Refusal::AccountUnconfirmed),
            Reach::Nothing => Err(Refusal::NotAllowed),
            reach => Ok(Self { actor, reach, act: PhantomData }),
        }
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// How far the permission goes.
    #[must_use]
    pub const fn reach(&self) -> Reach {
        self.reach
    }

    /// Checks that one candidacy lies within the permission.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], for the existence of another party's work is private.
    pub fn cover(&self, scope: &Scope) -> Result<(), Refusal> {
        if covers(&self.actor, self.reach, scope) { Ok(()) } else { Err(Refusal::NotFound) }
    }
}

fn covers(actor: &Actor, reach: Reach, scope: &Scope) -> bool {
    match reach {
        Reach::Nothing => false,
        Reach::OwnCandidacy => actor.candidacy == Some(scope.candidacy),
        Reach::OwnParty => actor.party.is_some() && actor.party == scope.responsible_party,
        Reach::Election => true,
    }
}

/// Whether an actor may do an act to one candidacy: what a screen asks before showing a button.
#[must_use]
pub fn may(actor: &Actor, act: Act, scope: &Scope) -> bool {
    covers(actor, reach_of(actor, act), scope)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The whole table, one line an act: whoever changes a cell changes this text too.
    const TABLE: &str = include_str!("permission_table.txt");

    #[test]
    fn every_cell_of_the_table_is_as_agreed() {
        let mut table = String::new();
        for act in Act::ALL {
            let _ = write!(table, "{act:?}:");
            for role in Role::ALL {
                let reach = reach(role, *act);
                if reach != Reach::Nothing {
                    let _ = write!(table, " {}={reach:?}", role.code());
                }
            }
            table.push('\n');
        }
        assert_eq!(table, TABLE);
    }

    #[test]
    fn one_party_never_reaches_another() {
        let id = CandidacyId(uuid::Uuid::nil());
        let actor = Actor {
            account: crate::ids::AccountId(uuid::Uuid::nil()),
            username: "captura".into(),
            role: Role::PartyCapturist,
            party: Some("PT".into()),
            candidacy: None,
            confirmed: true,
        };
        let permit = Permit::<act::SaveAnswers>::prove(actor.clone()).expect("a capturist saves answers");
        let scope = |party: Option<&str>| Scope { candidacy: id, responsible_party: party.map(Into::into) };
        assert_eq!(permit.cover(&scope(Some("PT"))), Ok(()));
        assert_eq!(permit.cover(&scope(Some("PAN"))), Err(Refusal::NotFound));
        assert_eq!(permit.cover(&scope(None)), Err(Refusal::NotFound), "independents belong to no party");
        assert!(matches!(Permit::<act::AuthorisePublication>::prove(actor), Err(Refusal::NotAllowed)));
    }

    #[test]
    fn an_account_that_is_not_confirmed_reads_no_identity() {
        let scope = Scope { candidacy: CandidacyId(uuid::Uuid::nil()), responsible_party: None };
        let actor = |confirmed| Actor {
            account: crate::ids::AccountId(uuid::Uuid::nil()),
            username: "paridad".into(),
            role: Role::GenderDirectorate,
            party: None,
            candidacy: None,
            confirmed,
        };
        assert!(may(&actor(true), Act::ReadIdentity, &scope));
        for act in Act::ALL {
            let withheld = may(&actor(true), *act, &scope) && !may(&actor(false), *act, &scope);
            assert_eq!(withheld, [Act::ReadIdentity, Act::ApproveReset].contains(act), "{act:?}");
        }
        let refused = Permit::<act::ReadIdentity>::prove(actor(false));
        assert!(matches!(refused, Err(Refusal::AccountUnconfirmed)));
    }
}
