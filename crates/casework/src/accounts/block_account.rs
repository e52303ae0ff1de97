use contract::accounts::BlockAccount;
use domain::{
    ids::AccountId,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::accounts::{self, designations};

use super::{find, note};
use crate::{Error, act::Act, words};

/// Blocks an account: its sessions end at once and nobody signs in with it until the block is taken away.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when it is blocked, or is one's own;
/// [`Refusal::BadRequest`] without a reason.
pub fn block_account(
    act: &mut Act<'_, Permit<act::ManageAccounts>>,
    id: AccountId,
    command: &BlockAccount,
) -> Result<(), Error> {
    let mut account = find(act.conn, id)?;
    let reason = words("El motivo", &command.reason, 5..=200)?;
    if account.blocked_at.is_some() || account.id == act.by.actor().account {
        return Err(Refusal::NothingToChange.into());
    }
    account.blocked_at = Some(act.now);
    accounts::update(act.conn, &account)?;
    accounts::end_sessions(act.conn, id, None, act.now)?;
    note(act, &Entry::AccountBlocked { username: account.username.clone(), reason }, &account)?;
    Ok(())
}

/// Takes the block of an account away.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when it is not blocked; [`Refusal::BadRequest`] for a validator
/// whose designation was revoked.
pub fn unblock_account(act: &mut Act<'_, Permit<act::ResetAccounts>>, id: AccountId) -> Result<(), Error> {
    let mut account = find(act.conn, id)?;
    let revoked = designations::list(act.conn, account.party.as_ref())?
        .iter()
        .any(|designation| designation.account == Some(id) && designation.revoked.is_some());
    if revoked {
        let reason = "La designación de esta persona se revocó. El partido puede designarla otra vez.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if account.blocked_at.take().is_none() {
        return Err(Refusal::NothingToChange.into());
    }
    account.lost_at = None;
    accounts::update(act.conn, &account)?;
    note(act, &Entry::AccountUnblocked { username: account.username.clone() }, &account)?;
    Ok(())
}
