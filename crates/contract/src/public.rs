//! What anybody may read.

mod contest;
mod directory;
pub mod open_data;
mod query;
pub mod statistics;

pub use contest::{Answered, ComparedQuestion, ComparedSection, Contender, Contest, ContestCard, Contests};
pub use directory::{
    CardPassages, Facet, FacetOption, FilterOption, FilterOptions, Named, Passage, PublicDirectory, PublicElection,
    PublicInstitute, Segment,
};
pub use query::{CardQuery, Filter, MAX_PAGE_SIZE, MAX_SEARCH, Order, PAGE_SIZE, QueryFault, Within};

use std::collections::BTreeMap;

use domain::{
    candidacy::{Kind, Sex},
    ids::{AffirmativeActionKey, CandidacyId, NominatorKey, OfficeKey, PartyKey, TerritoryId},
    publication::visibility::{NOT_SHOWN_NOW, NOTHING_PUBLISHED},
    questionnaire::Answer,
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};

/// A candidacy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    /// Its id.
    pub id: CandidacyId,
    /// The last part of its address.
    pub slug: String,
    /// The person's name.
    pub name: String,
    /// The nickname, empty when there is none.
    pub nickname: String,
    /// The office.
    pub office: OfficeKey,
    /// The office in words.
    pub office_name: String,
    /// Where.
    pub territory: TerritoryId,
    /// Where, in words.
    pub territory_name: String,
    /// Place in the list, for offices elected by list.
    pub list_position: Option<u8>,
    /// What owner and substitute share.
    pub formula: String,
    /// Owner or substitute.
    pub kind: Kind,
    /// Party, coalition or independent.
    pub nominator: NominatorKey,
    /// The same in words.
    pub nominator_name: String,
    /// The parties behind it.
    pub members: Vec<PartyKey>,
    /// Sex as registered.
    pub sex: Sex,
    /// Whole years on the election's day.
    pub age: i16,
    /// The quota it was registered under, if any.
    pub affirmative_action: Option<AffirmativeActionKey>,
    /// The same in words.
    pub affirmative_action_name: Option<String>,
    /// Whether the person stands for the office held now.
    pub consecutive: bool,
    /// Whether something is published and shown.
    pub published: bool,
    /// Whether something was published and all of it is hidden for now.
    #[serde(default)]
    pub unavailable: bool,
    /// Address of the small photograph, when one is published.
    pub photo: Option<String>,
}

impl Card {
    /// What the public reads where nothing is shown; none where something is.
    #[must_use]
    pub const fn nothing_shown(&self) -> Option<&'static str> {
        match (self.published, self.unavailable) {
            (true, _) => None,
            (false, true) => Some(NOT_SHOWN_NOW),
            (false, false) => Some(NOTHING_PUBLISHED),
        }
    }
}

/// A page of a list, in the order that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cards {
    /// The candidacies of this page.
    pub items: Vec<Card>,
    /// How many there are in all pages.
    pub total: usize,
    /// This page, from 1. One beyond the last holds nothing.
    pub page: usize,
    /// How many a page holds.
    pub size: usize,
    /// The order they are in.
    #[serde(default)]
    pub order: Order,
    /// For each filter, how many each of its options would find with the other filters kept.
    #[serde(default)]
    pub facets: Vec<Facet>,
    /// Where the words that were searched for are, for each candidacy of this page.
    #[serde(default)]
    pub passages: Vec<CardPassages>,
}

/// The other person of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Partner {
    /// The last part of its address.
    pub slug: String,
    /// The person's name.
    pub name: String,
    /// Owner or substitute.
    pub kind: Kind,
}

/// Everything published about a candidacy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicProfile {
    /// What the lists show.
    pub card: Card,
    /// The other person of the formula, while standing.
    pub partner: Option<Partner>,
    /// What is published; none when nothing is.
    pub published: Option<PublishedAnswers>,
}

/// The answers of the current version that the public may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedAnswers {
    /// The version's number, from 1.
    pub version: u32,
    /// When it was published.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub published_at: Timestamp,
    /// Answers by question. A public question that is missing here was not answered.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub answers: BTreeMap<domain::ids::QuestionKey, Answer>,
    /// Sections that are shown: every public one that is not disabled, and the identity sections with consent.
    pub sections: Vec<domain::ids::SectionKey>,
    /// Sections that the institute disabled for now.
    pub unavailable: Vec<domain::ids::SectionKey>,
    /// Addresses of the photograph by width in pixels.
    pub photos: BTreeMap<u32, String>,
}

/// The telephone and the mail of a profile, which its page does not have until somebody asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// One for each that was given, in the order of the questionnaire.
    pub means: Vec<ContactMean>,
}

/// A telephone or a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactMean {
    /// The question.
    pub label: String,
    /// The answer.
    pub value: String,
    /// What calls or writes: `tel:+52…` or `mailto:…`.
    pub address: String,
}

/// What happened in public to a profile: which and when, never a text that is hidden or was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicLedger {
    /// The day on which the registration was approved.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub approved_on: Date,
    /// What happened since, the newest first; nothing while all of it is hidden.
    pub lines: Vec<LedgerLine>,
}

/// Something that happened in public to a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerLine {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What.
    pub what: LedgerEvent,
}

/// What can happen in public to a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LedgerEvent {
    /// It was published for the first time.
    Published,
    /// A corrected version was published.
    Corrected {
        /// The curricular questions whose answer changed; those of identity are never named.
        fields: Vec<domain::ids::QuestionKey>,
    },
    /// The institute stopped showing a section, or all of it when none is named.
    Unavailable {
        /// The section.
        section: Option<domain::ids::SectionKey>,
    },
    /// It is shown again.
    Available {
        /// The section.
        section: Option<domain::ids::SectionKey>,
    },
}

/// What anybody who has a receipt's folio may know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptCheck {
    /// The folio.
    pub folio: String,
    /// Which time the questionnaires were sent, from 1.
    pub round: i32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// SHA-256 of what was sent.
    pub digest: String,
    /// Whether what is kept under the folio still is what the digest says.
    pub whole: bool,
    /// Whose; none when the candidacy no longer stands.
    pub of: Option<ReceiptOf>,
}

/// Whose questionnaires a receipt is about, as the registry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptOf {
    /// The person's name.
    pub name: String,
    /// The office, in words.
    pub office_name: String,
    /// Where, in words.
    pub territory_name: String,
    /// Party, coalition or independent, in words.
    pub nominator_name: String,
    /// The last part of its public address.
    pub slug: String,
}
