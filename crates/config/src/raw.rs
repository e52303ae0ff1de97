//! The files as they are written, before anything is checked.

use std::collections::BTreeMap;

use domain::{
    election::{AccountRules, LateCapture, ReviewRules, StatisticsRules, Terms, TerritoryKind, Units},
    messages::reminder::Reminders,
    publication::directory::DirectoryRules,
    registry::{Column, Rules, Values},
};
use serde::Deserialize;
use toml::Spanned;

use super::licence::Licence;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstituteFile {
    pub key: String,
    pub name: String,
    pub short_name: String,
    pub state: String,
    pub email: Spanned<String>,
    pub phone: String,
    pub website: String,
    pub time_zone: Spanned<String>,
    pub units: Units,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ElectionFile {
    pub key: String,
    pub name: String,
    pub display_name: String,
    pub election_day: Spanned<String>,
    pub minimum_age: i16,
    pub terms: Spanned<TermsEntry>,
    pub reminders: Spanned<Reminders>,
    pub review: ReviewRules,
    pub accounts: AccountRules,
    pub directory: Option<Spanned<DirectoryRules>>,
    pub statistics: Spanned<StatisticsRules>,
    pub open_data: OpenDataEntry,
    #[serde(default)]
    pub offices: Vec<OfficeEntry>,
    #[serde(default)]
    pub affirmative_actions: Vec<ActionEntry>,
    pub registry: RegistryEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenDataEntry {
    pub title: String,
    pub description: String,
    pub licence: Licence,
    /// Heading and what is under it.
    pub columns: Vec<Spanned<(String, String)>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct TermsEntry {
    send_accounts_days: u16,
    capture_days: u16,
    substitute_capture_days: u16,
    grant_hours: u16,
    late_capture: LateCapture,
    corrections_from: String,
    corrections_until: String,
}

impl TermsEntry {
    pub fn build(self) -> Option<Terms> {
        Some(Terms {
            send_accounts_days: self.send_accounts_days,
            capture_days: self.capture_days,
            substitute_capture_days: self.substitute_capture_days,
            grant_hours: self.grant_hours,
            late_capture: self.late_capture,
            corrections_from: self.corrections_from.parse().ok()?,
            corrections_until: self.corrections_until.parse().ok()?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeEntry {
    pub key: Spanned<String>,
    pub name: String,
    pub plural: String,
    pub registry_name: Spanned<String>,
    pub territory: TerritoryKind,
    pub list_positions: Option<u8>,
    pub independents: bool,
    pub explanation: ExplanationEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExplanationEntry {
    pub does: Spanned<String>,
    pub term: Spanned<String>,
    pub seats: Spanned<String>,
    pub formula: Spanned<String>,
    pub method: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionEntry {
    pub key: Spanned<String>,
    pub name: String,
    pub registry_name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistryEntry {
    pub folio_prefix: Option<String>,
    pub rules: Spanned<Rules>,
    pub columns: Spanned<BTreeMap<Column, String>>,
    pub values: Values,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionnaireFile {
    pub version: String,
    pub title: String,
    pub decline: Option<String>,
    pub sections: Vec<SectionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionEntry {
    pub key: Spanned<String>,
    pub title: String,
    pub help: Option<String>,
    #[serde(default)]
    pub statistics_only: bool,
    #[serde(default)]
    pub questions: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionEntry {
    pub key: Spanned<String>,
    pub number: Option<u16>,
    pub label: String,
    pub help: Option<String>,
    #[serde(default)]
    pub required: bool,
    pub kind: Spanned<String>,
    pub min: Option<usize>,
    pub max: Option<usize>,
    pub max_items: Option<usize>,
    pub hosts: Option<Vec<String>>,
    pub options: Option<Vec<Spanned<String>>>,
    pub options_from: Option<Spanned<String>>,
    pub depends_on: Option<Spanned<DependencyEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DependencyEntry {
    pub question: String,
    pub is: Option<String>,
    pub not: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessagesFile {
    pub mail: MailEntry,
    pub notices: BTreeMap<String, Spanned<TemplateEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailEntry {
    pub several: Spanned<String>,
    pub opening: Spanned<String>,
    pub link: Spanned<String>,
    pub closing: Spanned<String>,
    pub correction_subject: Spanned<String>,
    pub correction_body: Spanned<String>,
    pub code_subject: Spanned<String>,
    pub code_body: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateEntry {
    pub subject: Spanned<String>,
    pub body: Spanned<String>,
}
