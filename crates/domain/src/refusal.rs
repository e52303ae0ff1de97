//! Why an act is refused: closed codes, each with one meaning. `contract` gives each its status and Spanish text.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::questionnaire::FieldFault;

/// Why an act is refused. Nothing changed when one comes back.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such thing within the actor's reach.
    #[error("not found")]
    NotFound,
    /// The role may never do this.
    #[error("not allowed for this role")]
    NotAllowed,
    /// The registry says the candidacy is substituted or cancelled.
    #[error("the candidacy is not active")]
    NotActive,
    /// The candidacy's accounts were not received yet.
    #[error("accounts not received")]
    AccountsNotReceived,
    /// The current privacy notice was not accepted.
    #[error("privacy notice not accepted")]
    PrivacyNoticeNotAccepted,
    /// The privacy notice accepted is not the current one.
    #[error("not the current privacy notice")]
    PrivacyNoticeNotCurrent,
    /// The term for this ended.
    #[error("term ended")]
    TermEnded,
    /// The questionnaires were already sent; there is one opportunity.
    #[error("already submitted")]
    AlreadySubmitted,
    /// It is not this act's turn.
    #[error("out of turn")]
    OutOfTurn,
    /// The field is not open in this opening.
    #[error("field not open")]
    FieldNotOpen {
        /// The fields that were touched and are closed.
        fields: Vec<String>,
    },
    /// Answers are missing or wrong.
    #[error("invalid answers")]
    Invalid {
        /// What is wrong, field by field.
        faults: Vec<FieldFault>,
    },
    /// Somebody changed it meanwhile.
    #[error("stale revision")]
    Stale,
    /// The request does not say which revision it starts from.
    #[error("revision required")]
    RevisionRequired,
    /// An observation names no field or no text.
    #[error("observation required")]
    ObservationRequired,
    /// An observation was not answered.
    #[error("observation unanswered")]
    ObservationUnanswered,
    /// Both parts must be compliant first.
    #[error("verdicts missing")]
    VerdictsMissing,
    /// Who verified may not authorise.
    #[error("same person")]
    SamePerson,
    /// Sections of the part have no mark yet.
    #[error("marks missing")]
    MarksMissing {
        /// Their titles.
        sections: Vec<String>,
    },
    /// The verdict is not what the marks come to.
    #[error("verdict differs from its marks")]
    VerdictDiffers,
    /// Somebody else took this review and still has it.
    #[error("claimed by another")]
    Claimed {
        /// The account's name.
        by: String,
    },
    /// This revision was not opened by whoever wants to validate it with others.
    #[error("not opened")]
    NotOpened,
    /// It was authorised for a later moment.
    #[error("scheduled")]
    Scheduled,
    /// The moment to publish at is not ahead.
    #[error("schedule not ahead")]
    ScheduleNotAhead,
    /// The one correction was already used.
    #[error("correction used")]
    CorrectionUsed,
    /// No correction request is waiting.
    #[error("no correction pending")]
    NoCorrectionPending,
    /// The election's window for corrections is closed.
    #[error("corrections closed")]
    CorrectionsClosed,
    /// It already is in that state.
    #[error("nothing to change")]
    NothingToChange,
    /// Nobody is left to be told: they were told the same within this hour.
    #[error("told already")]
    ToldAlready,
    /// Nobody has an account that would be told.
    #[error("nobody to tell")]
    NobodyToTell,
    /// The single opportunity was not confirmed.
    #[error("confirmation required")]
    ConfirmationRequired,
    /// Wrong username, password or code.
    #[error("wrong credentials")]
    WrongCredentials,
    /// The session is missing, expired or ended.
    #[error("session required")]
    SessionRequired,
    /// The account must set its password first.
    #[error("first use pending")]
    FirstUsePending,
    /// The account is blocked.
    #[error("account blocked")]
    AccountBlocked,
    /// The password was right; the second factor is missing.
    #[error("second factor required")]
    FactorRequired,
    /// The second factor's code is wrong or was used already.
    #[error("wrong second factor")]
    WrongFactor,
    /// The role needs a second factor and the account has none yet.
    #[error("second factor missing")]
    FactorMissing,
    /// The act needs the second factor again.
    #[error("proof required")]
    ProofRequired,
    /// Many candidacies' identity answers were read in a short time; the next one needs the second factor again.
    #[error("proof required after many readings")]
    ManyIdentityReads,
    /// Too many attempts to come in, in a short time.
    #[error("too many attempts, wait {wait} s")]
    TooManyAttempts {
        /// Seconds to wait.
        wait: u32,
    },
    /// Too many codes of a second factor that were wrong.
    #[error("too many codes, wait {wait} s")]
    TooManyCodes {
        /// Seconds to wait.
        wait: u32,
    },
    /// The account does more in a minute than anybody does by hand.
    #[error("too many acts, wait {wait} s")]
    TooManyActs {
        /// Seconds to wait.
        wait: u32,
    },
    /// The request comes from another site.
    #[error("foreign site")]
    ForeignSite,
    /// The new password is too weak.
    #[error("weak password")]
    WeakPassword,
    /// The registry file cannot be read as one.
    #[error("unreadable registry file: {reason}")]
    UnreadableRegistry {
        /// What to do, in Spanish.
        reason: String,
    },
    /// The plan that was reviewed is no longer what the file would do.
    #[error("plan changed")]
    PlanChanged,
    /// A row of the registry still cannot be taken.
    #[error("faulty record")]
    FaultyRecord {
        /// What is wrong, column by column.
        faults: Vec<FieldFault>,
    },
    /// The substitute that a movement brought captured something already.
    #[error("the substitute captured already")]
    SubstituteCaptured,
    /// Other movements followed.
    #[error("not the last movement")]
    NotLastMovement,
    /// Who brought something may not decide it, nor anybody of their area.
    #[error("second person required")]
    SecondPersonRequired,
    /// Whoever asked, their area and the holder may not decide it.
    #[error("another area has to decide")]
    OtherAreaRequired,
    /// The reset of the account waits already.
    #[error("a reset waits already")]
    ResetWaits,
    /// After a reset nobody said yet that the account is its holder's.
    #[error("account not confirmed")]
    AccountUnconfirmed,
    /// It was not mailed to an address that only the holder reads, so the holder's word does not do.
    #[error("others confirm the account")]
    OthersConfirm,
    /// What the registry says is older than what was applied.
    #[error("older than what was applied")]
    OldCut,
    /// A message's id came before with something else.
    #[error("message id reused")]
    MessageReused,
    /// A message's signature is not that of its key.
    #[error("bad signature")]
    BadSignature,
    /// A message's time is not now.
    #[error("not the time it is")]
    ClockSkew,
    /// An uploaded file is not what it must be.
    #[error("bad file: {reason}")]
    BadFile {
        /// What to do, in Spanish.
        reason: String,
    },
    /// The request's body or parameters do not have the right shape.
    #[error("bad request: {reason}")]
    BadRequest {
        /// What to do, in Spanish.
        reason: String,
    },
    /// The body is too large.
    #[error("too large: {reason}")]
    TooLarge {
        /// How large it is, how large it may be and what to do, in Spanish.
        reason: String,
    },
}
