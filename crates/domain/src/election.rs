//! One electoral process as data: institute, terms, offices, territories, parties and questionnaires.

use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{AffirmativeActionKey, NominatorKey, OfficeKey, PartyKey, QuestionKey, SectionKey, TerritoryId},
    messages::reminder::Reminders,
    publication::directory::DirectoryRules,
    questionnaire::{Part, Question, Questionnaire, Section},
    term,
    time::{Date, Timestamp},
};

/// The institute that runs this copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Institute {
    /// Short key that begins the ids of its territories, `zac`.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Initials.
    pub short_name: String,
    /// The state's name.
    pub state: String,
    /// Contact address.
    pub email: String,
    /// Contact telephone.
    pub phone: String,
    /// The institute's own site.
    pub website: String,
    /// IANA name of the time zone in which terms are counted.
    pub time_zone: String,
    /// What each of its areas is called.
    pub units: Units,
}

/// What the institute calls each of its areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Instancia Responsable.
    pub responsible_unit: String,
    /// Informatics.
    pub it_directorate: String,
    /// Parties.
    pub parties_directorate: String,
    /// Parity between genders.
    pub gender_directorate: String,
    /// Legal affairs.
    pub legal_directorate: String,
    /// Communication.
    pub communication_unit: String,
    /// The commission that follows the system.
    pub oversight_commission: String,
}

/// What happens to a capture after its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LateCapture {
    /// The capture closes and says so.
    Refuse,
    /// It stays open and what arrives late is marked.
    AcceptAndMark,
}

impl LateCapture {
    /// Whether the end of its term closed a capture. Only the first capture may go on after it, where the election takes
    /// what comes late and says so.
    #[must_use]
    pub fn is_capture_closed(self, until: Timestamp, is_first: bool, now: Timestamp) -> bool {
        let goes_on = match self {
            Self::AcceptAndMark => is_first,
            Self::Refuse => false,
        };
        !term::is_open(until, now) && !goes_on
    }
}

/// The terms of an election (PTO I.B.1.V, II.A, II.C).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Natural days after approval to send the accounts.
    pub send_accounts_days: u16,
    /// Natural days to capture after the receipt.
    pub capture_days: u16,
    /// The same for a substitute.
    pub substitute_capture_days: u16,
    /// Hours that granted fields stay open.
    pub grant_hours: u16,
    /// After the term.
    pub late_capture: LateCapture,
    /// First day to request the one correction.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub corrections_from: Date,
    /// Last day to request the one correction.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub corrections_until: Date,
}

/// Rules of the institute's review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewRules {
    /// Whether who gave a verdict, in whatever round, may also authorise.
    pub verifier_may_authorise: bool,
    /// Minutes that a review is its taker's after they last worked on it.
    #[cfg_attr(feature = "openapi", schema(value_type = u16))]
    pub claim_minutes: NonZeroU16,
}

/// Rules of accounts and sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRules {
    /// Days that a one-time code serves.
    pub code_days: u16,
    /// Minutes without use after which a session ends.
    pub idle_minutes: u16,
    /// Hours after which a session ends whatever happens.
    pub session_hours: u16,
    /// Minutes that the second factor, once given, serves for acts that need it.
    pub proof_minutes: u16,
    /// Hours that the reset of an account of the institute waits for a second person.
    #[cfg_attr(feature = "openapi", schema(value_type = u16))]
    pub reset_hours: NonZeroU16,
    /// Candidacies whose identity answers an account with a second factor reads in an hour before it is asked for it again.
    #[cfg_attr(feature = "openapi", schema(value_type = u16))]
    pub identity_reads_per_hour: NonZeroU16,
}

/// What the groups of the figures about identity are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Breakdown {
    /// Sex as registered.
    Sex,
    /// The office.
    Office,
}

/// Rules of the public figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatisticsRules {
    /// Curricular questions with options that are counted.
    pub tabulated: Vec<QuestionKey>,
    /// The day from whose beginning the figures about identity may be taken, once and for all.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub identity_cut: Date,
    /// How many persons whose identity answers nobody reads by name have to take part; until then nothing is taken.
    pub identity_minimum: u32,
    /// What those figures are broken down by: one thing, for each further one would be one more equation.
    pub identity_by: Breakdown,
}

/// What an office is elected in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TerritoryKind {
    /// The whole state.
    State,
    /// A local district.
    District,
    /// A municipality.
    Municipality,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Office {
    /// Its key.
    pub key: OfficeKey,
    /// Its name.
    pub name: String,
    /// Its name for several.
    pub plural: String,
    /// What the registry's export calls it.
    pub registry_name: String,
    /// What it is elected in.
    pub territory: TerritoryKind,
    /// Places in a party's list, for offices elected by list.
    pub list_positions: Option<u8>,
    /// Whether independents may stand.
    pub independents: bool,
    /// What it is, in easy words.
    pub explanation: Explanation,
}

/// What an office is, for somebody who never voted: easy reading, in short sentences without terms of art.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// What the person elected does.
    pub does: String,
    /// For how long.
    pub term: String,
    /// How many are elected, and where.
    pub seats: String,
    /// What owner and substitute mean.
    pub formula: String,
    /// What decides who is elected: majority or proportion.
    pub method: String,
}

impl Explanation {
    /// Each part under the question that it answers, in the order in which they are read.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, &str); 5] {
        [
            ("¿Qué hace?", &self.does),
            ("¿Cuánto dura?", &self.term),
            ("¿Cuántas personas se eligen?", &self.seats),
            ("¿Qué es propietaria y qué es suplente?", &self.formula),
            ("¿Cómo se gana?", &self.method),
        ]
    }
}

/// A place where something is elected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Territory {
    /// Stable id, `zac/mun/32010`.
    pub id: TerritoryId,
    /// State, district or municipality.
    pub kind: TerritoryKind,
    /// What the registry calls it: district number or INEGI key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// A political party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Party {
    /// Initials.
    pub key: PartyKey,
    /// Name.
    pub name: String,
    /// Colour as `#rrggbb`, when verified.
    pub color: Option<String>,
}

/// Parties that stand together in some contests; the registry says in which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coalition {
    /// The registry's key.
    pub key: NominatorKey,
    /// Name.
    pub name: String,
    /// Its parties.
    pub members: Vec<PartyKey>,
}

/// A quota that a candidacy may be registered under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AffirmativeAction {
    /// Its key.
    pub key: AffirmativeActionKey,
    /// Its name.
    pub name: String,
    /// What the registry's export calls it.
    pub registry_name: String,
}

/// The privacy notice that every capture begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrivacyNotice {
    /// Its version.
    pub version: String,
    /// The day of that version.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The short text shown first.
    pub simplified: String,
    /// The whole text.
    pub integral: String,
}

/// One electoral process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Election {
    /// Who runs it.
    pub institute: Institute,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What the system is called on the screen.
    pub display_name: String,
    /// The day on which ages are counted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub election_day: Date,
    /// The least age to stand.
    pub minimum_age: i16,
    /// Its terms.
    pub terms: Terms,
    /// When terms about to end are reminded.
    pub reminders: Reminders,
    /// Rules of review.
    pub review: ReviewRules,
    /// Rules of accounts and sessions.
    pub accounts: AccountRules,
    /// How the public finds candidacies.
    #[serde(default)]
    pub directory: DirectoryRules,
    /// Rules of the public figures.
    pub statistics: StatisticsRules,
    /// What is elected.
    pub offices: Vec<Office>,
    /// Where.
    pub territories: Vec<Territory>,
    /// The parties.
    pub parties: Vec<Party>,
    /// The coalitions.
    pub coalitions: Vec<Coalition>,
    /// The registry's word for independents.
    pub independent: NominatorKey,
    /// The quotas.
    pub affirmative_actions: Vec<AffirmativeAction>,
    /// Career and proposals.
    pub curricular: Questionnaire,
    /// Belonging to priority-attention groups.
    pub identity: Questionnaire,
    /// The privacy notice.
    pub notice: PrivacyNotice,
}

impl Election {
    /// The office of a key.
    #[must_use]
    pub fn office(&self, key: &OfficeKey) -> Option<&Office> {
        self.offices.iter().find(|office| office.key == *key)
    }

    /// The territory of an id.
    #[must_use]
    pub fn territory(&self, id: &TerritoryId) -> Option<&Territory> {
        self.territories.iter().find(|territory| territory.id == *id)
    }

    /// The name of an office; none of one that is not elected.
    #[must_use]
    pub fn office_name(&self, key: &OfficeKey) -> &str {
        self.office(key).map_or("", |office| &office.name)
    }

    /// The name of a territory; none of an unknown one.
    #[must_use]
    pub fn territory_name(&self, id: &TerritoryId) -> &str {
        self.territory(id).map_or("", |territory| &territory.name)
    }

    /// The territories an office is elected in.
    pub fn territories_of<'a>(&'a self, office: &'a Office) -> impl Iterator<Item = &'a Territory> {
        self.territories.iter().filter(|territory| territory.kind == office.territory)
    }

    /// The name of a party, a coalition or "Candidatura independiente".
    #[must_use]
    pub fn nominator_name<'a>(&'a self, key: &'a NominatorKey) -> &'a str {
        let coalition = self.coalitions.iter().find(|coalition| coalition.key == *key).map(|c| c.name.as_str());
        let party = || self.parties.iter().find(|party| party.key.0 == key.0).map(|party| party.name.as_str());
        if *key == self.independent { "Candidatura independiente" } else { coalition.or_else(party).unwrap_or(&key.0) }
    }

    /// The parties behind a nominator: one, a coalition's members, or none for independents.
    #[must_use]
    pub fn members(&self, key: &NominatorKey) -> Vec<PartyKey> {
        match self.coalitions.iter().find(|coalition| coalition.key == *key) {
            Some(coalition) => coalition.members.clone(),
            None if *key == self.independent => Vec::new(),
            None => vec![PartyKey(key.0.clone())],
        }
    }

    /// The questionnaire of a part.
    #[must_use]
    pub const fn questionnaire(&self, part: Part) -> &Questionnaire {
        match part {
            Part::Curricular => &self.curricular,
            Part::Identity => &self.identity,
        }
    }

    /// Every section of both questionnaires, in order.
    pub fn sections(&self) -> impl Iterator<Item = (Part, &Section)> {
        [Part::Curricular, Part::Identity]
            .into_iter()
            .flat_map(|part| self.questionnaire(part).sections.iter().map(move |section| (part, section)))
    }

    /// Every question of both questionnaires, in order.
    pub fn questions(&self) -> impl Iterator<Item = (Part, &Question)> {
        self.sections().flat_map(|(part, section)| section.questions.iter().map(move |question| (part, question)))
    }

    /// The part and the section of a key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<(Part, &Section)> {
        self.sections().find(|(_, section)| section.key.as_str() == key)
    }

    /// What people call a section of a profile; without one, all of it.
    #[must_use]
    pub fn profile_part_name(&self, section: Option<&SectionKey>) -> String {
        let section = section.and_then(|key| self.section(key.as_str()));
        section.map_or_else(|| "Todo el perfil".to_owned(), |(_, section)| format!("Apartado «{}»", section.title))
    }

    /// The part and the question of a key.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<(Part, &Question)> {
        self.questions().find(|(_, question)| question.key.0 == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_first_capture_goes_on_after_its_term_and_only_where_that_is_taken() {
        let (until, later) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        assert!(!LateCapture::Refuse.is_capture_closed(until, true, until), "its last second counts");
        assert!(LateCapture::Refuse.is_capture_closed(until, true, later));
        assert!(!LateCapture::AcceptAndMark.is_capture_closed(until, true, later));
        assert!(LateCapture::AcceptAndMark.is_capture_closed(until, false, later));
    }
}
