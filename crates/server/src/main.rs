//! The `conoceles` program.

use clap::Parser;
use server::commands::Cli;

fn main() -> anyhow::Result<()> {
    server::commands::run(Cli::parse())
}
