//! Accounts: issued, delivered, received, reset, blocked; who validates for a party; keys of programs.

mod acknowledge_receipt;
mod block_account;
mod confirm_account;
mod deliver_accounts;
mod designate_validator;
mod issue_accounts;
mod list_accounts;
mod machine_keys;
mod print_letters;
mod report_loss;
mod reset_account;

pub use acknowledge_receipt::{acknowledge_receipt, record_receipt};
pub use block_account::{block_account, unblock_account};
pub use confirm_account::{confirm_account, confirm_own_account};
pub use deliver_accounts::{deliver_accounts, delivery_states};
pub use designate_validator::{confirm_validator, designate_validator, list_designations, revoke_validator};
pub use issue_accounts::{issue_accounts, issue_institute_account};
pub use list_accounts::list_accounts;
pub(crate) use machine_keys::{REGISTRY, key_parts, signing_secret};
pub use machine_keys::{known_key, list_machine_keys, make_machine_key, revoke_machine_key};
pub use print_letters::print_letters;
pub use report_loss::report_loss;
pub use reset_account::{approve_reset, lapse_resets, list_resets, refuse_reset, reset_account, withdraw_reset};

use domain::{
    ids::{AccountId, CandidacyId, PartyKey},
    log::{Entry, Subject},
    permission::Scope,
    refusal::Refusal,
};
use store::{
    StoreError,
    accounts::{self, Account},
    db::Conn,
    log::Digests,
};
use uuid::Uuid;

use crate::{
    Error,
    act::{Act, By},
    log, messages,
};

/// A line in the log about an account, of which its holder is told where it concerns how the account is entered.
pub(crate) fn note<P: By>(act: &mut Act<'_, P>, entry: &Entry, account: &Account) -> Result<(), StoreError> {
    note_with(act, entry, account, &[])
}

/// The same, with what the words to the holder hold besides.
fn note_with<P: By>(
    act: &mut Act<'_, P>,
    entry: &Entry,
    account: &Account,
    values: &[(&str, &str)],
) -> Result<(), StoreError> {
    log::write(act, entry, Subject::Account(account.id), account.party.as_ref(), Digests::None)?;
    messages::tell_holder(act, entry.event(), account, values)
}

fn find(conn: &mut Conn, id: AccountId) -> Result<Account, Error> {
    Ok(accounts::by_id(conn, id)?.ok_or(Refusal::NotFound)?)
}

/// Whose an account is, as permissions ask it. One that belongs to no candidacy is of none.
fn scope(account: &Account) -> Scope {
    let candidacy = account.candidacy.unwrap_or(CandidacyId(Uuid::nil()));
    Scope { candidacy, responsible_party: account.party.clone() }
}

/// Whose accounts something is about: a party's, or an independent candidacy's.
enum Whose {
    Party(PartyKey),
    Candidacy(CandidacyId),
}

impl Whose {
    /// Exactly one of both.
    fn of(party: Option<&PartyKey>, candidacy: Option<CandidacyId>) -> Result<Self, Refusal> {
        match (party, candidacy) {
            (Some(party), None) => Ok(Self::Party(party.clone())),
            (None, Some(candidacy)) => Ok(Self::Candidacy(candidacy)),
            _ => {
                let reason = "Indique el partido o la candidatura independiente, uno de los dos.";
                Err(Refusal::BadRequest { reason: reason.into() })
            }
        }
    }

    fn owns(&self, account: &Account) -> bool {
        match self {
            Self::Party(party) => account.party.as_ref() == Some(party),
            Self::Candidacy(candidacy) => account.candidacy == Some(*candidacy),
        }
    }

    /// As the log names it.
    fn subject(&self) -> Subject {
        match self {
            Self::Party(party) => Subject::Party(party.clone()),
            Self::Candidacy(candidacy) => Subject::Candidacy(*candidacy),
        }
    }

    const fn party(&self) -> Option<&PartyKey> {
        match self {
            Self::Party(party) => Some(party),
            Self::Candidacy(_) => None,
        }
    }
}
