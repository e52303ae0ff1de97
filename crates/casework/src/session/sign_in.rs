use domain::{log::Event, refusal::Refusal, time::Timestamp};
use store::{StoreError, accounts::Account, db::Conn};

use super::{Opened, find, note, open, second_factor};
use crate::{Error, desk::Desk, session::password};

/// A sign-in under way: the password is weighed between reading the account and opening the session, for that is slow on
/// purpose and no transaction should wait for it.
pub struct Attempt {
    account: Option<Account>,
    right: bool,
}

/// Reads the account that wants to sign in, if there is one.
pub fn attempt_sign_in(conn: &mut Conn, username: &str) -> Result<Attempt, StoreError> {
    Ok(Attempt { account: find(conn, username)?, right: false })
}

impl Attempt {
    /// Weighs the password; unknown accounts cost the same.
    #[must_use]
    pub fn weigh(self, password: &str) -> Self {
        let right = password::matches(password, self.hash());
        Self { right, ..self }
    }

    fn hash(&self) -> Option<&str> {
        self.account.as_ref().and_then(|account| account.password_hash.as_deref())
    }
}

/// Signs in with a weighed password, and the second factor's code from an account that has one. Unknown name, wrong
/// password, blocked and not yet used accounts get the same answer, unless the password was right.
///
/// # Errors
/// The inner refusal is [`Refusal::WrongCredentials`], [`Refusal::AccountBlocked`], [`Refusal::FactorRequired`] or
/// [`Refusal::WrongFactor`]; it is an outcome and not an error that would undo it, for the attempt stays in the log.
pub fn sign_in(
    conn: &mut Conn,
    desk: &Desk,
    attempt: &Attempt,
    code: Option<&str>,
    device: &str,
    now: Timestamp,
) -> Result<Result<Opened, Refusal>, Error> {
    let Some(weighed) = &attempt.account else { return Ok(Err(Refusal::WrongCredentials)) };
    // As it is now: it may have been blocked, or its password changed, while that one was weighed.
    let account = find(conn, &weighed.username)?;
    let Some(mut account) = account.filter(|account| account.password_hash.as_deref() == attempt.hash()) else {
        return Ok(Err(Refusal::WrongCredentials));
    };
    if !attempt.right {
        note(conn, Event::SignInRefused, &account, now)?;
        return Ok(Err(Refusal::WrongCredentials));
    }
    if account.blocked_at.is_some() {
        return Ok(Err(Refusal::AccountBlocked));
    }
    let has_factor = account.active_factor().is_some();
    match code {
        None if has_factor => return Ok(Err(Refusal::FactorRequired)),
        Some(code) if has_factor && !second_factor::matches(conn, desk, &mut account, code, now)? => {
            note(conn, Event::SignInRefused, &account, now)?;
            return Ok(Err(Refusal::WrongFactor));
        }
        Some(_) | None => {}
    }
    note(conn, Event::SignedIn, &account, now)?;
    Ok(Ok(open(conn, desk, account, device, has_factor, now)?))
}
