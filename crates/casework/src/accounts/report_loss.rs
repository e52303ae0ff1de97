use domain::{
    ids::AccountId,
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    time::Timestamp,
};
use store::{accounts, db::Conn};

use super::{find, note, scope};
use crate::Error;

/// Says that an account, or its letter, was lost: it is blocked at once, and the institute gives it a new code once it
/// has spoken with its holder.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it was said already.
pub fn report_loss(
    conn: &mut Conn,
    permit: &Permit<act::ReportLoss>,
    id: AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    let mut account = find(conn, id)?;
    permit.cover(&scope(&account))?;
    if account.lost_at.is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    account.lost_at = Some(now);
    account.blocked_at.get_or_insert(now);
    account.code = None;
    accounts::update(conn, &account)?;
    accounts::end_sessions(conn, id, None, now)?;
    note(conn, Some(permit.actor()), Event::AccountLost, &account, &account.username, now)?;
    Ok(())
}
