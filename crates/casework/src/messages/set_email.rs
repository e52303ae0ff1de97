use contract::messages::{OwnEmail, SetEmail};
use domain::{ids::AccountId, log::Event, questionnaire::is_email, refusal::Refusal, time::Timestamp};
use store::{
    accounts::{self, Account},
    db::Conn,
};

use super::registered_email;
use crate::{Error, accounts::note};

/// Most characters of an address (RFC 5321).
const EMAIL_MAX: usize = 254;

/// Where an account's notices are mailed to.
pub fn own_email(conn: &mut Conn, account: &Account) -> Result<OwnEmail, Error> {
    Ok(OwnEmail { email: account.email.clone(), from_registry: registered_email(conn, account)? })
}

/// An account's holder says where its notices are mailed to. The log says that it changed, never the address.
///
/// # Errors
/// [`Refusal::BadRequest`] when it is not an address; [`Refusal::NothingToChange`] when it is that one already.
pub fn set_email(conn: &mut Conn, id: AccountId, command: &SetEmail, now: Timestamp) -> Result<OwnEmail, Error> {
    let mut account = accounts::by_id(conn, id)?.ok_or(Refusal::NotFound)?;
    let email = command.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(str::to_owned);
    if email.as_ref().is_some_and(|email| email.len() > EMAIL_MAX || !is_email(email)) {
        let reason = "Escriba un correo completo, por ejemplo nombre@ejemplo.mx.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if email == account.email {
        return Err(Refusal::NothingToChange.into());
    }
    account.email = email;
    accounts::update(conn, &account)?;
    note(conn, Some(&account.actor()), Event::EmailChanged, &account, "", now)?;
    own_email(conn, &account)
}
