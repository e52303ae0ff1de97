use contract::accounts::IssuedAccount;
use domain::{
    accounts::Role,
    ids::AccountId,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::accounts;

use super::{find, issue_accounts::fresh_code, note};
use crate::{Error, act::Act, session::forget_factor};

/// Gives an account a new one-time code, told this once: for a letter that was lost or expired, or a password that was
/// forgotten. The old code, the password, the second factor and every session end with it.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::AccountBlocked`], because unblocking is an act of its own.
pub fn reset_account(act: &mut Act<'_, Permit<act::ResetAccounts>>, id: AccountId) -> Result<IssuedAccount, Error> {
    // A program's account has keys, and never a code somebody could sign in with.
    let mut account =
        Some(find(act.conn, id)?).filter(|account| account.role != Role::RegistrySystem).ok_or(Refusal::NotFound)?;
    if account.blocked_at.is_some() {
        return Err(Refusal::AccountBlocked.into());
    }
    let (code, hash_and_end) = fresh_code(act.desk, act.now)?;
    let code_expires_at = hash_and_end.1;
    account.code = Some(hash_and_end);
    account.password_hash = None;
    account.lost_at = None;
    // Its new letter is delivered and received anew; a capture term that runs goes on as it was.
    account.reset_at = Some(act.now);
    account.delivered_at = None;
    account.received_at = None;
    forget_factor(act.conn, &mut account)?;
    accounts::end_sessions(act.conn, account.id, None, act.now)?;
    note(act, &Entry::AccountReset { username: account.username.clone() }, &account)?;
    Ok(IssuedAccount {
        username: account.username,
        code,
        code_expires_at,
        role: account.role,
        display_name: account.display_name,
    })
}
