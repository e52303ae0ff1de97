//! Issuing accounts and acknowledging their receipt.

use domain::{
    accounts::Role,
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
