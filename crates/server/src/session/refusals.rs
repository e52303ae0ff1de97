//! Sign-ins that were refused, counted in memory by account and hour until they are kept: whoever guesses makes nobody wait
//! for a disk, and a name that is nobody's costs the same as another.

use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
};

use casework::session::hour_of;
use domain::{ids::AccountId, time::Timestamp};
use parking_lot::Mutex;
use store::accounts::refusals::RefusedInHour;

use crate::http::asker::Asker;

/// Places that are told apart within an hour; there may be more.
const PLACES: usize = 250;

#[derive(Default)]
struct Counted {
    /// Since they were last kept.
    attempts: u32,
    places: HashSet<IpAddr>,
}

/// What was counted.
#[derive(Default)]
pub struct Refusals(Mutex<HashMap<(Option<AccountId>, Timestamp), Counted>>);

impl Refusals {
    /// Counts a sign-in that was refused; no account is a name that is nobody's.
    pub(crate) fn count(&self, account: Option<AccountId>, asker: Asker, now: Timestamp) {
        let mut all = self.0.lock();
        let counted = all.entry((account, hour_of(now))).or_default();
        counted.attempts += 1;
        if counted.places.len() < PLACES {
            counted.places.insert(asker.line);
        }
    }

    /// What was counted since the last time; of the hours before this one nothing stays.
    pub(crate) fn take(&self, now: Timestamp) -> Vec<RefusedInHour> {
        let mut all = self.0.lock();
        let mut taken = Vec::new();
        for ((account, hour), counted) in all.iter_mut().filter(|(_, counted)| counted.attempts > 0) {
            let places = u32::try_from(counted.places.len()).unwrap_or_default();
            let attempts = std::mem::take(&mut counted.attempts);
            taken.push(RefusedInHour { account: *account, hour: *hour, attempts, places });
        }
        all.retain(|(_, hour), _| *hour == hour_of(now));
        taken
    }

    /// Counts again what could not be kept.
    pub(crate) fn put_back(&self, taken: &[RefusedInHour]) {
        let mut all = self.0.lock();
        for refused in taken {
            all.entry((refused.account, refused.hour)).or_default().attempts += refused.attempts;
        }
    }
}
