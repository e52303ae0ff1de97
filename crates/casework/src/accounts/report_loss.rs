use domain::{
    ids::AccountId,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::accounts;

use super::{find, note, scope};
use crate::{Error, act::Act};

/// Says that an account, or its letter, was lost: it is blocked at once, and the institute gives it a new code once it
/// has spoken with its holder.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it was said already.
pub fn report_loss(act: &mut Act<'_, Permit<act::ReportLoss>>, id: AccountId) -> Result<(), Error> {
    let mut account = find(act.conn, id)?;
    act.by.cover(&scope(&account))?;
    if account.lost_at.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    account.lost_at = Some(act.now);
    account.blocked_at.get_or_insert(act.now);
    account.code = None;
    accounts::update(act.conn, &account)?;
    accounts::end_sessions(act.conn, id, None, act.now)?;
    note(act, &Entry::AccountLost { username: account.username.clone() }, &account)?;
    Ok(())
}
