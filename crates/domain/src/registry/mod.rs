//! Reading the registry's export: each row is checked by itself, then the file is compared with what is known, so that
//! a plan can be read before anything changes (PTO II.C).

mod doubt;
mod planning;
#[cfg(test)]
mod planning_tests;
mod reading;

pub use doubt::{Doubt, DoubtDecision, DoubtGround, InDoubt, Person, ended_folio};
pub use planning::{BadRow, Change, Hold, Known, Movement, Plan, Planned, differences, plan};
pub use reading::{FOLIO_MAX, NAME_MAX, read_row, read_withdrawal};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ids::Folio, questionnaire::FaultCode, text};

/// One column of the export by its meaning; the heading is configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Stable key.
    Folio,
    /// Office.
    Office,
    /// District number.
    District,
    /// INEGI key of the municipality.
    Municipality,
    /// Place in the list.
    ListPosition,
    /// Owner or substitute.
    Kind,
    /// Formula.
    Formula,
    /// Party, coalition or independent.
    Nominator,
    /// Party that captures.
    ResponsibleParty,
    /// Given name.
    GivenName,
    /// First surname.
    FirstSurname,
    /// Second surname.
    SecondSurname,
    /// Nickname.
    Nickname,
    /// Sex.
    Sex,
    /// Birth date.
    BirthDate,
    /// Affirmative action.
    AffirmativeAction,
    /// Consecutive election.
    Consecutive,
    /// E-mail.
    Email,
    /// Status.
    Status,
    /// Approval date.
    ApprovedOn,
    /// Folio it replaces.
    Replaces,
}

impl Column {
    /// Every column, in the order of the export.
    pub const ALL: [Self; 21] = [
        Self::Folio,
        Self::Office,
        Self::District,
        Self::Municipality,
        Self::ListPosition,
        Self::Kind,
        Self::Formula,
        Self::Nominator,
        Self::ResponsibleParty,
        Self::GivenName,
        Self::FirstSurname,
        Self::SecondSurname,
        Self::Nickname,
        Self::Sex,
        Self::BirthDate,
        Self::AffirmativeAction,
        Self::Consecutive,
        Self::Email,
        Self::Status,
        Self::ApprovedOn,
        Self::Replaces,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Folio => "folio",
            Self::Office => "office",
            Self::District => "district",
            Self::Municipality => "municipality",
            Self::ListPosition => "list_position",
            Self::Kind => "kind",
            Self::Formula => "formula",
            Self::Nominator => "nominator",
            Self::ResponsibleParty => "responsible_party",
            Self::GivenName => "given_name",
            Self::FirstSurname => "first_surname",
            Self::SecondSurname => "second_surname",
            Self::Nickname => "nickname",
            Self::Sex => "sex",
            Self::BirthDate => "birth_date",
            Self::AffirmativeAction => "affirmative_action",
            Self::Consecutive => "consecutive",
            Self::Email => "email",
            Self::Status => "status",
            Self::ApprovedOn => "approved_on",
            Self::Replaces => "replaces",
        }
    }
}

/// The words the export uses for fixed values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Propietaria.
    pub owner: String,
    /// Suplente.
    pub substitute: String,
    /// Independent.
    pub independent: String,
    /// Mujer.
    pub woman: String,
    /// Hombre.
    pub man: String,
    /// No binaria.
    pub non_binary: String,
    /// Aprobada.
    pub approved: String,
    /// Sustituida.
    pub substituted: String,
    /// Cancelada.
    pub cancelled: String,
    /// Sí.
    pub yes: String,
    /// No.
    pub no: String,
}

/// How another system's export is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The heading of each column.
    pub columns: BTreeMap<Column, String>,
    /// The words for fixed values.
    pub values: Values,
    /// How every folio of this election begins, where the registry serves several.
    pub folio_prefix: Option<String>,
}

impl Mapping {
    /// The heading of a column.
    #[must_use]
    pub fn heading(&self, column: Column) -> String {
        self.columns.get(&column).cloned().unwrap_or_default()
    }

    fn is_of_election(&self, folio: &str) -> bool {
        self.folio_prefix.as_deref().is_none_or(|prefix| folio.starts_with(prefix))
    }

    /// Whether a file is another election's: it names folios, and none of this one.
    #[must_use]
    pub fn is_foreign(&self, rows: &[Row]) -> bool {
        let mut folios = rows.iter().map(|row| row.get(Column::Folio)).filter(|folio| !folio.is_empty()).peekable();
        folios.peek().is_some() && folios.all(|folio| !self.is_of_election(folio))
    }
}

/// How files and messages are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// From how many candidacies that would stop standing in a day, in however many files, a second person applies the
    /// plan; none: never.
    pub second_person_from: Option<usize>,
    /// Minutes that a message's time may differ from now.
    pub clock_skew_minutes: u16,
    /// Minutes between two questions to the registry's address.
    pub ask_every_minutes: u16,
}

impl Rules {
    /// Whether a plan waits for a second person. `in_day` is how many candidacies would have stopped standing in the
    /// institute's day with it, those of other plans among them.
    #[must_use]
    pub fn needs_second_person(&self, plan: &Plan, in_day: usize) -> bool {
        self.second_person_from.is_some_and(|from| from == 0 || (plan.withdrawn() > 0 && in_day >= from))
    }
}

/// One row as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, the heading being line 1.
    pub line: u64,
    /// Its cells.
    pub cells: BTreeMap<Column, String>,
}

impl Row {
    /// Its folio, when it is one that can be told from others.
    #[must_use]
    pub fn folio(&self) -> Option<Folio> {
        let folio = self.get(Column::Folio);
        (!folio.is_empty() && !text::has_control(folio)).then(|| folio.into())
    }

    /// A cell without the blanks around it.
    #[must_use]
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", |cell| cell.trim())
    }
}

/// What is wrong or odd in a row, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remark {
    /// The line in the file, the heading being line 1.
    pub line: u64,
    /// The row's folio as written, which may be empty.
    pub folio: String,
    /// The column it is about.
    pub column: Column,
    /// The column's heading in the file.
    pub heading: String,
    /// What is wrong.
    pub code: FaultCode,
    /// The reason and what to do, in Spanish.
    pub message: String,
}

fn text_excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        candidacy::{Kind, Registration, RegistryStatus, Sex},
        time::Date,
    };

    /// Somebody who stands for a party.
    pub(crate) fn somebody() -> Registration {
        Registration {
            folio: "ZAC24-00001".into(),
            office: "municipal_president".into(),
            territory: "zac/mun/32029".into(),
            list_position: None,
            kind: Kind::Owner,
            formula: "F-1".into(),
            nominator: "PT".into(),
            responsible_party: Some("PT".into()),
            given_name: "Brenda".into(),
            first_surname: "Ruiz".into(),
            second_surname: "Cordero".into(),
            nickname: String::new(),
            sex: Sex::Woman,
            birth_date: Date::new(1970, 1, 1),
            affirmative_action: None,
            consecutive: false,
            email: String::new(),
            status: RegistryStatus::Active,
            approved_on: Date::new(2024, 3, 30),
            replaces: None,
        }
    }

    #[test]
    fn many_that_stop_standing_in_a_day_wait_in_however_many_files() {
        let plan = |cancelled: usize| Plan {
            cancelled: vec![
                Movement { line: 2, folio: "1".into(), name: String::new(), changes: Vec::new() };
                cancelled
            ],
            ..Plan::default()
        };
        let rules = |from| Rules { second_person_from: from, clock_skew_minutes: 5, ask_every_minutes: 15 };
        for (from, cancelled, in_day, waits) in [
            (None, 500, 500, false),
            (Some(0), 0, 0, true),
            (Some(20), 19, 19, false),
            (Some(20), 20, 20, true),
            (Some(20), 1, 19, false),
            (Some(20), 1, 20, true),
            (Some(20), 0, 500, false),
        ] {
            let needs = rules(from).needs_second_person(&plan(cancelled), in_day);
            assert_eq!(needs, waits, "{from:?} {cancelled} {in_day}");
        }
    }

    #[test]
    fn every_column_has_the_code_that_travels() {
        for column in Column::ALL {
            assert_eq!(serde_json::to_value(column).ok(), Some(column.code().into()));
        }
    }
}
