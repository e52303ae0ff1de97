use contract::session::ChangePassword;
use domain::{ids::SessionId, log::Entry, refusal::Refusal};
use store::accounts::{self, Account};

use super::note;
use crate::{
    Error,
    act::{Act, NoPermit},
    session::password,
};

/// A change of password under way: both passwords are weighed outside of any transaction.
pub struct PasswordAttempt {
    account: Account,
    hash: String,
}

/// Weighs the password the account has and hashes the new one.
///
/// # Errors
/// [`Refusal::WrongCredentials`] when the current one is not right; [`Refusal::WeakPassword`].
pub fn attempt_password(account: Account, command: &ChangePassword) -> Result<PasswordAttempt, Error> {
    if !password::matches(&command.current, account.password_hash.as_deref()) {
        return Err(Refusal::WrongCredentials.into());
    }
    let hash = password::hash(&[&account.username, &account.display_name], &command.new)?;
    Ok(PasswordAttempt { account, hash })
}

/// Changes the password of the signed-in account and ends its sessions everywhere else; the account as it is then.
///
/// # Errors
/// [`Refusal::SessionRequired`] when the account changed meanwhile.
pub fn change_password(
    act: &mut Act<'_, NoPermit>,
    attempt: &PasswordAttempt,
    session: SessionId,
) -> Result<Account, Error> {
    let now_kept = accounts::by_id(act.conn, attempt.account.id)?;
    let same = now_kept.filter(|account| account.password_hash == attempt.account.password_hash);
    let mut account = same.ok_or(Refusal::SessionRequired)?;
    account.password_hash = Some(attempt.hash.clone());
    accounts::update(act.conn, &account)?;
    accounts::end_sessions(act.conn, account.id, Some(session), act.now)?;
    note(act, &Entry::PasswordChanged, &account)?;
    Ok(account)
}
