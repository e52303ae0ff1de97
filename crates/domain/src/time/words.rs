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

impl LocalDateTime {
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
