use contract::accounts::{Delivered, Delivery, DeliveryState};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
    term,
    time::{Date, Timestamp},
};
use store::{
    accounts::{self, Account},
    candidacies::{self, Candidacy},
    log::Digests,
};

use super::Whose;
use crate::{Error, act::Act, desk::Desk, log};

/// Says on which day the letters of a party, or of an independent candidacy, were handed over (PTO II.A).
///
/// # Errors
/// [`Refusal::NotFound`] when no account was issued; [`Refusal::BadRequest`] for a day that cannot be.
pub fn deliver_accounts(
    act: &mut Act<'_, Permit<act::ManageAccounts>>,
    command: &Delivery,
) -> Result<Delivered, Error> {
    let whose = Whose::of(command.party.as_ref(), command.candidacy)?;
    let own: Vec<Account> = accounts::all(act.conn)?.into_iter().filter(|account| whose.owns(account)).collect();
    if own.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let day = command.delivered_on.unwrap_or_else(|| act.desk.config.today(act.now));
    let pending: Vec<Account> = own.into_iter().filter(|account| account.delivered_at.is_none()).collect();
    let written = |account: &Account| act.desk.config.today(account.reset_at.unwrap_or(account.issued_at));
    if day > act.desk.config.today(act.now) || pending.iter().any(|account| day < written(account)) {
        let reason = "La fecha de entrega no puede ser anterior a la emisión de las cuentas ni posterior a hoy.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    let at = term::end_of_day(day, &act.desk.config.zone).map_or(act.now, |end| end.min(act.now));
    let delivered = pending.len();
    for mut account in pending {
        account.delivered_at = Some(at);
        accounts::update(act.conn, &account)?;
    }
    if delivered > 0 {
        let entry = Entry::AccountsDelivered { accounts: delivered, on: day };
        log::write(act, &entry, whose.subject(), whose.party(), Digests::None)?;
    }
    Ok(Delivered { accounts: delivered })
}

/// Until when the letters that are missing have to be delivered: natural days after the approval of the candidacy, or of
/// the party's first one for its generic accounts (PTO II.A). A letter that was written later, for a validator or with a
/// new code, has as many days from when it was written.
fn due(desk: &Desk, own: &[&Candidacy], issued: &[&Account]) -> Option<Timestamp> {
    let days = |day: Date| {
        let end = term::end_of_day(day, &desk.config.zone).ok()?;
        term::after_days(end, desk.config.election.terms.send_accounts_days, &desk.config.zone).ok()
    };
    let approved =
        |id| own.iter().find(|candidacy| candidacy.id == id).map(|candidacy| candidacy.registration.approved_on);
    let first = own.iter().map(|candidacy| candidacy.registration.approved_on).min();
    let of_account = |account: &&&Account| match (account.reset_at, account.candidacy, account.role) {
        (Some(reset), _, _) => Some(desk.config.today(reset)),
        (None, Some(candidacy), _) => approved(candidacy),
        (None, None, Role::PartyValidator) => Some(desk.config.today(account.issued_at)),
        (None, None, _) => first,
    };
    let waiting = issued.iter().filter(|account| account.delivered_at.is_none() && account.blocked_at.is_none());
    let not_issued =
        own.iter().filter(|candidacy| issued.iter().all(|account| account.candidacy != Some(candidacy.id)));
    let waiting = waiting.filter_map(|account| of_account(&account));
    waiting.chain(not_issued.map(|candidacy| candidacy.registration.approved_on)).filter_map(days).min()
}

/// How far the delivery and the receipt of accounts are, party by party and independent by independent.
pub fn delivery_states(act: &mut Act<'_, Permit<act::ManageAccounts>>) -> Result<Vec<DeliveryState>, Error> {
    let all = candidacies::all(act.conn)?;
    let accounts = accounts::all(act.conn)?;
    let standing = |candidacy: &&Candidacy| candidacy.registration.status == RegistryStatus::Active;
    let state = |whose: &Whose, name: String, own: Vec<&Candidacy>| {
        let issued: Vec<&Account> = accounts.iter().filter(|account| whose.owns(account)).collect();
        let due = due(act.desk, &own, &issued);
        DeliveryState {
            party: whose.party().cloned(),
            candidacy: match whose {
                Whose::Party(_) => None,
                Whose::Candidacy(candidacy) => Some(*candidacy),
            },
            name,
            candidacies: own.len(),
            issued: issued.len(),
            delivered: issued.iter().filter(|account| account.delivered_at.is_some()).count(),
            received: issued.iter().filter(|account| account.received_at.is_some()).count(),
            due,
            overdue: due.is_some_and(|due| !term::is_open(due, act.now)),
        }
    };
    let parties = act.desk.config.election.parties.iter().map(|party| {
        let own = all.iter().filter(standing);
        let own = own.filter(|candidacy| candidacy.registration.responsible_party.as_ref() == Some(&party.key));
        state(&Whose::Party(party.key.clone()), party.name.clone(), own.collect())
    });
    let independent =
        all.iter().filter(standing).filter(|candidacy| candidacy.registration.responsible_party.is_none());
    let independents = independent
        .map(|candidacy| state(&Whose::Candidacy(candidacy.id), candidacy.registration.full_name(), vec![candidacy]));
    Ok(parties.chain(independents).collect())
}
