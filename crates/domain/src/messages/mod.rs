//! What persons are told when something becomes their turn, and in whose words. A message names candidacies, terms and
//! pages; it never holds an answer.

pub mod reminder;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    accounts::Actor,
    permission::{Act, Scope, may},
    review::Task,
};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoticeKind))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The accounts were received: the capture's term began.
    AccountsReceived,
    /// The questionnaires were sent: the validators' turn.
    ProfileSubmitted,
    /// An independent sent its questionnaires: its own second look.
    SecondLook,
    /// The validator sent fields back: the capture's turn.
    ProfileReturned,
    /// The party, or the independent, validated: the institute's areas' turn.
    ProfileValidated,
    /// Both areas gave their verdicts: the responsible unit's turn.
    VerdictsGiven,
    /// The institute sent its observations: the capture's turn, with a term in hours.
    ObservationsSent,
    /// The institute gave a capture more time.
    TermExtended,
    /// The profile is public.
    PublicationAuthorised,
    /// An area of the institute pointed at something published: the responsible unit's turn.
    ContentFlagged,
    /// The responsible unit left what was pointed at as it is: whoever may point at something.
    FlagDismissed,
    /// The institute hid something published.
    PublicationDisabled,
    /// The institute showed it again.
    PublicationRestored,
    /// A correction was asked for: the responsible unit's turn.
    CorrectionRequested,
    /// The fields were opened: the capture's and the validation's turn, with a term in hours.
    CorrectionGranted,
    /// The correction cannot be done as it was asked.
    CorrectionDeclined,
    /// The opened fields were not captured and validated in time.
    GrantLapsed,
    /// The institute tells what was not sent yet.
    CaptureMissing,
    /// The institute undid a movement: the candidacy stands again.
    MovementUndone,
    /// The institute undid the movement that brought this candidacy, which stands no longer.
    SubstituteWithdrawn,
    /// What the registry says of who no longer stands waits for a second person; those candidacies are hidden meanwhile.
    WithdrawalsWait,
    /// Other changes of the registry wait for a second person.
    PlanWaits,
    /// The registry withdrew again somebody that the institute showed again: a second person has to confirm showing them.
    UndoingWaits,
    /// A row of the registry may be about another candidacy: it waits for a second person.
    DoubtWaits,
    /// The same, to those whose candidacy it is: identity answers and photograph are hidden meanwhile.
    DoubtRaised,
    /// It was the same candidacy: what was hidden is shown again.
    DoubtEnded,
    /// It was another: this one ended.
    CandidacySucceeded,
    /// A capture's term is about to end.
    CaptureEnding,
    /// A granted correction's term is about to end and it was not validated yet.
    ValidationEnding,
    /// The reset of an account of the institute waits for a second person: whoever may approve it.
    ResetAsked,
    /// What became of that: whoever asked.
    ResetEnded,
    /// Somebody asked for the reset of one's own account.
    OwnResetAsked,
    /// One's own account was reset.
    AccountReset,
    /// An account waits for somebody to say that it is its holder's.
    AccountUnconfirmed,
    /// How one enters one's own account changed: its password, its second factor, its address, a new device.
    AccountChanged,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 35] = [
        Self::AccountsReceived,
        Self::ProfileSubmitted,
        Self::SecondLook,
        Self::ProfileReturned,
        Self::ProfileValidated,
        Self::VerdictsGiven,
        Self::ObservationsSent,
        Self::TermExtended,
        Self::PublicationAuthorised,
        Self::ContentFlagged,
        Self::FlagDismissed,
        Self::PublicationDisabled,
        Self::PublicationRestored,
        Self::CorrectionRequested,
        Self::CorrectionGranted,
        Self::CorrectionDeclined,
        Self::GrantLapsed,
        Self::CaptureMissing,
        Self::MovementUndone,
        Self::SubstituteWithdrawn,
        Self::WithdrawalsWait,
        Self::PlanWaits,
        Self::UndoingWaits,
        Self::DoubtWaits,
        Self::DoubtRaised,
        Self::DoubtEnded,
        Self::CandidacySucceeded,
        Self::CaptureEnding,
        Self::ValidationEnding,
        Self::ResetAsked,
        Self::ResetEnded,
        Self::OwnResetAsked,
        Self::AccountReset,
        Self::AccountUnconfirmed,
        Self::AccountChanged,
    ];

    /// The stable code, as it is stored and as the file of messages names it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountsReceived => "accounts_received",
            Self::ProfileSubmitted => "profile_submitted",
            Self::SecondLook => "second_look",
            Self::ProfileReturned => "profile_returned",
            Self::ProfileValidated => "profile_validated",
            Self::VerdictsGiven => "verdicts_given",
            Self::ObservationsSent => "observations_sent",
            Self::TermExtended => "term_extended",
            Self::PublicationAuthorised => "publication_authorised",
            Self::ContentFlagged => "content_flagged",
            Self::FlagDismissed => "flag_dismissed",
            Self::PublicationDisabled => "publication_disabled",
            Self::PublicationRestored => "publication_restored",
            Self::CorrectionRequested => "correction_requested",
            Self::CorrectionGranted => "correction_granted",
            Self::CorrectionDeclined => "correction_declined",
            Self::GrantLapsed => "grant_lapsed",
            Self::CaptureMissing => "capture_missing",
            Self::MovementUndone => "movement_undone",
            Self::SubstituteWithdrawn => "substitute_withdrawn",
            Self::WithdrawalsWait => "withdrawals_wait",
            Self::PlanWaits => "plan_waits",
            Self::UndoingWaits => "undoing_waits",
            Self::DoubtWaits => "doubt_waits",
            Self::DoubtRaised => "doubt_raised",
            Self::DoubtEnded => "doubt_ended",
            Self::CandidacySucceeded => "candidacy_succeeded",
            Self::CaptureEnding => "capture_ending",
            Self::ValidationEnding => "validation_ending",
            Self::ResetAsked => "reset_asked",
            Self::ResetEnded => "reset_ended",
            Self::OwnResetAsked => "own_reset_asked",
            Self::AccountReset => "account_reset",
            Self::AccountUnconfirmed => "account_unconfirmed",
            Self::AccountChanged => "account_changed",
        }
    }

    /// The kind of a stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whoever may do one of these to the candidacy is told: whose turn it is, and a representation where a term runs.
    const fn readers(self) -> &'static [Act] {
        match self {
            Self::AccountsReceived
            | Self::ObservationsSent
            | Self::TermExtended
            | Self::CaptureMissing
            | Self::CaptureEnding => &[Act::SubmitProfile, Act::AcknowledgeReceipt],
            Self::ProfileReturned => &[Act::SubmitProfile],
            Self::ProfileSubmitted | Self::SecondLook => const { &[Task::Validation.act()] },
            Self::ProfileValidated => const { &[Task::Curricular.act(), Task::Identity.act()] },
            Self::VerdictsGiven => const { &[Task::Decision.act()] },
            Self::PublicationAuthorised
            | Self::PublicationDisabled
            | Self::PublicationRestored
            | Self::CorrectionGranted
            | Self::GrantLapsed
            | Self::MovementUndone
            | Self::SubstituteWithdrawn
            | Self::DoubtRaised
            | Self::DoubtEnded
            | Self::CandidacySucceeded => &[Act::SubmitProfile, Act::ValidateProfile, Act::RequestCorrection],
            Self::WithdrawalsWait | Self::PlanWaits | Self::UndoingWaits | Self::DoubtWaits => &[Act::ApproveRegistry],
            Self::ContentFlagged => const { &[Task::Flag.act()] },
            Self::FlagDismissed => &[Act::FlagPublished],
            Self::CorrectionRequested => const { &[Task::Correction.act()] },
            Self::CorrectionDeclined => &[Act::RequestCorrection],
            Self::ValidationEnding => &[Act::ValidateProfile, Act::RequestCorrection],
            // About no candidacy: whoever is told is named.
            Self::ResetAsked
            | Self::ResetEnded
            | Self::OwnResetAsked
            | Self::AccountReset
            | Self::AccountUnconfirmed
            | Self::AccountChanged => &[],
        }
    }

    /// Whether an account is told about a candidacy.
    #[must_use]
    pub fn is_told(self, account: &Actor, scope: &Scope) -> bool {
        self.readers().iter().any(|act| may(account, *act, scope))
    }

    /// Whether its mail goes at once instead of waiting for others: it is about who enters an account.
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::ResetAsked
                | Self::ResetEnded
                | Self::OwnResetAsked
                | Self::AccountReset
                | Self::AccountUnconfirmed
                | Self::AccountChanged
        )
    }

    /// The placeholders its words may hold.
    #[must_use]
    pub const fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::AccountsReceived | Self::ObservationsSent | Self::TermExtended | Self::CorrectionGranted => {
                &["candidatura", "lista", "plazo"]
            }
            Self::CaptureEnding | Self::ValidationEnding => &["candidatura", "lista", "plazo", "falta"],
            Self::ResetAsked | Self::OwnResetAsked => &["cuenta", "titular", "quien", "motivo", "plazo"],
            Self::ResetEnded => &["cuenta", "resultado"],
            Self::AccountReset | Self::AccountUnconfirmed => &["cuenta", "titular", "quien", "fecha"],
            Self::AccountChanged => &["cuenta", "cambio", "fecha"],
            Self::ProfileSubmitted
            | Self::SecondLook
            | Self::ProfileReturned
            | Self::ProfileValidated
            | Self::VerdictsGiven
            | Self::PublicationAuthorised
            | Self::ContentFlagged
            | Self::FlagDismissed
            | Self::PublicationDisabled
            | Self::PublicationRestored
            | Self::CorrectionRequested
            | Self::CorrectionDeclined
            | Self::CaptureMissing
            | Self::GrantLapsed
            | Self::MovementUndone
            | Self::SubstituteWithdrawn
            | Self::WithdrawalsWait
            | Self::PlanWaits
            | Self::UndoingWaits
            | Self::DoubtWaits
            | Self::DoubtRaised
            | Self::DoubtEnded
            | Self::CandidacySucceeded => &["candidatura", "lista"],
        }
    }
}

/// The words of a message, with placeholders as `{candidatura}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// One line.
    pub subject: String,
    /// What to do.
    pub body: String,
}

/// What a mail has around its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailWords {
    /// The subject when there are several messages: `{cuantos}`, `{sistema}`.
    pub several: String,
    /// How it begins: `{nombre}`, whom the account is for.
    pub opening: String,
    /// Under each message: `{enlace}`, the address of its page.
    pub link: String,
    /// How it ends: `{sistema}`, `{instituto}`, `{telefono}`, `{correo}`.
    pub closing: String,
    /// The copy of a request of correction, for the institute's mailbox: `{persona}`, `{folio}`, `{cuenta}`, `{campos}`,
    /// `{motivo}`, `{fecha}`.
    pub correction: Template,
    /// A reset's code, to the holder's address: `{cuenta}`, `{codigo}`, `{plazo}`, `{enlace}`, `{sistema}`, `{instituto}`,
    /// `{telefono}`, `{correo}`.
    pub code: Template,
}

impl MailWords {
    /// The placeholders that each of its texts may hold.
    pub const PLACEHOLDERS: [(&'static str, &'static [&'static str]); 6] = [
        ("several", &["cuantos", "sistema"]),
        ("opening", &["nombre"]),
        ("link", &["enlace"]),
        ("closing", &["sistema", "instituto", "telefono", "correo"]),
        ("correction", &["persona", "folio", "cuenta", "campos", "motivo", "fecha"]),
        ("code", &["cuenta", "codigo", "plazo", "enlace", "sistema", "instituto", "telefono", "correo"]),
    ];
}

/// Every text that persons are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Messages {
    /// One template a kind.
    pub templates: BTreeMap<MessageKind, Template>,
    /// What a mail has around them.
    pub mail: MailWords,
}

/// Puts values in the place of a template's placeholders. A value never brings another placeholder.
#[must_use]
pub fn fill<V: AsRef<str>>(template: &str, values: &[(&str, V)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            values.iter().find(|(other, _)| *other == name).map(|(_, value)| (value.as_ref(), after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// What a template holds between braces that is none of the placeholders it may hold; a brace left open is told whole.
#[must_use]
pub fn unknown_placeholders<'a>(template: &'a str, placeholders: &[&str]) -> Vec<&'a str> {
    let mut unknown = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if !placeholders.contains(&name) {
            unknown.push(name);
        }
        rest = after;
    }
    unknown
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        accounts::Role,
        ids::{AccountId, CandidacyId},
    };

    fn roles_told(kind: MessageKind, party: Option<&str>) -> Vec<&'static str> {
        let candidacy = CandidacyId(Uuid::nil());
        let scope = Scope { candidacy, responsible_party: party.map(Into::into) };
        let mut roles = Vec::new();
        for role in Role::ALL {
            let own = matches!(role, Role::Candidate | Role::IndependentCandidate);
            // A party's candidacy has a candidate, and an independent one an independent candidate.
            let other_kind = own && (role == Role::Candidate) != party.is_some();
            let of_party = matches!(
                role,
                Role::PartyRepresentative | Role::PartyValidator | Role::PartyCapturist | Role::Candidate
            );
            let account = Actor {
                account: AccountId(Uuid::nil()),
                username: role.code().into(),
                role,
                party: of_party.then(|| "PT".into()),
                candidacy: own.then_some(candidacy),
                confirmed: true,
            };
            if !other_kind && kind.is_told(&account, &scope) {
                roles.push(role.code());
            }
        }
        roles
    }

    #[test]
    fn each_kind_is_told_to_whose_turn_it_is() {
        use MessageKind::{
            AccountsReceived, CaptureEnding, ObservationsSent, ProfileReturned, ProfileSubmitted, ProfileValidated,
            PublicationAuthorised, SecondLook, TermExtended, ValidationEnding, VerdictsGiven,
        };
        let capture = ["party_representative", "party_capturist", "candidate"];
        for kind in [AccountsReceived, ObservationsSent, TermExtended, CaptureEnding] {
            assert_eq!(roles_told(kind, Some("PT")), capture, "{kind:?}");
            assert_eq!(roles_told(kind, Some("PAN")), ["candidate"], "only the one whose candidacy it is: {kind:?}");
            assert_eq!(roles_told(kind, None), ["independent_candidate"], "{kind:?}");
        }
        assert_eq!(roles_told(ProfileReturned, Some("PT")), ["party_capturist", "candidate"]);
        assert_eq!(roles_told(ProfileSubmitted, Some("PT")), ["party_validator"]);
        assert_eq!(roles_told(SecondLook, None), ["independent_candidate"]);
        assert_eq!(roles_told(ProfileValidated, Some("PT")), ["parties_directorate", "gender_directorate"]);
        assert_eq!(roles_told(VerdictsGiven, Some("PT")), ["responsible_unit"]);
        let party = ["party_representative", "party_validator", "party_capturist", "candidate"];
        assert_eq!(roles_told(PublicationAuthorised, Some("PT")), party);
        assert_eq!(roles_told(PublicationAuthorised, None), ["independent_candidate"]);
        assert_eq!(roles_told(ValidationEnding, Some("PT")), ["party_representative", "party_validator"]);
    }

    #[test]
    fn a_value_with_braces_is_only_text() {
        let values = [("candidatura", "Ana {plazo} Ruiz"), ("plazo", "hoy")];
        assert_eq!(fill("{candidatura}: {plazo}{", &values), "Ana {plazo} Ruiz: hoy{");
    }

    #[test]
    fn what_is_not_a_placeholder_is_named() {
        assert_eq!(unknown_placeholders("{candidatura} {nombre} {plazo", &["candidatura"]), ["nombre", "plazo"]);
        assert_eq!(unknown_placeholders("{candidatura}", &["candidatura"]), Vec::<&str>::new());
    }

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).ok(), Some(format!("\"{}\"", kind.code())));
        }
    }
}
