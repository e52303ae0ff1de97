//! A contest with everybody who stands in it, and what their answers can be compared by.

use domain::{
    ids::{NominatorKey, OfficeKey, PartyKey, QuestionKey, SectionKey, TerritoryId},
    questionnaire::{Answer, Part},
};
use serde::{Deserialize, Serialize};

use super::PublicProfile;

/// Every contest of the election, by office and territory in the order of the election's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contests {
    /// The contests.
    pub items: Vec<ContestCard>,
}

/// One office in one territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestCard {
    /// Its key as a filter: `office/territory`.
    pub key: String,
    /// The office.
    pub office: OfficeKey,
    /// The office in words.
    pub office_name: String,
    /// Where.
    pub territory: TerritoryId,
    /// Where, in words.
    pub territory_name: String,
    /// Whether parties stand with lists.
    pub by_list: bool,
    /// How many candidacies stand, owners and substitutes.
    pub candidacies: usize,
    /// How many of them have something published.
    pub published: usize,
}

/// A contest with all of its candidacies, however many, in one neutral order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contest {
    /// The contest.
    pub contest: ContestCard,
    /// The rule of the order, in words.
    pub order_rule: String,
    /// Who contends: parties in the order of their registration, each coalition after its first member, independents at
    /// the end by surnames.
    pub contenders: Vec<Contender>,
    /// The public questions, in the order of the questionnaires.
    pub sections: Vec<ComparedSection>,
}

/// What one vote chooses: a formula of owner and substitute, or a party's whole list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contender {
    /// Party, coalition or independent.
    pub nominator: NominatorKey,
    /// The same in words.
    pub nominator_name: String,
    /// The parties behind it.
    pub members: Vec<PartyKey>,
    /// By place in the list; each owner before the substitute.
    pub candidacies: Vec<PublicProfile>,
}

/// A section whose answers are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparedSection {
    /// Its key.
    pub key: SectionKey,
    /// Its questionnaire: of identity, only what was consented to is there.
    pub part: Part,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<ComparedQuestion>,
}

/// A question whose answers are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparedQuestion {
    /// Its key.
    pub key: QuestionKey,
    /// The question.
    pub label: String,
    /// How many candidacies of the contest answer it in public.
    pub answered: usize,
}

/// What a candidacy says to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered<'a> {
    /// This.
    With(&'a Answer),
    /// Nothing, though the section is shown.
    NotProvided,
    /// The institute disabled the section for now.
    Unavailable,
    /// The section is not public: of identity, without consent.
    NotPublic,
    /// Nothing of the candidacy is published.
    NothingPublished,
}

impl Contest {
    /// Every candidacy, in the contest's order.
    pub fn candidacies(&self) -> impl Iterator<Item = &PublicProfile> {
        self.contenders.iter().flat_map(|contender| &contender.candidacies)
    }

    /// What each candidacy says to a question, in the contest's order.
    pub fn answers<'a>(
        &'a self,
        section: &'a SectionKey,
        question: &'a QuestionKey,
    ) -> impl Iterator<Item = (&'a PublicProfile, Answered<'a>)> {
        self.candidacies().map(move |profile| (profile, profile.answered(section, question)))
    }
}

impl PublicProfile {
    /// What it says to a question of a section.
    #[must_use]
    pub fn answered(&self, section: &SectionKey, question: &QuestionKey) -> Answered<'_> {
        let Some(published) = &self.published else { return Answered::NothingPublished };
        match published.answers.get(question) {
            Some(answer) => Answered::With(answer),
            None if published.unavailable.contains(section) => Answered::Unavailable,
            None if published.sections.contains(section) => Answered::NotProvided,
            None => Answered::NotPublic,
        }
    }
}
