use contract::session::OwnSession;
use domain::{ids::SessionId, log::Event, refusal::Refusal, time::Timestamp};
use store::{
    StoreError,
    accounts::{self, Account},
    db::Conn,
};

use super::note;
use crate::Error;

/// Where an account is signed in, the newest first.
pub fn own_sessions(
    conn: &mut Conn,
    account: &Account,
    current: SessionId,
    now: Timestamp,
) -> Result<Vec<OwnSession>, StoreError> {
    let open = accounts::open_sessions(conn, account.id)?.into_iter().filter(|session| session.expires_at > now);
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
pub fn end_own_session(conn: &mut Conn, account: &Account, id: SessionId, now: Timestamp) -> Result<(), Error> {
    let own = accounts::open_sessions(conn, account.id)?.into_iter().any(|session| session.id == id);
    if !own {
        return Err(Refusal::NotFound.into());
    }
    accounts::end_session(conn, id, now)?;
    note(conn, Event::SignedOut, account, now)?;
    Ok(())
}

/// Ends every session of the account but the current one.
pub fn end_other_sessions(conn: &mut Conn, account: &Account, current: SessionId, now: Timestamp) -> Result<(), Error> {
    if accounts::end_sessions(conn, account.id, Some(current), now)? > 0 {
        note(conn, Event::SessionsEnded, account, now)?;
    }
    Ok(())
}
