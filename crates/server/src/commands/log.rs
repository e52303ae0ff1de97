use anyhow::bail;
use casework::log::{Proof, verify_log};
use clap::Subcommand;

use crate::settings::Settings;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prove that no line was changed, removed or slipped in
    Verify {
        /// A head known from the past, `<place>:<hash>`, that must still be there
        #[arg(long)]
        head: Option<String>,
    },
}

pub fn run(settings: &Settings, command: &Command) -> anyhow::Result<()> {
    let Command::Verify { head } = command;
    let past = match head.as_deref().map(|head| head.split_once(':')) {
        None => None,
        Some(Some((seq, hash))) => Some((seq.parse()?, hash)),
        Some(None) => bail!("a head is written as <place>:<hash>"),
    };
    let app = super::start(settings)?;
    match verify_log(&mut *app.db.conn()?, past)? {
        Proof::Whole { lines, head, erased } => {
            println!("{lines} lines, whole. Head: {lines}:{head}");
            if erased > 0 {
                println!("Of {erased} lines, what they said was destroyed.");
            }
            Ok(())
        }
        Proof::Broken { seq, reason } => bail!("broken at line {seq}: {reason}"),
    }
}
