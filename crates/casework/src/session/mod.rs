//! Signing in, staying in, and leaving.

mod change_password;
mod devices;
mod first_use;
pub mod password;
mod refusals;
mod renew;
mod second_factor;
mod sign_in;

pub use change_password::{PasswordAttempt, attempt_password, change_password};
pub use devices::{end_other_sessions, end_own_session, own_sessions};
pub use first_use::{FirstUseAttempt, attempt_first_use, first_use};
pub use refusals::{hour_of, keep_refusals, own_refusals, tell_refusals};
pub use renew::{end_session, known_session, renew};
pub(crate) use second_factor::forget as forget_factor;
pub use second_factor::{begin_factor, confirm_factor, drop_factor, prove};
pub use sign_in::{Attempt, attempt_sign_in, sign_in};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::session::Me;
use domain::{
    ids::SessionId,
    log::Entry,
    refusal::Refusal,
    text,
    time::{TimeDelta, Timestamp},
};
use store::{
    StoreError,
    accounts::{self, Account, Session},
    db::Conn,
};
use uuid::Uuid;

use self::password::secret_hash;
use crate::{
    Error,
    act::{Act, NoPermit},
};

/// Most characters kept of what a browser says it is.
const DEVICE_MAX: usize = 200;

/// Most bytes of an account's name.
const NAME_MAX: usize = 60;

/// A session that just began or was renewed.
pub struct Opened {
    /// Its account.
    pub account: Account,
    /// Its id.
    pub session: SessionId,
    /// What the cookie holds; none when the one it has stays.
    pub refresh: Option<String>,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// What became of an attempt to prove who one is.
pub enum Outcome<T> {
    /// It succeeded.
    Done(T),
    /// It did not. No error, which would undo the act: the attempt stays in the log.
    Refused(Refusal),
}

impl<T> Outcome<T> {
    /// The same for whoever asked, once the act was committed.
    ///
    /// # Errors
    /// What was refused.
    pub fn answer(self) -> Result<T, Refusal> {
        match self {
            Self::Done(done) => Ok(done),
            Self::Refused(refusal) => Err(refusal),
        }
    }
}

/// What the screen may know of an account.
#[must_use]
pub fn me(account: &Account) -> Me {
    Me {
        id: account.id,
        username: account.username.clone(),
        display_name: account.display_name.clone(),
        role: account.role,
        party: account.party.clone(),
        candidacy: account.candidacy,
        has_factor: account.active_factor().is_some(),
        unconfirmed: account.unconfirmed,
    }
}

/// The account of a typed name; what cannot be a name is nobody's.
fn find(conn: &mut Conn, typed: &str) -> Result<Option<Account>, StoreError> {
    let name = typed.trim();
    if name.is_empty() || name.len() > NAME_MAX || text::has_control(name) {
        return Ok(None);
    }
    accounts::by_username(conn, name)
}

pub(crate) fn new_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Opens a session on a device; `proved` when the second factor was given.
fn open(act: &mut Act<'_, NoPermit>, account: Account, device: &str, proved: bool) -> Result<Opened, Error> {
    let secret = new_secret()?;
    let session = Session {
        id: SessionId(Uuid::now_v7()),
        account: account.id,
        secret_hash: secret_hash(&secret),
        previous_hash: None,
        rotated_at: act.now,
        created_at: act.now,
        expires_at: act.now + TimeDelta::hours(i64::from(act.desk.config.election.accounts.session_hours)),
        ended_at: None,
        device: device.chars().filter(|c| !c.is_control()).take(DEVICE_MAX).collect(),
        proved_at: proved.then_some(act.now),
    };
    accounts::insert_session(act.conn, &session)?;
    let refresh = Some(format!("{}.{secret}", session.id));
    Ok(Opened { account, session: session.id, refresh, expires_at: session.expires_at })
}

/// A line in the log about what an account did to itself.
fn note(act: &mut Act<'_, NoPermit>, entry: &Entry, account: &Account) -> Result<(), StoreError> {
    let holder = account.actor();
    crate::accounts::note(&mut act.of(&holder), entry, account)
}
