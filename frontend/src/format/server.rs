//! By the server, with the same words as a browser that reads Mexican Spanish.

use domain::time::{LocalDateTime, Timestamp, Zone};
use std::time::SystemTime;

/// A zone that is not known reads as that of Greenwich; the configuration's reader refuses such a one.
fn local(at: Timestamp, zone: &str) -> LocalDateTime {
    at.local(&zone.parse().unwrap_or(Zone::UTC))
}

pub(super) fn day(at: Timestamp, zone: &str) -> String {
    local(at, zone).date().words()
}

pub(super) fn iso_day(at: Timestamp, zone: &str) -> String {
    local(at, zone).date().to_string()
}

pub(super) fn clock(at: Timestamp, zone: &str) -> String {
    local(at, zone).clock()
}

pub(super) fn now() -> Timestamp {
    SystemTime::UNIX_EPOCH.elapsed().ok().and_then(Timestamp::after_epoch).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_the_clock_on_the_institutes_wall() {
        let at: Timestamp = "2024-04-02T04:05:00Z".parse().expect("a time");
        assert_eq!(day(at, "UTC"), "2 de abril de 2024");
        assert_eq!((clock(at, "UTC").as_str(), iso_day(at, "UTC").as_str()), ("04:05", "2024-04-02"));
    }
}
