use contract::session::SignIn;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::{accounts, db::Conn};

use super::{Opened, note, open};
use crate::{Error, event::Event, password};

/// Signs in with name and password. Unknown name, wrong password, blocked and not yet used accounts get the same
/// answer after the same work, unless the password was right.
///
/// # Errors
/// [`Refusal::WrongCredentials`], [`Refusal::AccountBlocked`].
pub fn sign_in(conn: &mut Conn, command: &SignIn, now: Timestamp) -> Result<Result<Opened, Refusal>, Error> {
    let account = accounts::by_username(conn, command.username.trim())?;
    let right =
        password::matches(&command.password, account.as_ref().and_then(|account| account.password_hash.as_deref()));
    let Some(account) = account else { return Ok(Err(Refusal::WrongCredentials)) };
    if !right {
        // The attempt stays in the log, so this is an outcome and not an error that would undo it.
        note(conn, Event::SignInRefused, &account, now)?;
        return Ok(Err(Refusal::WrongCredentials));
    }
    if account.blocked_at.is_some() {
        return Ok(Err(Refusal::AccountBlocked));
    }
    note(conn, Event::SignedIn, &account, now)?;
    Ok(Ok(open(conn, account, now)?))
}
