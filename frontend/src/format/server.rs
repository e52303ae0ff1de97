//! By the server, with the same words as a browser that reads Mexican Spanish.

use domain::time::{TimeZone, Timestamp, ZonedDateTime};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

const DAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

/// A zone that is not known reads as that of Greenwich; the configuration's reader refuses such a one.
fn local(at: Timestamp, zone: &str) -> ZonedDateTime {
    at.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

pub(super) fn day(at: Timestamp, zone: &str) -> String {
    let local = local(at, zone);
    let month = usize::try_from(local.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{} de {} de {}", local.day(), month.unwrap_or(&""), local.year())
}

pub(super) fn long_day(at: Timestamp, zone: &str) -> String {
    let weekday = usize::try_from(local(at, zone).weekday().to_monday_zero_offset()).ok();
    format!("{}, {}", weekday.and_then(|day| DAYS.get(day)).unwrap_or(&""), day(at, zone))
}

pub(super) fn iso_day(at: Timestamp, zone: &str) -> String {
    local(at, zone).date().to_string()
}

pub(super) fn clock(at: Timestamp, zone: &str) -> String {
    let local = local(at, zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

pub(super) fn now() -> Timestamp {
    Timestamp::now()
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
