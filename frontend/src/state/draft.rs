mod sending;

use std::collections::{BTreeMap, BTreeSet};

use contract::work::Workspace;
use domain::{
    ids::{CandidacyId, QuestionKey},
    questionnaire::{Answer, Answers},
    time::Timestamp,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::keeper::{Copied, Keeper};
use crate::{
    api::{ApiError, work::Work},
    format,
};

/// How long after the last key a draft is saved, in milliseconds.
const PAUSE: u32 = 1_200;

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
    /// The server could not take it now, and why; it is tried again by itself.
    Unreached(String),
    /// It was refused, and why.
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
    /// When what came back from the browser's copy was typed, if something did.
    pub recovered: RwSignal<Option<Timestamp>>,
    /// The answers last known to be saved.
    base: StoredValue<Answers>,
    /// What travelled last: an answer that got lost on its way back is not somebody else's.
    sent: StoredValue<Changes>,
    /// Fields not saved yet, and when each was typed.
    dirty: RwSignal<BTreeMap<QuestionKey, Timestamp>>,
    id: CandidacyId,
    revision: StoredValue<i32>,
    /// Whether what is saved was ever read.
    met: StoredValue<bool>,
    typed: StoredValue<u32>,
    saving: StoredValue<bool>,
    waiting: StoredValue<bool>,
    work: Work,
    keeper: Keeper,
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
    pub(super) fn new(id: CandidacyId, work: Work, keeper: Keeper) -> Self {
        Self {
            answers: RwSignal::new(Answers::new()),
            status: RwSignal::new(Status::Still),
            conflicts: RwSignal::new(Changes::new()),
            recovered: RwSignal::new(None),
            base: StoredValue::new(Answers::new()),
            sent: StoredValue::new(Changes::new()),
            dirty: RwSignal::new(BTreeMap::new()),
            id,
            revision: StoredValue::new(0),
            met: StoredValue::new(false),
            typed: StoredValue::new(0),
            saving: StoredValue::new(false),
            waiting: StoredValue::new(false),
            work,
            keeper,
        }
    }

    /// Takes what was just read: it is what is on the screen, but for what was typed since.
    pub fn meet(self, read: &Workspace) {
        // A save on its way knows more than what was read before it.
        if self.saving.get_value() || read.revision < self.revision.get_value() {
            return;
        }
        self.merge(&read.answers, read.revision);
        if !self.is_dirty() {
            self.status.set(read.saved_at.map_or(Status::Still, Status::Saved));
        }
    }

    /// The candidacy.
    pub fn id(self) -> CandidacyId {
        self.id
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
        let ApiError::Problem(problem) = error else { return false };
        let Some(theirs) = &problem.current else { return false };
        self.merge(&theirs.answers, theirs.revision);
        true
    }

    /// Takes what the browser kept of an earlier visit. What was saved since in the same field waits for a choice.
    pub(super) fn restore(self, copies: Vec<(QuestionKey, Copied)>) {
        let typed_here = self.dirty.get_untracked();
        let copies: Vec<_> = copies.into_iter().filter(|(key, _)| !typed_here.contains_key(key)).collect();
        let Some(last) = copies.iter().map(|(_, copied)| copied.at).max() else { return };
        let saved = self.base.get_value();
        for (key, copied) in copies {
            self.base.update_value(|base| put(base, &key, copied.base));
            if let Some(sent) = copied.sent {
                self.sent.update_value(|all| {
                    all.insert(key.clone(), sent);
                });
            }
            self.answers.update(|answers| put(answers, &key, copied.answer));
            self.dirty.update(|dirty| {
                dirty.insert(key, copied.at);
            });
        }
        self.recovered.set(Some(last));
        self.status.set(Status::Waiting);
        if self.met.get_value() {
            self.merge(&saved, self.revision());
        }
    }

    /// Throws away what was typed and not saved: what is saved stands.
    pub fn discard(self) {
        let typed = self.unsaved_now();
        let base = self.base.get_value();
        self.answers.update(|answers| {
            for key in &typed {
                put(answers, key, base.get(key).cloned());
            }
        });
        self.dirty.set(BTreeMap::new());
        self.conflicts.set(Changes::new());
        self.recovered.set(None);
        self.status.set(Status::Still);
        self.copy(&typed);
    }

    /// Brings the browser's copy of these fields up to date; what is saved needs none.
    fn copy(self, keys: &BTreeSet<QuestionKey>) {
        let dirty = self.dirty.get_untracked();
        for key in keys {
            let Some(at) = dirty.get(key).copied() else {
                self.keeper.remove(self.id, key);
                continue;
            };
            let copied = Copied {
                answer: self.answers.with_untracked(|answers| answers.get(key).cloned()),
                base: self.base.with_value(|base| base.get(key).cloned()),
                sent: self.sent.with_value(|sent| sent.get(key).cloned()),
                at,
            };
            self.keeper.keep(self.id, key, &copied);
        }
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
        self.dirty.with(|dirty| dirty.keys().cloned().collect())
    }

    fn unsaved_now(self) -> BTreeSet<QuestionKey> {
        self.dirty.with_untracked(|dirty| dirty.keys().cloned().collect())
    }

    /// Whether the browser keeps a copy of a field until it is saved.
    pub fn keeps(self, key: &QuestionKey) -> bool {
        self.keeper.keeps(key)
    }

    /// Something was typed; the answers of `lost` go with it.
    pub fn set(self, key: QuestionKey, answer: Option<Answer>, lost: &[QuestionKey]) {
        let touched: BTreeSet<QuestionKey> = lost.iter().chain([&key]).cloned().collect();
        self.answers.update(|answers| {
            put(answers, &key, answer);
            for key in lost {
                answers.remove(key);
            }
        });
        self.dirty.update(|dirty| {
            dirty.insert(key, format::now());
            dirty.retain(|key, _| !lost.contains(key));
        });
        self.copy(&touched);
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

    /// Somebody else saved: fields only they touched are taken, fields that both touched wait for a choice.
    fn merge(self, theirs: &Answers, revision: i32) {
        let dirty = self.unsaved_now();
        let mut answers = theirs.clone();
        let mut conflicts = self.conflicts.get_untracked();
        conflicts.retain(|key, _| dirty.contains(key));
        let (mine, base, sent) = (self.answers.get_untracked(), self.base.get_value(), self.sent.get_value());
        for key in &dirty {
            let saved = kept(theirs.get(key));
            let own = [kept(base.get(key)), kept(mine.get(key))].contains(&saved)
                || sent.get(key).is_some_and(|sent| kept(sent.as_ref()) == saved);
            if !own {
                conflicts.insert(key.clone(), saved.cloned());
            }
            put(&mut answers, key, mine.get(key).cloned());
        }
        self.base.set_value(theirs.clone());
        self.revision.set_value(revision);
        self.met.set_value(true);
        if answers != mine {
            self.answers.set(answers);
        }
        self.conflicts.set(conflicts);
        self.copy(&dirty);
    }

    /// Chooses between both texts of a field: one's own, or what is saved.
    pub fn choose(self, key: QuestionKey, mine: bool) {
        let saved = self.conflicts.with_untracked(|conflicts| conflicts.get(&key).cloned()).flatten();
        if !mine {
            self.answers.update(|answers| put(answers, &key, saved));
            self.dirty.update(|dirty| {
                dirty.remove(&key);
            });
            self.copy(&BTreeSet::from([key.clone()]));
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
