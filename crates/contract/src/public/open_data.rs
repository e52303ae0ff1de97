//! Describing the open data, and what changed in them.

use domain::{
    ids::{CandidacyId, QuestionKey},
    time::{Date, Timestamp},
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// Yes or no: `Sí` and `No` in CSV, true and false in JSON.
    Flag,
    /// Several texts: parted by `; ` in CSV, a list in JSON.
    List,
    /// A moment, RFC 3339.
    Moment,
}

/// Why a value is missing. Each has words of its own in CSV, and is null with its code beside it in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// An optional question that was left blank.
    NotProvided,
    /// The candidacy has published nothing.
    NotPublished,
    /// The institute does not show it for now.
    Unavailable,
    /// The person did not consent to publish it.
    NotConsented,
    /// It is not asked, for what was answered before.
    NotAsked,
    /// It does not exist for this candidacy.
    NotApplicable,
}

impl Missing {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::NotProvided,
        Self::NotPublished,
        Self::Unavailable,
        Self::NotConsented,
        Self::NotAsked,
        Self::NotApplicable,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotProvided => "not_provided",
            Self::NotPublished => "not_published",
            Self::Unavailable => "unavailable",
            Self::NotConsented => "not_consented",
            Self::NotAsked => "not_asked",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// What a cell says.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotProvided => domain::publication::visibility::NOT_PROVIDED,
            Self::NotPublished => "No publicado",
            Self::Unavailable => "No disponible",
            Self::NotConsented => "Sin consentimiento",
            Self::NotAsked => "No se pregunta",
            Self::NotApplicable => "No aplica",
        }
    }

    /// What that means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::NotProvided => "La pregunta es optativa y la candidatura no la respondió.",
            Self::NotPublished => "La candidatura no tiene nada publicado por ahora.",
            Self::Unavailable => "El Instituto no muestra este apartado por ahora.",
            Self::NotConsented => "La persona no dio su consentimiento para publicar este apartado.",
            Self::NotAsked => "No se pregunta, por lo que respondió antes.",
            Self::NotApplicable => "Esta candidatura no tiene este dato.",
        }
    }
}

/// What the table of candidacies means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataDictionary {
    /// The data set's title.
    pub title: String,
    /// The licence's name.
    pub licence: String,
    /// Its text's address.
    pub licence_url: String,
    /// The columns, in order.
    pub columns: Vec<DictionaryColumn>,
    /// Why values are missing.
    pub missing: Vec<DictionaryMissing>,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DictionaryColumn {
    /// Its heading.
    pub name: String,
    /// What it is.
    pub title: String,
    /// What it holds.
    pub datatype: ColumnType,
    /// The question whose answer it is.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub question: Option<QuestionKey>,
    /// The answers that may be chosen; none where it is free.
    pub options: Vec<String>,
    /// Why it may be missing.
    pub missing: Vec<Missing>,
}

/// What a missing value means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DictionaryMissing {
    /// Its code, as JSON has it.
    pub code: Missing,
    /// Its words, as CSV has them.
    pub words: String,
    /// What that means.
    pub meaning: String,
}

/// What changed in public, each candidacy once, at its last change; the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// The changes.
    pub changes: Vec<Change>,
    /// What to ask for next time: the place of the last of these.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub next_since: i64,
    /// Whether there are more after these.
    pub more: bool,
}

/// A candidacy of which something else is shown than before. Neither what nor why is told: of a consent that was withdrawn
/// no more than of a name that was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Its place among the changes of all, which grows.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub place: i64,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The candidacy, which never changes: `/public/candidacies/{id}` is what is shown of it now.
    pub id: CandidacyId,
    /// The last part of its address; none of one that stands no longer.
    pub slug: Option<String>,
    /// What whoever keeps a copy does.
    pub what: ChangeKind,
}

/// What whoever keeps a copy does with a candidacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Read it anew, and put that in the place of what the copy has.
    Changed,
    /// It stands no longer: take it out of the copy.
    Gone,
}

/// From where on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct ChangesQuery {
    /// Only what changed after this place, which is the `next_since` of the answer before; everything without it, and with a
    /// place that was never given.
    #[cfg_attr(feature = "openapi", param(value_type = Option<i64>, minimum = 0))]
    #[serde(deserialize_with = "place")]
    pub since: Option<i64>,
}

fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let words = "since: escriba el número que la respuesta anterior trae en next_since, o quítelo para empezar";
    let place = String::deserialize(deserializer)?.parse().ok();
    place.filter(|place| *place >= 0).map(Some).ok_or_else(|| D::Error::custom(words))
}

/// The files of each day, so that anybody can prove later what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayDigests {
    /// The days, the newest first.
    pub days: Vec<DayDigest>,
    /// Days whose digests were kept and can no longer be read, the newest first.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub damaged: Vec<Date>,
}

/// The files as they were when a day began to be served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayDigest {
    /// The day, in the institute's time zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Date,
    /// When they were counted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// How many candidacies stood.
    pub candidacies: usize,
    /// How many of them had published.
    pub published: usize,
    /// The files.
    pub files: Vec<FileDigest>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileDigest {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// SHA-256 of it.
    pub sha256: String,
}
