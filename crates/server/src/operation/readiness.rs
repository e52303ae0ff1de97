//! Whether this server can do its work, and what keeps it from that.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::web;
use contract::health::{Failing, Part};
use store::{StoreError, Trouble};
use tokio::sync::Mutex;

use crate::{app::App, http::problem::Failure};

/// How long an answer holds: whoever asks all the time does not make the server look all the time.
const HOLDS: Duration = Duration::from_secs(1);
/// How long the database may take to answer.
const WITHIN: Duration = Duration::from_secs(2);
/// As many bytes as an act or a photograph need at least.
static ROOM: [u8; 256 * 1024] = [0; 256 * 1024];

/// What was found when it was last looked.
#[derive(Default)]
pub(crate) struct Readiness(Mutex<Option<(Instant, Arc<Vec<Failing>>)>>);

impl Readiness {
    /// What keeps the server from its work now; nothing when it can do it. One looks at a time, for all who ask.
    pub(crate) async fn failing(app: &web::Data<App>) -> Result<Arc<Vec<Failing>>, Failure> {
        let mut last = app.readiness.0.lock().await;
        if let Some((_, found)) = last.as_ref().filter(|(at, _)| at.elapsed() < HOLDS) {
            return Ok(Arc::clone(found));
        }
        let looking = app.clone();
        let found = Arc::new(web::block(move || look(&looking)).await?);
        *last = Some((Instant::now(), Arc::clone(&found)));
        Ok(found)
    }
}

fn look(app: &App) -> Vec<Failing> {
    let mut failing = Vec::new();
    match app.db.check(WITHIN) {
        Err(error) => {
            tracing::warn!(%error, "not ready: the database");
            failing.push(Failing::of(if is_full(&error) { Part::Space } else { Part::Database }));
        }
        Ok(()) => {
            if let Err(error) = app.refresh() {
                tracing::warn!(%error, "not ready: what the public reads");
                failing.push(Failing::of(Part::Snapshot));
            }
        }
    }
    for folder in &app.folders {
        if let Err(error) = write_and_remove(folder) {
            tracing::warn!(%error, folder = %folder.display(), "not ready: nothing can be written");
            failing.push(Failing::of(if has_no_room(&error) { Part::Space } else { Part::Files }));
        }
    }
    failing.dedup();
    failing
}

fn is_full(error: &StoreError) -> bool {
    error.trouble() == Some(Trouble::Full)
}

fn has_no_room(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// Whether a folder takes what an act needs, to the disk.
fn write_and_remove(folder: &Path) -> io::Result<()> {
    let place = folder.join(".room");
    let written = fs::File::create(&place).and_then(|mut file| {
        file.write_all(&ROOM)?;
        file.sync_all()
    });
    let removed = fs::remove_file(&place);
    written.and(removed)
}
