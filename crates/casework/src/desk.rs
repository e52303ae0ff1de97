//! What every act needs besides its command: the election, the mapping of its registry, the keys and the time zone.

use domain::{election::Election, notice::Messages, registry::Mapping, term};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::seal::MasterKey;

/// The desk every act is done at.
pub struct Desk {
    /// The election.
    pub election: Election,
    /// How its registry's export is read.
    pub mapping: Mapping,
    /// The words of notices.
    pub messages: Messages,
    /// The key that wraps the candidacies' keys.
    pub master: MasterKey,
    /// Where terms are counted.
    pub zone: TimeZone,
}

impl Desk {
    /// Today in the institute's time zone.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Whether the one correction may be requested now.
    #[must_use]
    pub fn corrections_open(&self, now: Timestamp) -> bool {
        let terms = &self.election.terms;
        (terms.corrections_from..=terms.corrections_until).contains(&self.today(now))
    }

    /// The version of both questionnaires, which an answered profile keeps.
    #[must_use]
    pub fn questionnaire_version(&self) -> String {
        format!("{}+{}", self.election.curricular.version, self.election.identity.version)
    }

    /// When a capture whose accounts were received at `received` ends.
    #[must_use]
    pub fn capture_until(&self, received: Timestamp, is_replacement: bool) -> Option<Timestamp> {
        let terms = &self.election.terms;
        let days = if is_replacement { terms.substitute_capture_days } else { terms.capture_days };
        term::after_days(received, days, &self.zone).ok()
    }

    /// `16 de abril de 2024 a las 14:30 horas (hora de Zacatecas)`.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        let there = at.to_zoned_datetime(self.zone.clone());
        let (day, hour) = (spanish_date(there.date()), there.strftime("%H:%M"));
        format!("{day} a las {hour} horas (hora de {})", self.election.institute.state)
    }
}

/// `1 de abril de 2024`.
#[must_use]
pub fn spanish_date(date: Date) -> String {
    let month = match date.month() {
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
    format!("{} de {month} de {}", date.day(), date.year())
}
