use domain::{
    ids::SessionId,
    log::Entry,
    refusal::Refusal,
    time::{TimeDelta, Timestamp},
};
use store::accounts::{self, Account, Session};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{Opened, Outcome, new_secret, note};
use crate::{
    Error,
    act::{Act, NoPermit},
    desk::Desk,
    session::password::secret_hash,
};

/// How long the secret before the current one still serves: two tabs may renew at once.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// Renews a session by its refresh secret, which changes. A secret older than the one before ends the session: it was
/// copied, and nobody can tell by whom.
///
/// # Errors
/// The inner refusal is [`Refusal::SessionRequired`]; it is an outcome, because the end of the session must be saved.
pub fn renew(act: &mut Act<'_, NoPermit>, refresh: &str) -> Result<Outcome<Opened>, Error> {
    let Some((id, secret)) = refresh.split_once('.') else { return Ok(Outcome::Refused(Refusal::SessionRequired)) };
    let Ok(id) = Uuid::parse_str(id) else { return Ok(Outcome::Refused(Refusal::SessionRequired)) };
    let Some((session, account)) = accounts::session(act.conn, id)?.filter(|found| is_open(act.desk, found, act.now))
    else {
        return Ok(Outcome::Refused(Refusal::SessionRequired));
    };
    let hash = secret_hash(secret);
    let same = |stored: &str| bool::from(stored.as_bytes().ct_eq(hash.as_bytes()));
    let opened = |account: Account, refresh: Option<String>| Opened {
        account,
        session: session.id,
        refresh,
        expires_at: session.expires_at,
    };
    if same(&session.secret_hash) {
        let secret = new_secret()?;
        accounts::rotate_session(act.conn, &session, &secret_hash(&secret), act.now)?;
        return Ok(Outcome::Done(opened(account, Some(format!("{id}.{secret}")))));
    }
    let just_rotated = act.now.duration_since(session.rotated_at) <= GRACE;
    if just_rotated && session.previous_hash.as_deref().is_some_and(same) {
        return Ok(Outcome::Done(opened(account, None)));
    }
    accounts::end_session(act.conn, session.id, act.now)?;
    note(act, &Entry::SessionReused, &account)?;
    Ok(Outcome::Refused(Refusal::SessionRequired))
}

fn is_open(desk: &Desk, found: &(Session, Account), now: Timestamp) -> bool {
    let (session, account) = found;
    // Access tokens are short, so that whoever works renews: a session not renewed is a session not used.
    let idle = TimeDelta::minutes(i64::from(desk.config.election.accounts.idle_minutes));
    session.ended_at.is_none()
        && session.expires_at > now
        && session.rotated_at + idle > now
        && account.blocked_at.is_none()
}

/// A session that is open, and its account.
///
/// # Errors
/// [`Refusal::SessionRequired`] when it ended, expired or its account is blocked.
pub fn known_session(act: &mut Act<'_, NoPermit>, id: Uuid) -> Result<(Session, Account), Error> {
    let found = accounts::session(act.conn, id)?.filter(|found| is_open(act.desk, found, act.now));
    Ok(found.ok_or(Refusal::SessionRequired)?)
}

/// Ends a session.
pub fn end_session(act: &mut Act<'_, NoPermit>, id: SessionId) -> Result<(), Error> {
    if let Some((session, account)) = accounts::session(act.conn, id.0)? {
        accounts::end_session(act.conn, session.id, act.now)?;
        note(act, &Entry::SignedOut, &account)?;
    }
    Ok(())
}
