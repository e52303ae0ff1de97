use domain::{
    accounts::Confirmer,
    ids::AccountId,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::accounts;

use super::{find, note, scope};
use crate::{
    Error,
    act::{Act, NoPermit},
};

/// Says, as somebody else, that an account is in its holder's hands after a reset: it reads identity answers again.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NothingToChange`] when it is confirmed, was not used yet, or is one's own.
pub fn confirm_account(act: &mut Act<'_, Permit<act::ConfirmAccount>>, id: AccountId) -> Result<(), Error> {
    let mut account = find(act.conn, id)?;
    act.by.cover(&scope(&account))?;
    let used = account.password_hash.is_some();
    if account.unconfirmed.is_none() || !used || account.id == act.by.actor().account {
        return Err(Refusal::NothingToChange.into());
    }
    account.unconfirmed = None;
    accounts::update(act.conn, &account)?;
    note(act, &Entry::AccountConfirmed { username: account.username.clone() }, &account)?;
    Ok(())
}

/// Says, as its holder, that an account is theirs after a reset whose code was mailed to them.
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is confirmed; [`Refusal::OthersConfirm`] when the code passed through other hands.
pub fn confirm_own_account(act: &mut Act<'_, NoPermit>, id: AccountId) -> Result<(), Error> {
    let mut account = find(act.conn, id)?;
    match account.unconfirmed {
        None => return Err(Refusal::NothingToChange.into()),
        Some(Confirmer::Others) => return Err(Refusal::OthersConfirm.into()),
        Some(Confirmer::Holder) => account.unconfirmed = None,
    }
    accounts::update(act.conn, &account)?;
    let holder = account.actor();
    note(&mut act.of(&holder), &Entry::AccountConfirmed { username: account.username.clone() }, &account)?;
    Ok(())
}
