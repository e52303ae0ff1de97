//! What every act needs besides its command: the election, the mapping of its registry, the keys and the time zone.

use domain::{
    advisor::Lists,
    election::Election,
    notice::Messages,
    registry::{Mapping, Rules},
    term,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::seal::MasterKey;

use crate::{
    configuration::{Configuration, ConsentForm, OfficialLetter},
    open_data::OpenData,
};

/// The desk every act is done at.
pub struct Desk {
    /// The election.
    pub election: Election,
    /// How its registry's export is read.
    pub mapping: Mapping,
    /// How the registry's files and messages are taken.
    pub registry_rules: Rules,
    /// The words of notices.
    pub messages: Messages,
    /// The key that wraps the candidacies' keys.
    pub master: MasterKey,
    /// Where terms are counted.
    pub zone: TimeZone,
    /// The consent that is signed on paper.
    pub consent_form: ConsentForm,
    /// The letter about what is hidden or shown again.
    pub official_letter: OfficialLetter,
    /// What the author's advisor looks for.
    pub lists: Lists,
    /// How the open data are named and licensed.
    pub open_data: OpenData,
}

impl Desk {
    /// A desk with everything a configuration gives.
    #[must_use]
    pub fn new(configuration: Configuration, master: MasterKey) -> Self {
        let Configuration {
            election,
            mapping,
            registry_rules,
            messages,
            zone,
            lists,
            consent_form,
            official_letter,
            open_data,
        } = configuration;
        Self {
            election,
            mapping,
            registry_rules,
            messages,
            master,
            zone,
            lists,
            consent_form,
            official_letter,
            open_data,
        }
    }

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

#[cfg(test)]
pub(crate) mod tests {
    use domain::candidacy::{Kind, Registration, RegistryStatus, Sex};
    use jiff::civil::date;

    use super::*;
    use crate::configuration;

    /// The desk of the demo election.
    pub(crate) fn desk() -> Desk {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024");
        Desk::new(configuration::load(&folder).expect("no faults"), MasterKey::new([7; 32]))
    }

    /// Somebody invented who stands.
    pub(crate) fn registration() -> Registration {
        Registration {
            folio: "ZAC24-00001".into(),
            office: "municipal_president".into(),
            territory: "zac/mun/32010".into(),
            list_position: None,
            kind: Kind::Owner,
            formula: "F-1".into(),
            nominator: "PT".into(),
            responsible_party: Some("PT".into()),
            given_name: "Persona".into(),
            first_surname: "De Muestra".into(),
            second_surname: "Núñez".into(),
            nickname: String::new(),
            sex: Sex::Woman,
            birth_date: date(1980, 1, 31),
            affirmative_action: None,
            consecutive: false,
            email: "persona@ejemplo.mx".into(),
            status: RegistryStatus::Active,
            approved_on: date(2024, 3, 30),
            replaces: None,
        }
    }
}
