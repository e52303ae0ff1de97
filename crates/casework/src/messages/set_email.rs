use contract::messages::{OwnEmail, SetEmail};
use domain::{
    log::{Entry, Event},
    questionnaire::is_email,
    refusal::Refusal,
};
use store::{
    accounts::{self, Account},
    db::Conn,
};

use super::{Address, registered_email, tell_account::mail_holder_at};
use crate::{
    Error,
    accounts::note,
    act::{Act, NoPermit},
    session::password,
};

/// Most characters of an address (RFC 5321).
const EMAIL_MAX: usize = 254;

/// Where an account's messages are mailed to.
pub fn own_email(conn: &mut Conn, account: &Account) -> Result<OwnEmail, Error> {
    Ok(OwnEmail { email: account.email.clone(), from_registry: registered_email(conn, account)? })
}

/// A change of address under way: the password is weighed outside of any transaction.
pub struct EmailAttempt {
    account: Account,
    email: Option<String>,
}

/// Reads the address and weighs the password that the account has.
///
/// # Errors
/// [`Refusal::BadRequest`] when it is not an address; [`Refusal::WrongCredentials`] when the password is not right.
pub fn attempt_email(account: Account, command: &SetEmail) -> Result<EmailAttempt, Error> {
    let email = command.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(str::to_owned);
    if email.as_ref().is_some_and(|email| email.len() > EMAIL_MAX || !is_email(email)) {
        let reason = "Escriba un correo completo, por ejemplo nombre@ejemplo.mx.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if !password::matches(&command.password, account.password_hash.as_deref()) {
        return Err(Refusal::WrongCredentials.into());
    }
    Ok(EmailAttempt { account, email })
}

/// An account's holder says where its messages are mailed to, which is told at the address it had as well. The log says that
/// it changed, never the address.
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is that one already; [`Refusal::AccountUnconfirmed`] while somebody has to say that
/// the account is its holder's; [`Refusal::SessionRequired`] when the account changed meanwhile.
pub fn set_email(act: &mut Act<'_, NoPermit>, attempt: &EmailAttempt) -> Result<OwnEmail, Error> {
    let kept = accounts::by_id(act.conn, attempt.account.id)?;
    let same = kept.filter(|account| account.password_hash == attempt.account.password_hash);
    let mut account = same.ok_or(Refusal::SessionRequired)?;
    // The next code would be mailed to an address that somebody else chose.
    if account.unconfirmed.is_some() {
        return Err(Refusal::AccountUnconfirmed.into());
    }
    if attempt.email == account.email {
        return Err(Refusal::NothingToChange.into());
    }
    let before = Address::of(act.conn, &account)?;
    account.email.clone_from(&attempt.email);
    accounts::update(act.conn, &account)?;
    let holder = account.actor();
    note(&mut act.of(&holder), &Entry::EmailChanged, &account)?;
    if let Some(before) = before {
        mail_holder_at(act, Event::EmailChanged, &account, &before)?;
    }
    own_email(act.conn, &account)
}
