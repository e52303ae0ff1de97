//! A row of a known folio that may be about another candidacy: never a mere change, until a second person decided.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Change;
#[cfg(doc)]
use super::FOLIO_MAX;
use crate::{
    candidacy::{Registration, RegistryStatus},
    ids::Folio,
    text,
    time::Date,
};

/// Why a row of a known folio may be about another candidacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegistryDoubtGround))]
#[serde(rename_all = "snake_case")]
pub enum DoubtGround {
    /// It names another party, or another that captures for it: others would read what was answered.
    Party,
    /// It names another name and another birth date.
    Person,
    /// It gives another sex.
    Sex,
}

impl DoubtGround {
    /// What the screen says.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Party => "Otro partido, coalición o responsable de la captura",
            Self::Person => "Otro nombre y otra fecha de nacimiento",
            Self::Sex => "Otro sexo",
        }
    }
}

/// By what a person is told from another: the name as it is compared, without accents nor capitals, and the birth date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Given name and surnames, folded.
    pub name: String,
    /// The birth date.
    pub birth_date: Date,
}

impl From<&Registration> for Person {
    fn from(registration: &Registration) -> Self {
        Self { name: text::fold(&registration.full_name()), birth_date: registration.birth_date }
    }
}

/// Why what a row says of a known folio may be about another candidacy; empty for a mere change. `first` is the person that
/// the folio had when it became known, or when somebody last decided who it is: a name today and a birth date tomorrow are
/// another person as well.
#[must_use]
pub fn grounds(first: &Person, before: &Registration, after: &Registration) -> BTreeSet<DoubtGround> {
    let person = Person::from(after);
    let mut grounds = BTreeSet::new();
    if before.nominator != after.nominator || before.responsible_party != after.responsible_party {
        grounds.insert(DoubtGround::Party);
    }
    if person.name != first.name && person.birth_date != first.birth_date {
        grounds.insert(DoubtGround::Person);
    }
    if before.sex != after.sex {
        grounds.insert(DoubtGround::Sex);
    }
    grounds
}

/// What is taken at once of a row in doubt: that the candidacy no longer stands. Everything else waits.
#[must_use]
pub(super) fn beyond_doubt(before: &Registration, after: &Registration) -> Registration {
    let status = if after.status == RegistryStatus::Active { before.status } else { after.status };
    Registration { status, ..before.clone() }
}

/// What a row says that is to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InDoubt {
    /// Why it waits.
    pub grounds: BTreeSet<DoubtGround>,
    /// What it says.
    pub said: Registration,
}

/// A row of a plan that waits for a second person by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegistryDoubtfulRow))]
pub struct Doubt {
    /// The line in the file.
    pub line: u64,
    /// Its folio.
    pub folio: Folio,
    /// The name that is known.
    pub name: String,
    /// Why it waits.
    pub grounds: BTreeSet<DoubtGround>,
    /// What it would change.
    pub changes: Vec<Change>,
    /// Whether the same row waits already.
    pub waits: bool,
}

/// What a second person says of a row in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegistryDoubtDecision))]
#[serde(rename_all = "snake_case")]
pub enum DoubtDecision {
    /// The same person and candidacy, whose data were mended: answers, consent and photograph stay.
    Same,
    /// Another person or party: answers, consent and photograph stay with the candidacy that ends, and the new one starts
    /// with nothing.
    Other,
    /// The row is wrong: what was known stays.
    Mistake,
}

impl DoubtDecision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Same, Self::Other, Self::Mistake];

    /// The stable code, as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Other => "other",
            Self::Mistake => "mistake",
        }
    }
}

/// The folio under which a candidacy is kept that ended because its own names another now; `earlier` is how many there were
/// before it. It is longer than [`FOLIO_MAX`], so that no file can name it.
#[must_use]
pub fn ended_folio(folio: &Folio, earlier: usize) -> Folio {
    Folio(format!("{folio} (candidatura anterior con el mismo folio, {})", earlier + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{candidacy::Sex, registry::tests::somebody};

    #[test]
    fn a_row_is_in_doubt_exactly_when_it_may_be_another_candidacy() {
        use DoubtGround::{Party, Person as Other, Sex as OtherSex};
        let before = somebody();
        let first = Person::from(&before);
        let day = |text: &str| text.parse::<Date>().expect("a day");
        type Change = fn(&mut Registration, Date);
        let all: [(&str, Change, &[DoubtGround]); 11] = [
            ("nothing", |_, _| (), &[]),
            ("nickname", |r, _| r.nickname = "La Maestra".into(), &[]),
            ("name alone", |r, _| r.given_name = "Ramona".into(), &[]),
            ("birth date alone", |r, day| r.birth_date = day, &[]),
            ("capitals and a birth date", |r, day| (r.given_name, r.birth_date) = ("BRENDA".into(), day), &[]),
            ("name and birth date", |r, day| (r.given_name, r.birth_date) = ("Ramona".into(), day), &[Other]),
            ("surname and birth date", |r, day| (r.second_surname, r.birth_date) = ("Otra".into(), day), &[Other]),
            ("sex", |r, _| r.sex = Sex::NonBinary, &[OtherSex]),
            ("nominator", |r, _| r.nominator = "MC".into(), &[Party]),
            ("who captures", |r, _| r.responsible_party = Some("MC".into()), &[Party]),
            ("independent", |r, _| r.responsible_party = None, &[Party]),
        ];
        for (what, change, expected) in all {
            let mut after = before.clone();
            change(&mut after, day("1990-01-02"));
            assert_eq!(grounds(&first, &before, &after).into_iter().collect::<Vec<_>>(), expected, "{what}");
        }
    }

    #[test]
    fn a_name_today_and_a_birth_date_tomorrow_are_another_person() {
        let known = somebody();
        let first = Person::from(&known);
        let renamed = Registration { given_name: "Ramona".into(), ..known.clone() };
        assert!(grounds(&first, &known, &renamed).is_empty());
        let born = Registration { birth_date: "1990-01-02".parse().expect("a day"), ..renamed.clone() };
        assert_eq!(grounds(&first, &renamed, &born), [DoubtGround::Person].into());
        // Once somebody decided that it is the same person, what the registry says then is the first that counts.
        assert!(grounds(&Person::from(&renamed), &renamed, &born).is_empty());
    }

    #[test]
    fn only_that_somebody_no_longer_stands_is_taken_of_a_row_in_doubt() {
        use RegistryStatus::{Active, Cancelled, Substituted};
        for (was, says, taken) in [
            (Active, Active, Active),
            (Active, Cancelled, Cancelled),
            (Active, Substituted, Substituted),
            (Cancelled, Active, Cancelled),
            (Cancelled, Substituted, Substituted),
        ] {
            let before = Registration { status: was, ..somebody() };
            let after = Registration { status: says, nominator: "MC".into(), ..somebody() };
            assert_eq!(beyond_doubt(&before, &after), Registration { status: taken, ..before });
        }
    }

    #[test]
    fn no_file_names_a_candidacy_that_ended() {
        let ended = ended_folio(&"1".into(), 0);
        assert!(text::length(ended.as_str()) > crate::registry::FOLIO_MAX, "{ended}");
        assert_ne!(ended, ended_folio(&"1".into(), 1));
    }

    #[test]
    fn decisions_are_stored_as_they_travel() {
        for decision in DoubtDecision::ALL {
            assert_eq!(serde_json::to_value(decision).ok(), Some(decision.code().into()));
        }
    }
}
