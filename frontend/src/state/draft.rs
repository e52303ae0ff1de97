use std::collections::{BTreeMap, BTreeSet};

use contract::profile::{SaveAnswers, Workspace};
use domain::{
    ids::QuestionKey,
    questionnaire::{Answer, Answers},
};
use gloo_timers::future::TimeoutFuture;
use jiff::Timestamp;
use leptos::{prelude::*, task::spawn_local};

use crate::api::{ApiError, work::Work};

/// How long after the last key a draft is saved, in milliseconds.
const PAUSE: u32 = 1_200;
/// How often a save looks whether the one before it arrived, in milliseconds.
const LOOK: u32 = 50;
/// How often a save starts again after somebody else's.
const STALE_TRIES: u32 = 4;

type Changes = BTreeMap<QuestionKey, Option<Answer>>;

/// How the saving goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Nothing was saved yet.
    Still,
    /// Something typed waits for a pause.
    Waiting,
    /// It travels.
    Saving,
    /// Everything is saved, since then.
    Saved(Timestamp),
    /// Somebody else changed the same field: the person has to choose.
    Conflict,
    /// It could not be saved, and why.
    Failed(String),
}

/// A candidacy's answers as they are typed: saved a moment after the last key, one request at a time, against the
/// revision that was read.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Every answer as it is on the screen.
    pub answers: RwSignal<Answers>,
    /// How the saving goes.
    pub status: RwSignal<Status>,
    /// Fields that somebody else changed too, with what is saved of them.
    pub conflicts: RwSignal<Changes>,
    /// The answers last known to be saved.
    base: StoredValue<Answers>,
    /// What travelled last: an answer that got lost on its way back is not somebody else's.
    sent: StoredValue<Changes>,
    dirty: RwSignal<BTreeSet<QuestionKey>>,
    id: StoredValue<String>,
    revision: StoredValue<i32>,
    typed: StoredValue<u32>,
    saving: StoredValue<bool>,
    work: Work,
}

/// A blank answer is none.
fn kept(answer: Option<&Answer>) -> Option<&Answer> {
    answer.filter(|answer| !answer.is_blank())
}

fn put(answers: &mut Answers, key: &QuestionKey, answer: Option<Answer>) {
    match answer {
        Some(answer) => answers.insert(key.clone(), answer),
        None => answers.remove(key),
    };
}

impl Draft {
    pub(super) fn new(id: String, work: Work) -> Self {
        Self {
            answers: RwSignal::new(Answers::new()),
            status: RwSignal::new(Status::Still),
            conflicts: RwSignal::new(Changes::new()),
            base: StoredValue::new(Answers::new()),
            sent: StoredValue::new(Changes::new()),
            dirty: RwSignal::new(BTreeSet::new()),
            id: StoredValue::new(id),
            revision: StoredValue::new(0),
            typed: StoredValue::new(0),
            saving: StoredValue::new(false),
            work,
        }
    }

    /// Takes what was just read: it is what is on the screen, but for what was typed since.
    pub fn meet(self, read: &Workspace) {
        // A save on its way knows more than what was read before it.
        if self.saving.get_value() || read.revision < self.revision.get_value() {
            return;
        }
        self.merge(read);
        if !self.is_dirty() {
            self.status.set(read.saved_at.map_or(Status::Still, Status::Saved));
        }
    }

    /// The candidacy.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// The revision the next change starts from.
    pub fn revision(self) -> i32 {
        self.revision.get_value()
    }

    /// The API.
    pub fn work(self) -> Work {
        self.work
    }

    /// Takes what a stale refusal tells of what is saved now; `true` when it was one.
    pub fn meet_current(self, error: &ApiError) -> bool {
        let theirs = current(error);
        if let Some(theirs) = &theirs {
            self.merge(theirs);
        }
        theirs.is_some()
    }

    /// A change made beside the answers moved the revision.
    pub fn moved(self, revision: i32, at: Timestamp) {
        self.revision.set_value(revision);
        if !self.is_dirty() {
            self.status.set(Status::Saved(at));
        }
    }

    /// Whether something typed is not saved yet.
    pub fn is_dirty(self) -> bool {
        self.dirty.with_untracked(|dirty| !dirty.is_empty())
    }

    /// The fields that are not saved yet; told when they change.
    pub fn unsaved(self) -> BTreeSet<QuestionKey> {
        self.dirty.get()
    }

    /// Something was typed; the answers of `lost` go with it.
    pub fn set(self, key: QuestionKey, answer: Option<Answer>, lost: &[QuestionKey]) {
        self.answers.update(|answers| {
            put(answers, &key, answer);
            for key in lost {
                answers.remove(key);
            }
        });
        self.dirty.update(|dirty| {
            dirty.insert(key);
            dirty.retain(|key| !lost.contains(key));
        });
        self.conflicts.update(|conflicts| conflicts.retain(|key, _| !lost.contains(key)));
        if self.status.get_untracked() != Status::Conflict {
            self.status.set(Status::Waiting);
        }
        self.typed.update_value(|typed| *typed += 1);
        let mine = self.typed.get_value();
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            if self.typed.try_get_value() == Some(mine) {
                self.save().await;
            }
        });
    }

    /// Saves what was typed; `true` when nothing is left unsaved.
    pub async fn save(self) -> bool {
        while self.saving.try_get_value() == Some(true) {
            TimeoutFuture::new(LOOK).await;
        }
        if !self.is_dirty() {
            return true;
        }
        self.saving.set_value(true);
        let status = self.send().await;
        self.saving.set_value(false);
        self.status.set(status);
        !self.is_dirty()
    }

    /// Sends until nothing is left or nothing more can be sent.
    async fn send(self) -> Status {
        let mut stale = 0;
        let mut refused = BTreeSet::new();
        let mut trouble = None;
        let mut saved_at = None;
        loop {
            if self.conflicts.with_untracked(|conflicts| !conflicts.is_empty()) {
                return Status::Conflict;
            }
            let command = self.command(&refused);
            if command.answers.is_empty() {
                return trouble.map_or_else(|| saved_at.map_or(Status::Still, Status::Saved), Status::Failed);
            }
            self.status.set(Status::Saving);
            self.sent.set_value(command.answers.clone());
            match self.work.save(&self.id(), self.revision(), &command, false).await {
                Ok(saved) => {
                    self.arrived(&command, &saved.dropped);
                    self.revision.set_value(saved.revision);
                    saved_at = Some(saved.saved_at);
                }
                Err(error) if error.code() == "stale_revision" && stale < STALE_TRIES => {
                    stale += 1;
                    if !self.meet_current(&error) {
                        return Status::Failed(error.words());
                    }
                }
                Err(error) => {
                    // What cannot be kept must not keep the rest from being saved.
                    let named: BTreeSet<QuestionKey> =
                        error.fields().iter().map(|fault| QuestionKey::from(fault.field.as_str())).collect();
                    let fresh = named.iter().any(|key| command.answers.contains_key(key));
                    let words = error.fields().first().map_or_else(|| error.words(), |fault| fault.message.clone());
                    if !fresh {
                        return Status::Failed(words);
                    }
                    refused.extend(named);
                    trouble = Some(words);
                }
            }
        }
    }

    fn command(self, refused: &BTreeSet<QuestionKey>) -> SaveAnswers {
        let answers = self.answers.get_untracked();
        let dirty = self.dirty.get_untracked();
        let changes = dirty.iter().filter(|key| !refused.contains(*key));
        SaveAnswers { answers: changes.map(|key| (key.clone(), answers.get(key).cloned())).collect() }
    }

    /// What travelled is saved; what was typed meanwhile is still to be.
    fn arrived(self, command: &SaveAnswers, dropped: &[QuestionKey]) {
        self.base.update_value(|base| {
            for (key, answer) in &command.answers {
                put(base, key, answer.clone());
            }
            for key in dropped {
                base.remove(key);
            }
        });
        let now = self.answers.get_untracked();
        self.dirty.update(|dirty| {
            dirty.retain(|key| command.answers.get(key).is_none_or(|sent| *sent != now.get(key).cloned()));
        });
    }

    /// Somebody else saved: fields only they touched are taken, fields that both touched wait for a choice.
    fn merge(self, theirs: &Workspace) {
        let dirty = self.dirty.get_untracked();
        let mut answers = theirs.answers.clone();
        let mut conflicts = self.conflicts.get_untracked();
        conflicts.retain(|key, _| dirty.contains(key));
        let (mine, base, sent) = (self.answers.get_untracked(), self.base.get_value(), self.sent.get_value());
        for key in &dirty {
            let saved = kept(theirs.answers.get(key));
            let own = [kept(base.get(key)), kept(mine.get(key))].contains(&saved)
                || sent.get(key).is_some_and(|sent| kept(sent.as_ref()) == saved);
            if !own {
                conflicts.insert(key.clone(), saved.cloned());
            }
            put(&mut answers, key, mine.get(key).cloned());
        }
        self.base.set_value(theirs.answers.clone());
        self.revision.set_value(theirs.revision);
        if answers != mine {
            self.answers.set(answers);
        }
        self.conflicts.set(conflicts);
    }

    /// Chooses between both texts of a field: one's own, or what is saved.
    pub fn choose(self, key: QuestionKey, mine: bool) {
        let saved = self.conflicts.with_untracked(|conflicts| conflicts.get(&key).cloned()).flatten();
        if !mine {
            self.answers.update(|answers| put(answers, &key, saved));
            self.dirty.update(|dirty| {
                dirty.remove(&key);
            });
        }
        self.conflicts.update(|conflicts| {
            conflicts.remove(&key);
        });
        spawn_local(async move {
            if self.save().await && self.status.get_untracked() == Status::Conflict {
                self.status.set(Status::Still);
            }
        });
    }
}

/// What is saved now, as a stale refusal tells it.
fn current(error: &ApiError) -> Option<Workspace> {
    let ApiError::Problem(problem) = error else { return None };
    serde_json::from_value(problem.current.clone()?).ok()
}
