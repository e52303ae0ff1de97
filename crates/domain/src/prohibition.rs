//! What must not be published (PTO II.A.1, which is article 18.2 of the Lineamientos), as coded grounds.

use serde::{Deserialize, Serialize};

/// Why a field is observed or disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The answer is missing, incomplete or does not answer the question.
    Incomplete,
    /// I. Full copy of another candidacy's proposals.
    Copy,
    /// II. Offensive or discriminatory about other parties or candidacies.
    OffensiveToOthers,
    /// III. Sexist, offensive or discriminatory language.
    OffensiveLanguage,
    /// IV. Information or images of other candidacies.
    OthersContent,
    /// V. Mention of another party or candidacy.
    Mention,
    /// VI. Content restricted by electoral law.
    Restricted,
    /// VII. Campaign slogans or images.
    Slogan,
}

impl Ground {
    /// Every ground, in the order of the law.
    pub const ALL: [Self; 8] = [
        Self::Incomplete,
        Self::Copy,
        Self::OffensiveToOthers,
        Self::OffensiveLanguage,
        Self::OthersContent,
        Self::Mention,
        Self::Restricted,
        Self::Slogan,
    ];

    /// The stable code, as it travels.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::Copy => "copy",
            Self::OffensiveToOthers => "offensive_to_others",
            Self::OffensiveLanguage => "offensive_language",
            Self::OthersContent => "others_content",
            Self::Mention => "mention",
            Self::Restricted => "restricted",
            Self::Slogan => "slogan",
        }
    }

    /// The ground of a stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// What the screen says, with the article it rests on.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incomplete => "Información incompleta o que no responde la pregunta",
            Self::Copy => "Copia íntegra de propuestas de otra candidatura (art. 18.2, I)",
            Self::OffensiveToOthers => {
                "Contenido ofensivo o discriminatorio hacia otros partidos o candidaturas (art. 18.2, II)"
            }
            Self::OffensiveLanguage => "Lenguaje sexista, ofensivo o discriminatorio (art. 18.2, III)",
            Self::OthersContent => "Información o imágenes de otras candidaturas (art. 18.2, IV)",
            Self::Mention => "Mención de otro partido o candidatura (art. 18.2, V)",
            Self::Restricted => "Contenido restringido por la ley electoral (art. 18.2, VI)",
            Self::Slogan => "Lemas o imágenes de campaña (art. 18.2, VII)",
        }
    }
}
