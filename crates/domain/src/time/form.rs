//! How moments and days are written where they are kept and where they travel, and how they are read from there.
//!
//! What is written is RFC 3339 with as many digits of a second as it needs: `2024-04-01T12:00:00.5Z`. What is read is what
//! ISO 8601 allows besides: no separators, no seconds, another offset.

use super::{Date, Error, LocalDateTime, Timestamp};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, ops::RangeInclusive, str::FromStr};

/// The years that four digits say, and as many before.
pub(super) const YEARS: RangeInclusive<i32> = -9_999..=9_999;

impl Timestamp {
    /// `2024-04-01T12:00:00.000000Z`: of fixed width, so that the order of the texts is that of the moments.
    #[must_use]
    pub fn sortable(self) -> String {
        let (text, micros) = (LocalDateTime(self.0.naive_utc()), self.nanosecond() / 1_000);
        let whole = LocalDateTime(text.0.with_nanosecond(0).unwrap_or(text.0));
        format!("{whole}.{micros:06}Z")
    }

    /// `Mon, 01 Apr 2024 12:00:00 GMT`, as HTTP writes it (RFC 9110).
    #[must_use]
    pub fn http_date(self) -> String {
        self.0.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Reads a date as HTTP writes it, or mail (RFC 5322).
    #[must_use]
    pub fn from_http_date(text: &str) -> Option<Self> {
        Self::from_second(DateTime::parse_from_rfc2822(text).ok()?.timestamp())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, width) = if self.year() < 0 { ("-", 6) } else { ("", 4) };
        write!(to, "{sign}{:0width$}-{:02}-{:02}", self.year().unsigned_abs(), self.month(), self.day())
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.0.time();
        write!(to, "{}T{:02}:{:02}:{:02}", self.date(), time.hour(), time.minute(), time.second())?;
        let (mut fraction, mut width) = (time.nanosecond(), 9);
        if fraction == 0 {
            return Ok(());
        }
        while fraction.is_multiple_of(10) {
            (fraction, width) = (fraction / 10, width - 1);
        }
        write!(to, ".{fraction:0width$}")
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}Z", LocalDateTime(self.0.naive_utc()))
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(LocalDateTime::date)
    }
}

impl FromStr for LocalDateTime {
    type Err = Error;

    /// An offset that is written after it says nothing of what a clock shows; `Z` would be a moment.
    fn from_str(text: &str) -> Result<Self, Error> {
        match Written::read(text).ok_or(Error::Unreadable)? {
            Written { offset: Some(WrittenOffset::Zulu), .. } => Err(Error::Unreadable),
            Written { day, time, .. } => Ok(Self(day.and_time(time.unwrap_or(NaiveTime::MIN)))),
        }
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let Some(Written { day, time: Some(time), offset: Some(offset) }) = Written::read(text) else {
            return Err(Error::Unreadable);
        };
        let ahead = match offset {
            WrittenOffset::Zulu => TimeDelta::zero(),
            WrittenOffset::Ahead(ahead) => ahead,
        };
        let at = day.and_time(time).checked_sub_signed(ahead).as_ref().map(NaiveDateTime::and_utc);
        at.and_then(Self::within).ok_or(Error::OutOfRange)
    }
}

/// What a text says, once all of it was read.
struct Written {
    day: NaiveDate,
    time: Option<NaiveTime>,
    offset: Option<WrittenOffset>,
}

enum WrittenOffset {
    Zulu,
    /// How far ahead of Greenwich clocks are there.
    Ahead(TimeDelta),
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        let mut left = Left(text.as_bytes());
        let day = left.day()?;
        let time = if left.take(b"Tt ").is_some() { Some(left.time()?) } else { None };
        let offset = if time.is_some() { left.offset()? } else { None };
        // What RFC 9557 adds in brackets, the name of the zone, says nothing that the offset does not.
        let is_read = left.0.is_empty() || is_suffix(left.0);
        is_read.then_some(Self { day, time, offset })
    }
}

/// Names in brackets, one after another.
fn is_suffix(text: &[u8]) -> bool {
    let Some(names) = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]")) else { return false };
    let named = |letter: &u8| letter.is_ascii_alphanumeric() || b"._+-/!=".contains(letter);
    names.split(|letter| *letter == b']').enumerate().all(|(place, name)| {
        let name = if place == 0 { Some(name) } else { name.strip_prefix(b"[") };
        name.is_some_and(|name| !name.is_empty() && name.iter().all(named))
    })
}

/// What is left to read of a text.
struct Left<'a>(&'a [u8]);

impl Left<'_> {
    /// The next letter, if it is one of these.
    fn take(&mut self, letters: &[u8]) -> Option<u8> {
        let (first, left) = self.0.split_first()?;
        letters.contains(first).then(|| {
            self.0 = left;
            *first
        })
    }

    /// A number of so many digits.
    fn number(&mut self, digits: usize) -> Option<u32> {
        (0..digits).try_fold(0, |number, _| Some(number * 10 + u32::from(self.take(b"0123456789")? - b'0')))
    }

    fn is_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    /// Whether another part of two digits comes: after a separator, where there are separators.
    fn goes_on(&mut self, separator: Option<u8>) -> bool {
        match separator {
            Some(separator) => self.take(&[separator]).is_some(),
            None => self.is_digit(),
        }
    }

    /// `2024-04-01`, `20240401`, `-000044-03-15`.
    fn day(&mut self) -> Option<NaiveDate> {
        let sign = self.take(b"+-");
        let year = i32::try_from(self.number(if sign.is_some() { 6 } else { 4 })?).ok()?;
        let year = match sign {
            Some(b'-') if year == 0 => return None,
            Some(b'-') => -year,
            _ => year,
        };
        let separator = self.take(b"-");
        let month = self.number(2)?;
        if separator.is_some() {
            self.take(b"-")?;
        }
        NaiveDate::from_ymd_opt(year, month, self.number(2)?).filter(|day| YEARS.contains(&day.year()))
    }

    /// `12:00:00.5`, `12:00`, `120000`, `12`. The second that is put in after 59 is read as 59.
    fn time(&mut self) -> Option<NaiveTime> {
        let hour = self.number(2)?;
        let separator = self.take(b":");
        let (mut minute, mut second, mut nano) = (0, 0, 0);
        if separator.is_some() || self.is_digit() {
            minute = self.number(2)?;
            if self.goes_on(separator) {
                second = self.number(2)?;
                nano = self.fraction()?;
            }
        }
        NaiveTime::from_hms_nano_opt(hour, minute, if second == 60 { 59 } else { second }, nano)
    }

    /// A fraction of up to nine digits, in billionths; nothing where there is none.
    fn fraction(&mut self) -> Option<u32> {
        if self.take(b".,").is_none() {
            return Some(0);
        }
        let mut nano = self.number(1)?;
        for _ in 1..9 {
            nano = nano * 10 + if self.is_digit() { self.number(1)? } else { 0 };
        }
        Some(nano)
    }

    /// `Z`, `-06:00`, `-0600`, `-06`; none where there is none, and nothing where it is wrong.
    fn offset(&mut self) -> Option<Option<WrittenOffset>> {
        if self.take(b"Zz").is_some() {
            return Some(Some(WrittenOffset::Zulu));
        }
        let Some(sign) = self.take(b"+-") else { return Some(None) };
        let hours = self.number(2).filter(|hours| *hours <= 25)?;
        let separator = self.take(b":");
        let (mut minutes, mut seconds) = (0, 0);
        if separator.is_some() || self.is_digit() {
            minutes = self.number(2).filter(|minutes| *minutes < 60)?;
            if self.goes_on(separator) {
                seconds = self.number(2).filter(|seconds| *seconds < 60)?;
            }
        }
        let ahead = TimeDelta::seconds(i64::from(hours * 3_600 + minutes * 60 + seconds));
        Some(Some(WrittenOffset::Ahead(if sign == b'-' { -ahead } else { ahead })))
    }
}

fn read<'de, T: FromStr<Err = Error>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(from)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(from)
    }
}

impl Serialize for LocalDateTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalDateTime {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(from)
    }
}

// As it is written, in the log of a program and in what a test says.
impl fmt::Debug for Timestamp {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl fmt::Debug for LocalDateTime {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}
