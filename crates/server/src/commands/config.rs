use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;

use crate::settings::Settings;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Name every fault of an election's data with its file and line
    Check {
        /// Folder of the data; the one of the settings without it
        folder: Option<PathBuf>,
    },
}

pub fn run(settings: &Settings, command: &Command) -> anyhow::Result<()> {
    let Command::Check { folder } = command;
    let folder = folder.as_ref().unwrap_or(&settings.election);
    match config::load(folder) {
        Ok(configuration) => {
            let election = configuration.election;
            println!(
                "{}: no faults ({} territories, {} parties, {} questions)",
                election.name,
                election.territories.len(),
                election.parties.len(),
                election.questions().count()
            );
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                println!("{}/{fault}", folder.display());
            }
            bail!("{} faults", faults.len())
        }
    }
}
