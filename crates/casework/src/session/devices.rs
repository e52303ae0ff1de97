use contract::session::OwnSession;
use domain::{ids::SessionId, log::Entry, refusal::Refusal};
use store::{
    StoreError,
    accounts::{self, Account},
};

use super::note;
use crate::{
    Error,
    act::{Act, NoPermit},
};

/// Where an account is signed in, the newest first.
pub fn own_sessions(
    act: &mut Act<'_, NoPermit>,
    account: &Account,
    current: SessionId,
) -> Result<Vec<OwnSession>, StoreError> {
    let open =
        accounts::open_sessions(act.conn, account.id)?.into_iter().filter(|session| session.expires_at > act.now);
    Ok(open
        .map(|session| OwnSession {
            id: session.id,
            current: session.id == current,
            device: session.device,
            started_at: session.created_at,
            used_at: session.rotated_at,
            expires_at: session.expires_at,
        })
        .collect())
}

/// Ends one of the account's own sessions.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not the account's, or ended already.
pub fn end_own_session(act: &mut Act<'_, NoPermit>, account: &Account, id: SessionId) -> Result<(), Error> {
    let own = accounts::open_sessions(act.conn, account.id)?.into_iter().any(|session| session.id == id);
    if !own {
        return Err(Refusal::NotFound.into());
    }
    accounts::end_session(act.conn, id, act.now)?;
    note(act, &Entry::SignedOut, account)?;
    Ok(())
}

/// Ends every session of the account but the current one.
pub fn end_other_sessions(act: &mut Act<'_, NoPermit>, account: &Account, current: SessionId) -> Result<(), Error> {
    if accounts::end_sessions(act.conn, account.id, Some(current), act.now)? > 0 {
        note(act, &Entry::SessionsEnded, account)?;
    }
    Ok(())
}
