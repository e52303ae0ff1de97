//! What every act needs besides its command: the election, the mapping of its registry, the keys and the time zone.

use domain::{advisor::Lists, election::Election, registry::Mapping, term};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::seal::MasterKey;

/// The desk every act is done at.
pub struct Desk {
    /// The election.
    pub election: Election,
    /// How its registry's export is read.
    pub mapping: Mapping,
    /// The key that wraps the candidacies' keys.
    pub master: MasterKey,
    /// Where terms are counted.
    pub zone: TimeZone,
    /// What the author's advisor looks for.
    pub lists: Lists,
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
}
