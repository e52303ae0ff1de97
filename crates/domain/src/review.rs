//! The reviews before a publication: whose work each is, what a reviewer marks and what the marks come to
//! (PTO I.A.1.X–XII, II.A).

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    accounts::Role,
    election::Election,
    ids::{QuestionKey, SectionKey},
    permission::{Act, Reach, reach},
    prohibition::Ground,
    questionnaire::Part,
    refusal::Refusal,
    workflow::{Correction, Life, Stage},
};

/// A piece of review that one account does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The party's validation, or an independent's second look.
    Validation,
    /// The verdict on the curricular part.
    Curricular,
    /// The verdict on the identity part.
    Identity,
    /// To authorise, or to send the observations.
    Decision,
    /// To decide on the one correction that was asked for.
    Correction,
    /// To decide on what was pointed at of what is published.
    Flag,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 6] =
        [Self::Validation, Self::Curricular, Self::Identity, Self::Decision, Self::Correction, Self::Flag];

    /// The stable code, as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::Curricular => "curricular",
            Self::Identity => "identity",
            Self::Decision => "decision",
            Self::Correction => "correction",
            Self::Flag => "flag",
        }
    }

    /// The task of a stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.code() == code)
    }

    /// The next move, as the screen says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Validation => "Revisar y validar",
            Self::Curricular => "Dictaminar el cuestionario curricular",
            Self::Identity => "Dictaminar el cuestionario de identidad",
            Self::Decision => "Autorizar la publicación o enviar observaciones",
            Self::Correction => "Resolver la solicitud de corrección",
            Self::Flag => "Decidir sobre lo que se señaló",
        }
    }

    /// Whose work it is: whoever may do this.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Validation => Act::ValidateProfile,
            Self::Curricular => Act::JudgeCurricular,
            Self::Identity => Act::JudgeIdentity,
            Self::Decision => Act::AuthorisePublication,
            Self::Correction => Act::GrantFields,
            Self::Flag => Act::DisablePublication,
        }
    }

    /// Whether it is taken before it is done, so that two persons do not do the same. To decide on a flag is one act.
    #[must_use]
    pub const fn is_claimed(self) -> bool {
        match self {
            Self::Validation | Self::Curricular | Self::Identity | Self::Decision | Self::Correction => true,
            Self::Flag => false,
        }
    }

    /// The task of giving the verdict on a part.
    #[must_use]
    pub const fn of_part(part: Part) -> Self {
        match part {
            Part::Curricular => Self::Curricular,
            Part::Identity => Self::Identity,
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The reviews that a profile waits for. One that was authorised for a later moment waits for nobody. A published version
/// stays public while a new one is prepared, so a flag can wait in every stage.
#[must_use]
pub fn waiting(life: &Life) -> Vec<Task> {
    let mut tasks = match &life.stage {
        Stage::NotStarted | Stage::InCapture { .. } => Vec::new(),
        Stage::InValidation { .. } => vec![Task::Validation],
        Stage::InVerification { .. } if life.scheduled.is_some() => Vec::new(),
        Stage::InVerification { verdicts } => match (&verdicts.curricular, &verdicts.identity) {
            (None, None) => vec![Task::Curricular, Task::Identity],
            (None, Some(_)) => vec![Task::Curricular],
            (Some(_), None) => vec![Task::Identity],
            (Some(_), Some(_)) => vec![Task::Decision],
        },
        Stage::Published => match life.correction {
            Correction::Pending { .. } => vec![Task::Correction],
            Correction::Unused | Correction::Used => Vec::new(),
        },
    };
    if !life.flags.is_empty() {
        tasks.push(Task::Flag);
    }
    tasks
}

/// Whether a review that a profile waits for is a role's to do.
#[must_use]
pub fn is_turn_of(role: Role, life: &Life) -> bool {
    waiting(life).into_iter().any(|task| reach(role, task.act()) != Reach::Nothing)
}

/// Whether a profile has not come to the institute, or went back: what its capture and validation have in hand is a draft.
#[must_use]
pub const fn is_before_institute(stage: &Stage) -> bool {
    match stage {
        Stage::NotStarted | Stage::InCapture { .. } | Stage::InValidation { .. } => true,
        Stage::InVerification { .. } | Stage::Published => false,
    }
}

/// A remark to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewObservation {
    /// The question it is about.
    pub field: QuestionKey,
    /// Why.
    pub ground: Ground,
    /// What to mend: 10 to 1,000 characters.
    pub text: String,
}

/// What a reviewer says of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mark {
    /// It complies. With braces, so that remarks beside it are refused rather than ignored.
    Complies {},
    /// It does not: these of its answers, each with its ground. While it is being written there may be none, or their
    /// texts be short; a verdict takes them whole.
    Observed {
        /// The remarks.
        observations: Vec<NewObservation>,
    },
}

/// What the marks of a part come to: its remarks; none when every section complies.
///
/// # Errors
/// [`Refusal::MarksMissing`] while a section has none; [`Refusal::ObservationRequired`] when one does not comply and no
/// remark says why.
pub fn remarks(
    election: &Election,
    part: Part,
    marks: &BTreeMap<SectionKey, Mark>,
) -> Result<Vec<NewObservation>, Refusal> {
    let sections = || election.questionnaire(part).sections.iter();
    let missing: Vec<String> =
        sections().filter(|section| !marks.contains_key(&section.key)).map(|section| section.title.clone()).collect();
    if !missing.is_empty() {
        return Err(Refusal::MarksMissing { sections: missing });
    }
    let mut all = Vec::new();
    for mark in sections().filter_map(|section| marks.get(&section.key)) {
        match mark {
            Mark::Complies {} => {}
            Mark::Observed { observations } if observations.is_empty() => return Err(Refusal::ObservationRequired),
            Mark::Observed { observations } => all.extend(observations.iter().cloned()),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_waits_in_every_stage_beside_what_else_does() {
        let flagged = |stage| Life { stage, flags: [None].into(), versions: 1, ..Life::default() };
        assert_eq!(waiting(&flagged(Stage::Published)), [Task::Flag]);
        assert_eq!(waiting(&Life { flags: [].into(), ..flagged(Stage::Published) }), []);
        let validating = Stage::InValidation { opening: crate::workflow::Opening::Whole };
        assert_eq!(waiting(&flagged(validating)), [Task::Validation, Task::Flag]);
    }

    #[test]
    fn every_task_has_a_code_of_its_own() {
        for task in Task::ALL {
            assert_eq!(Task::from_code(task.code()), Some(task));
            assert_eq!(serde_json::to_string(&task).ok(), Some(format!("\"{}\"", task.code())));
        }
    }
}
