use std::collections::BTreeMap;

use contract::review::NewObservation;
use domain::{ids::QuestionKey, prohibition::Ground, text};
use leptos::prelude::*;

type All = BTreeMap<QuestionKey, (Ground, String)>;

/// The remarks a reviewer is writing, by field: on which ground, and what to mend; and those the server has.
#[derive(Clone, Copy)]
pub struct Remarks(RwSignal<All>, StoredValue<All>);

impl Remarks {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(All::new()), StoredValue::new(All::new()))
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

    /// Takes a remark as the server has it, unless it was changed here since it was last taken.
    pub fn meet(self, remark: NewObservation) {
        let NewObservation { field, ground, text } = remark;
        let here = self.0.with_untracked(|all| all.get(&field).cloned());
        let before = self.1.with_value(|saved| saved.get(&field).cloned());
        let now = (ground, text);
        if here.is_none() || here == before {
            self.0.update(|all| {
                all.insert(field.clone(), now.clone());
            });
        }
        self.1.update_value(|saved| {
            saved.insert(field, now);
        });
    }

    /// What the server has now of some remarks.
    pub fn saved(self, remarks: Vec<NewObservation>) {
        self.1.update_value(|saved| {
            saved.extend(remarks.into_iter().map(|remark| (remark.field, (remark.ground, remark.text))));
        });
    }

    /// What is written on the fields that `of` names; told when it changes.
    pub fn all(self, of: impl Fn(&QuestionKey) -> bool) -> Vec<(QuestionKey, (Ground, String))> {
        self.0.with(|all| {
            all.iter().filter(|(key, _)| of(key)).map(|(key, remark)| (key.clone(), remark.clone())).collect()
        })
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
        self.1.update_value(|saved| saved.retain(|key, _| !of(key)));
    }

    /// Whether the server has not some of what is written on the fields that `of` names.
    pub fn is_unsaved(self, of: impl Fn(&QuestionKey) -> bool) -> bool {
        let unsaved = |(key, remark): (&QuestionKey, &(Ground, String))| {
            of(key) && text::substance(&remark.1) > 0 && self.1.with_value(|saved| saved.get(key) != Some(remark))
        };
        self.0.with_untracked(|all| all.iter().any(unsaved))
    }

    pub(super) fn is_unsent(self) -> bool {
        self.is_unsaved(|_| true)
    }
}
