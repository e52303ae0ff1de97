//! The columns of the table of candidacies: what the registry says of each, and the answers that it may show.

use contract::{
    open_data::{ColumnType, Missing},
    public::{PublicProfile, PublishedAnswers},
};
use domain::{
    election::{Election, TerritoryKind},
    ids::{PartyKey, QuestionKey, SectionKey},
    questionnaire::{Answer, Kind, Part, Question, Section},
};

macro_rules! fixed {
    ($($name:ident = $code:literal, $type:ident, $title:literal;)+) => {
        /// What a column may hold besides an answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Fixed {
            $(#[doc = $title] $name,)+
        }

        impl Fixed {
            /// The one of a code, as the configuration names it.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }

            /// What it is, in words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            const fn datatype(self) -> ColumnType {
                match self { $(Self::$name => ColumnType::$type),+ }
            }
        }
    };
}

fixed! {
    Id = "id", Text, "Identificador estable de la candidatura. No cambia aunque cambie el nombre.";
    Address = "address", Text, "Dirección del perfil público, a partir de la del sitio.";
    Name = "name", Text, "Nombre y apellidos.";
    Nickname = "nickname", Text, "Sobrenombre registrado.";
    Office = "office", Text, "Clave del cargo.";
    OfficeName = "office_name", Text, "Cargo por el que compite.";
    State = "state", Text, "Entidad federativa.";
    Territory = "territory", Text, "Identificador estable del territorio.";
    TerritoryName = "territory_name", Text, "Territorio donde compite.";
    District = "district", Text, "Número de distrito, en los cargos que se eligen por distrito.";
    Municipality = "municipality", Text, "Municipio, en los cargos que se eligen por municipio.";
    Circumscription = "circumscription", Text, "Circunscripción. Sólo existe en elecciones federales.";
    ListOrFormula = "list_or_formula", Text, "Lugar en la lista o, si no hay lista, fórmula.";
    ListPosition = "list_position", Whole, "Lugar en la lista, en los cargos que se eligen por lista.";
    Formula = "formula", Text, "Fórmula: la comparten la persona propietaria y su suplente.";
    Kind = "kind", Text, "Propietaria o suplente.";
    Nominator = "nominator", Text, "Clave de quien postula: partido, coalición o candidatura independiente.";
    NominatorName = "nominator_name", Text, "Partido o coalición que postula, o candidatura independiente.";
    Members = "members", List, "Claves de los partidos que postulan.";
    Sex = "sex", Text, "Sexo registrado.";
    Age = "age", Whole, "Años cumplidos el día de la elección.";
    AffirmativeAction = "affirmative_action", Text, "Acción afirmativa con la que se registró.";
    Consecutive = "consecutive", Flag, "Si compite por el cargo que tiene ahora.";
    Published = "published", Flag, "Si ya publicó su información.";
    Version = "version", Whole, "Número de la versión publicada.";
    PublishedAt = "published_at", Moment, "Cuándo se publicó esa versión.";
    Photo = "photo", Text, "Dirección de la fotografía publicada, a partir de la del sitio.";
    Networks = "networks", List, "Redes sociales públicas, todas juntas.";
}

/// Where a column's cells come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The registry or the publication.
    Fixed(Fixed),
    /// The answer to a question.
    Answer(QuestionKey),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Where its cells come from.
    pub source: Source,
}

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
pub(crate) fn questions(election: &Election) -> impl Iterator<Item = (Part, &Section, &Question)> {
    let public = election.sections().filter(|(_, section)| !section.statistics_only);
    public.flat_map(|(part, section)| {
        section.questions.iter().filter(|question| question.kind != Kind::Photo).map(move |one| (part, section, one))
    })
}

impl Column {
    pub(super) fn question<'a>(&self, election: &'a Election) -> Option<(Part, &'a Section, &'a Question)> {
        let Source::Answer(key) = &self.source else { return None };
        questions(election).find(|(_, _, question)| question.key == *key)
    }

    /// What it is, in words.
    pub(super) fn title(&self, election: &Election) -> String {
        match &self.source {
            Source::Fixed(fixed) => fixed.title().to_owned(),
            Source::Answer(key) => {
                election.question(key.as_str()).map_or("", |(_, question)| &question.label).to_owned()
            }
        }
    }

    pub(super) fn datatype(&self, election: &Election) -> ColumnType {
        match &self.source {
            Source::Fixed(fixed) => fixed.datatype(),
            Source::Answer(_) => match self.question(election).map(|(_, _, question)| &question.kind) {
                Some(Kind::Choices { .. } | Kind::List { .. }) => ColumnType::List,
                _ => ColumnType::Text,
            },
        }
    }

    pub(super) fn value(&self, election: &Election, profile: &PublicProfile) -> Value {
        match &self.source {
            Source::Fixed(fixed) => fixed.value(election, profile),
            Source::Answer(_) => {
                let Some((part, section, question)) = self.question(election) else {
                    return Value::Missing(Missing::NotAsked);
                };
                answer(profile.published.as_ref(), part, &section.key, question)
            }
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

impl Fixed {
    fn value(self, election: &Election, profile: &PublicProfile) -> Value {
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
        match self {
            Self::Id => Value::Text(card.id.to_string()),
            Self::Address => Value::Text(format!("/candidaturas/{}", card.slug)),
            Self::Name => Value::Text(card.name.clone()),
            Self::Nickname => optional(&card.nickname),
            Self::Office => Value::Text(card.office.0.clone()),
            Self::OfficeName => Value::Text(card.office_name.clone()),
            Self::State => Value::Text(election.institute.state.clone()),
            Self::Territory => Value::Text(card.territory.0.clone()),
            Self::TerritoryName => Value::Text(card.territory_name.clone()),
            Self::District => optional(of_kind(TerritoryKind::District).map_or("", |district| &district.key)),
            Self::Municipality => optional(of_kind(TerritoryKind::Municipality).map_or("", |one| &one.name)),
            Self::Circumscription => Value::Missing(Missing::NotApplicable),
            Self::ListOrFormula => position().map_or_else(|| optional(&card.formula), |at| Value::Text(at.to_string())),
            Self::ListPosition => position().map_or(Value::Missing(Missing::NotApplicable), Value::Whole),
            Self::Formula => optional(&card.formula),
            Self::Kind => Value::Text(card.kind.name().to_owned()),
            Self::Nominator => Value::Text(card.nominator.0.clone()),
            Self::NominatorName => Value::Text(card.nominator_name.clone()),
            Self::Members if card.members.is_empty() => Value::Missing(Missing::NotApplicable),
            Self::Members => Value::List(card.members.iter().map(PartyKey::to_string).collect()),
            Self::Sex => Value::Text(card.sex.name().to_owned()),
            Self::Age => Value::Whole(i64::from(card.age)),
            Self::AffirmativeAction => optional(card.affirmative_action_name.as_deref().unwrap_or_default()),
            Self::Consecutive => Value::Flag(card.consecutive),
            Self::Published => Value::Flag(profile.published.is_some()),
            Self::Version => published(&|published| Value::Whole(i64::from(published.version))),
            Self::PublishedAt => published(&|published| Value::Text(published.published_at.to_string())),
            Self::Photo => published(&|published| {
                published
                    .photos
                    .values()
                    .last()
                    .map_or(Value::Missing(Missing::NotProvided), |photo| Value::Text(photo.clone()))
            }),
            Self::Networks => networks(election, profile.published.as_ref()),
        }
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
