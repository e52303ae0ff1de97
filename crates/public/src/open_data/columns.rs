//! The columns of the table of candidacies: what the registry says of each, and the answers that it may show.

use config::{DataColumn, DataSource, Fixed};
use contract::public::{
    PublicProfile, PublishedAnswers,
    open_data::{ColumnType, Missing},
};
use domain::{
    election::{Election, TerritoryKind},
    ids::{PartyKey, SectionKey},
    questionnaire::{Answer, Kind, Part, Question, Section},
};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<String>),
    Missing(Missing),
}

impl Value {
    /// As a spreadsheet or a CSV file shows it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Flag(flag) => if *flag { "Sí" } else { "No" }.to_owned(),
            Self::List(lines) => lines.join("; "),
            Self::Missing(missing) => missing.words().to_owned(),
        }
    }
}

/// The questions that may be columns: those that are ever public and are no picture.
pub(super) fn questions(election: &Election) -> impl Iterator<Item = (Part, &Section, &Question)> {
    let public = election.sections().filter(|(_, section)| !section.statistics_only);
    public.flat_map(|(part, section)| {
        section
            .questions
            .iter()
            .filter(|question| question.kind != Kind::Photo)
            .map(move |question| (part, section, question))
    })
}

pub(super) fn question<'a>(column: &DataColumn, election: &'a Election) -> Option<(Part, &'a Section, &'a Question)> {
    let DataSource::Answer(key) = &column.source else { return None };
    questions(election).find(|(_, _, question)| question.key == *key)
}

/// What a column is, in words.
pub(super) fn title(column: &DataColumn, election: &Election) -> String {
    match &column.source {
        DataSource::Fixed(fixed) => fixed.title().to_owned(),
        DataSource::Answer(key) => {
            election.question(key.as_str()).map_or("", |(_, question)| &question.label).to_owned()
        }
    }
}

pub(super) fn datatype(column: &DataColumn, election: &Election) -> ColumnType {
    match &column.source {
        DataSource::Fixed(fixed) => fixed_datatype(*fixed),
        DataSource::Answer(_) => match question(column, election).map(|(_, _, question)| &question.kind) {
            Some(Kind::Choices { .. } | Kind::List { .. }) => ColumnType::List,
            _ => ColumnType::Text,
        },
    }
}

/// What the cells of a column hold, as the data dictionary says.
const fn fixed_datatype(fixed: Fixed) -> ColumnType {
    match fixed {
        Fixed::ListPosition | Fixed::Age | Fixed::Version => ColumnType::Whole,
        Fixed::Consecutive | Fixed::Published => ColumnType::Flag,
        Fixed::PublishedAt => ColumnType::Moment,
        Fixed::Members | Fixed::Networks => ColumnType::List,
        Fixed::Id
        | Fixed::Address
        | Fixed::Name
        | Fixed::Nickname
        | Fixed::Office
        | Fixed::OfficeName
        | Fixed::State
        | Fixed::Territory
        | Fixed::TerritoryName
        | Fixed::District
        | Fixed::Municipality
        | Fixed::Circumscription
        | Fixed::ListOrFormula
        | Fixed::Formula
        | Fixed::Kind
        | Fixed::Nominator
        | Fixed::NominatorName
        | Fixed::Sex
        | Fixed::AffirmativeAction
        | Fixed::Photo => ColumnType::Text,
    }
}

pub(super) fn value(column: &DataColumn, election: &Election, profile: &PublicProfile) -> Value {
    match &column.source {
        DataSource::Fixed(fixed) => fixed_value(*fixed, election, profile),
        DataSource::Answer(_) => {
            let Some((part, section, question)) = question(column, election) else {
                return Value::Missing(Missing::NotAsked);
            };
            answer(profile.published.as_ref(), part, &section.key, question)
        }
    }
}

/// Whether a section is shown, or why not.
fn shown<'a>(
    published: Option<&'a PublishedAnswers>,
    part: Part,
    section: &SectionKey,
) -> Result<&'a PublishedAnswers, Missing> {
    let published = published.ok_or(Missing::NotPublished)?;
    if published.sections.contains(section) {
        Ok(published)
    } else if published.unavailable.contains(section) || part == Part::Curricular {
        Err(Missing::Unavailable)
    } else {
        Err(Missing::NotConsented)
    }
}

fn answer(published: Option<&PublishedAnswers>, part: Part, section: &SectionKey, question: &Question) -> Value {
    let published = match shown(published, part, section) {
        Ok(published) => published,
        Err(missing) => return Value::Missing(missing),
    };
    match published.answers.get(&question.key).filter(|answer| !answer.is_blank()) {
        Some(Answer::One(text)) => Value::Text(text.clone()),
        Some(Answer::Many(lines)) => Value::List(lines.clone()),
        None if !question.is_asked(&published.answers) => Value::Missing(Missing::NotAsked),
        None => Value::Missing(Missing::NotProvided),
    }
}

fn fixed_value(fixed: Fixed, election: &Election, profile: &PublicProfile) -> Value {
    let card = &profile.card;
    let optional = |text: &str| match text {
        "" => Value::Missing(Missing::NotApplicable),
        text => Value::Text(text.to_owned()),
    };
    let published = |value: &dyn Fn(&PublishedAnswers) -> Value| {
        profile.published.as_ref().map_or(Value::Missing(Missing::NotPublished), value)
    };
    let territory = election.territory(&card.territory);
    let of_kind = |kind| territory.filter(|territory| territory.kind == kind);
    let position = || card.list_position.map(i64::from);
    match fixed {
        Fixed::Id => Value::Text(card.id.to_string()),
        Fixed::Address => Value::Text(format!("/candidaturas/{}", card.slug)),
        Fixed::Name => Value::Text(card.name.clone()),
        Fixed::Nickname => optional(&card.nickname),
        Fixed::Office => Value::Text(card.office.0.clone()),
        Fixed::OfficeName => Value::Text(card.office_name.clone()),
        Fixed::State => Value::Text(election.institute.state.clone()),
        Fixed::Territory => Value::Text(card.territory.0.clone()),
        Fixed::TerritoryName => Value::Text(card.territory_name.clone()),
        Fixed::District => optional(of_kind(TerritoryKind::District).map_or("", |district| &district.key)),
        Fixed::Municipality => optional(of_kind(TerritoryKind::Municipality).map_or("", |territory| &territory.name)),
        Fixed::Circumscription => Value::Missing(Missing::NotApplicable),
        Fixed::ListOrFormula => position().map_or_else(|| optional(&card.formula), |at| Value::Text(at.to_string())),
        Fixed::ListPosition => position().map_or(Value::Missing(Missing::NotApplicable), Value::Whole),
        Fixed::Formula => optional(&card.formula),
        Fixed::Kind => Value::Text(card.kind.name().to_owned()),
        Fixed::Nominator => Value::Text(card.nominator.0.clone()),
        Fixed::NominatorName => Value::Text(card.nominator_name.clone()),
        Fixed::Members if card.members.is_empty() => Value::Missing(Missing::NotApplicable),
        Fixed::Members => Value::List(card.members.iter().map(PartyKey::to_string).collect()),
        Fixed::Sex => Value::Text(card.sex.name().to_owned()),
        Fixed::Age => Value::Whole(i64::from(card.age)),
        Fixed::AffirmativeAction => optional(card.affirmative_action_name.as_deref().unwrap_or_default()),
        Fixed::Consecutive => Value::Flag(card.consecutive),
        Fixed::Published => Value::Flag(profile.published.is_some()),
        Fixed::Version => published(&|published| Value::Whole(i64::from(published.version))),
        Fixed::PublishedAt => published(&|published| Value::Text(published.published_at.to_string())),
        Fixed::Photo => published(&|published| {
            published
                .photos
                .values()
                .last()
                .map_or(Value::Missing(Missing::NotProvided), |photo| Value::Text(photo.clone()))
        }),
        Fixed::Networks => networks(election, profile.published.as_ref()),
    }
}

/// Every published social network, each with its name.
fn networks(election: &Election, published: Option<&PublishedAnswers>) -> Value {
    let all: Vec<_> =
        questions(election).filter(|(_, _, question)| matches!(question.kind, Kind::Network { .. })).collect();
    let mut lines = Vec::new();
    for (part, section, question) in &all {
        if let Value::Text(account) = answer(published, *part, &section.key, question) {
            lines.push(format!("{}: {account}", question.label));
        }
    }
    match all.first() {
        _ if !lines.is_empty() => Value::List(lines),
        Some((part, section, question)) => answer(published, *part, &section.key, question),
        None => Value::Missing(Missing::NotApplicable),
    }
}
