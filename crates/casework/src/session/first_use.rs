use contract::session::FirstUse;
use domain::{log::Entry, refusal::Refusal};
use store::accounts;

use super::{Opened, find, note, open};
use crate::{
    Error,
    act::{Act, NoPermit},
    session::password,
};

/// A first use under way: its code is right, its password is not hashed yet, for that is slow on purpose and no
/// transaction should wait for it.
pub struct FirstUseAttempt {
    username: String,
    display_name: String,
    code_hash: String,
}

/// Checks the one-time code of a first use.
///
/// # Errors
/// [`Refusal::WrongCredentials`] for a wrong, used or expired code or a blocked account.
pub fn attempt_first_use(act: &mut Act<'_, NoPermit>, command: &FirstUse) -> Result<FirstUseAttempt, Error> {
    let account = find(act.conn, &command.username)?.filter(|account| account.blocked_at.is_none());
    let (username, display_name, code) = match account {
        Some(account) => (account.username, account.display_name, account.code),
        None => (String::new(), String::new(), None),
    };
    let (code_hash, expired) = code.map_or((String::new(), true), |(hash, expires)| (hash, expires < act.now));
    if !password::code_matches(&command.code, &code_hash) || expired {
        return Err(Refusal::WrongCredentials.into());
    }
    Ok(FirstUseAttempt { username, display_name, code_hash })
}

impl FirstUseAttempt {
    /// Hashes the password its holder chose.
    ///
    /// # Errors
    /// [`Refusal::WeakPassword`].
    pub fn hash(&self, password: &str) -> Result<String, Error> {
        password::hash(&[&self.username, &self.display_name], password)
    }
}

/// First use of an account: its one-time code for a password of its holder's choice (PTO II.A). The code serves once,
/// however many come with it at the same time.
///
/// # Errors
/// [`Refusal::WrongCredentials`] when the code was used meanwhile.
pub fn first_use(
    act: &mut Act<'_, NoPermit>,
    attempt: &FirstUseAttempt,
    password_hash: String,
    device: &str,
) -> Result<Opened, Error> {
    let account = find(act.conn, &attempt.username)?.filter(|account| account.blocked_at.is_none());
    let same = |hash: &str| hash == attempt.code_hash;
    let account = account.filter(|account| account.code.as_ref().is_some_and(|(hash, _)| same(hash)));
    let mut account = account.ok_or(Refusal::WrongCredentials)?;
    account.password_hash = Some(password_hash);
    account.code = None;
    accounts::update(act.conn, &account)?;
    note(act, &Entry::AccountFirstUsed, &account)?;
    open(act, account, device, false)
}
