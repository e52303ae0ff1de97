use std::collections::BTreeSet;

use contract::accounts::{AccountReceipt, AccountReceiptRecorded};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    log::{AccountsReceipt, Entry},
    messages::MessageKind,
    permission::{Action, Permit, act},
    refusal::Refusal,
    term,
    time::Timestamp,
};
use store::{accounts, log::Digests, profiles};

use super::Whose;
use crate::{Error, act::Act, case::note, log, messages};

/// The representation, or the independent, says that its accounts were received: the capture term of every candidacy
/// that was waiting begins (PTO I.B.1.V, I.C.1.II).
///
/// # Errors
/// [`Refusal::NotFound`] when no account was issued yet.
pub fn acknowledge_receipt(
    act: &mut Act<'_, Permit<act::AcknowledgeReceipt>>,
) -> Result<AccountReceiptRecorded, Error> {
    let actor = act.by.actor();
    let whose = match (&actor.party, actor.candidacy) {
        (Some(party), _) => Whose::Party(party.clone()),
        (None, Some(candidacy)) => Whose::Candidacy(candidacy),
        (None, None) => return Err(Refusal::NotFound.into()),
    };
    receive(act, &whose, act.now)
}

/// The responsible unit records a receipt on paper, with the paper's date.
///
/// # Errors
/// [`Refusal::BadRequest`] without party or candidacy, or with a date to come.
pub fn record_receipt(
    act: &mut Act<'_, Permit<act::RecordReceipt>>,
    command: &AccountReceipt,
) -> Result<AccountReceiptRecorded, Error> {
    let whose = Whose::of(command.party.as_ref(), command.candidacy)?;
    let received_at = match command.received_on {
        None => act.now,
        Some(day) if day > act.desk.config.today(act.now) => {
            return Err(
                Refusal::BadRequest { reason: "La fecha del acuse no puede ser posterior a hoy.".into() }.into()
            );
        }
        Some(day) => term::end_of_day(day, &act.desk.config.zone)
            .map_err(|_| Refusal::BadRequest { reason: "La fecha del acuse no existe.".into() })?
            .min(act.now),
    };
    receive(act, &whose, received_at)
}

fn receive<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    whose: &Whose,
    received_at: Timestamp,
) -> Result<AccountReceiptRecorded, Error> {
    let all = accounts::all(act.conn)?;
    let own: Vec<_> = all.into_iter().filter(|account| whose.owns(account)).collect();
    let written = |account: &accounts::Account| act.desk.config.today(account.reset_at.unwrap_or(account.issued_at));
    let waiting = |account: &&accounts::Account| account.received_at.is_none();
    if own.iter().filter(waiting).any(|account| act.desk.config.today(received_at) < written(account)) {
        let reason = "La fecha del acuse es anterior a la emisión de las cuentas. Revise el día.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    if own.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let holders = own.clone();
    let (mut received, mut capturing, mut generic) = (0, BTreeSet::new(), false);
    for mut account in own {
        generic |= account.role == Role::PartyCapturist;
        capturing.extend(account.candidacy);
        if account.received_at.is_none() {
            account.received_at = Some(received_at);
            received += 1;
            accounts::update(act.conn, &account)?;
        }
    }
    let waiting = match whose {
        Whose::Party(party) => profiles::list(act.conn, Some(party.as_str()), None)?,
        Whose::Candidacy(candidacy) => profiles::list(act.conn, None, Some(*candidacy))?,
    };
    let mut recorded = AccountReceiptRecorded { candidacies: 0, capture_until: None };
    let mut begun = Vec::new();
    for (candidacy, profile) in waiting {
        let reached = generic || capturing.contains(&candidacy.id);
        if profile.received_at.is_some() || !reached || candidacy.registration.status != RegistryStatus::Active {
            continue;
        }
        let (mut profile, before) = profiles::load_to_change(act.conn, candidacy.id)?;
        profile.received_at = Some(received_at);
        profile.capture_until = act.desk.config.capture_until(received_at, candidacy.registration.replaces.is_some());
        let after = profiles::update(act.conn, &mut profile)?.ok_or(Refusal::Stale)?;
        let receipt = AccountsReceipt::Candidacy { capture_until: profile.capture_until };
        note(act, &Entry::AccountsReceived { receipt }, &candidacy, Digests::Changed(&before, &after))?;
        recorded.candidacies += 1;
        recorded.capture_until = recorded.capture_until.max(profile.capture_until);
        begun.push((candidacy, profile.capture_until));
    }
    if received == 0 && recorded.candidacies == 0 {
        return Ok(recorded);
    }
    let about: Vec<_> = begun.iter().map(|(candidacy, until)| (candidacy, *until)).collect();
    messages::tell(act, MessageKind::AccountsReceived, &holders, &about, "received")?;
    let candidacies = recorded.candidacies;
    let receipt = AccountsReceipt::Accounts { accounts: received, candidacies, at: received_at };
    log::write(act, &Entry::AccountsReceived { receipt }, whose.subject(), whose.party(), Digests::None)?;
    Ok(recorded)
}
