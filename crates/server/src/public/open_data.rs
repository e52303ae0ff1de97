//! The open data as they are served: written once for each state of what is public, and read from memory.

use casework::act::NoPermit;
use std::sync::{Arc, PoisonError};

use actix_web::web;
use arc_swap::Guard;
use contract::public::open_data::{DayDigest, DayDigests};
use domain::{ids::CandidacyId, time::Timestamp};
use public::{
    open_data::{day_digest, withdrawn},
    snapshot::Snapshot,
};
use store::{StoreError, files::File};

use super::{NotKept, memory};
use crate::{app::App, http::problem::Failure};

/// A file of the state that is public now; one that was written from another state is written anew, so that nothing is
/// served of whoever was withdrawn or hidden meanwhile.
pub(crate) async fn file(
    app: &web::Data<App>,
    name: &'static str,
    write: impl FnOnce(&App, &Snapshot) -> Result<Vec<u8>, Failure> + Send + 'static,
) -> Result<Arc<memory::File>, Failure> {
    let app = app.clone();
    web::block(move || {
        let snapshot = app.published();
        let mut files = app.open_data.files.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = files.get(name);
        if let Some(earlier) = earlier.filter(|earlier| earlier.seq == snapshot.seq) {
            return Ok(Arc::clone(earlier));
        }
        let bytes = write(&app, &snapshot)?;
        let same = earlier.filter(|earlier| earlier.bytes == bytes).map(|earlier| earlier.modified);
        let file = Arc::new(memory::File { seq: snapshot.seq, bytes, modified: same.unwrap_or_else(|| app.now()) });
        files.insert(name, Arc::clone(&file));
        Ok(file)
    })
    .await?
}

/// Those who stand no longer. The snapshot is taken first: what happens meanwhile may be told twice, never not at all.
pub(crate) async fn gone(app: &web::Data<App>) -> Result<(Arc<Snapshot>, Arc<Vec<(CandidacyId, Timestamp)>>), Failure> {
    let snapshot = Guard::into_inner(app.published());
    let app = app.clone();
    web::block(move || {
        let mut cached = app.open_data.withdrawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, gone)) = cached.as_ref().filter(|(seq, _)| *seq == snapshot.seq) {
            return Ok((snapshot, Arc::clone(gone)));
        }
        let gone = Arc::new(app.read(&NoPermit, |act| Ok(withdrawn(act.conn)?))?);
        *cached = Some((snapshot.seq, Arc::clone(&gone)));
        Ok((snapshot, gone))
    })
    .await?
}

/// Keeps the digests of today's files, unless some server has. Nothing but digests and counts is kept.
///
/// # Errors
/// When the files fail.
pub async fn keep_digest(app: web::Data<App>) -> Result<(), NotKept> {
    let now = app.now();
    let today = app.desk.config.today(now);
    if *app.open_data.day.lock().unwrap_or_else(PoisonError::into_inner) == Some(today) {
        return Ok(());
    }
    let file = File::DayDigest { election: app.desk.config.election.key.clone(), day: today };
    if app.files.find(&file).await?.is_none() {
        let counting = app.clone();
        let counted = web::block(move || {
            let snapshot = counting.published();
            let people: Vec<_> = snapshot.all().collect();
            day_digest(&counting.desk.config, people.iter().copied(), now)
        });
        app.files.put(&file, serde_json::to_vec(&counted.await??)?).await?;
    }
    *app.open_data.day.lock().unwrap_or_else(PoisonError::into_inner) = Some(today);
    Ok(())
}

/// The digests of every day, the newest first. A day whose digests are damaged is told as such and keeps nobody from the
/// others.
pub(crate) async fn digests(app: &App) -> Result<DayDigests, StoreError> {
    let (mut days, mut damaged) = (Vec::<DayDigest>::new(), Vec::new());
    for file in app.files.day_digests(&app.desk.config.election.key).await? {
        match app.files.find_json(&file).await {
            Ok(day) => days.extend(day),
            Err(error @ StoreError::BadFile(File::DayDigest { day, .. }, _)) => {
                tracing::error!(%error, "open data");
                damaged.push(day);
            }
            Err(error) => return Err(error),
        }
    }
    days.sort_by_key(|day| std::cmp::Reverse(day.day));
    damaged.sort_by_key(|day| std::cmp::Reverse(*day));
    Ok(DayDigests { days, damaged })
}
