//! A candidacy as its pages read it.

use std::collections::BTreeSet;

use contract::{publication::Correction, work::Workspace};
use domain::{
    election::Election,
    ids::{CandidacyId, QuestionKey},
    next_step::{Facts, NextStep, Turn, next_step, verifies},
    permission::Act,
    questionnaire::Section,
    review::Task,
    workflow::StageName,
};
use leptos::prelude::{Callback, RwSignal};

use crate::{
    format,
    state::{Pending, Unsent},
};

/// A candidacy as it was read, and the way to read it again.
#[derive(Clone)]
pub struct Case {
    /// The election.
    pub election: Election,
    /// What was read.
    pub work: Workspace,
    /// Reads it again.
    pub again: Callback<()>,
    /// What was typed and not sent, of every candidacy.
    pub pending: Pending,
    /// What the identity answers are read for, outside the turn of the reader's area: saying it reads the candidacy again.
    pub purpose: RwSignal<Option<String>>,
}

impl Case {
    /// The candidacy's id.
    pub fn id(&self) -> CandidacyId {
        self.work.item.id
    }

    /// What was typed about it and not sent.
    pub fn unsent(&self) -> Unsent {
        self.pending.of(self.id())
    }

    /// What the reader can do now.
    pub fn next_step(&self) -> NextStep {
        let item = &self.work.item;
        // What was never sent is captured for the first time.
        let is_first = self.work.submitted_at.is_none();
        let late = self.election.terms.late_capture;
        let waiting: Vec<Task> = item.tasks.iter().map(|waiting| waiting.task).collect();
        next_step(&Facts {
            status: item.status,
            stage: item.stage,
            acts: &self.work.acts,
            waiting: &waiting,
            is_closed: item.until.is_some_and(|until| late.is_capture_closed(until, is_first, format::now())),
            is_received: self.work.received,
            is_privacy_notice_accepted: self.work.notice_accepted,
            is_correction: self.corrected().is_some(),
            is_answered: !item.sections.values().any(|state| state.is_pending()),
            is_scheduled: item.publish_at.is_some(),
            is_hidden: self.work.hidden || !self.work.hidden_sections.is_empty(),
        })
    }

    /// Whose turn it is.
    pub fn turn(&self) -> Turn {
        Turn::of(self.work.item.stage)
    }

    /// Whether the reader's role may do something here.
    pub fn may(&self, act: Act) -> bool {
        self.work.acts.contains(&act)
    }

    /// Whether the reader says whether it complies, or decides on it.
    pub fn verifies(&self) -> bool {
        verifies(&self.work.acts)
    }

    /// Whether a capture is open to the reader.
    pub fn captures(&self) -> bool {
        self.next_step().is_capture()
    }

    /// The correction that was granted and is not published yet.
    pub fn corrected(&self) -> Option<&Correction> {
        let last = self.work.corrections.first().filter(|last| last.granted == Some(true));
        last.filter(|_| self.work.item.stage != StageName::Published)
    }

    /// Whether a section has a field that is open now.
    pub fn is_section_open(&self, section: &Section) -> bool {
        let open: BTreeSet<&QuestionKey> = self.work.open_fields.iter().collect();
        section.questions.iter().any(|question| open.contains(&question.key))
    }
}
