//! What a line of the log tells besides its event, in words that whoever reads it knows: titles for keys, dates as people
//! write them, and no digest.

use super::{AccountsReceipt, Entry, RegistryCounts};
use crate::{election::Election, questionnaire::Part, time::Timestamp};

impl Entry {
    /// Its data in words; empty where the event says everything. `moment` writes a time as people do.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table, one arm a fact")]
    pub fn words(&self, election: &Election, moment: impl Fn(Timestamp) -> String) -> String {
        match self {
            Self::RegistrySynced { counts, .. } => registry(counts),
            Self::CandidacyAdded { folio }
            | Self::CandidacyChanged { folio }
            | Self::CandidacySubstituted { folio }
            | Self::CandidacyCancelled { folio }
            | Self::CandidacyReinstated { folio }
            | Self::WithdrawalHeld { folio }
            | Self::WithdrawalDeclined { folio }
            | Self::CandidacyDoubted { folio }
            | Self::DoubtSettled { folio }
            | Self::RecordCompleted { folio } => folio.to_string(),
            Self::MovementUndone { reason }
            | Self::UndoingAsked { reason }
            | Self::UndoingDeclined { reason }
            | Self::UndoingConfirmed { reason }
            | Self::PlanConfirmed { reason }
            | Self::DoubtMended { reason }
            | Self::DoubtDismissed { reason }
            | Self::CandidacySucceeded { reason, .. }
            | Self::SubstituteWithdrawn { reason }
            | Self::RecordDiscarded { folio: None, reason }
            | Self::PlanDeclined { reason }
            | Self::IdentityReadFor { purpose: reason } => reason.clone(),
            Self::RecordDiscarded { folio: Some(folio), reason } => format!("{folio} {reason}"),
            Self::AccountIssued { username }
            | Self::AccountReset { username }
            | Self::ResetWithdrawn { username }
            | Self::ResetLapsed { username }
            | Self::AccountConfirmed { username }
            | Self::AccountUnblocked { username }
            | Self::AccountLost { username } => username.clone(),
            Self::AccountBlocked { username, reason }
            | Self::ResetAsked { username, reason }
            | Self::ResetRefused { username, reason } => format!("{username}: {reason}"),
            Self::ResetApproved { username, asked_by, mailed } => {
                let handed = if *mailed { "se mandó a su correo" } else { "se entrega en mano" };
                format!("{username}. La pidió {asked_by}; el código {handed}")
            }
            Self::AccountsDelivered { accounts, .. } => counted(&[("cuentas", *accounts)]),
            Self::ValidatorDesignated { person }
            | Self::ValidatorConfirmed { person }
            | Self::ValidatorRevoked { person } => person.clone(),
            Self::MachineKeyMade { name, .. } | Self::MachineKeyRevoked { name, .. } => name.clone(),
            Self::AccountsReceived { receipt } => match receipt {
                AccountsReceipt::Accounts { accounts, candidacies, .. } => {
                    counted(&[("cuentas", *accounts), ("candidaturas", *candidacies)])
                }
                AccountsReceipt::Candidacy { capture_until: Some(until) } => {
                    format!("Puede capturar hasta el {}", moment(*until))
                }
                AccountsReceipt::Candidacy { capture_until: None } => String::new(),
            },
            Self::SignInsRefused { hour, attempts, places } => {
                let attempts = if *attempts == 1 { "1 intento".to_owned() } else { format!("{attempts} intentos") };
                let places = if *places == 1 { "un lugar".to_owned() } else { format!("{places} lugares") };
                format!("{attempts} desde {places}, en la hora que comenzó el {}", moment(*hour))
            }
            Self::PrivacyNoticeAccepted { version } => format!("Versión {version}"),
            Self::AnswersSaved { questions }
            | Self::PhotoSet { questions }
            | Self::PhotoRemoved { questions }
            | Self::ProfileEdited { questions }
            | Self::ProfileReturned { questions }
            | Self::ObservationsSent { questions }
            | Self::CorrectionRequested { questions } => questions.words(election),
            Self::ExtensionGiven { until, reason, .. } => format!("Hasta el {}. {reason}", moment(*until)),
            Self::ProfileSubmitted { receipt } => format!("Acuse {receipt}"),
            Self::PartObserved { part: part @ Part::Curricular, questions } => {
                format!("{}: {}", part.name(), questions.words(election))
            }
            Self::PartCompliant { part } | Self::PartObserved { part, .. } => part.name().to_owned(),
            Self::PublicationAuthorised { version, .. } | Self::PublicationReleased { version, .. } => {
                format!("Versión {version}")
            }
            Self::PublicationScheduled { at } => format!("Para el {}", moment(*at)),
            Self::ReviewTaken { task } | Self::ReviewLeft { task } => task.name().to_owned(),
            Self::ReviewTakenOver { task, from } => format!("{}. La tenía {from}", task.name()),
            Self::SectionMarked { section } => election.profile_part_name(Some(section)),
            Self::ContentFlagged { section, ground } | Self::PublicationHidden { section, ground } => {
                format!("{}. {}", election.profile_part_name(section.as_ref()), ground.name())
            }
            Self::FlagDismissed { section } | Self::PublicationRestored { section } => {
                election.profile_part_name(section.as_ref())
            }
            Self::PartyReminded { candidacies } => counted(&[("candidaturas sin enviar", *candidacies)]),
            Self::MovementAllowed
            | Self::PlanHeld { .. }
            | Self::PlanApproved
            | Self::PasswordChanged
            | Self::EmailChanged
            | Self::FactorConfirmed
            | Self::FactorDropped
            | Self::RecoveryCodeUsed
            | Self::ProofGiven
            | Self::SessionsEnded
            | Self::AccountFirstUsed
            | Self::SignedIn
            | Self::SignInRefused
            | Self::SignedOut
            | Self::SessionReused
            | Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::ProfileValidated
            | Self::PublicationUnscheduled
            | Self::CorrectionGranted
            | Self::CorrectionDeclined
            | Self::GrantLapsed
            | Self::MailRetried
            | Self::IdentityRead
            | Self::FiguresTaken => String::new(),
        }
    }
}

fn registry(counts: &RegistryCounts) -> String {
    counted(&[
        ("nuevas", counts.added),
        ("con cambios", counts.changed),
        ("sustituidas", counts.substituted),
        ("canceladas", counts.cancelled),
        ("restituidas", counts.reinstated),
        ("renglones rechazados", counts.rejected),
        ("renglones apartados", counts.put_aside),
        ("apartados que se corrigieron", counts.made_good),
    ])
}

/// Every count above zero, after its name.
fn counted(counts: &[(&str, usize)]) -> String {
    let parts = counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}: {count}"));
    sentence(&parts.collect::<Vec<_>>().join("; "))
}

/// With its first letter in capitals.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
