//! The open data as they are served: written once for each state of what is public and kept ([`super::heavy`]).

use std::sync::{Arc, PoisonError};

use actix_web::web;
use arc_swap::Guard;
use casework::act::NoPermit;
use contract::public::open_data::{DayDigest, DayDigests};
use domain::time::Timestamp;
use public::{open_data::day_digest, snapshot::Snapshot};
use store::{StoreError, db::Conn, files::File};

use super::{
    NotKept,
    heavy::{Asked, Made},
};
use crate::{app::App, http::problem::Failure};

/// A file of everybody, of the state that is public now, and since when it holds what it holds. Nothing is served of
/// whoever was withdrawn or hidden meanwhile: it was written of another state.
pub(crate) async fn file(
    app: &web::Data<App>,
    name: &'static str,
    write: impl FnOnce(&App, &Snapshot) -> Result<Vec<u8>, Failure> + Send + 'static,
) -> Result<(Asked, Arc<Made>, Timestamp), Failure> {
    let snapshot = Guard::into_inner(app.published());
    let asked = Asked { name, whom: String::new(), seq: snapshot.seq };
    let writing = app.clone();
    let made = app.heavy.take(&asked, move || write(&writing, &snapshot)).await?;
    let mut since = app.open_data.since.lock().unwrap_or_else(PoisonError::into_inner);
    let known = since.get(name).filter(|(digest, _)| *digest == made.digest).map(|(_, at)| *at);
    let modified = known.unwrap_or_else(|| app.now());
    since.insert(name, (made.digest, modified));
    drop(since);
    Ok((asked, made, modified))
}

/// What is told of what changed.
pub(crate) async fn told<T: Send + 'static>(
    app: &web::Data<App>,
    tell: impl FnOnce(&App, &mut Conn, &Snapshot) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    let app = app.clone();
    web::block(move || {
        let told = app.read(&NoPermit, |act| Ok(tell(&app, act.conn, &app.published())?))?;
        Ok(told)
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
