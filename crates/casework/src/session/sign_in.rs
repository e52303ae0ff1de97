use contract::session::SignIn;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::{StoreError, accounts::Account, db::Conn};

use super::{Opened, find, note, open};
use crate::{Error, event::Event, password};

/// A sign-in under way: the password is weighed between reading the account and opening the session, for that is slow on
/// purpose and no transaction should wait for it.
pub struct Attempt {
    account: Option<Account>,
    right: bool,
}

/// Reads the account that wants to sign in, if there is one.
///
/// # Errors
/// When the database fails.
pub fn attempt_sign_in(conn: &mut Conn, command: &SignIn) -> Result<Attempt, StoreError> {
    Ok(Attempt { account: find(conn, &command.username)?, right: false })
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

/// Signs in with a weighed password. Unknown name, wrong password, blocked and not yet used accounts get the same answer,
/// unless the password was right.
///
/// # Errors
/// The inner refusal is [`Refusal::WrongCredentials`] or [`Refusal::AccountBlocked`]; it is an outcome and not an error
/// that would undo it, for the attempt stays in the log.
pub fn sign_in(conn: &mut Conn, attempt: &Attempt, now: Timestamp) -> Result<Result<Opened, Refusal>, Error> {
    let Some(weighed) = &attempt.account else { return Ok(Err(Refusal::WrongCredentials)) };
    // As it is now: it may have been blocked, or its password changed, while that one was weighed.
    let account = find(conn, &weighed.username)?;
    let Some(account) = account.filter(|account| account.password_hash.as_deref() == attempt.hash()) else {
        return Ok(Err(Refusal::WrongCredentials));
    };
    if !attempt.right {
        note(conn, Event::SignInRefused, &account, now)?;
        return Ok(Err(Refusal::WrongCredentials));
    }
    if account.blocked_at.is_some() {
        return Ok(Err(Refusal::AccountBlocked));
    }
    note(conn, Event::SignedIn, &account, now)?;
    Ok(Ok(open(conn, account, now)?))
}
