//! How far the answering of each section is: what lists of work, task lists and reports say (PTO I.A.1.IX).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    capture::answers::completeness,
    election::Election,
    ids::SectionKey,
    questionnaire::{Answers, FaultCode},
    workflow::{Opening, Stage},
};

/// How far one section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// Nothing is answered, and something has to be.
    Empty,
    /// Nothing is answered, and nothing has to be.
    Optional,
    /// Something is answered and something is missing.
    Started,
    /// An answer has to be mended.
    Wrong,
    /// Everything that has to be answered is, and well.
    Complete,
}

impl SectionState {
    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "Sin empezar",
            Self::Optional => "Opcional, sin respuesta",
            Self::Started => "En curso",
            Self::Wrong => "Con errores",
            Self::Complete => "Completa",
        }
    }

    /// Whether it keeps the profile from being sent.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Empty | Self::Started | Self::Wrong)
    }
}

/// Where a candidacy stands, as reports count it: each counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing is answered.
    Unanswered,
    /// Something is answered, and something that has to be is missing or wrong.
    Incomplete,
    /// Everything is answered and nothing was sent.
    Answered,
    /// Fields are open again: by observations or for a correction.
    Reopened,
    /// The party or the independent validates.
    InValidation,
    /// The institute verifies.
    InVerification,
    /// Public.
    Published,
}

impl Standing {
    /// Every standing, in the order of a profile's life.
    pub const ALL: [Self; 7] = [
        Self::Unanswered,
        Self::Incomplete,
        Self::Answered,
        Self::Reopened,
        Self::InValidation,
        Self::InVerification,
        Self::Published,
    ];

    /// Where a profile stands whose sections are so far.
    #[must_use]
    pub fn of(stage: &Stage, sections: &Sections) -> Self {
        match stage {
            Stage::Published => Self::Published,
            Stage::InVerification { .. } => Self::InVerification,
            Stage::InValidation { .. } => Self::InValidation,
            Stage::InCapture { opening: Opening::Observed { .. } | Opening::Correction { .. }, .. }
            | Stage::InCapture { returned: Some(_), .. } => Self::Reopened,
            Stage::NotStarted | Stage::InCapture { .. } => {
                if sections.values().all(|state| matches!(state, SectionState::Empty | SectionState::Optional)) {
                    Self::Unanswered
                } else if sections.values().any(|state| state.is_pending()) {
                    Self::Incomplete
                } else {
                    Self::Answered
                }
            }
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unanswered => "Sin contestar",
            Self::Incomplete => "Incompletas",
            Self::Answered => "Contestadas sin enviar",
            Self::Reopened => "Con campos por corregir",
            Self::InValidation => "En validación",
            Self::InVerification => "En verificación",
            Self::Published => "Publicadas",
        }
    }

    /// Whether the capture still has to send something.
    #[must_use]
    pub const fn is_unsent(self) -> bool {
        matches!(self, Self::Unanswered | Self::Incomplete | Self::Answered | Self::Reopened)
    }
}

/// How far every section of both questionnaires is, by its key.
pub type Sections = BTreeMap<SectionKey, SectionState>;

/// How far answers are.
#[must_use]
pub fn sections(election: &Election, answers: &Answers) -> Sections {
    let faults = completeness(election, answers);
    let of = |(_, section): (_, &crate::questionnaire::Section)| {
        let own = |key: &str| section.questions.iter().any(|question| question.key.as_str() == key);
        let answered = answers.iter().any(|(key, answer)| own(key.as_str()) && !answer.is_blank());
        let mut faults = faults.iter().filter(|fault| own(&fault.field)).peekable();
        let state = match (answered, faults.peek().is_some()) {
            (_, true) if faults.any(|fault| fault.code != FaultCode::Required) => SectionState::Wrong,
            (true, true) => SectionState::Started,
            (true, false) => SectionState::Complete,
            (false, true) => SectionState::Empty,
            (false, false) => SectionState::Optional,
        };
        (section.key.clone(), state)
    };
    election.sections().map(of).collect()
}
