use std::{
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::web;
use clap::{Args, Subcommand};

use crate::{
    App,
    app::clock,
    operation::export::{Report, export},
    settings::Settings,
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the public site as files that any web server gives; again, only what changed
    Site(Options),
}

#[derive(Debug, Args)]
pub struct Options {
    /// Folder of the files, empty the first time
    folder: PathBuf,
    /// Site where words are searched for, filters joined and receipts checked; without it the files offer none of these
    #[arg(long)]
    asks_at: Option<String>,
    /// Go on, looking again after so many seconds
    #[arg(long)]
    every: Option<NonZeroU32>,
    /// Print the address of each file that changed, for a cache in between
    #[arg(long)]
    list: bool,
}

pub fn run(settings: &Settings, Command::Site(options): &Command) -> anyhow::Result<()> {
    // It asks itself, as often as it needs.
    let settings = settings.without_pace();
    let asks = options.asks_at.as_deref().map(|site| site.trim_end_matches('/').to_owned());
    let app = web::Data::new(App::start(&settings, Arc::new(clock))?.as_files(asks));
    actix_web::rt::System::new().block_on(async {
        loop {
            once(&app, &settings.site, options).await?;
            let Some(seconds) = options.every else { return Ok(()) };
            tokio::time::sleep(Duration::from_secs(seconds.get().into())).await;
            let refreshing = app.clone();
            web::block(move || refreshing.refresh()).await??;
        }
    })
}

async fn once(app: &web::Data<App>, site: &Path, options: &Options) -> anyhow::Result<()> {
    let begun = Instant::now();
    let Report { written, removed, same } = export(app, site, &options.folder).await?;
    if options.list {
        for (sign, addresses) in [("+", &written), ("-", &removed)] {
            for address in addresses {
                println!("{sign} {address}");
            }
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("Escritos: {}. Quitados: {}. Iguales: {same}. {seconds:.1} s.", written.len(), removed.len());
    Ok(())
}
