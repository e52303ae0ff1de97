//! Entering, staying and leaving.

use actix_web::{cookie::Cookie, http::Method, test::TestRequest};
use contract::{
    paths,
    session::{
        ChangePassword, FactorBegun, FactorCode, FirstUse, Me, OwnActivity, OwnSession, RecoveryCodes, Session, SignIn,
    },
};
use domain::ids::SessionId;

use super::{Answer, Person};

impl Person {
    /// Signs in.
    pub async fn sign_in(&self, command: &SignIn) -> Answer<Session> {
        self.post(paths::sessions(), command).await
    }

    /// Uses an account for the first time.
    pub async fn use_account_first(&self, command: &FirstUse) -> Answer<Session> {
        self.post(paths::account_first_use(), command).await
    }

    /// Signs in from a network address.
    pub async fn sign_in_from(&self, address: &str, command: &SignIn) -> Answer<Session> {
        let peer = format!("{address}:4000").parse().expect("an address");
        self.door.send(self.request(Method::POST, paths::sessions()).set_json(command).peer_addr(peer)).await
    }

    /// Renews the session with its cookie.
    pub async fn renew_session(&self) -> Answer<Session> {
        self.door.send(self.renewal()).await
    }

    /// The request that renews the session.
    pub fn renewal(&self) -> TestRequest {
        let cookie = Cookie::new("conoceles_refresh", self.cookie().to_owned());
        self.request(Method::POST, paths::session_renewal()).cookie(cookie)
    }

    /// Signs out.
    pub async fn sign_out(&self) -> Answer<()> {
        self.delete(paths::current_session()).await
    }

    /// Reads who they are.
    pub async fn read_me(&self) -> Answer<Me> {
        self.get(paths::me()).await
    }

    /// Changes the password.
    pub async fn change_password(&self, current: &str, new: &str) -> Answer<()> {
        self.put(paths::own_password(), ChangePassword { current: current.to_owned(), new: new.to_owned() }).await
    }

    /// Lists the account's sessions.
    pub async fn list_own_sessions(&self) -> Answer<Vec<OwnSession>> {
        self.get(paths::own_sessions()).await
    }

    /// Ends one of the account's sessions.
    pub async fn end_own_session(&self, id: SessionId) -> Answer<()> {
        self.delete(&paths::own_session(id)).await
    }

    /// Reads what the account did.
    pub async fn read_own_activity(&self) -> Answer<OwnActivity> {
        self.get(paths::own_activity()).await
    }

    /// Says that the account is one's own.
    pub async fn confirm_own_account(&self) -> Answer<()> {
        self.post(paths::own_confirmation(), ()).await
    }

    /// Begins to turn the second factor on.
    pub async fn begin_second_factor(&self) -> Answer<FactorBegun> {
        self.post(paths::own_second_factor(), ()).await
    }

    /// Turns the second factor on.
    pub async fn confirm_second_factor(&self, code: &str) -> Answer<RecoveryCodes> {
        self.post(paths::own_second_factor_confirmation(), FactorCode { code: code.to_owned() }).await
    }

    /// Turns the second factor off.
    pub async fn drop_second_factor(&self, code: &str) -> Answer<()> {
        self.send(Method::DELETE, paths::own_second_factor(), FactorCode { code: code.to_owned() }).await
    }

    /// Proves again that it is them.
    pub async fn prove_second_factor(&self, code: &str) -> Answer<()> {
        self.post(paths::session_proof(), FactorCode { code: code.to_owned() }).await
    }
}
