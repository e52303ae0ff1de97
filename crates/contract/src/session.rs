//! Signing in and out.

use domain::{
    accounts::{Confirmer, Role},
    ids::{AccountId, CandidacyId, PartyKey, SessionId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::log::LogLine;

/// The cookie that a browser which opens the institute's workspaces keeps, so that the server hands out their program. It
/// says nothing of who it is, and grants nothing.
pub const INSTITUTE_COOKIE: &str = "conoceles_instituto";

/// What a person types to sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's name.
    pub username: String,
    /// Its password.
    pub password: String,
    /// The code of the second factor, or a recovery code, from an account that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
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
    /// Whether a second factor is in use.
    pub has_factor: bool,
    /// Who has to say that it is its holder's, after a reset; until then it reads no identity answers. None where nobody has
    /// to.
    pub unconfirmed: Option<Confirmer>,
}

/// A new password for the signed-in account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password it has.
    pub current: String,
    /// The new one: 12 characters or more, not easily guessed.
    pub new: String,
}

/// A code of the second factor.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FactorCode {
    /// Six digits, or a recovery code.
    pub code: String,
}

/// A second factor that was begun. The secret is told this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactorBegun {
    /// The secret in base 32, to be typed.
    pub secret: String,
    /// The same as an `otpauth` address.
    pub address: String,
    /// The address drawn as a QR code: an SVG document.
    pub qr: String,
}

/// Codes that stand in, each once, for a lost second factor. They are told this once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// What happened to one's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnActivity {
    /// The newest lines of the log about it.
    pub lines: Vec<LogLine>,
    /// The hours in which somebody tried to come in with its name and was refused, the newest first. They push no line out.
    pub refused: Vec<RefusedSignIns>,
}

/// Sign-ins that were refused within one hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedSignIns {
    /// When the hour began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub from: Timestamp,
    /// When it ended, or will.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// How many.
    pub attempts: u32,
    /// From how many places at least.
    pub places: u32,
    /// The same in words.
    pub words: String,
}

/// A place where the account is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// Its id.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// What its browser says it is.
    pub device: String,
    /// When it began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Timestamp,
    /// When it was last renewed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub used_at: Timestamp,
    /// When it ends whatever happens.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}
