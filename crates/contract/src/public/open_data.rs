//! Describing the open data, and what changed in them.

use domain::{
    ids::{CandidacyId, QuestionKey, SectionKey},
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

/// What changed in public, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// The changes.
    pub changes: Vec<Change>,
    /// What to ask for next time: the moment of the last of these.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_since: Option<Timestamp>,
    /// Whether there are more after these.
    pub more: bool,
}

/// Something that changed in public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The candidacy.
    pub id: CandidacyId,
    /// The last part of its address; none of one that stands no longer, of whom nothing else is said.
    pub slug: Option<String>,
    /// What.
    pub what: ChangeKind,
    /// The section that is hidden or shown again; none when it is all of it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub section: Option<SectionKey>,
    /// The questions whose answer was corrected.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub fields: Vec<QuestionKey>,
}

/// What can change in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It was published for the first time.
    Published,
    /// A corrected version was published.
    Corrected,
    /// The institute stopped showing it.
    Unavailable,
    /// It is shown again.
    Available,
    /// It stands no longer: whoever keeps a copy removes it.
    Withdrawn,
}

/// From when on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct ChangesQuery {
    /// Only what changed after this moment, RFC 3339.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = DateTime))]
    #[serde(deserialize_with = "moment")]
    pub since: Option<Timestamp>,
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let words = "since: escriba una fecha y hora como 2024-05-30T18:00:00Z";
    let typed = String::deserialize(deserializer)?;
    if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| D::Error::custom(words)) }
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
