//! Moments, days and what a clock on a wall shows. There is no clock here: whoever asks says when it is, and in which zone.
//!
//! All of `chrono` is behind this: the zones' tables are a feature that no browser has, and the forms in which moments are
//! kept and travel are ours (`form`), so that they stay the same whatever reckons.

mod form;
#[cfg(test)]
mod tests;
mod words;

pub use words::duration_words;

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, Timelike, Utc};
pub use chrono::{TimeDelta, TimeZone};
use std::{
    ops::{Add, AddAssign, Sub},
    time::Duration,
};

/// A time zone by its IANA name, with its table.
#[cfg(any(test, feature = "zones"))]
pub use chrono_tz::Tz as Zone;

/// Why there is no such moment or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A text that is none.
    #[error("not a date, or a date and a time, as in 2024-04-01T12:00:00Z")]
    Unreadable,
    /// It is before or after every moment that can be written.
    #[error("outside of the calendar")]
    OutOfRange,
}

/// A moment, the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(DateTime<Utc>);

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// What a calendar and a clock on a wall show: which moment that is, only a time zone says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime(NaiveDateTime);

impl Timestamp {
    /// The beginning of 1970 in Greenwich.
    pub const UNIX_EPOCH: Self = Self(DateTime::UNIX_EPOCH);
    /// Before any other; the first that can be written in every time zone.
    pub const MIN: Self = Self(DateTime::from_timestamp(-377_705_023_201, 0).expect("within what chrono holds"));
    /// After any other; the last that can be written in every time zone.
    pub const MAX: Self =
        Self(DateTime::from_timestamp(253_402_207_200, 999_999_999).expect("within what chrono holds"));

    fn within(at: DateTime<Utc>) -> Option<Self> {
        Some(Self(at)).filter(|at| (Self::MIN..=Self::MAX).contains(at))
    }

    /// So long after the beginning of 1970, which is how a machine's clock tells it.
    #[must_use]
    pub fn after_epoch(since: Duration) -> Option<Self> {
        Self::UNIX_EPOCH.checked_add(TimeDelta::from_std(since).ok()?)
    }

    /// So many seconds after the beginning of 1970.
    #[must_use]
    pub fn from_second(second: i64) -> Option<Self> {
        DateTime::from_timestamp_secs(second).and_then(Self::within)
    }

    /// So many milliseconds after the beginning of 1970.
    #[must_use]
    pub fn from_millisecond(millisecond: i64) -> Option<Self> {
        DateTime::from_timestamp_millis(millisecond).and_then(Self::within)
    }

    /// Whole seconds since the beginning of 1970.
    #[must_use]
    pub const fn as_second(self) -> i64 {
        self.0.timestamp()
    }

    /// Whole milliseconds since the beginning of 1970.
    #[must_use]
    pub const fn as_millisecond(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Billionths of a second since its second began.
    #[must_use]
    pub fn nanosecond(self) -> u32 {
        self.0.nanosecond()
    }

    /// Some time later; none after [`Self::MAX`].
    #[must_use]
    pub fn checked_add(self, time: TimeDelta) -> Option<Self> {
        self.0.checked_add_signed(time).and_then(Self::within)
    }

    /// Some time earlier; none before [`Self::MIN`].
    #[must_use]
    pub fn checked_sub(self, time: TimeDelta) -> Option<Self> {
        self.0.checked_sub_signed(time).and_then(Self::within)
    }

    /// How long ago `earlier` was at this moment; less than nothing when it is later.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> TimeDelta {
        self.0 - earlier.0
    }

    /// What calendars and clocks of a time zone show at this moment.
    #[must_use]
    pub fn local(self, zone: &impl TimeZone) -> LocalDateTime {
        LocalDateTime(self.0.with_timezone(zone).naive_local())
    }
}

impl Date {
    /// A day by its numbers.
    ///
    /// # Panics
    /// When there is none: for those that are written in the code.
    #[must_use]
    pub const fn new(year: i32, month: u32, day: u32) -> Self {
        Self(NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar"))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1 on.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1 on.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Some days later, or earlier when `days` is less than nothing; none outside of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let day = self.0.checked_add_signed(TimeDelta::try_days(days)?)?;
        form::YEARS.contains(&day.year()).then_some(Self(day))
    }

    /// How many days after `earlier` it is.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// This day at a time of the clock; none when no clock shows it.
    #[must_use]
    pub fn at(self, hour: u32, minute: u32, second: u32) -> Option<LocalDateTime> {
        self.0.and_hms_opt(hour, minute, second).map(LocalDateTime)
    }
}

impl LocalDateTime {
    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// The hour, from 0 to 23.
    #[must_use]
    pub fn hour(self) -> u32 {
        self.0.hour()
    }

    /// The moment at which the clocks of a time zone show it. Where they show it twice, because they are set back, it is the
    /// first time; where they skip it, because they are set forward, it is when they would have shown it otherwise.
    ///
    /// # Errors
    /// When it lies outside of what a calendar can hold.
    pub fn in_zone(self, zone: &impl TimeZone) -> Result<Timestamp, Error> {
        let offset = match zone.offset_from_local_datetime(&self.0) {
            MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => offset.fix(),
            // Clocks are set forward once in a night: a day earlier they were not yet.
            MappedLocalTime::None => {
                let before = self.0.checked_sub_signed(TimeDelta::days(1)).ok_or(Error::OutOfRange)?;
                zone.offset_from_utc_datetime(&before).fix()
            }
        };
        let at = self.0.checked_sub_offset(offset).ok_or(Error::OutOfRange)?;
        Timestamp::within(at.and_utc()).ok_or(Error::OutOfRange)
    }
}

impl Add<TimeDelta> for Timestamp {
    type Output = Self;

    fn add(self, time: TimeDelta) -> Self {
        self.checked_add(time).expect("within the calendar")
    }
}

impl Sub<TimeDelta> for Timestamp {
    type Output = Self;

    fn sub(self, time: TimeDelta) -> Self {
        self.checked_sub(time).expect("within the calendar")
    }
}

impl AddAssign<TimeDelta> for Timestamp {
    fn add_assign(&mut self, time: TimeDelta) {
        *self = *self + time;
    }
}
