//! Times as people read them, in the institute's time zone.

use domain::time::{Date, LocalDateTime, Timestamp};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod server;

#[cfg(target_arch = "wasm32")]
use browser as here;
#[cfg(not(target_arch = "wasm32"))]
use server as here;

/// `2 de abril de 2024`.
#[must_use]
pub fn day(at: Timestamp, zone: &str) -> String {
    here::day(at, zone)
}

/// `2 de abril de 2024`, of a day that is one wherever the reader is.
#[must_use]
pub fn civil(day_of: Date) -> String {
    day_of.words()
}

/// `martes, 2 de abril de 2024, a las 08:00 horas`, of a moment that is one wherever the reader is.
#[must_use]
pub fn civil_moment(moment: LocalDateTime) -> String {
    format!("{}, a las {} horas", moment.date().words_with_weekday(), moment.clock())
}

/// `2024-04-02`, as a field for dates takes it.
#[must_use]
pub fn iso_day(at: Timestamp, zone: &str) -> String {
    here::iso_day(at, zone)
}

/// `2 de abril de 2024, 14:32`.
#[must_use]
pub fn moment(at: Timestamp, zone: &str) -> String {
    format!("{}, {}", day(at, zone), clock(at, zone))
}

/// `14:32`.
#[must_use]
pub fn clock(at: Timestamp, zone: &str) -> String {
    here::clock(at, zone)
}

/// `a las 14:32` of today, `el 2 de abril de 2024, 14:32` of another day.
#[must_use]
pub fn recent(at: Timestamp, zone: &str) -> String {
    if day(at, zone) == day(now(), zone) {
        format!("a las {}", clock(at, zone))
    } else {
        format!("el {}", moment(at, zone))
    }
}

/// Now, by the reader's own clock.
#[must_use]
pub fn now() -> Timestamp {
    here::now()
}

/// What is left of a term, in days and hours; none when it ended.
#[must_use]
pub fn left(until: Timestamp) -> Option<String> {
    let seconds = until.as_second() - now().as_second();
    let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60);
    let two = |first: String, second: String| format!("quedan {first} y {second}");
    match (seconds < 0, days, hours) {
        (true, ..) => None,
        (false, 0, 0) => Some(format!("quedan {}", count(minutes, "minuto", "minutos"))),
        (false, 0, _) => Some(two(count(hours, "hora", "horas"), count(minutes, "minuto", "minutos"))),
        (false, ..) => Some(two(count(days, "día", "días"), count(hours, "hora", "horas"))),
    }
}

/// `1 candidatura`, `1,332 candidaturas`.
#[must_use]
pub fn count(how_many: impl TryInto<u64>, one: &str, several: &str) -> String {
    let how_many = how_many.try_into().unwrap_or_default();
    if how_many == 1 { format!("1 {one}") } else { format!("{} {several}", number(how_many)) }
}

/// A number with its thousands apart: `5,000`.
#[must_use]
pub fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or_default().to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}
