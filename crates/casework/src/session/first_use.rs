use contract::session::FirstUse;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::{accounts, db::Conn};

use super::{Opened, note, open};
use crate::{Error, event::Event, password};

/// First use of an account: its one-time code for a password of its holder's choice (PTO II.A).
///
/// # Errors
/// [`Refusal::WrongCredentials`] for a wrong, used or expired code; [`Refusal::WeakPassword`].
pub fn first_use(conn: &mut Conn, command: &FirstUse, now: Timestamp) -> Result<Opened, Error> {
    let account = accounts::by_username(conn, command.username.trim())?;
    let hash = account.as_ref().and_then(|account| account.code.as_ref()).map_or("", |(hash, _)| hash.as_str());
    let right = password::code_matches(&command.code, hash);
    let Some(mut account) = account.filter(|_| right) else { return Err(Refusal::WrongCredentials.into()) };
    let expired = account.code.as_ref().is_none_or(|(_, expires)| *expires < now);
    if expired || account.blocked_at.is_some() {
        return Err(Refusal::WrongCredentials.into());
    }
    account.password_hash = Some(password::hash(&account.username, &command.password)?);
    account.code = None;
    accounts::update(conn, &account)?;
    note(conn, Event::AccountFirstUsed, &account, now)?;
    Ok(open(conn, account, now)?)
}
