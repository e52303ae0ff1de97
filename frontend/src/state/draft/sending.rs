use std::collections::BTreeSet;

use contract::capture::SaveAnswers;
use domain::ids::QuestionKey;
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::{Draft, Status, put};

/// How often a save looks whether the one before it arrived, in milliseconds.
const LOOK: u32 = 50;
/// How often a save starts again after somebody else's.
const STALE_TRIES: u32 = 4;
/// How long what could not travel waits before it tries again, in milliseconds.
const LATER: u32 = 30_000;

impl Draft {
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
        if matches!(status, Status::Unreached(_)) {
            self.try_later();
        }
        self.status.set(status);
        !self.is_dirty()
    }

    /// What could not travel tries again in a while; the network coming back is heard at once.
    fn try_later(self) {
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        spawn_local(async move {
            TimeoutFuture::new(LATER).await;
            self.waiting.try_update_value(|waiting| *waiting = false);
            if matches!(self.status.try_get_untracked(), Some(Status::Unreached(_))) {
                self.save().await;
            }
        });
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
            // Before anything was read the request is refused as stale: what an earlier visit sent still counts.
            if self.met.get_value() {
                self.sent.set_value(command.answers.clone());
            }
            self.copy(&command.answers.keys().cloned().collect());
            match self.work.save(self.id(), self.revision(), &command, false).await {
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
                Err(error) if matches!(error.status(), 0 | 429 | 500..) => return Status::Unreached(error.words()),
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
        let dirty = self.unsaved_now();
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
            dirty.retain(|key, _| command.answers.get(key).is_none_or(|sent| *sent != now.get(key).cloned()));
        });
        self.copy(&command.answers.keys().chain(dropped).cloned().collect());
    }
}
