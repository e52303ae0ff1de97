use contract::accounts::Account;
use domain::{
    permission::{Permit, act},
    text,
};
use store::accounts;

use super::scope;
use crate::{Error, act::Act};

/// Every account within reach whose name or holder contains some words, in order of name.
pub fn list_accounts(act: &mut Act<'_, Permit<act::ReadAccounts>>, words: &str) -> Result<Vec<Account>, Error> {
    let wanted = text::fold(words);
    let all = accounts::all(act.conn)?;
    let found = all.into_iter().filter(|account| act.by.cover(&scope(account)).is_ok()).filter(|account| {
        text::fold(&account.username).contains(&wanted) || text::fold(&account.display_name).contains(&wanted)
    });
    Ok(found.map(listed).collect())
}

/// An account as its administration sees it.
pub(super) fn listed(account: accounts::Account) -> Account {
    Account {
        has_factor: account.active_factor().is_some(),
        id: account.id,
        username: account.username,
        display_name: account.display_name,
        role: account.role,
        party: account.party,
        candidacy: account.candidacy,
        in_use: account.password_hash.is_some(),
        blocked: account.blocked_at.is_some(),
        issued_at: account.issued_at,
        delivered_at: account.delivered_at,
        received_at: account.received_at,
        lost_at: account.lost_at,
        code_expires_at: account.code.as_ref().map(|(_, expires)| *expires),
        unconfirmed: account.unconfirmed,
    }
}
