use contract::messages::{OwnEmail, SetEmail};
use domain::{ids::AccountId, log::Entry, questionnaire::is_email, refusal::Refusal};
use store::{
    accounts::{self, Account},
    db::Conn,
};

use super::registered_email;
use crate::{
    Error,
    accounts::note,
    act::{Act, NoPermit},
};

/// Most characters of an address (RFC 5321).
const EMAIL_MAX: usize = 254;

/// Where an account's messages are mailed to.
pub fn own_email(conn: &mut Conn, account: &Account) -> Result<OwnEmail, Error> {
    Ok(OwnEmail { email: account.email.clone(), from_registry: registered_email(conn, account)? })
}

/// An account's holder says where its messages are mailed to. The log says that it changed, never the address.
///
/// # Errors
/// [`Refusal::BadRequest`] when it is not an address; [`Refusal::NothingToChange`] when it is that one already.
pub fn set_email(act: &mut Act<'_, NoPermit>, id: AccountId, command: &SetEmail) -> Result<OwnEmail, Error> {
    let mut account = accounts::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    let email = command.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(str::to_owned);
    if email.as_ref().is_some_and(|email| email.len() > EMAIL_MAX || !is_email(email)) {
        let reason = "Escriba un correo completo, por ejemplo nombre@ejemplo.mx.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if email == account.email {
        return Err(Refusal::NothingToChange.into());
    }
    account.email = email;
    accounts::update(act.conn, &account)?;
    let holder = account.actor();
    note(&mut act.of(&holder), &Entry::EmailChanged, &account)?;
    own_email(act.conn, &account)
}
