//! The whole program, which cargo builds beside the tests: what `conoceles` is, under a name of its own.

use clap::Parser;
use server::commands::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    server::commands::run(Cli::parse())
}
