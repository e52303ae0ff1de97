//! The public figures: those about identity, which are taken once and then only read, and all of them of what is public now.

use casework::act::NoPermit;
use std::sync::{Arc, PoisonError, atomic::Ordering};

use actix_web::web;
use casework::publication::{keep_figures, may_take_figures, take_figures, were_figures_taken};
use contract::public::statistics::{IdentityFigures, Statistics};
use domain::time::{TimeDelta, Timestamp};
use public::figures;
use store::{
    StoreError,
    files::{File, Flaw, Put},
};

use super::{NotKept, memory::Counted};
use crate::{app::App, http::problem::Failure};

/// From one attempt to the next while too few take part.
const AGAIN: TimeDelta = TimeDelta::minutes(10);

fn file(app: &App) -> File {
    File::IdentityFigures { election: app.desk.config.election.key.clone() }
}

/// The figures, once they were taken.
///
/// # Errors
/// [`StoreError::BadFile`] when they were taken and are missing or damaged now; when the files cannot be read.
pub(crate) async fn identity(app: &App) -> Result<Option<Arc<IdentityFigures>>, StoreError> {
    if let Some(figures) = app.figures.identity.get() {
        return Ok(Some(Arc::clone(figures)));
    }
    let file = file(app);
    match app.files.find_json(&file).await? {
        Some(figures) => Ok(Some(Arc::clone(app.figures.identity.get_or_init(|| Arc::new(figures))))),
        None if app.figures.lost.load(Ordering::Relaxed) => Err(StoreError::BadFile(file, Flaw::Missing)),
        None => Ok(None),
    }
}

/// Every public figure of what is public now, counted once for whoever asks.
///
/// # Errors
/// When the files cannot be read.
pub(crate) async fn statistics(app: &web::Data<App>) -> Result<Arc<Statistics>, Failure> {
    let (identity, snapshot) = (identity(app).await?, app.published());
    let state = (snapshot.seq, identity.is_some());
    if let Some(counted) = app.figures.all.load_full().filter(|counted| counted.state == state) {
        return Ok(Arc::clone(&counted.statistics));
    }
    let counting = app.clone();
    let count = move || figures::statistics(&counting.desk.config, snapshot.all(), identity.as_deref());
    let statistics = Arc::new(web::block(count).await?);
    app.figures.all.store(Some(Arc::new(Counted { state, statistics: Arc::clone(&statistics) })));
    Ok(statistics)
}

/// Takes them if their day came and nobody has; any number of servers may try, the first one's stay. They are never taken
/// again, also when what was taken is lost: two takings could be held against each other.
///
/// # Errors
/// When the database or the files fail.
pub async fn take_due(app: web::Data<App>) -> Result<(), NotKept> {
    let now = app.now();
    if !may_take_figures(&app.desk, now) || !begin(&app, now) || identity(&app).await?.is_some() {
        return Ok(());
    }
    let taking = app.clone();
    let taken = move || {
        taking.read(&NoPermit, |act| {
            Ok(if were_figures_taken(act)? {
                Taken::Before
            } else {
                take_figures(act)?.map_or(Taken::TooFew, Taken::Now)
            })
        })
    };
    let figures = match web::block(taken).await?? {
        Taken::Now(figures) => figures,
        Taken::TooFew => return Ok(()),
        Taken::Before => {
            app.figures.lost.store(true, Ordering::Relaxed);
            return Err(StoreError::BadFile(file(&app), Flaw::Missing).into());
        }
    };
    let bytes = serde_json::to_vec(&figures)?;
    if app.files.put(&file(&app), bytes.clone()).await? == Put::Kept {
        let noting = app.clone();
        web::block(move || noting.act(&NoPermit, |act| Ok(keep_figures(act, &bytes)?))).await??;
        tracing::info!("the figures about identity were taken");
    }
    Ok(())
}

/// What came of an attempt.
enum Taken {
    /// These.
    Now(IdentityFigures),
    /// Nothing: too few take part.
    TooFew,
    /// Nothing: the log says that they were taken.
    Before,
}

/// Whether it is time for an attempt.
fn begin(app: &App, now: Timestamp) -> bool {
    let mut tried = app.figures.tried.lock().unwrap_or_else(PoisonError::into_inner);
    let due = app.figures.identity.get().is_none() && tried.is_none_or(|tried| now >= tried + AGAIN);
    if due {
        *tried = Some(now);
    }
    due
}
