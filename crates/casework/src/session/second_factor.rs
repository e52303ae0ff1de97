//! The second factor: codes that change every thirty seconds (RFC 6238), and recovery codes for a lost telephone.

use contract::session::{FactorBegun, RecoveryCodes};
use domain::{
    ids::{AccountId, SessionId},
    log::Entry,
    refusal::Refusal,
};
use qrcode::{QrCode, render::svg};
use store::{
    StoreError,
    accounts::{self, Account, Factor},
    db::Conn,
};
use totp_rs::{Builder, Totp};

use super::{Outcome, note};
use crate::{
    Error,
    act::{Act, NoPermit},
    desk::Desk,
    session::password,
};

/// Bytes of a secret: 160 bits, as RFC 4226 recommends.
const SECRET: usize = 20;
const RECOVERY_CODES: usize = 10;
const LABEL: &str = "second factor";

fn failed(what: impl std::fmt::Display) -> Error {
    Error::Factor(what.to_string())
}

/// The label under which an account's secret is sealed: it opens for no other account.
fn label(account: AccountId) -> String {
    format!("{LABEL} {account}")
}

fn totp(desk: &Desk, account: &Account, secret: &[u8]) -> Result<Totp, Error> {
    // A colon parts the issuer from the account in the address, so neither may have one.
    let issuer = format!("{} {}", desk.config.election.display_name, desk.config.election.institute.short_name)
        .replace(':', " ");
    let builder = Builder::new().with_secret(secret).with_account_name(account.username.as_str());
    builder.with_issuer(Some(issuer)).build().map_err(failed)
}

/// Begins a second factor: its secret is told this once, and it is asked for once its holder proved to have it.
///
/// # Errors
/// [`Refusal::NothingToChange`] when one is in use.
pub fn begin_factor(act: &mut Act<'_, NoPermit>, id: AccountId) -> Result<FactorBegun, Error> {
    let mut account = accounts::by_id(act.conn, id)?.ok_or(Refusal::SessionRequired)?;
    if account.active_factor().is_some() {
        return Err(Refusal::NothingToChange.into());
    }
    let mut secret = [0_u8; SECRET];
    getrandom::fill(&mut secret)?;
    let sealed = act.desk.master.seal(&label(id), &secret)?;
    account.factor = Some(Factor { sealed, since: None, step: 0 });
    accounts::update(act.conn, &account)?;
    let address = totp(act.desk, &account, &secret)?.to_url().map_err(failed)?;
    let drawn = QrCode::new(address.as_bytes()).map_err(failed)?;
    Ok(FactorBegun {
        secret: totp_rs::Secret::from(secret.as_slice()).to_base32(),
        qr: drawn.render::<svg::Color>().min_dimensions(220, 220).build(),
        address,
    })
}

/// Puts the second factor in use, proved by its first code; tells the recovery codes this once.
///
/// # Errors
/// [`Refusal::WrongFactor`]; [`Refusal::NothingToChange`] when none was begun.
pub fn confirm_factor(
    act: &mut Act<'_, NoPermit>,
    id: AccountId,
    session: SessionId,
    code: &str,
) -> Result<RecoveryCodes, Error> {
    let mut account = accounts::by_id(act.conn, id)?.ok_or(Refusal::SessionRequired)?;
    if account.factor.as_ref().is_none_or(|factor| factor.since.is_some()) {
        return Err(Refusal::NothingToChange.into());
    }
    if !matches_time(act, &mut account, code)? {
        return Err(Refusal::WrongFactor.into());
    }
    if let Some(factor) = &mut account.factor {
        factor.since = Some(act.now);
    }
    accounts::update(act.conn, &account)?;
    let made: Vec<(String, String)> = (0..RECOVERY_CODES).map(|_| password::new_code()).collect::<Result<_, _>>()?;
    let (codes, hashes): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    accounts::put_recovery_codes(act.conn, id, &hashes)?;
    accounts::prove_session(act.conn, session, act.now)?;
    note(act, &Entry::FactorConfirmed, &account)?;
    Ok(RecoveryCodes { codes })
}

/// Takes the second factor away, proved by one of its codes.
///
/// # Errors
/// [`Refusal::NothingToChange`] without one. A wrong code is an outcome, [`Refusal::WrongFactor`].
pub fn drop_factor(act: &mut Act<'_, NoPermit>, id: AccountId, code: &str) -> Result<Outcome<()>, Error> {
    let mut account = accounts::by_id(act.conn, id)?.ok_or(Refusal::SessionRequired)?;
    if account.active_factor().is_none() {
        return Err(Refusal::NothingToChange.into());
    }
    if !matches(act, &mut account, code)? {
        return Ok(Outcome::Refused(Refusal::WrongFactor));
    }
    forget(act.conn, &mut account)?;
    note(act, &Entry::FactorDropped, &account)?;
    Ok(Outcome::Done(()))
}

/// Takes an account's second factor and recovery codes away, as when its holder lost them.
pub(crate) fn forget(conn: &mut Conn, account: &mut Account) -> Result<(), StoreError> {
    account.factor = None;
    accounts::put_recovery_codes(conn, account.id, &[])?;
    accounts::update(conn, account)
}

/// Gives the second factor again, for acts that need it just before.
///
/// # Errors
/// [`Refusal::FactorMissing`] without one. A wrong code is an outcome, [`Refusal::WrongFactor`].
pub fn prove(act: &mut Act<'_, NoPermit>, id: AccountId, session: SessionId, code: &str) -> Result<Outcome<()>, Error> {
    let mut account = accounts::by_id(act.conn, id)?.ok_or(Refusal::SessionRequired)?;
    if account.active_factor().is_none() {
        return Err(Refusal::FactorMissing.into());
    }
    if !matches(act, &mut account, code)? {
        return Ok(Outcome::Refused(Refusal::WrongFactor));
    }
    accounts::prove_session(act.conn, session, act.now)?;
    note(act, &Entry::ProofGiven, &account)?;
    Ok(Outcome::Done(()))
}

/// Whether a code is the one of this moment, of the one before or of the next, or an unused recovery code. It is spent.
pub(super) fn matches(act: &mut Act<'_, NoPermit>, account: &mut Account, code: &str) -> Result<bool, Error> {
    if matches_time(act, account, code)? {
        return Ok(true);
    }
    let spent = accounts::spend_recovery_code(act.conn, account.id, &password::code_hash(code))?;
    if spent {
        note(act, &Entry::RecoveryCodeUsed, account)?;
    }
    Ok(spent)
}

fn matches_time(act: &mut Act<'_, NoPermit>, account: &mut Account, code: &str) -> Result<bool, Error> {
    let Some(mut factor) = account.factor.clone() else { return Ok(false) };
    let secret = act.desk.master.open(&label(account.id), &factor.sealed)?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let time = u64::try_from(act.now.as_second()).unwrap_or_default();
    let step = totp(act.desk, account, &secret)?.check(&digits, time).and_then(|step| i64::try_from(step).ok());
    let Some(step) = step.filter(|step| *step > factor.step) else { return Ok(false) };
    factor.step = step;
    account.factor = Some(factor);
    accounts::update(act.conn, account)?;
    Ok(true)
}
