//! Terms: natural days in the institute's time zone. The day after counts as day one; a day ends at 23:59:59.

use crate::time::{Date, Error, TimeDelta, TimeZone, Timestamp};

/// When a term of natural days that begins at `start` ends: 23:59:59 of the last day, in the institute's time zone.
///
/// # Errors
/// When the date lies outside what a calendar can hold.
pub fn after_days(start: Timestamp, days: u16, zone: &impl TimeZone) -> Result<Timestamp, Error> {
    let last = start.local(zone).date().plus_days(i64::from(days)).ok_or(Error::OutOfRange)?;
    end_of_day(last, zone)
}

/// 23:59:59 of a day in a time zone.
///
/// # Errors
/// When the date lies outside what a calendar can hold.
pub fn end_of_day(day: Date, zone: &impl TimeZone) -> Result<Timestamp, Error> {
    day.at(23, 59, 59).ok_or(Error::OutOfRange)?.in_zone(zone)
}

/// When a grant of some hours that begins at `start` ends.
///
/// # Errors
/// When the instant lies outside what a calendar can hold.
pub fn after_hours(start: Timestamp, hours: u16) -> Result<Timestamp, Error> {
    start.checked_add(TimeDelta::hours(i64::from(hours))).ok_or(Error::OutOfRange)
}

/// Whether a term is still running: its last second counts whole.
#[must_use]
pub fn is_open(until: Timestamp, now: Timestamp) -> bool {
    now.as_second() <= until.as_second()
}

/// Whole years of age on a day.
#[must_use]
pub fn age_on(birth: Date, day: Date) -> i16 {
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    let years = day.year() - birth.year() - i32::from(before_birthday);
    i16::try_from(years).expect("years of four digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn fifteen_days_end_at_the_last_second_of_the_fifteenth_day_after() {
        let zone = Zone::America__Mexico_City;
        // 23:30 on 1 April in Mexico is already 2 April in UTC.
        let until = after_days(at("2024-04-02T05:30:00Z"), 15, &zone).expect("in range");
        assert_eq!(until, at("2024-04-17T05:59:59Z"));
        assert!(is_open(until, at("2024-04-17T05:59:59.900Z")));
        assert!(!is_open(until, at("2024-04-17T06:00:00Z")));
    }

    #[test]
    fn a_grant_lasts_its_hours_to_the_second() {
        let until = after_hours(at("2024-04-02T10:00:00Z"), 24).expect("in range");
        assert!(is_open(until, at("2024-04-03T10:00:00Z")));
        assert!(!is_open(until, at("2024-04-03T10:00:01Z")));
    }

    #[test]
    fn a_day_ends_right_where_clocks_change() {
        let zone = Zone::America__Tijuana;
        let until = after_days(at("2024-03-09T20:00:00Z"), 1, &zone).expect("in range");
        assert_eq!(until, at("2024-03-11T06:59:59Z"));
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        assert_eq!(age_on(Date::new(2006, 6, 2), Date::new(2024, 6, 2)), 18);
        assert_eq!(age_on(Date::new(2006, 6, 3), Date::new(2024, 6, 2)), 17);
    }
}
