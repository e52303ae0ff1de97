//! Who may decide, as the second person, what another brought.

use domain::{
    accounts::Actor,
    ids::AccountId,
    permission::{Action, Permit},
    refusal::Refusal,
};
use store::{StoreError, accounts, db::Conn};

use crate::{Error, act::Act};

/// Whether somebody may: neither who brought it nor anybody of their area. What no account brought, anybody may.
pub(super) fn may_decide(conn: &mut Conn, actor: &Actor, brought: Option<AccountId>) -> Result<bool, StoreError> {
    let Some(brought) = brought else { return Ok(true) };
    let area = accounts::by_id(conn, brought)?.map(|account| account.role);
    Ok(brought != actor.account && area != Some(actor.role))
}

/// Refuses everybody else.
///
/// # Errors
/// [`Refusal::SecondPersonRequired`].
pub(super) fn require<A: Action>(act: &mut Act<'_, Permit<A>>, brought: Option<AccountId>) -> Result<(), Error> {
    let may = may_decide(act.conn, act.by.actor(), brought)?;
    if may { Ok(()) } else { Err(Refusal::SecondPersonRequired.into()) }
}
