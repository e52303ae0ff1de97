//! Issuing accounts and acknowledging their receipt.

use domain::{
    accounts::{Confirmer, Role},
    ids::{AccountId, CandidacyId, PartyKey},
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which accounts to issue. Accounts that exist already are left as they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "for", rename_all = "snake_case", deny_unknown_fields)]
pub enum IssueAccounts {
    /// A party's generic accounts: representation, validation and capture.
    Party {
        /// The party.
        party: PartyKey,
    },
    /// One candidacy's own account.
    Candidacy {
        /// The candidacy.
        candidacy: CandidacyId,
    },
    /// Every party's generic accounts and one account for every active candidacy.
    Everyone,
}

/// An account just issued. The code is shown this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedAccount {
    /// The name to sign in with.
    pub username: String,
    /// The one-time code for the first use.
    pub code: String,
    /// When the code expires.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub code_expires_at: Timestamp,
    /// What it is for.
    pub role: Role,
    /// Whom it is for, as the screen says it.
    pub display_name: String,
}

/// An account as its administration sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with.
    pub username: String,
    /// Whom it is for.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// Its party, if any.
    pub party: Option<PartyKey>,
    /// Its candidacy, if any.
    pub candidacy: Option<CandidacyId>,
    /// Whether its holder chose a password already.
    pub in_use: bool,
    /// Whether it is blocked.
    pub blocked: bool,
    /// When it was issued.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// When its letter was delivered.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub delivered_at: Option<Timestamp>,
    /// When its receipt was acknowledged.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub received_at: Option<Timestamp>,
    /// When its loss was reported.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub lost_at: Option<Timestamp>,
    /// When its one-time code expires, while it has one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub code_expires_at: Option<Timestamp>,
    /// Whether it has a second factor in use.
    pub has_factor: bool,
    /// Who has to say that it is its holder's, after a reset; none where nobody has to.
    pub unconfirmed: Option<Confirmer>,
}

/// Asks for a new code for an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetAccount {
    /// Why, which stays in the log: 10 to 500 characters.
    pub reason: String,
    /// Hand the code over instead of mailing it, to a holder whose address does not serve any more. Only who may read every
    /// identity answer may see the code of an account with an address.
    #[serde(default)]
    pub hand_over: bool,
}

/// Approves the reset of an account of the institute.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveReset {
    /// Hand the code over in person instead of mailing it.
    #[serde(default)]
    pub hand_over: bool,
}

/// Why something is refused.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseReset {
    /// The reason, which stays in the log: 10 to 500 characters.
    pub reason: String,
}

/// What became of asking for a new code, or of approving it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ResetOutcome {
    /// It waits for a person of another area.
    Waiting {
        /// The reset.
        id: Uuid,
        /// Until when it waits.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        until: Timestamp,
    },
    /// The code was mailed to the holder.
    Mailed {
        /// A hint of the address: `c…@ejemplo.mx`.
        to: String,
    },
    /// The code is told this once, to be handed over.
    Shown {
        /// The account with its code.
        account: IssuedAccount,
    },
}

/// Where a reset stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ResetState {
    /// It waits for a person of another area.
    Waiting,
    /// The code was mailed to the holder.
    Mailed,
    /// The code was handed over.
    HandedOver,
    /// It was refused.
    Refused {
        /// Why.
        reason: String,
    },
    /// Whoever asked took it back.
    Withdrawn,
    /// Nobody decided in time.
    Lapsed,
}

/// The reset of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reset {
    /// Its id.
    pub id: Uuid,
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub username: String,
    /// Whom it is for.
    pub display_name: String,
    /// When it was asked for.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub asked_at: Timestamp,
    /// The account that asked.
    pub asked_by: String,
    /// Its area.
    pub area: Role,
    /// Why.
    pub reason: String,
    /// Until when it waits for a person of another area.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// Whether it is the reader who asked.
    pub own: bool,
    /// Whether the reader may approve it.
    pub may_approve: bool,
    /// Whether the reader may refuse it.
    pub may_refuse: bool,
    /// Whether the holder gave an address that the code can be mailed to.
    pub has_address: bool,
    /// When it ended.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub ended_at: Option<Timestamp>,
    /// The account that ended it; none while it waits, and where its time ended it.
    pub ended_by: Option<String>,
    /// Where it stands.
    pub state: ResetState,
}

/// Resets of accounts, and what follows from them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resets {
    /// Those that wait, the oldest first.
    pub waiting: Vec<Reset>,
    /// Those that ended, the newest first: 100 at most.
    pub ended: Vec<Reset>,
    /// Accounts that were reset and that the reader may confirm.
    pub unconfirmed: Vec<Account>,
}

/// Says that the accounts were received; that starts the capture term (PTO I.B.1.V).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Receipt))]
#[serde(deny_unknown_fields)]
pub struct AccountReceipt {
    /// The party; only the responsible unit names it.
    pub party: Option<PartyKey>,
    /// The independent candidacy; only the responsible unit names it.
    pub candidacy: Option<CandidacyId>,
    /// The paper's date; only the responsible unit gives it. Without it, today.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub received_on: Option<Date>,
}

/// What a receipt started.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReceiptRecorded))]
pub struct AccountReceiptRecorded {
    /// Candidacies whose term began.
    pub candidacies: usize,
    /// The latest end of those terms; none when nothing was waiting.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub capture_until: Option<Timestamp>,
}

/// Why an account is blocked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockAccount {
    /// The reason, which stays in the log: 5 to 200 characters.
    pub reason: String,
}

/// Says that the letters were handed over (PTO II.A: three natural days after the approval).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The party, for its accounts and its candidacies'.
    pub party: Option<PartyKey>,
    /// The independent candidacy.
    pub candidacy: Option<CandidacyId>,
    /// The day. Without it, today.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub delivered_on: Option<Date>,
}

/// How far the delivery of a party's, or an independent's, accounts is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryState {
    /// The party; none for an independent candidacy.
    pub party: Option<PartyKey>,
    /// The independent candidacy; none for a party.
    pub candidacy: Option<CandidacyId>,
    /// Whose accounts, in words.
    pub name: String,
    /// Active candidacies.
    pub candidacies: usize,
    /// Accounts that were issued.
    pub issued: usize,
    /// Of them, those whose letters were delivered.
    pub delivered: usize,
    /// Of them, those whose receipt was acknowledged.
    pub received: usize,
    /// Until when the letters that are missing have to be delivered; none when none is.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub due: Option<Timestamp>,
    /// Whether that is past.
    pub overdue: bool,
}

/// What a delivery reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivered {
    /// Accounts delivered now.
    pub accounts: usize,
}

/// Names a person to validate for one's party (PTO I.B.1.III).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Designate {
    /// The person's name: 5 to 120 characters.
    pub person: String,
}

/// A person named to validate for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Designation {
    /// Its id.
    pub id: Uuid,
    /// The party.
    pub party: PartyKey,
    /// The person's name.
    pub person: String,
    /// The account they validate with, once confirmed.
    pub username: Option<String>,
    /// When the representation named them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub designated_at: Timestamp,
    /// When the institute confirmed them.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub confirmed_at: Option<Timestamp>,
    /// When it was revoked.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub revoked_at: Option<Timestamp>,
}

/// Makes a key for a program.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMachineKey {
    /// What it is for, in words: 3 to 80 characters.
    pub name: String,
}

/// A key just made. It is told this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineKeyMade {
    /// Its id.
    pub id: Uuid,
    /// The key, sent as `Authorization: Bearer …`. It may do what the registry may, and nothing else.
    pub key: String,
    /// The secret that signs messages; it is never sent.
    pub signing_secret: String,
}

/// A key of a program.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineKey {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was revoked.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub revoked_at: Option<Timestamp>,
}

/// An account and its one-time code, as they were issued.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LetterOf {
    /// The account's name.
    pub username: String,
    /// Its one-time code, which must be the one in force.
    pub code: String,
}

/// Letters to print: one PDF, a page each. The system keeps no code, so whoever issued them sends them back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintLetters {
    /// The accounts, 2,000 at most.
    pub accounts: Vec<LetterOf>,
}
