//! What the public directory can be narrowed by, how many are found, and where the words are.

use domain::{
    election::{Coalition, Office, Party, Territory},
    ids::{NominatorKey, QuestionKey},
    time::Date,
};
use serde::{Deserialize, Serialize};

use super::Filter;

/// A filter and how many its options would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facet {
    /// The filter.
    pub filter: Filter,
    /// What the screen says.
    pub label: String,
    /// Its options, in the order of the election's data.
    pub options: Vec<FacetOption>,
}

/// An option and how many it would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetOption {
    /// The value to ask for.
    pub key: String,
    /// What the screen says.
    pub label: String,
    /// How many candidacies have it among those that the words and all the other filters find.
    pub count: usize,
    /// Whether it was asked for.
    pub chosen: bool,
}

/// Where the words are in what a candidacy publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardPassages {
    /// The last part of the candidacy's address.
    pub slug: String,
    /// The name and at most two texts, those with most of the words.
    pub passages: Vec<Passage>,
}

/// A piece of a text that the words were found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passage {
    /// The question it answers; none is the name.
    pub question: Option<QuestionKey>,
    /// The question in words.
    pub label: String,
    /// The piece, in order. Joined, it is the text as published.
    pub segments: Vec<Segment>,
    /// Whether the text begins before.
    pub cut_before: bool,
    /// Whether the text goes on.
    pub cut_after: bool,
}

/// A stretch of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// Plain text.
    pub text: String,
    /// Whether it is a word that was searched for.
    pub hit: bool,
}

/// What the directory is about and can be narrowed by, in few bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicDirectory {
    /// Who runs it.
    pub institute: PublicInstitute,
    /// The election.
    pub election: PublicElection,
    /// What is elected.
    pub offices: Vec<Office>,
    /// Where.
    pub territories: Vec<Territory>,
    /// The parties, in the order of their registration.
    pub parties: Vec<Party>,
    /// The coalitions.
    pub coalitions: Vec<Coalition>,
    /// The key of independents.
    pub independent: NominatorKey,
    /// The filters and their options.
    pub filters: Vec<FilterOptions>,
    /// The orders of a list.
    pub orders: Vec<Named>,
    /// Where words are searched for.
    pub within: Vec<Named>,
}

/// Who runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicInstitute {
    /// Full name.
    pub name: String,
    /// Initials.
    pub short_name: String,
    /// The state's name.
    pub state: String,
    /// Its own site.
    pub website: String,
}

/// The election, in few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicElection {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What the system is called on the screen.
    pub display_name: String,
    /// The day on which ages are counted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub election_day: Date,
}

/// A filter and its options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilterOptions {
    /// The filter, which is also the name of its parameter.
    pub filter: Filter,
    /// What the screen says.
    pub label: String,
    /// Its options, in the order of the election's data.
    pub options: Vec<FilterOption>,
}

/// An option of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilterOption {
    /// The value to ask for.
    pub key: String,
    /// What the screen says.
    pub label: String,
}

/// A value of a parameter and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// The value.
    pub key: String,
    /// What the screen says.
    pub label: String,
}
