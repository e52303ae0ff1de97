//! Moments, days and time zones. There is no clock here: whoever asks says when it is, and in which zone.

pub use jiff::{
    Error, SignedDuration, Span, Timestamp, ZonedDateTime,
    civil::{Date, DateTime, date},
    tz::{Offset, TimeZone},
};

/// The moment of a date as mail and HTTP write it (RFC 5322, RFC 9110).
#[must_use]
pub fn of_mail(date: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp())
}
