//! The commands of the `conoceles` program.

mod account;
mod config;
mod export;
mod log;
mod registry;
mod seed;
mod serve;

use std::{path::PathBuf, sync::Arc};

use clap::{Parser, Subcommand};
use domain::{
    accounts::{Actor, Role},
    ids::AccountId,
};
use uuid::Uuid;

use crate::{
    App,
    app::clock,
    routes::DOCUMENT,
    sandbox::{self, Kind},
    settings::Settings,
};

/// Candidatas y Candidatos, Conóceles: publishes who the candidates are.
#[derive(Debug, Parser)]
#[command(name = "conoceles", version)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and both sites
    Serve {
        /// Address to listen at
        #[arg(long, env = "CONOCELES_LISTEN", default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Bring the database up to date
    Migrate,
    /// Fill an empty database with a demo election and print accounts to try
    Seed(seed::Options),
    /// Bring the registry's candidacies up to date
    #[command(subcommand)]
    Registry(registry::Command),
    /// Accounts of the institute
    #[command(subcommand)]
    Account(account::Command),
    /// The activity log
    #[command(subcommand)]
    Log(log::Command),
    /// The election's data
    #[command(subcommand)]
    Config(config::Command),
    /// What is public, as files
    #[command(subcommand)]
    Export(export::Command),
    /// Print the OpenAPI document
    Openapi,
    /// Read a file from the standard input, confined: the server starts it for each file that comes in
    #[command(hide = true)]
    Parse {
        /// What it is read as
        kind: Kind,
    },
}

/// Runs a command.
///
/// # Errors
/// What went wrong, for whoever runs it.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    if let Command::Parse { kind } = cli.command {
        return sandbox::child::run(kind);
    }
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,server=info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Cli { settings, command } = cli;
    match command {
        Command::Serve { listen } => serve::run(&settings, &listen),
        Command::Migrate => start(&settings).map(|_| ()),
        Command::Seed(options) => seed::run(&settings, &options),
        Command::Registry(command) => registry::run(&settings, &command),
        Command::Account(command) => account::run(&settings, &command),
        Command::Log(command) => log::run(&settings, &command),
        Command::Config(command) => config::run(&settings, &command),
        Command::Export(command) => export::run(&settings, &command),
        Command::Parse { kind } => sandbox::child::run(kind),
        Command::Openapi => {
            println!("{}", DOCUMENT.to_pretty_json()?);
            Ok(())
        }
    }
}

/// One connection is all a command uses: a pool that still opens others when the program ends would be torn down in the
/// middle of it.
fn start(settings: &Settings) -> anyhow::Result<App> {
    let settings = Settings { database_connections: 1, ..settings.clone() };
    App::start(&settings, Arc::new(clock))
}

/// Who acts from the command line: the operator of the server, under a role's own permissions.
fn operator(role: Role) -> Actor {
    Actor {
        account: AccountId(Uuid::nil()),
        username: "consola".into(),
        role,
        party: None,
        candidacy: None,
        confirmed: true,
    }
}

fn read(file: &PathBuf) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))
}
