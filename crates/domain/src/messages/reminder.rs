//! When a term that is about to end is reminded.

use serde::{Deserialize, Serialize};

use crate::{
    term,
    time::{TimeDelta, TimeZone, Timestamp},
};

/// The marks before the end of a term at which whoever has the turn is reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Days before the day in which it ends.
    pub days_before: Vec<u16>,
    /// The hour of the day, in the institute's time zone, at which those go out.
    pub hour: i8,
    /// Hours before its end.
    pub hours_before: Vec<u16>,
}

/// A mark that a term has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When it was passed.
    pub at: Timestamp,
    /// Its stable code: `7d`, `6h`.
    pub code: String,
}

impl Reminders {
    /// The last mark passed by a term that still runs. A mark earlier than the term itself does not count: a term of five
    /// days is not reminded seven days before its end.
    #[must_use]
    pub fn passed(&self, since: Timestamp, until: Timestamp, now: Timestamp, zone: &impl TimeZone) -> Option<Mark> {
        if !term::is_open(until, now) {
            return None;
        }
        let last = until.local(zone).date();
        let days = self.days_before.iter().filter_map(|days| {
            let day = last.plus_days(-i64::from(*days))?;
            let at = day.at(u32::try_from(self.hour).ok()?, 0, 0)?.in_zone(zone).ok()?;
            Some(Mark { at, code: format!("{days}d") })
        });
        let hours = self.hours_before.iter().filter_map(|hours| {
            let at = until.checked_sub(TimeDelta::hours(i64::from(*hours)))?;
            Some(Mark { at, code: format!("{hours}h") })
        });
        days.chain(hours).filter(|mark| mark.at > since && mark.at <= now).max_by_key(|mark| mark.at)
    }
}

/// How long a term still runs, in words: whole days from one day on, hours before that.
#[must_use]
pub fn left(until: Timestamp, now: Timestamp, zone: &impl TimeZone) -> String {
    let day = |at: Timestamp| at.local(zone).date();
    let seconds = (until.as_second() - now.as_second()).max(0);
    let (count, one, several) = if seconds > 24 * 3_600 {
        (day(until).days_since(day(now)), "día", "días")
    } else {
        ((seconds + 3_599) / 3_600, "hora", "horas")
    };
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    fn zone() -> Zone {
        Zone::America__Mexico_City
    }

    fn reminders() -> Reminders {
        Reminders { days_before: vec![7, 3, 1], hour: 8, hours_before: vec![6, 1] }
    }

    fn passed(since: &str, until: &str, now: &str) -> Option<String> {
        reminders().passed(at(since), at(until), at(now), &zone()).map(|mark| mark.code)
    }

    // Received on 1 April at 10:00 in Zacatecas; ends on the 16th at 23:59:59.
    const SINCE: &str = "2024-04-01T16:00:00Z";
    const UNTIL: &str = "2024-04-17T05:59:59Z";

    #[test]
    fn a_term_passes_its_marks_one_after_the_other() {
        let moments = [
            ("2024-04-09T13:59:59Z", None),
            ("2024-04-09T14:00:00Z", Some("7d")),
            ("2024-04-13T13:59:59Z", Some("7d")),
            ("2024-04-13T14:00:00Z", Some("3d")),
            ("2024-04-15T14:00:00Z", Some("1d")),
            ("2024-04-16T23:59:59Z", Some("6h")),
            ("2024-04-17T04:59:59Z", Some("1h")),
            ("2024-04-17T05:59:59Z", Some("1h")),
            ("2024-04-17T06:00:00Z", None),
        ];
        for (now, mark) in moments {
            assert_eq!(passed(SINCE, UNTIL, now).as_deref(), mark, "{now}");
        }
    }

    #[test]
    fn a_mark_before_the_term_began_does_not_count() {
        let five_days = ("2024-04-01T16:00:00Z", "2024-04-07T05:59:59Z");
        assert_eq!(passed(five_days.0, five_days.1, "2024-04-01T16:00:01Z"), None);
        assert_eq!(passed(five_days.0, five_days.1, "2024-04-03T14:00:00Z").as_deref(), Some("3d"));
        // Twenty-four hours from 10:00: the morning of the day before was over.
        let grant = ("2024-04-01T16:00:00Z", "2024-04-02T16:00:00Z");
        assert_eq!(passed(grant.0, grant.1, "2024-04-01T16:00:01Z"), None);
        assert_eq!(passed(grant.0, grant.1, "2024-04-02T10:00:00Z").as_deref(), Some("6h"));
    }

    #[test]
    fn what_is_left_is_said_in_days_and_then_in_hours() {
        let moments = [
            ("2024-04-09T14:00:00Z", "7 días"),
            ("2024-04-15T14:00:00Z", "1 día"),
            ("2024-04-16T23:59:59Z", "6 horas"),
            ("2024-04-17T05:00:00Z", "1 hora"),
        ];
        for (now, words) in moments {
            assert_eq!(left(at(UNTIL), at(now), &zone()), words, "{now}");
        }
    }
}
