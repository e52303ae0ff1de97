use crate::settings::Settings;
#[derive(Debug, clap::Args)]
pub struct Options {}
pub fn run(_: &Settings, _: &Options) -> anyhow::Result<()> { Ok(()) }
