//! Days and times in the words of Mexico.

use super::{Date, LocalDateTime};
use chrono::{Datelike, Timelike, Weekday};

impl Date {
    /// `2 de abril de 2024`.
    #[must_use]
    pub fn words(self) -> String {
        let month = match self.month() {
            1 => "enero",
            2 => "febrero",
            3 => "marzo",
            4 => "abril",
            5 => "mayo",
            6 => "junio",
            7 => "julio",
            8 => "agosto",
            9 => "septiembre",
            10 => "octubre",
            11 => "noviembre",
            _ => "diciembre",
        };
        format!("{} de {month} de {}", self.day(), self.year())
    }

    /// `martes, 2 de abril de 2024`.
    #[must_use]
    pub fn words_with_weekday(self) -> String {
        let weekday = match self.0.weekday() {
            Weekday::Mon => "lunes",
            Weekday::Tue => "martes",
            Weekday::Wed => "miércoles",
            Weekday::Thu => "jueves",
            Weekday::Fri => "viernes",
            Weekday::Sat => "sábado",
            Weekday::Sun => "domingo",
        };
        format!("{weekday}, {}", self.words())
    }
}

/// How long something takes, as people say it: `40 segundos`, `15 minutos`, `3 horas`; never less than it is.
#[must_use]
pub fn duration_words(seconds: u32) -> String {
    let (number, one, many) = match seconds {
        0..60 => (seconds, "segundo", "segundos"),
        60..7_200 => (seconds.div_ceil(60), "minuto", "minutos"),
        _ => (seconds.div_ceil(3_600), "hora", "horas"),
    };
    format!("{number} {}", if number == 1 { one } else { many })
}

impl LocalDateTime {
    /// `entre las 14 y las 15 h del 2 de abril de 2024`, of the hours that begin and end so.
    #[must_use]
    pub fn hours_until(self, end: Self) -> String {
        let hour = |at: Self| at.clock().trim_end_matches(":00").trim_start_matches('0').to_owned();
        let hour = |at: Self| Some(hour(at)).filter(|hour| !hour.is_empty()).unwrap_or_else(|| "0".to_owned());
        let article = |hour: &str| if hour == "1" { "la" } else { "las" };
        let (from, until) = (hour(self), hour(end));
        format!("entre {} {from} y {} {until} h del {}", article(&from), article(&until), self.date().words())
    }

    /// `08:00`.
    #[must_use]
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.0.hour(), self.0.minute())
    }

    /// `2 de abril de 2024 a las 08:00 horas`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{} a las {} horas", self.date().words(), self.clock())
    }
}
