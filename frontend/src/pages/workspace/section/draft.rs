//! What is being typed: saved a moment after the last key, one request at a time, against the revision that was read.

use std::collections::BTreeSet;

use contract::profile::{SaveAnswers, Workspace};
use domain::{
    election::Election,
    ids::QuestionKey,
    questionnaire::{Answer, Answers},
};
use jiff::Timestamp;
use leptos::{prelude::*, task::spawn_local};

use super::super::candidacy::Case;
use crate::api::{ApiError, work::Work};

/// How long after the last key a draft is saved, in milliseconds.
const PAUSE: u32 = 1_200;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Status {
    Still,
    Waiting,
    Saving,
    Saved(Timestamp),
    Failed(String),
}

/// A section's answers as they are typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Every answer as it is now.
    pub answers: RwSignal<Answers>,
    id: StoredValue<String>,
    revision: StoredValue<i32>,
    dirty: RwSignal<BTreeSet<QuestionKey>>,
    status: RwSignal<Status>,
    conflicts: RwSignal<Vec<(QuestionKey, Option<Answer>)>>,
    typed: StoredValue<u32>,
    saving: StoredValue<bool>,
    work: Work,
}

impl Draft {
    /// The answers as they were read.
    pub fn new(case: &Case) -> Self {
        Self {
            answers: RwSignal::new(case.work.answers.clone()),
            id: StoredValue::new(case.id()),
            revision: StoredValue::new(case.work.revision),
            dirty: RwSignal::new(BTreeSet::new()),
            status: RwSignal::new(case.work.saved_at.map_or(Status::Still, Status::Saved)),
            conflicts: RwSignal::new(Vec::new()),
            typed: StoredValue::new(0),
            saving: StoredValue::new(false),
            work: expect_context(),
        }
    }

    /// The candidacy.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// The API.
    pub fn work(self) -> Work {
        self.work
    }

    /// The revision the next change starts from.
    pub fn revision(self) -> i32 {
        self.revision.get_value()
    }

    /// A change made beside the answers moved the revision.
    pub fn moved(self, revision: i32, at: Timestamp) {
        self.revision.set_value(revision);
        self.status.set(Status::Saved(at));
    }

    /// Whether something typed is not saved yet.
    pub fn is_dirty(self) -> bool {
        self.dirty.try_with_untracked(|dirty| !dirty.is_empty()).unwrap_or(false)
    }

    /// Something was typed.
    pub fn set(self, key: QuestionKey, answer: Option<Answer>, lost: &[QuestionKey]) {
        self.answers.update(|answers| {
            match answer {
                Some(answer) => answers.insert(key.clone(), answer),
                None => answers.remove(&key),
            };
            for key in lost {
                answers.remove(key);
            }
        });
        self.dirty.update(|dirty| {
            dirty.insert(key);
            dirty.retain(|key| !lost.contains(key));
        });
        self.status.set(Status::Waiting);
        let mine = self
            .typed
            .try_update_value(|typed| {
                *typed += 1;
                *typed
            })
            .unwrap_or_default();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PAUSE).await;
            if self.typed.try_get_value() == Some(mine) {
                self.save().await;
            }
        });
    }

    fn command(self) -> (BTreeSet<QuestionKey>, SaveAnswers) {
        let keys = self.dirty.get_untracked();
        let answers = self.answers.get_untracked();
        let changes = keys.iter().map(|key| (key.clone(), answers.get(key).cloned())).collect();
        (keys, SaveAnswers { answers: changes })
    }

    /// Saves what was typed; `true` when nothing is left unsaved.
    pub async fn save(self) -> bool {
        if self.saving.try_get_value() != Some(false) || !self.conflicts.with_untracked(Vec::is_empty) {
            return false;
        }
        self.saving.set_value(true);
        let mut tries = 0;
        while self.is_dirty() && tries < 3 {
            tries += 1;
            let (keys, command) = self.command();
            self.status.set(Status::Saving);
            let outcome = self.work.save(&self.id(), self.revision(), &command, false).await;
            if self.dirty.is_disposed() {
                return true;
            }
            match outcome {
                Ok(saved) => {
                    let now = self.command().1;
                    // What was typed while it travelled is still to be saved.
                    self.dirty.update(|dirty| {
                        dirty.retain(|key| !keys.contains(key) || now.answers.get(key) != command.answers.get(key));
                    });
                    self.moved(saved.revision, saved.saved_at);
                }
                Err(error) if error.code() == "stale_revision" => {
                    if !self.compare(&error) {
                        break;
                    }
                }
                Err(error) => {
                    self.status.set(Status::Failed(error.words()));
                    break;
                }
            }
        }
        self.saving.set_value(false);
        !self.is_dirty()
    }

    /// Somebody else saved: fields only they touched are taken, fields both touched are shown twice. `true`: try again.
    fn compare(self, error: &ApiError) -> bool {
        let ApiError::Problem(problem) = error else { return false };
        let Some(theirs) =
            problem.current.clone().and_then(|current| serde_json::from_value::<Workspace>(current).ok())
        else {
            self.status.set(Status::Failed(error.words()));
            return false;
        };
        self.revision.set_value(theirs.revision);
        let dirty = self.dirty.get_untracked();
        let mine = self.answers.get_untracked();
        let both: Vec<_> = dirty
            .iter()
            .filter(|key| theirs.answers.get(*key) != mine.get(*key))
            .map(|key| (key.clone(), theirs.answers.get(key).cloned()))
            .collect();
        let kept = mine.iter().filter(|(key, _)| dirty.contains(*key));
        let mut merged: Answers = theirs.answers.into_iter().filter(|(key, _)| !dirty.contains(key)).collect();
        merged.extend(kept.map(|(key, answer)| (key.clone(), answer.clone())));
        self.answers.set(merged);
        let settled = both.is_empty();
        self.conflicts.set(both);
        settled
    }

    /// Leaving the page: what is not saved yet is sent on its way.
    pub fn save_and_forget(self) {
        if self.is_dirty() && self.saving.try_get_value() == Some(false) {
            let (_, command) = self.command();
            let (id, revision, work) = (self.id(), self.revision(), self.work);
            spawn_local(async move {
                // Nobody is left to tell; the page warned before leaving unsaved work.
                let _ = work.save(&id, revision, &command, false).await;
            });
        }
    }

    /// What the screen says about saving.
    pub fn words(self, clock: impl Fn(Timestamp) -> String) -> String {
        match self.status.get() {
            Status::Still => String::new(),
            Status::Waiting => "Cambios sin guardar…".into(),
            Status::Saving => "Guardando…".into(),
            Status::Saved(at) => format!("Guardado a las {}", clock(at)),
            Status::Failed(words) => format!("No se guardó: {words}"),
        }
    }

    /// Both texts of the fields that two people changed, to choose from.
    pub fn conflicts_view(self, election: &Election) -> impl IntoView + use<> {
        let labels: Vec<(QuestionKey, String)> =
            election.questions().map(|(_, one)| (one.key.clone(), one.label.clone())).collect();
        let choose = move |key: QuestionKey, theirs: Option<Option<Answer>>| {
            if let Some(theirs) = theirs {
                self.answers.update(|answers| {
                    match theirs {
                        Some(answer) => answers.insert(key.clone(), answer),
                        None => answers.remove(&key),
                    };
                });
                self.dirty.update(|dirty| {
                    dirty.remove(&key);
                });
            }
            self.conflicts.update(|conflicts| conflicts.retain(|(one, _)| *one != key));
            spawn_local(async move {
                self.save().await;
            });
        };
        let words = |answer: Option<&Answer>| {
            answer.map_or_else(|| "(sin respuesta)".to_owned(), |answer| answer.lines().join("\n"))
        };
        move || {
            self.conflicts.get().into_iter().map(|(key, theirs)| {
                let label = labels.iter().find(|(one, _)| *one == key).map(|(_, label)| label.clone()).unwrap_or_default();
                let mine = words(self.answers.get_untracked().get(&key));
                let other = words(theirs.as_ref());
                let (first, second) = (key.clone(), key);
                view! {
                    <section class="trouble" role="alert">
                        <h2>{format!("Alguien más cambió «{label}»")}</h2>
                        <h3>"Lo que usted escribió"</h3><p class="written">{mine}</p>
                        <button type="button" on:click=move |_| choose(first.clone(), None)>"Conservar lo mío"</button>
                        <h3>"Lo que está guardado"</h3><p class="written">{other}</p>
                        <button type="button" class="second" on:click=move |_| choose(second.clone(), Some(theirs.clone()))>"Usar lo guardado"</button>
                    </section>
                }
            }).collect_view()
        }
    }
}
