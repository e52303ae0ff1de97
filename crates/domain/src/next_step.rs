//! Whose turn a profile is and what its reader can do now: what pages say, what lists count and what reminders go by.

use crate::{candidacy::RegistryStatus, permission::Act, review::Task, workflow::StageName};

/// Whose turn a profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Whoever captures.
    Capture,
    /// The party that validates, or the independent.
    Validation,
    /// The institute.
    Institute,
    /// Nobody: it is public.
    Nobody,
}

impl Turn {
    /// Whose turn a stage is.
    #[must_use]
    pub const fn of(stage: StageName) -> Self {
        match stage {
            StageName::NotStarted | StageName::InCapture => Self::Capture,
            StageName::InValidation => Self::Validation,
            StageName::InVerification => Self::Institute,
            StageName::Published => Self::Nobody,
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Capture => Some("le toca a quien captura"),
            Self::Validation => Some("le toca validar al partido o a la candidatura independiente"),
            Self::Institute => Some("le toca al Instituto"),
            Self::Nobody => None,
        }
    }
}

/// What is known of a candidacy and of who reads it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the registry says.
    pub status: RegistryStatus,
    /// Where its profile stands.
    pub stage: StageName,
    /// What the reader may do to it, whatever its stage.
    pub acts: &'a [Act],
    /// The reviews it waits for, whoever does them.
    pub waiting: &'a [Task],
    /// Whether the end of its term closed the capture.
    pub is_closed: bool,
    /// Whether the accounts were received.
    pub is_received: bool,
    /// Whether the current privacy notice was accepted.
    pub is_privacy_notice_accepted: bool,
    /// Whether what is captured is the one correction.
    pub is_correction: bool,
    /// Whether nothing is missing in the sections that the reader may read.
    pub is_answered: bool,
    /// Whether it was authorised for a later moment.
    pub is_scheduled: bool,
    /// Whether something of what is published is hidden.
    pub is_hidden: bool,
}

impl Facts<'_> {
    fn may(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// Whether a review waits for the reader.
    fn is_own(&self, task: Task) -> bool {
        self.waiting.contains(&task) && self.may(task.act())
    }
}

/// What the reader of a candidacy can do now, or waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NextStep {
    /// The registry says that it stands no longer: nothing.
    Withdrawn,
    /// The term of the capture ended: to ask the institute for more time.
    AskForTime,
    /// The capture begins once the accounts were received.
    AwaitReceipt,
    /// To accept the privacy notice.
    AcceptPrivacyNotice,
    /// To write the one correction and send it.
    WriteCorrection,
    /// Everything is answered: to send it.
    Send,
    /// To answer what is missing.
    Answer,
    /// To validate, or to send it back.
    Validate,
    /// It was authorised for a later moment: nothing until then.
    AwaitPublication,
    /// To authorise the publication, or to send the observations.
    Decide,
    /// The decision begins once both parts have their verdict.
    AwaitVerdicts,
    /// To say whether the answers comply.
    Judge,
    /// To decide on the one correction that was asked for.
    DecideCorrection,
    /// To decide on what was pointed at.
    DecideFlag,
    /// To read what the institute hid, and what can be done about it.
    ReadHidden,
    /// It is public: nothing.
    Nothing,
    /// It is somebody else's turn.
    AwaitOthers,
}

impl NextStep {
    /// Every step.
    pub const ALL: [Self; 17] = [
        Self::Withdrawn,
        Self::AskForTime,
        Self::AwaitReceipt,
        Self::AcceptPrivacyNotice,
        Self::WriteCorrection,
        Self::Send,
        Self::Answer,
        Self::Validate,
        Self::AwaitPublication,
        Self::Decide,
        Self::AwaitVerdicts,
        Self::Judge,
        Self::DecideCorrection,
        Self::DecideFlag,
        Self::ReadHidden,
        Self::Nothing,
        Self::AwaitOthers,
    ];

    /// Whether the reader can capture now.
    #[must_use]
    pub const fn is_capture(self) -> bool {
        match self {
            Self::WriteCorrection | Self::Send | Self::Answer => true,
            Self::Withdrawn
            | Self::AskForTime
            | Self::AwaitReceipt
            | Self::AcceptPrivacyNotice
            | Self::Validate
            | Self::AwaitPublication
            | Self::Decide
            | Self::AwaitVerdicts
            | Self::Judge
            | Self::DecideCorrection
            | Self::DecideFlag
            | Self::ReadHidden
            | Self::Nothing
            | Self::AwaitOthers => false,
        }
    }
}

/// What the reader can do now.
#[must_use]
pub fn next_step(facts: &Facts<'_>) -> NextStep {
    match facts.status {
        RegistryStatus::Active => {}
        RegistryStatus::Substituted | RegistryStatus::Cancelled => return NextStep::Withdrawn,
    }
    match facts.stage {
        StageName::NotStarted | StageName::InCapture => in_capture(facts),
        StageName::InValidation if facts.is_own(Task::Validation) => NextStep::Validate,
        StageName::InValidation => somebody_elses_turn(facts),
        StageName::InVerification => in_verification(facts),
        StageName::Published => when_published(facts),
    }
}

fn in_capture(facts: &Facts<'_>) -> NextStep {
    if !facts.may(Act::SaveAnswers) {
        somebody_elses_turn(facts)
    } else if facts.is_closed {
        NextStep::AskForTime
    } else if !facts.is_received {
        NextStep::AwaitReceipt
    } else if !facts.is_privacy_notice_accepted {
        NextStep::AcceptPrivacyNotice
    } else if facts.is_correction {
        NextStep::WriteCorrection
    } else if facts.is_answered {
        NextStep::Send
    } else {
        NextStep::Answer
    }
}

fn in_verification(facts: &Facts<'_>) -> NextStep {
    if facts.is_scheduled {
        NextStep::AwaitPublication
    } else if facts.is_own(Task::Decision) {
        NextStep::Decide
    } else if facts.may(Task::Decision.act()) {
        NextStep::AwaitVerdicts
    } else if verifies(facts.acts) {
        NextStep::Judge
    } else {
        somebody_elses_turn(facts)
    }
}

fn when_published(facts: &Facts<'_>) -> NextStep {
    if facts.is_own(Task::Correction) {
        NextStep::DecideCorrection
    } else if facts.is_own(Task::Flag) {
        NextStep::DecideFlag
    } else if facts.is_hidden {
        NextStep::ReadHidden
    } else {
        NextStep::Nothing
    }
}

/// A published version stays public while a new one is prepared, so a flag can wait in every stage.
fn somebody_elses_turn(facts: &Facts<'_>) -> NextStep {
    if facts.is_own(Task::Flag) { NextStep::DecideFlag } else { NextStep::AwaitOthers }
}

/// Whether somebody who may do these acts says whether answers comply, or decides on it.
#[must_use]
pub fn verifies(acts: &[Act]) -> bool {
    [Task::Curricular, Task::Identity, Task::Decision].iter().any(|task| acts.contains(&task.act()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const CAPTURE: &[Act] = &[Act::SaveAnswers, Act::SubmitProfile];
    const VALIDATION: &[Act] = &[Act::ValidateProfile];
    const AREA: &[Act] = &[Act::JudgeCurricular];
    const UNIT: &[Act] = &[Act::AuthorisePublication, Act::GrantFields, Act::DisablePublication];

    /// A capture that goes on, with something to answer.
    fn facts<'a>(stage: StageName, acts: &'a [Act], waiting: &'a [Task]) -> Facts<'a> {
        Facts {
            status: RegistryStatus::Active,
            stage,
            acts,
            waiting,
            is_closed: false,
            is_received: true,
            is_privacy_notice_accepted: true,
            is_correction: false,
            is_answered: false,
            is_scheduled: false,
            is_hidden: false,
        }
    }

    /// Who reads what, and the step that comes of it.
    fn cases() -> Vec<(Facts<'static>, NextStep)> {
        let capture = facts(StageName::InCapture, CAPTURE, &[]);
        let verification = |acts| facts(StageName::InVerification, acts, &[Task::Curricular, Task::Identity]);
        let decision = |acts| facts(StageName::InVerification, acts, &[Task::Decision]);
        let published = |acts, waiting| facts(StageName::Published, acts, waiting);
        vec![
            (Facts { status: RegistryStatus::Cancelled, ..capture }, NextStep::Withdrawn),
            (Facts { status: RegistryStatus::Substituted, ..published(UNIT, &[Task::Flag]) }, NextStep::Withdrawn),
            (Facts { is_closed: true, is_received: false, ..capture }, NextStep::AskForTime),
            (Facts { is_received: false, is_privacy_notice_accepted: false, ..capture }, NextStep::AwaitReceipt),
            (
                Facts { is_privacy_notice_accepted: false, is_correction: true, ..capture },
                NextStep::AcceptPrivacyNotice,
            ),
            (Facts { is_correction: true, is_answered: true, ..capture }, NextStep::WriteCorrection),
            (Facts { is_answered: true, ..capture }, NextStep::Send),
            (capture, NextStep::Answer),
            (facts(StageName::NotStarted, CAPTURE, &[]), NextStep::Answer),
            (facts(StageName::InCapture, VALIDATION, &[]), NextStep::AwaitOthers),
            (facts(StageName::InCapture, UNIT, &[Task::Flag]), NextStep::DecideFlag),
            (facts(StageName::InValidation, VALIDATION, &[Task::Validation]), NextStep::Validate),
            (facts(StageName::InValidation, CAPTURE, &[Task::Validation]), NextStep::AwaitOthers),
            (facts(StageName::InValidation, UNIT, &[Task::Validation, Task::Flag]), NextStep::DecideFlag),
            (Facts { is_scheduled: true, ..facts(StageName::InVerification, UNIT, &[]) }, NextStep::AwaitPublication),
            (
                Facts { is_scheduled: true, ..facts(StageName::InVerification, CAPTURE, &[]) },
                NextStep::AwaitPublication,
            ),
            (decision(UNIT), NextStep::Decide),
            (verification(UNIT), NextStep::AwaitVerdicts),
            (verification(AREA), NextStep::Judge),
            (decision(AREA), NextStep::Judge),
            (verification(CAPTURE), NextStep::AwaitOthers),
            (published(UNIT, &[Task::Correction, Task::Flag]), NextStep::DecideCorrection),
            (published(UNIT, &[Task::Flag]), NextStep::DecideFlag),
            (published(CAPTURE, &[Task::Correction]), NextStep::Nothing),
            (Facts { is_hidden: true, ..published(CAPTURE, &[]) }, NextStep::ReadHidden),
            (published(UNIT, &[]), NextStep::Nothing),
        ]
    }

    #[test]
    fn each_reader_is_told_the_step_that_is_theirs() {
        for (facts, step) in cases() {
            assert_eq!(next_step(&facts), step, "{facts:?}");
        }
    }

    #[test]
    fn every_step_is_reached() {
        let reached: BTreeSet<NextStep> = cases().iter().map(|(facts, _)| next_step(facts)).collect();
        assert_eq!(reached, BTreeSet::from(NextStep::ALL));
    }

    #[test]
    fn a_capture_is_open_at_the_steps_that_are_done_while_it_is() {
        for (facts, step) in cases() {
            let open = Turn::of(facts.stage) == Turn::Capture
                && facts.status == RegistryStatus::Active
                && facts.may(Act::SaveAnswers)
                && facts.is_received
                && facts.is_privacy_notice_accepted
                && !facts.is_closed;
            assert_eq!(step.is_capture(), open, "{facts:?}");
        }
    }
}
