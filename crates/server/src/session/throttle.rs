//! How often somebody may try to come in. Attempts are counted by where they come from; wrong passwords and codes also by
//! account, wherever they come from, so that whoever guesses from many addresses waits too. A name that is nobody's is
//! counted the same. The rightful holder comes in meanwhile by a device that is known.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
};

use domain::{
    ids::AccountId,
    refusal::Refusal,
    text,
    time::{TimeDelta, Timestamp},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use parking_lot::Mutex;

use super::devices::DeviceName;
use crate::{
    http::{asker::Asker, rate_limit::seconds_until},
    limits::{
        ATTEMPTS_AT_AN_ACCOUNT, ATTEMPTS_OF_A_LINE, CODES_FOR, FIRST_WAIT, LINES_OF_A_SITE, LONGEST_WAIT, Rate,
        WRONG_CODES, WRONG_CODES_A_DAY, WRONG_FOR, WRONG_PASSWORDS,
    },
};

/// After so many what no longer counts is forgotten, so that memory stays bounded.
const SWEEP: usize = 20_000;
/// More names than this are not kept, however many are invented: those with the fewest tries go first.
const MOST_NAMES: usize = 200_000;
const DAY: TimeDelta = TimeDelta::days(1);

/// Counts attempts.
pub struct Throttle {
    lines: DefaultKeyedRateLimiter<IpAddr>,
    sites: DefaultKeyedRateLimiter<IpAddr>,
    accounts: DefaultKeyedRateLimiter<(String, IpAddr)>,
    passwords: Mutex<HashMap<Guessed, Wrong>>,
    codes: Mutex<HashMap<CodesOf, VecDeque<Timestamp>>>,
    /// Where wrong passwords came from, and when last.
    wrong_lines: Mutex<HashMap<IpAddr, Timestamp>>,
}

/// Whose codes are tried: an account's, from a device that is known to it or from all others.
type CodesOf = (AccountId, Option<DeviceName>);

/// Whose password somebody guesses: that of a name, or from a device that is known to its account.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Guessed {
    Name(String),
    From(DeviceName),
}

/// Wrong passwords within the last hour.
#[derive(Clone, Copy, Default)]
struct Wrong {
    times: u32,
    last: Timestamp,
}

impl Wrong {
    /// Until when nobody may try.
    fn until(self) -> Timestamp {
        let Some(doubled) = self.times.checked_sub(WRONG_PASSWORDS) else { return self.last };
        let seconds = FIRST_WAIT.num_seconds() << doubled.min(16);
        self.last + TimeDelta::seconds(seconds.min(LONGEST_WAIT.num_seconds()))
    }

    fn counts(&self, now: Timestamp) -> bool {
        self.times > 0 && self.last + WRONG_FOR > now
    }
}

/// Who comes in first when more want to than can be weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// From a device that is known to the account.
    Known,
    /// With a name and from a place of which nothing wrong came within the last hour.
    Fresh,
    /// Everybody else.
    Tried,
}

/// A password that is being weighed. It counts as wrong until it is known not to be, so that no more are tried at once than
/// may be one after another.
pub struct Trial<'a> {
    throttle: &'a Throttle,
    guessed: Guessed,
    asker: Asker,
    standing: Standing,
    before: Wrong,
    now: Timestamp,
    is_wrong: bool,
}

impl Trial<'_> {
    /// Who it is, among those who wait.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// It was wrong: it counts.
    pub fn was_wrong(mut self) {
        self.is_wrong = true;
        let mut lines = self.throttle.wrong_lines.lock();
        if lines.len() > SWEEP {
            lines.retain(|_, last| *last + WRONG_FOR > self.now);
        }
        if lines.len() < MOST_NAMES {
            lines.insert(self.asker.line, self.now);
        }
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if self.is_wrong {
            return;
        }
        if let Some(wrong) = self.throttle.passwords.lock().get_mut(&self.guessed) {
            wrong.times = wrong.times.saturating_sub(1);
            if wrong.last == self.now {
                wrong.last = self.before.last;
            }
        }
    }
}

/// A code that is being checked, counted as wrong until it is known not to be.
pub struct CodeTrial<'a> {
    throttle: &'a Throttle,
    whose: CodesOf,
    is_wrong: bool,
}

impl CodeTrial<'_> {
    /// It was wrong: it counts.
    pub fn was_wrong(mut self) {
        self.is_wrong = true;
    }
}

impl Drop for CodeTrial<'_> {
    fn drop(&mut self) {
        if self.is_wrong {
            return;
        }
        if let Some(tries) = self.throttle.codes.lock().get_mut(&self.whose) {
            tries.pop_back();
        }
    }
}

fn quota(Rate { at_once, a_minute }: Rate) -> Quota {
    let number = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_minute(number(a_minute)).allow_burst(number(at_once))
}

/// Counts one.
///
/// # Errors
/// How many seconds it has to wait.
fn count<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), u32> {
    limiter.check_key(key).map_err(|not_yet| seconds_until(&not_yet))
}

/// Whole seconds to wait, one at least.
fn until(until: Timestamp, now: Timestamp) -> u32 {
    let milliseconds = u64::try_from(until.duration_since(now).num_milliseconds()).unwrap_or_default();
    u32::try_from(milliseconds.div_ceil(1_000)).unwrap_or(u32::MAX).max(1)
}

fn folded(username: &str) -> String {
    text::fold(username).chars().take(60).collect()
}

impl Throttle {
    pub(crate) fn new() -> Self {
        let of_a_site = Rate {
            at_once: ATTEMPTS_OF_A_LINE.at_once * LINES_OF_A_SITE.get(),
            a_minute: ATTEMPTS_OF_A_LINE.a_minute * LINES_OF_A_SITE.get(),
        };
        Self {
            lines: RateLimiter::keyed(quota(ATTEMPTS_OF_A_LINE)),
            sites: RateLimiter::keyed(quota(of_a_site)),
            accounts: RateLimiter::keyed(quota(ATTEMPTS_AT_AN_ACCOUNT)),
            passwords: Mutex::default(),
            codes: Mutex::default(),
            wrong_lines: Mutex::default(),
        }
    }

    /// Counts an attempt to come in as an account, before anything is read.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`].
    pub fn arrive(&self, username: &str, asker: Asker) -> Result<(), Refusal> {
        if self.lines.len() + self.sites.len() + self.accounts.len() > SWEEP {
            self.lines.retain_recent();
            self.sites.retain_recent();
            self.accounts.retain_recent();
        }
        let counted = asker.site.map_or(Ok(()), |site| count(&self.sites, &site));
        let counted = counted.and_then(|()| count(&self.lines, &asker.line));
        let counted = counted.and_then(|()| count(&self.accounts, &(folded(username), asker.line)));
        counted.map_err(|wait| Refusal::TooManyAttempts { wait })
    }

    /// Begins to weigh a password for an account, from a device that is known to it or another.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`].
    pub fn try_password(
        &self,
        username: &str,
        asker: Asker,
        device: Option<DeviceName>,
        now: Timestamp,
    ) -> Result<Trial<'_>, Refusal> {
        let guessed = device.map_or_else(|| Guessed::Name(folded(username)), Guessed::From);
        let mut passwords = self.passwords.lock();
        if passwords.len() > SWEEP {
            passwords.retain(|_, wrong| wrong.counts(now));
        }
        if passwords.len() > MOST_NAMES {
            passwords.retain(|_, wrong| wrong.times >= WRONG_PASSWORDS);
        }
        let wrong = passwords.entry(guessed.clone()).or_default();
        if !wrong.counts(now) {
            *wrong = Wrong::default();
        }
        if wrong.until() > now && wrong.times >= WRONG_PASSWORDS {
            return Err(Refusal::TooManyAttempts { wait: until(wrong.until(), now) });
        }
        let before = *wrong;
        *wrong = Wrong { times: wrong.times + 1, last: now };
        drop(passwords);
        let from_wrong_line = || self.wrong_lines.lock().get(&asker.line).is_some_and(|last| *last + WRONG_FOR > now);
        let standing = match device {
            Some(_) => Standing::Known,
            None if before.times > 0 || from_wrong_line() => Standing::Tried,
            None => Standing::Fresh,
        };
        Ok(Trial { throttle: self, guessed, asker, standing, before, now, is_wrong: false })
    }

    /// Begins to check a code of an account's second factor. A known device has tries of its own, so that whoever has the
    /// password alone does not use its holder's up.
    ///
    /// # Errors
    /// [`Refusal::TooManyCodes`].
    pub fn try_code(
        &self,
        account: AccountId,
        device: Option<DeviceName>,
        now: Timestamp,
    ) -> Result<CodeTrial<'_>, Refusal> {
        let mut codes = self.codes.lock();
        if codes.len() > SWEEP {
            codes.retain(|_, tries| tries.back().is_some_and(|last| *last + DAY > now));
        }
        let tries = codes.entry((account, device)).or_default();
        while tries.front().is_some_and(|first| *first + DAY <= now) {
            tries.pop_front();
        }
        // The one after which another may be tried, of each limit.
        let nth_last = |number: usize| tries.len().checked_sub(number).and_then(|place| tries.get(place));
        let of_minutes = nth_last(WRONG_CODES).map(|at| *at + CODES_FOR);
        let of_day = nth_last(WRONG_CODES_A_DAY).map(|at| *at + DAY);
        if let Some(free) = of_minutes.max(of_day).filter(|free| *free > now) {
            return Err(Refusal::TooManyCodes { wait: until(free, now) });
        }
        tries.push_back(now);
        Ok(CodeTrial { throttle: self, whose: (account, device), is_wrong: false })
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use uuid::Uuid;

    use super::*;

    fn place(last: u8) -> Asker {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)).into()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_712_000_000 + second).expect("in range")
    }

    #[test]
    fn a_holder_who_comes_and_goes_does_not_notice() {
        let throttle = Throttle::new();
        // Nine times with a second factor, then the password changes and changes again.
        assert!((0..9 * 2 + 2).all(|_| throttle.arrive("responsable", place(1)).is_ok()));
    }

    #[test]
    fn who_guesses_in_one_place_keeps_nobody_out_of_another() {
        let throttle = Throttle::new();
        let tried = (0..50).filter(|_| throttle.arrive("pt.captura", place(1)).is_ok()).count();
        assert!((20..=21).contains(&tried), "{tried}");
        assert!(throttle.arrive("PT.Captura ", place(1)).is_err(), "the same name written otherwise");
        assert!(throttle.arrive("pt.captura", place(2)).is_ok());
        assert!(throttle.arrive("mc.captura", place(1)).is_ok());
    }

    /// Guesses at a second of the clock: how long it has to wait, or none.
    fn guess(throttle: &Throttle, name: &str, second: i64) -> Option<u32> {
        match throttle.try_password(name, place(1), None, at(second)) {
            Ok(trial) => {
                trial.was_wrong();
                None
            }
            Err(Refusal::TooManyAttempts { wait }) => Some(wait),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour_and_is_over_after_an_hour() {
        let throttle = Throttle::new();
        assert!((0..10).all(|second| guess(&throttle, "pt.captura", second).is_none()));
        let mut second = 9;
        for wait in [15, 30, 60, 120, 240, 480, 900, 900, 900] {
            let told = guess(&throttle, "PT.captura", second).expect("a wait");
            assert!((wait..=wait + 1).contains(&told), "{told} instead of {wait}");
            second += i64::from(wait);
            assert_eq!(guess(&throttle, "pt.captura", second), None, "{wait}");
        }
        assert_eq!(guess(&throttle, "mc.captura", second), None);
        assert!(guess(&throttle, "pt.captura", second + 3_600).is_none());
        assert!(guess(&throttle, "pt.captura", second + 3_601).is_none(), "forgotten");
    }

    #[test]
    fn what_is_right_counts_for_nothing_and_many_at_once_are_no_more_than_ten() {
        let throttle = Throttle::new();
        for _ in 0..100 {
            assert!(throttle.try_password("pt.captura", place(1), None, at(0)).is_ok());
        }
        let at_once: Vec<_> = (0..50).map(|_| throttle.try_password("pt.captura", place(1), None, at(0))).collect();
        assert_eq!(at_once.iter().filter(|trial| trial.is_ok()).count(), 10);
        // Their holder comes by a device that is known, and by no other.
        let device = Some([7; 16]);
        let known = throttle.try_password("pt.captura", place(1), device, at(0)).expect("a known device passes");
        assert_eq!(known.standing(), Standing::Known);
    }

    #[test]
    fn who_guessed_comes_after_who_did_not() {
        let throttle = Throttle::new();
        let standing = |name, place| throttle.try_password(name, place, None, at(1)).map(|trial| trial.standing());
        assert_eq!(standing("pt.captura", place(1)), Ok(Standing::Fresh));
        guess(&throttle, "pt.captura", 0);
        assert_eq!(standing("pt.captura", place(2)), Ok(Standing::Tried));
        assert_eq!(standing("mc.captura", place(1)), Ok(Standing::Tried));
        assert_eq!(standing("mc.captura", place(2)), Ok(Standing::Fresh));
    }

    #[test]
    fn five_codes_in_five_minutes_and_fifty_a_day() {
        let throttle = Throttle::new();
        let account = AccountId(Uuid::from_u128(7));
        let try_at = |device, second| match throttle.try_code(account, device, at(second)) {
            Ok(trial) => {
                trial.was_wrong();
                None
            }
            Err(Refusal::TooManyCodes { wait }) => Some(wait),
            Err(other) => panic!("{other}"),
        };
        assert!((0..5).all(|second| try_at(None, second).is_none()));
        assert!(try_at(None, 5).is_some_and(|wait| (295..=296).contains(&wait)));
        assert!(try_at(Some([7; 16]), 5).is_none(), "a known device has its own");
        let tried = (6..86_000).filter(|second| try_at(None, *second).is_none()).count();
        assert_eq!(tried, 45);
        assert!(try_at(None, 86_000).is_some_and(|wait| (395..=405).contains(&wait)));
        assert!(try_at(None, 86_400 + 10).is_none());
    }
}
