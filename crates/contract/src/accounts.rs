//! Issuing accounts and acknowledging their receipt.

use domain::{
    account::Role,
    ids::{AccountId, CandidacyId, PartyKey},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

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
}

/// Says that the accounts were received; that starts the capture term (PTO I.B.1.V).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptRecorded {
    /// Candidacies whose term began.
    pub candidacies: usize,
    /// The latest end of those terms; none when nothing was waiting.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub capture_until: Option<Timestamp>,
}
