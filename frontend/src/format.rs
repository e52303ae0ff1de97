//! Times as people read them, in the institute's time zone.

use jiff::Timestamp;
use wasm_bindgen::JsValue;

fn local(at: Timestamp, zone: &str, options: &[(&str, &str)]) -> String {
    let settings = js_sys::Object::new();
    let zone = [("timeZone", zone)];
    for (key, value) in options.iter().chain(&zone) {
        // Setting a plain property of a new object does not fail.
        let _ = js_sys::Reflect::set(&settings, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our time fit a float")]
    let date = js_sys::Date::new(&JsValue::from_f64(at.as_millisecond() as f64));
    date.to_locale_string("es-MX", &settings).into()
}

/// `2 de abril de 2024`.
#[must_use]
pub fn day(at: Timestamp, zone: &str) -> String {
    local(at, zone, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// `2 de abril de 2024, 14:32`.
#[must_use]
pub fn moment(at: Timestamp, zone: &str) -> String {
    format!("{}, {}", day(at, zone), clock(at, zone))
}

/// `14:32`.
#[must_use]
pub fn clock(at: Timestamp, zone: &str) -> String {
    local(at, zone, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")])
}

/// What is left of a term, in days and hours; none when it ended.
#[must_use]
pub fn left(until: Timestamp) -> Option<String> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our time fit an integer")]
    let now = js_sys::Date::now() as i64 / 1000;
    let seconds = until.as_second() - now;
    if seconds < 0 {
        return None;
    }
    let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60);
    Some(if days > 0 {
        format!("quedan {days} días y {hours} horas")
    } else if hours > 0 {
        format!("quedan {hours} horas y {minutes} minutos")
    } else {
        format!("quedan {minutes} minutos")
    })
}
