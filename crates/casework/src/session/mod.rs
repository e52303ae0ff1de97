//! Signing in, staying in, and leaving.

mod first_use;
mod renew;
mod sign_in;

pub use first_use::{FirstUseAttempt, attempt_first_use, first_use};
pub use renew::{end_session, known_session, renew};
pub use sign_in::{Attempt, attempt_sign_in, sign_in};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::session::Me;
use domain::{ids::SessionId, text};
use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError,
    accounts::{self, Account, Session},
    db::Conn,
    log::{self, NewLine},
};
use uuid::Uuid;

use crate::{event::Event, password::secret_hash};

/// Hours after which a session ends whatever happens.
const SESSION_HOURS: i64 = 12;

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

fn new_secret() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Sealed(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn open(conn: &mut Conn, account: Account, now: Timestamp) -> Result<Opened, StoreError> {
    let secret = new_secret()?;
    let session = Session {
        id: SessionId(Uuid::now_v7()),
        account: account.id,
        secret_hash: secret_hash(&secret),
        previous_hash: None,
        rotated_at: now,
        expires_at: now + SignedDuration::from_hours(SESSION_HOURS),
        ended_at: None,
    };
    accounts::insert_session(conn, &session)?;
    let refresh = Some(format!("{}.{secret}", session.id));
    Ok(Opened { account, session: session.id, refresh, expires_at: session.expires_at })
}

fn note(conn: &mut Conn, event: Event, account: &Account, now: Timestamp) -> Result<(), StoreError> {
    let object = format!("account/{}", account.id);
    let line = NewLine {
        at: now,
        account: Some(account.id),
        account_name: &account.username,
        act: event.code(),
        object: &object,
        party: account.party.as_ref().map(|party| party.as_str()),
        detail: "",
        before: "",
        after: "",
    };
    log::append(conn, &line).map(|_| ())
}
