//! What may be asked of the public directory, and how a question is written in an address.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Most characters of the words to search for.
pub const MAX_SEARCH: usize = 500;

/// Candidacies a page, when nothing is said.
pub const PAGE_SIZE: usize = 24;

/// Most candidacies a page: a greater size is taken as this one.
pub const MAX_PAGE_SIZE: usize = 200;

/// What a list can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// The office.
    Office,
    /// Where.
    Territory,
    /// One office in one territory.
    Contest,
    /// Party, with the coalitions it is in; coalition; or independents.
    Nominator,
    /// Sex as registered.
    Sex,
    /// The band of age on the election's day.
    Age,
    /// The highest degree, as published.
    Degree,
    /// The quota it was registered under.
    AffirmativeAction,
    /// Owner or substitute.
    Kind,
    /// Whether something is published.
    Published,
}

impl Filter {
    /// Every filter, in the order a page offers them.
    pub const ALL: [Self; 10] = [
        Self::Office,
        Self::Territory,
        Self::Contest,
        Self::Nominator,
        Self::Sex,
        Self::Age,
        Self::Degree,
        Self::AffirmativeAction,
        Self::Kind,
        Self::Published,
    ];

    /// Its name in the API's addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Territory => "territory",
            Self::Contest => "contest",
            Self::Nominator => "nominator",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Degree => "degree",
            Self::AffirmativeAction => "affirmative_action",
            Self::Kind => "kind",
            Self::Published => "published",
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Office => "Cargo",
            Self::Territory => "Municipio o distrito",
            Self::Contest => "Elección",
            Self::Nominator => "Partido, coalición o independiente",
            Self::Sex => "Sexo",
            Self::Age => "Edad",
            Self::Degree => "Grado máximo de estudios",
            Self::AffirmativeAction => "Acción afirmativa",
            Self::Kind => "Propietaria o suplente",
            Self::Published => "Información publicada",
        }
    }
}

/// The order of a list. None of them is a ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By both surnames, then given names, as in a Spanish dictionary.
    #[default]
    Surname,
    /// By the registry's folio, which is the order in which the registry took them.
    Registry,
    /// Parties in the order of their registration; each coalition after its first member; independents at the end; and
    /// within each by surnames.
    Party,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Surname, Self::Registry, Self::Party];

    /// Its name in the API's addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::Registry => "registry",
            Self::Party => "party",
        }
    }

    /// What the screen says: the whole rule.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Surname => "Por apellidos, en orden alfabético",
            Self::Registry => "En el orden del registro de candidaturas",
            Self::Party => {
                "Por partido, en el orden de su registro; cada coalición después de su primer partido; al final las \
                 candidaturas independientes"
            }
        }
    }
}

/// Where words are searched for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// Names, nicknames, motives and proposals.
    #[default]
    All,
    /// Names and nicknames.
    Names,
    /// Motives and proposals.
    Texts,
}

impl Within {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::All, Self::Names, Self::Texts];

    /// Its name in the API's addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Names => "names",
            Self::Texts => "texts",
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "Nombres, motivos y propuestas",
            Self::Names => "Sólo nombres",
            Self::Texts => "Sólo motivos y propuestas",
        }
    }
}

/// What is asked of the public list, all optional. A filter may be repeated: any of its values serves. Different filters
/// are all kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default)]
pub struct CardQuery {
    /// Office keys.
    pub office: Vec<String>,
    /// Territory ids.
    pub territory: Vec<String>,
    /// Contests, as `office/territory`.
    pub contest: Vec<String>,
    /// Party, coalition or independent keys; a party's key also finds its coalitions.
    pub nominator: Vec<String>,
    /// Sexes: `woman`, `man`, `non_binary`.
    pub sex: Vec<String>,
    /// Bands of age, as the directory names them: `18-29`, `60-or-more`.
    pub age: Vec<String>,
    /// Highest degrees, in the words of the questionnaire.
    pub degree: Vec<String>,
    /// Affirmative action keys.
    pub affirmative_action: Vec<String>,
    /// `owner`, `substitute`.
    pub kind: Vec<String>,
    /// `yes`: something is published; `no`: nothing is.
    pub published: Vec<String>,
    /// Words, up to 500 characters, without regard to accents or case. All of them have to be there; the last may be the
    /// beginning of a name. There are no operators.
    pub q: Option<String>,
    /// Where the words are searched for; everywhere without it.
    #[cfg_attr(feature = "openapi", param(value_type = Option<Within>))]
    pub within: Within,
    /// The order; by surnames without it.
    #[cfg_attr(feature = "openapi", param(value_type = Option<Order>))]
    pub order: Order,
    /// Page, from 1. One beyond the last holds nothing.
    pub page: Option<usize>,
    /// Candidacies a page, 1 to 200; 24 without it. What is greater or smaller is taken as the nearest of these.
    pub size: Option<usize>,
}

/// What cannot be understood of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    /// The name of what was asked.
    pub field: String,
    /// What is wrong and what to do, in Spanish.
    pub message: String,
}

impl fmt::Display for QueryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl CardQuery {
    /// The chosen values of a filter.
    #[must_use]
    pub fn values(&self, filter: Filter) -> &[String] {
        match filter {
            Filter::Office => &self.office,
            Filter::Territory => &self.territory,
            Filter::Contest => &self.contest,
            Filter::Nominator => &self.nominator,
            Filter::Sex => &self.sex,
            Filter::Age => &self.age,
            Filter::Degree => &self.degree,
            Filter::AffirmativeAction => &self.affirmative_action,
            Filter::Kind => &self.kind,
            Filter::Published => &self.published,
        }
    }

    /// The same, to change them.
    pub fn values_mut(&mut self, filter: Filter) -> &mut Vec<String> {
        match filter {
            Filter::Office => &mut self.office,
            Filter::Territory => &mut self.territory,
            Filter::Contest => &mut self.contest,
            Filter::Nominator => &mut self.nominator,
            Filter::Sex => &mut self.sex,
            Filter::Age => &mut self.age,
            Filter::Degree => &mut self.degree,
            Filter::AffirmativeAction => &mut self.affirmative_action,
            Filter::Kind => &mut self.kind,
            Filter::Published => &mut self.published,
        }
    }

    /// Reads a question from the names and values of an address, already decoded. Empty values say nothing.
    ///
    /// Whether a filter's value is one of its options, only the directory knows.
    ///
    /// # Errors
    /// The first name or value that cannot be understood.
    pub fn read<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Self, QueryFault> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref().trim());
            let filter = Filter::ALL.into_iter().find(|filter| filter.name() == name);
            if let Some(filter) = filter {
                let values = query.values_mut(filter);
                if !value.is_empty() && !values.iter().any(|known| known == value) {
                    values.push(value.to_owned());
                }
                continue;
            }
            match name {
                "q" | "within" | "order" | "page" | "size" if value.is_empty() => {}
                "q" => query.q = Some(words(value)?),
                "within" => query.within = one_of(name, value, Within::ALL, Within::name)?,
                "order" => query.order = one_of(name, value, Order::ALL, Order::name)?,
                "page" => query.page = Some(number(name, value)?),
                "size" => query.size = Some(number(name, value)?),
                _ => return Err(unknown(name)),
            }
        }
        Ok(query)
    }

    /// The names and values that [`Self::read`] reads this question from.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for filter in Filter::ALL {
            pairs.extend(self.values(filter).iter().map(|value| (filter.name(), value.clone())));
        }
        pairs.extend(self.q.iter().filter(|q| !q.trim().is_empty()).map(|q| ("q", q.clone())));
        if self.within != Within::default() {
            pairs.push(("within", self.within.name().to_owned()));
        }
        if self.order != Order::default() {
            pairs.push(("order", self.order.name().to_owned()));
        }
        pairs.extend(self.page.map(|page| ("page", page.to_string())));
        pairs.extend(self.size.map(|size| ("size", size.to_string())));
        pairs
    }
}

fn words(value: &str) -> Result<String, QueryFault> {
    if value.chars().count() > MAX_SEARCH {
        let message = format!("Escriba hasta {MAX_SEARCH} caracteres.");
        return Err(QueryFault { field: "q".to_owned(), message });
    }
    Ok(value.to_owned())
}

fn one_of<T: Copy>(
    name: &str,
    value: &str,
    all: impl IntoIterator<Item = T> + Clone,
    named: impl Fn(T) -> &'static str,
) -> Result<T, QueryFault> {
    all.clone().into_iter().find(|option| named(*option) == value).ok_or_else(|| {
        let options: Vec<&str> = all.into_iter().map(named).collect();
        QueryFault { field: name.to_owned(), message: format!("Use uno de estos valores: {}.", options.join(", ")) }
    })
}

fn number(name: &str, value: &str) -> Result<usize, QueryFault> {
    value
        .parse()
        .map_err(|_| QueryFault { field: name.to_owned(), message: "Escriba un número entero, desde 1.".to_owned() })
}

fn unknown(name: &str) -> QueryFault {
    let filters = Filter::ALL.into_iter().map(Filter::name);
    let known: Vec<&str> = filters.chain(["q", "within", "order", "page", "size"]).collect();
    let short: String = name.chars().take(40).collect();
    let message = format!("No hay un parámetro con ese nombre. Use: {}.", known.join(", "));
    QueryFault { field: short, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_written_as_it_was_read() {
        let pairs = [
            ("sex", "woman"),
            ("sex", "man"),
            ("sex", "woman"),
            ("territory", ""),
            ("q", "agua"),
            ("order", "party"),
            ("page", "2"),
        ];
        let query = CardQuery::read(pairs).expect("known names");
        assert_eq!(query.sex, ["woman", "man"]);
        assert!(query.territory.is_empty());
        assert_eq!((query.order, query.page), (Order::Party, Some(2)));
        assert_eq!(CardQuery::read(query.pairs()), Ok(query));
    }

    #[test]
    fn what_is_not_understood_is_named_with_what_to_do() {
        let read = |name: &str, value: &str| CardQuery::read([(name, value)]).expect_err("not understood");
        assert_eq!(read("order", "votes").to_string(), "order: Use uno de estos valores: surname, registry, party.");
        assert_eq!(read("page", "-1").field, "page");
        assert_eq!(read("q", &"a".repeat(10_000)).field, "q");
        assert!(read("oficce", "x").message.contains("office, territory"));
    }
}
