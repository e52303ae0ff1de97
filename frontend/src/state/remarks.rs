use std::collections::BTreeMap;

use contract::profile::NewObservation;
use domain::{ids::QuestionKey, prohibition::Ground, text};
use leptos::prelude::*;

/// The remarks a reviewer is writing, by field: on which ground, and what to mend.
#[derive(Clone, Copy)]
pub struct Remarks(RwSignal<BTreeMap<QuestionKey, (Ground, String)>>);

impl Remarks {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Whether a field's form is open; told when it changes.
    pub fn is_open(self, key: &QuestionKey) -> bool {
        self.0.with(|all| all.contains_key(key))
    }

    /// What is written on a field.
    pub fn written(self, key: &QuestionKey) -> (Ground, String) {
        self.0.with_untracked(|all| all.get(key).cloned()).unwrap_or((Ground::Incomplete, String::new()))
    }

    /// Opens a field's form.
    pub fn open(self, key: QuestionKey) {
        self.0.update(|all| {
            all.entry(key).or_insert((Ground::Incomplete, String::new()));
        });
    }

    /// Throws a field's remark away.
    pub fn remove(self, key: &QuestionKey) {
        self.0.update(|all| {
            all.remove(key);
        });
    }

    /// Sets a field's ground.
    pub fn set_ground(self, key: &QuestionKey, ground: Ground) {
        self.change(key, |remark| remark.0 = ground);
    }

    /// Sets a field's text.
    pub fn set_text(self, key: &QuestionKey, text: String) {
        self.change(key, |remark| remark.1 = text);
    }

    fn change(self, key: &QuestionKey, change: impl FnOnce(&mut (Ground, String))) {
        self.0.update(|all| {
            if let Some(remark) = all.get_mut(key) {
                change(remark);
            }
        });
    }

    /// How many have words, among the fields that `of` names; told when it changes.
    pub fn count(self, of: impl Fn(&QuestionKey) -> bool) -> usize {
        self.0.with(|all| all.iter().filter(|(key, (_, words))| of(key) && text::substance(words) > 0).count())
    }

    /// The remarks with words on the fields that `of` names, ready to be sent.
    pub fn ready(self, of: impl Fn(&QuestionKey) -> bool) -> Vec<NewObservation> {
        let all = self.0.get_untracked().into_iter();
        all.filter(|(key, (_, words))| of(key) && text::substance(words) > 0)
            .map(|(field, (ground, text))| NewObservation { field, ground, text })
            .collect()
    }

    /// Forgets the remarks on the fields that `of` names: they were sent.
    pub fn forget(self, of: impl Fn(&QuestionKey) -> bool) {
        self.0.update(|all| all.retain(|key, _| !of(key)));
    }

    pub(super) fn is_unsent(self) -> bool {
        self.0.with_untracked(|all| all.values().any(|(_, words)| text::substance(words) > 0))
    }
}
