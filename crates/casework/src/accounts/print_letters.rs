use contract::accounts::PrintLetters;
use domain::{
    permission::{Permit, act},
    refusal::Refusal,
    text,
};
use papers::{Letter, letters};
use store::accounts;

use crate::{Error, act::Act, session::password};

/// Most letters of one PDF.
const LETTERS_MAX: usize = 2_000;

/// The letters of accounts with the codes they were issued with, one page each (PTO II.A). A code is printed only while
/// it is the one in force.
///
/// # Errors
/// [`Refusal::BadRequest`] when there is none, or too many, or a code does not serve any more.
pub fn print_letters(
    act: &mut Act<'_, Permit<act::ManageAccounts>>,
    command: &PrintLetters,
    address: &str,
) -> Result<Vec<u8>, Error> {
    if command.accounts.is_empty() || command.accounts.len() > LETTERS_MAX {
        let reason = format!("Elija de 1 a {LETTERS_MAX} cuentas.");
        return Err(Refusal::BadRequest { reason }.into());
    }
    let mut printed = Vec::with_capacity(command.accounts.len());
    for wanted in &command.accounts {
        let account = accounts::by_username(act.conn, &wanted.username)?;
        let served = account.and_then(|mut account| {
            let code = account.code.take().filter(|(hash, _)| password::code_matches(&wanted.code, hash));
            code.map(|(_, expires)| (account, expires))
        });
        let Some((account, code_expires_at)) = served else {
            let reason = format!("El código de «{}» ya se usó o se cambió. Quítela de la lista.", wanted.username);
            return Err(Refusal::BadRequest { reason }.into());
        };
        printed.push(Letter {
            username: account.username,
            code: text::grouped(&wanted.code),
            code_expires_at,
            display_name: account.display_name,
            role: account.role,
        });
    }
    Ok(letters(&act.desk.config, &printed, address, act.now)?)
}
