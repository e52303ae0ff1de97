use domain::{log::Entry, refusal::Refusal};
use store::{StoreError, accounts::Account, db::Conn};

use super::{Opened, Outcome, find, note, open, second_factor};
use crate::{
    Error,
    act::{Act, NoPermit},
    session::password,
};

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

    /// The account of the name, if there is one.
    #[must_use]
    pub const fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// Whether the password is right.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        self.right
    }

    fn hash(&self) -> Option<&str> {
        self.account.as_ref().and_then(|account| account.password_hash.as_deref())
    }
}

/// Signs in with a weighed password, and the second factor's code from an account that has one. Unknown name, wrong
/// password, blocked and not yet used accounts get the same answer, unless the password was right. A wrong one needs no
/// transaction: whoever asks counts it, and no disk tells known names from others.
///
/// What is refused is an outcome: [`Refusal::WrongCredentials`], [`Refusal::AccountBlocked`], [`Refusal::FactorRequired`]
/// or [`Refusal::WrongFactor`].
pub fn sign_in(
    act: &mut Act<'_, NoPermit>,
    attempt: &Attempt,
    code: Option<&str>,
    device: &str,
) -> Result<Outcome<Opened>, Error> {
    let Some(weighed) = &attempt.account else { return Ok(Outcome::Refused(Refusal::WrongCredentials)) };
    // As it is now: it may have been blocked, or its password changed, while that one was weighed.
    let account = find(act.conn, &weighed.username)?;
    let Some(mut account) = account.filter(|account| account.password_hash.as_deref() == attempt.hash()) else {
        return Ok(Outcome::Refused(Refusal::WrongCredentials));
    };
    if !attempt.right {
        return Ok(Outcome::Refused(Refusal::WrongCredentials));
    }
    if account.blocked_at.is_some() {
        return Ok(Outcome::Refused(Refusal::AccountBlocked));
    }
    let has_factor = account.active_factor().is_some();
    match code {
        None if has_factor => return Ok(Outcome::Refused(Refusal::FactorRequired)),
        Some(code) if has_factor && !second_factor::matches(act, &mut account, code)? => {
            return Ok(Outcome::Refused(Refusal::WrongFactor));
        }
        Some(_) | None => {}
    }
    note(act, &Entry::SignedIn, &account)?;
    Ok(Outcome::Done(open(act, account, device, has_factor)?))
}
