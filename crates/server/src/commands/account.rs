use casework::accounts::issue_institute_account;
use casework::act::NoPermit;
use clap::Subcommand;
use domain::{accounts::Role, ids::PartyKey};

use crate::settings::{Settings, role};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Issue an account and print its name and one-time code
    Create {
        /// What it is for
        #[arg(long, value_parser = role)]
        role: Role,
        /// The name to sign in with
        #[arg(long)]
        username: String,
        /// The party it works for
        #[arg(long)]
        party: Option<String>,
    },
}

pub fn run(settings: &Settings, command: &Command) -> anyhow::Result<()> {
    let Command::Create { role, username, party } = command;
    let party = party.as_deref().map(PartyKey::from);
    let app = super::start(settings)?;
    let issued = app.act(&NoPermit, |act| issue_institute_account(act, username, *role, party))?;
    println!("{}\t{}", issued.username, issued.code);
    Ok(())
}
