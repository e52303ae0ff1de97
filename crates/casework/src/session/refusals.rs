//! Sign-ins that were refused: summed by the hour, so that whoever guesses fills neither the log nor what a holder reads of
//! their own account.

use contract::session::RefusedSignIns;
use domain::{
    ids::AccountId,
    log::{Entry, Subject},
    time::{TimeDelta, Timestamp},
};
use store::{
    StoreError,
    accounts::{
        self,
        refusals::{self, RefusedInHour},
    },
    log::Digests,
};

use crate::{
    Error,
    act::{Act, By},
    log,
};

const HOUR: TimeDelta = TimeDelta::hours(1);
/// After the end of an hour, for what another server counted of it.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);
/// How long the sums are read beside the log.
const KEPT: TimeDelta = TimeDelta::days(60);
/// Hours that a holder is shown, the newest.
const SHOWN: i64 = 48;

/// Keeps what was counted since the last time.
pub fn keep_refusals<P: By>(act: &mut Act<'_, P>, counted: &[RefusedInHour]) -> Result<(), StoreError> {
    counted.iter().try_for_each(|refused| refusals::add(act.conn, refused))
}

/// Writes a line in the log for each account and hour that is over; how many.
pub fn tell_refusals<P: By>(act: &mut Act<'_, P>) -> Result<usize, Error> {
    let over = refusals::untold(act.conn, act.now - HOUR - PATIENCE)?;
    for refused in &over {
        let entry = Entry::SignInsRefused { hour: refused.hour, attempts: refused.attempts, places: refused.places };
        let account = refused.account.map(|id| accounts::by_id(act.conn, id)).transpose()?.flatten();
        let subject = account.as_ref().map_or(Subject::UnknownAccounts, |account| Subject::Account(account.id));
        let party = account.as_ref().and_then(|account| account.party.as_ref());
        log::write(act, &entry, subject, party, Digests::None)?;
        refusals::tell(act.conn, refused, act.now)?;
    }
    refusals::forget(act.conn, act.now - KEPT)?;
    Ok(over.len())
}

/// The hours in which somebody tried to come in as an account and was refused, the newest first.
pub fn own_refusals<P: By>(act: &mut Act<'_, P>, account: AccountId) -> Result<Vec<RefusedSignIns>, StoreError> {
    let zone = &act.desk.config.zone;
    let told = |refused: RefusedInHour| {
        let until = refused.hour + HOUR;
        let (from_clock, until_clock) = (refused.hour.local(zone), until.local(zone));
        let attempts = match refused.attempts {
            1 => "1 intento fallido".to_owned(),
            attempts => format!("{attempts} intentos fallidos"),
        };
        RefusedSignIns {
            from: refused.hour,
            until,
            attempts: refused.attempts,
            places: refused.places,
            words: format!("{attempts} {}", from_clock.hours_until(until_clock)),
        }
    };
    Ok(refusals::of(act.conn, account, SHOWN)?.into_iter().map(told).collect())
}

/// The beginning of the hour of a moment.
#[must_use]
pub fn hour_of(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second() / HOUR.num_seconds() * HOUR.num_seconds()).unwrap_or(now)
}
