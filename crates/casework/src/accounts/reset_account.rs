//! A new code for an account: at once, or for one of the institute when a second person of another area approves.

use contract::accounts::{
    ApproveReset, IssuedAccount, RefuseReset, Reset as ListedReset, ResetAccount, ResetOutcome, ResetState, Resets,
};
use domain::{
    accounts::{AskedReset, Confirmer, Handing, RESET_REASON, Role, confirmer},
    ids::AccountId,
    log::Entry,
    messages::MessageKind,
    permission,
    permission::{Action, Permit, Reach, act, reach},
    refusal::Refusal,
    time::TimeDelta,
};
use papers::moment;
use store::{
    StoreError,
    accounts::{
        self, Account,
        resets::{self, Ended, Outcome, Reset},
    },
    db::Conn,
};
use uuid::Uuid;

use super::{find, issue_accounts::fresh_code, note, note_with, scope};
use crate::{
    Error,
    act::{Act, By, NoPermit},
    messages::{self, Address},
    session::forget_factor,
    words,
};

/// Where those who decide find what waits.
const WAITING: &str = "/trabajo/cuentas/codigos";
/// How many resets that ended are shown.
const ENDED: i64 = 100;

/// Gives an account a new one-time code, or asks for it where the account is the institute's: for a letter that was lost or
/// expired, or a password that was forgotten. The old code, the password, the second factor and every session end with it.
/// `site` is the address that people open.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::AccountBlocked`], because unblocking is an act of its own; [`Refusal::BadRequest`]
/// without a reason; [`Refusal::OtherAreaRequired`] for one's own account; [`Refusal::ResetWaits`].
pub fn reset_account(
    act: &mut Act<'_, Permit<act::ResetAccounts>>,
    id: AccountId,
    command: &ResetAccount,
    site: &str,
) -> Result<ResetOutcome, Error> {
    let account = may_be_reset(act.conn, id)?;
    let actor = act.by.actor();
    let mut reset = Reset {
        id: Uuid::now_v7(),
        asked: AskedReset { holder: id, by: actor.account, area: actor.role },
        at: act.now,
        reason: words("El motivo", &command.reason, RESET_REASON)?,
        until: act.now,
        ended: None,
    };
    if account.role.is_institute() {
        return ask(act, &account, reset);
    }
    let (outcome, given) = give_code(act, account.clone(), &reset, (command.hand_over, site))?;
    reset.ended = Some(Ended { at: act.now, by: Some(actor.account), outcome });
    resets::insert(act.conn, &reset)?;
    note(act, &Entry::AccountReset { username: account.username.clone() }, &account)?;
    Ok(given)
}

/// An account that may be given a code.
fn may_be_reset(conn: &mut Conn, id: AccountId) -> Result<Account, Error> {
    // A program's account has keys, and never a code somebody could sign in with.
    let account = Some(find(conn, id)?).filter(|account| account.role != Role::RegistrySystem);
    let account = account.ok_or(Refusal::NotFound)?;
    if account.blocked_at.is_some() { Err(Refusal::AccountBlocked.into()) } else { Ok(account) }
}

/// Leaves a reset to a second person, tells those who may be that person, and the holder.
fn ask(act: &mut Act<'_, Permit<act::ResetAccounts>>, account: &Account, reset: Reset) -> Result<ResetOutcome, Error> {
    lapse_resets(&mut act.of(&NoPermit))?;
    if reset.asked.by == account.id {
        return Err(Refusal::OtherAreaRequired.into());
    }
    if resets::waiting(act.conn)?.iter().any(|waiting| waiting.asked.holder == account.id) {
        return Err(Refusal::ResetWaits.into());
    }
    let hours = i64::from(act.desk.config.election.accounts.reset_hours.get());
    let reset = Reset { until: act.now + TimeDelta::hours(hours), ..reset };
    resets::insert(act.conn, &reset)?;
    let until = moment(&act.desk.config, reset.until);
    let values = [("motivo", reset.reason.as_str()), ("plazo", &until)];
    let entry = Entry::ResetAsked { username: account.username.clone(), reason: reset.reason.clone() };
    note_with(act, &entry, account, &values)?;
    for second in accounts::all(act.conn)? {
        if second.blocked_at.is_none() && reset.asked.may_approve(&second.actor()) {
            messages::tell_account(act, (MessageKind::ResetAsked, WAITING), &second, (account, &values))?;
        }
    }
    Ok(ResetOutcome::Waiting { id: reset.id, until: reset.until })
}

/// Gives an account its new code and says how it reaches its holder: mailed where there is an address, unless it is handed
/// over; then it is told to whoever acts.
fn give_code<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    mut account: Account,
    reset: &Reset,
    (hand_over, site): (bool, &str),
) -> Result<(Outcome, ResetOutcome), Error> {
    let role = act.by.actor().role;
    let address = Address::of(act.conn, &account)?;
    let reads_anyway = reach(role, permission::Act::ReadIdentity) == Reach::Election;
    // Where the code could be mailed, only who learns nothing by it may see it; the second person hands over one of the
    // institute's.
    if hand_over && address.is_some() && !account.role.is_institute() && !reads_anyway {
        return Err(Refusal::NotAllowed.into());
    }
    let mailed = address.filter(|_| !hand_over);
    let handing = match &mailed {
        Some(Address { own: true, .. }) => Handing::AddressOfHolder,
        Some(Address { own: false, .. }) => Handing::AddressInRegistry,
        None => Handing::ShownTo(role),
    };
    let (code, hash_and_end) = fresh_code(act.desk, act.now)?;
    let code_expires_at = hash_and_end.1;
    account.code = Some(hash_and_end);
    account.password_hash = None;
    account.lost_at = None;
    // Its new letter is delivered and received anew; a capture term that runs goes on as it was.
    account.reset_at = Some(act.now);
    account.delivered_at = mailed.is_some().then_some(act.now);
    account.received_at = None;
    account.unconfirmed = confirmer(account.role, reset.asked.area, handing);
    forget_factor(act.conn, &mut account)?;
    accounts::end_sessions(act.conn, account.id, None, act.now)?;
    if account.unconfirmed == Some(Confirmer::Others) {
        tell_who_confirms(act, &account)?;
    }
    if let Some(address) = mailed {
        messages::mail_code(act, (&account, &address), (&code, code_expires_at), site)?;
        return Ok((Outcome::Mailed, ResetOutcome::Mailed { to: address.hinted() }));
    }
    let issued = IssuedAccount {
        username: account.username,
        code,
        code_expires_at,
        role: account.role,
        display_name: account.display_name,
    };
    Ok((Outcome::HandedOver, ResetOutcome::Shown { account: issued }))
}

fn tell_who_confirms<P: By>(act: &mut Act<'_, P>, account: &Account) -> Result<(), StoreError> {
    for other in accounts::all(act.conn)? {
        let may = permission::may(&other.actor(), permission::Act::ConfirmAccount, &scope(account));
        if may && other.id != account.id && other.blocked_at.is_none() {
            let link = if other.role.is_institute() { WAITING } else { "/trabajo/cuentas" };
            messages::tell_account(act, (MessageKind::AccountUnconfirmed, link), &other, (account, &[]))?;
        }
    }
    Ok(())
}

/// The resets that wait and those that ended, as far as the reader may decide them.
pub fn list_resets(act: &mut Act<'_, Permit<act::ReadResets>>) -> Result<Resets, Error> {
    let names: std::collections::BTreeMap<AccountId, Account> =
        accounts::all(act.conn)?.into_iter().map(|account| (account.id, account)).collect();
    let actor = act.by.actor();
    let now = act.now;
    let name = |id: AccountId| names.get(&id).map_or_else(String::new, |account| account.username.clone());
    let listed = |reset: Reset| {
        let holder = names.get(&reset.asked.holder);
        let waits = reset.ended.is_none() && reset.until > now;
        ListedReset {
            id: reset.id,
            account: reset.asked.holder,
            username: name(reset.asked.holder),
            display_name: holder.map_or_else(String::new, |account| account.display_name.clone()),
            asked_at: reset.at,
            asked_by: name(reset.asked.by),
            area: reset.asked.area,
            reason: reset.reason,
            until: reset.until,
            own: reset.asked.by == actor.account,
            may_approve: waits && reset.asked.may_approve(actor),
            may_refuse: waits && reset.asked.may_refuse(actor),
            has_address: holder.is_some_and(|account| account.email.is_some()),
            ended_at: reset.ended.as_ref().map(|ended| ended.at),
            ended_by: reset.ended.as_ref().and_then(|ended| ended.by).map(name),
            state: state(reset.ended.map(|ended| ended.outcome), waits),
        }
    };
    let waiting = resets::waiting(act.conn)?.into_iter().map(listed).collect();
    let ended = resets::ended(act.conn, ENDED)?.into_iter().map(listed).collect();
    let unconfirmed = names.values().filter(|account| account.unconfirmed.is_some());
    let unconfirmed = unconfirmed.filter(|account| {
        account.id != actor.account && permission::may(actor, permission::Act::ConfirmAccount, &scope(account))
    });
    Ok(Resets { waiting, ended, unconfirmed: unconfirmed.cloned().map(super::list_accounts::listed).collect() })
}

fn state(outcome: Option<Outcome>, waits: bool) -> ResetState {
    match outcome {
        None if waits => ResetState::Waiting,
        None | Some(Outcome::Lapsed) => ResetState::Lapsed,
        Some(Outcome::Mailed) => ResetState::Mailed,
        Some(Outcome::HandedOver) => ResetState::HandedOver,
        Some(Outcome::Refused { reason }) => ResetState::Refused { reason },
        Some(Outcome::Withdrawn) => ResetState::Withdrawn,
    }
}

/// Approves a reset as the second person. The code is mailed to the holder; without an address, or when it is handed over
/// in person, it is told this once.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait; [`Refusal::OtherAreaRequired`]; [`Refusal::AccountBlocked`].
pub fn approve_reset(
    act: &mut Act<'_, Permit<act::ApproveReset>>,
    id: Uuid,
    command: ApproveReset,
    site: &str,
) -> Result<ResetOutcome, Error> {
    let reset = waiting(act, id)?;
    if !reset.asked.may_approve(act.by.actor()) {
        return Err(Refusal::OtherAreaRequired.into());
    }
    let account = may_be_reset(act.conn, reset.asked.holder)?;
    let (outcome, given) = give_code(act, account.clone(), &reset, (command.hand_over, site))?;
    let mailed = outcome == Outcome::Mailed;
    end(act, &reset, outcome)?;
    let asked_by = accounts::by_id(act.conn, reset.asked.by)?.map_or_else(String::new, |account| account.username);
    note(act, &Entry::ResetApproved { username: account.username.clone(), asked_by, mailed }, &account)?;
    tell_asker(act, &reset, &account, "Se autorizó: el código llega a la persona titular, no a usted")?;
    Ok(given)
}

/// Refuses a reset, as somebody who may approve it or as the holder.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait; [`Refusal::OtherAreaRequired`]; [`Refusal::BadRequest`] without a reason.
pub fn refuse_reset(
    act: &mut Act<'_, Permit<act::ApproveReset>>,
    id: Uuid,
    command: &RefuseReset,
) -> Result<(), Error> {
    let reset = waiting(act, id)?;
    if !reset.asked.may_refuse(act.by.actor()) {
        return Err(Refusal::OtherAreaRequired.into());
    }
    let reason = words("El motivo", &command.reason, RESET_REASON)?;
    let account = find(act.conn, reset.asked.holder)?;
    end(act, &reset, Outcome::Refused { reason: reason.clone() })?;
    tell_asker(act, &reset, &account, &format!("No se autorizó. Motivo: {reason}"))?;
    note(act, &Entry::ResetRefused { username: account.username.clone(), reason }, &account)?;
    Ok(())
}

/// Takes a reset back that one asked for.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, or another asked for it.
pub fn withdraw_reset(act: &mut Act<'_, Permit<act::ResetAccounts>>, id: Uuid) -> Result<(), Error> {
    let reset = waiting(act, id)?;
    if reset.asked.by != act.by.actor().account {
        return Err(Refusal::NotFound.into());
    }
    let account = find(act.conn, reset.asked.holder)?;
    end(act, &reset, Outcome::Withdrawn)?;
    note(act, &Entry::ResetWithdrawn { username: account.username.clone() }, &account)?;
    Ok(())
}

/// Ends the resets that nobody decided in time. Answers how many.
pub fn lapse_resets(act: &mut Act<'_, NoPermit>) -> Result<usize, Error> {
    let (now, mut lapsed) = (act.now, 0);
    for reset in resets::waiting(act.conn)?.into_iter().filter(|reset| reset.until <= now) {
        let account = find(act.conn, reset.asked.holder)?;
        end(act, &reset, Outcome::Lapsed)?;
        note(act, &Entry::ResetLapsed { username: account.username.clone() }, &account)?;
        tell_asker(act, &reset, &account, "Venció sin que nadie lo decidiera")?;
        lapsed += 1;
    }
    Ok(lapsed)
}

/// A reset that waits and whose time is not over.
fn waiting<P: By>(act: &mut Act<'_, P>, id: Uuid) -> Result<Reset, Error> {
    let now = act.now;
    let found = resets::waiting(act.conn)?.into_iter().find(|reset| reset.id == id && reset.until > now);
    Ok(found.ok_or(Refusal::NotFound)?)
}

fn end<P: By>(act: &mut Act<'_, P>, reset: &Reset, outcome: Outcome) -> Result<(), Error> {
    let ended = Ended { at: act.now, by: act.actor().map(|actor| actor.account), outcome };
    if resets::end(act.conn, reset.id, &ended)? { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

fn tell_asker<P: By>(act: &mut Act<'_, P>, reset: &Reset, account: &Account, outcome: &str) -> Result<(), Error> {
    if let Some(asker) = accounts::by_id(act.conn, reset.asked.by)? {
        let values = [("resultado", outcome)];
        messages::tell_account(act, (MessageKind::ResetEnded, WAITING), &asker, (account, &values))?;
    }
    Ok(())
}
