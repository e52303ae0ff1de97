//! Signing in and out.

use domain::{
    account::Role,
    ids::{AccountId, CandidacyId, PartyKey},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a person types to sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's name.
    pub username: String,
    /// Its password.
    pub password: String,
}

/// First use of an account: the code from the letter and the password its holder chooses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstUse {
    /// The account's name.
    pub username: String,
    /// The one-time code.
    pub code: String,
    /// The new password: 12 characters or more.
    pub password: String,
}

/// A session that just began or was renewed. The renewing secret travels in an `HttpOnly` cookie.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// When it expires; renew it before.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// Who signed in.
    pub account: Me,
}

/// The signed-in account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub username: String,
    /// What the screen calls its holder.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// The party it works for, if any.
    pub party: Option<PartyKey>,
    /// The one candidacy it belongs to, if any.
    pub candidacy: Option<CandidacyId>,
}
