//! Coming in, going out, and one's own account.

use contract::{
    paths,
    session::{
        ChangePassword, FactorBegun, FactorCode, FirstUse, OwnActivity, OwnSession, RecoveryCodes, Session, SignIn,
    },
};
use domain::ids::SessionId;
use gloo_net::http::Method;
use leptos::prelude::RwSignal;

use super::{Asked, Reply, Work, text};
use crate::api::{ApiError, Body, json, send};

/// Signs in.
pub async fn sign_in(command: &SignIn) -> Result<Session, ApiError> {
    send(Method::POST, paths::sessions(), None, None, json(command)).await
}

/// Uses an account for the first time.
pub async fn first_use(command: &FirstUse) -> Result<Session, ApiError> {
    send(Method::POST, paths::account_first_use(), None, None, json(command)).await
}

/// Renews the session by its cookie.
pub async fn renew() -> Result<Session, ApiError> {
    send(Method::POST, paths::session_renewal(), None, None, Body::None).await
}

impl Work {
    /// Ends the session.
    pub fn sign_out(self) -> Reply<()> {
        self.call(Method::DELETE, paths::current_session(), None, "")
    }

    /// Changes the password; the sessions elsewhere end.
    pub fn change_password(self, command: &ChangePassword) -> Reply<()> {
        self.call(Method::PUT, paths::own_password(), None, &text(command))
    }

    /// Where the account is signed in.
    #[must_use]
    pub fn own_sessions(self, again: RwSignal<u32>) -> Asked<Vec<OwnSession>> {
        self.asked(again, || paths::own_sessions().into())
    }

    /// What happened to the account, the newest first.
    #[must_use]
    pub fn own_activity(self, again: RwSignal<u32>) -> Asked<OwnActivity> {
        self.asked(again, || paths::own_activity().into())
    }

    /// Ends one of the account's sessions.
    pub fn end_own_session(self, id: SessionId) -> Reply<()> {
        self.call(Method::DELETE, &paths::own_session(id), None, "")
    }

    /// Ends every session but this one.
    pub fn end_other_sessions(self) -> Reply<()> {
        self.call(Method::DELETE, paths::own_sessions(), None, "")
    }

    /// Says that the account is one's own.
    pub fn confirm_own_account(self) -> Reply<()> {
        self.call(Method::POST, paths::own_confirmation(), None, "")
    }

    /// Begins a second factor.
    pub fn begin_factor(self) -> Reply<FactorBegun> {
        self.call(Method::POST, paths::own_second_factor(), None, "")
    }

    /// Puts the second factor in use with its first code.
    pub fn confirm_factor(self, code: String) -> Reply<RecoveryCodes> {
        self.call(Method::POST, paths::own_second_factor_confirmation(), None, &text(&FactorCode { code }))
    }

    /// Takes the second factor away.
    pub fn drop_factor(self, code: String) -> Reply<()> {
        self.call(Method::DELETE, paths::own_second_factor(), None, &text(&FactorCode { code }))
    }

    /// Gives the second factor again, for an act that needs it just before.
    pub fn prove(self, code: String) -> Reply<()> {
        self.call(Method::POST, paths::session_proof(), None, &text(&FactorCode { code }))
    }
}
