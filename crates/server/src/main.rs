//! The `conoceles` program.

use clap::Parser;
use server::commands::Cli;

/// Weighing passwords takes and frees tens of megabytes at a time; the system's own allocator keeps gigabytes of them
/// after a flood of sign-ins.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    server::commands::run(Cli::parse())
}
