//! By the browser, which knows every time zone.

use domain::time::Timestamp;
use wasm_bindgen::JsValue;

fn written(locale: &str, at: Timestamp, zone: &str, options: &[(&str, &str)]) -> String {
    let settings = js_sys::Object::new();
    let zone = [("timeZone", zone)];
    for (key, value) in options.iter().chain(&zone) {
        // Setting a plain property of a new object does not fail.
        let _ = js_sys::Reflect::set(&settings, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our time fit a float")]
    let date = js_sys::Date::new(&JsValue::from_f64(at.as_millisecond() as f64));
    date.to_locale_string(locale, &settings).into()
}

pub(super) fn day(at: Timestamp, zone: &str) -> String {
    written("es-MX", at, zone, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

pub(super) fn iso_day(at: Timestamp, zone: &str) -> String {
    // Sweden writes its dates so.
    written("sv-SE", at, zone, &[("day", "2-digit"), ("month", "2-digit"), ("year", "numeric")])
}

pub(super) fn clock(at: Timestamp, zone: &str) -> String {
    written("es-MX", at, zone, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")])
}

pub(super) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our time fit an integer")]
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or_default()
}
