use std::collections::BTreeSet;

use domain::{
    election::Election,
    ids::{CandidacyId, QuestionKey},
    questionnaire::{Answer, Part},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

/// A copy of something typed and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Copied {
    /// What stands on the screen; nothing when the answer was cleared.
    pub answer: Option<Answer>,
    /// The answer it starts from.
    pub base: Option<Answer>,
    /// What travelled last and may have arrived unheard.
    pub sent: Option<Option<Answer>>,
    /// When it was typed.
    pub at: Timestamp,
}

/// The copy that the browser keeps of answers not saved yet, so that a closed tab loses none. Each field is kept by
/// itself under its account and candidacy, for two tabs may write. Only of the curricular questionnaire, which is to be
/// public: an answer of identity is never written here.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    account: StoredValue<String>,
    curricular: StoredValue<BTreeSet<QuestionKey>>,
    /// Whether the browser would not keep a copy, until the person was told.
    pub failed: RwSignal<bool>,
    told: StoredValue<bool>,
}

const ROOM: &str = "conoceles/";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Keeper {
    pub(super) fn new() -> Self {
        Self {
            account: StoredValue::new(String::new()),
            curricular: StoredValue::new(BTreeSet::new()),
            failed: RwSignal::new(false),
            told: StoredValue::new(false),
        }
    }

    /// Whose copies these are, and what may be kept. Before it is called nothing is.
    pub(super) fn open(self, account: String, election: &Election) {
        let curricular = election.questions().filter(|(part, _)| *part == Part::Curricular);
        self.curricular.set_value(curricular.map(|(_, question)| question.key.clone()).collect());
        self.account.set_value(account);
    }

    fn is_open(self) -> bool {
        self.account.with_value(|account| !account.is_empty())
    }

    /// Whether a copy of this field may be kept.
    pub(super) fn keeps(self, key: &QuestionKey) -> bool {
        self.curricular.with_value(|keys| keys.contains(key))
    }

    fn prefix(self) -> String {
        self.account.with_value(|account| format!("{ROOM}{account}/"))
    }

    fn name(self, candidacy: CandidacyId, key: &QuestionKey) -> String {
        format!("{}{candidacy}/{key}", self.prefix())
    }

    /// Keeps a copy of a field.
    pub(super) fn keep(self, candidacy: CandidacyId, key: &QuestionKey, copied: &Copied) {
        if !self.is_open() || !self.keeps(key) {
            return;
        }
        let text = serde_json::to_string(copied).unwrap_or_default();
        let kept = storage().is_some_and(|storage| storage.set_item(&self.name(candidacy, key), &text).is_ok());
        if !kept {
            // An older copy would come back in the place of what was typed since.
            self.remove(candidacy, key);
            if !self.told.get_value() {
                self.told.set_value(true);
                self.failed.set(true);
            }
        }
    }

    /// The field is saved, or as it was.
    pub(super) fn remove(self, candidacy: CandidacyId, key: &QuestionKey) {
        if let Some(storage) = storage().filter(|_| self.is_open()) {
            // What is not there needs no removing.
            let _ = storage.remove_item(&self.name(candidacy, key));
        }
    }

    fn names(self) -> Vec<String> {
        let Some(storage) = storage().filter(|_| self.is_open()) else { return Vec::new() };
        let prefix = self.prefix();
        let all = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok().flatten());
        all.filter(|name| name.starts_with(&prefix)).collect()
    }

    /// Every copy of this account: the candidacy, the field and what was typed.
    pub(super) fn all(self) -> Vec<(CandidacyId, QuestionKey, Copied)> {
        let Some(storage) = storage() else { return Vec::new() };
        let prefix = self.prefix();
        let read = |name: String| {
            let (candidacy, key) = name.strip_prefix(&prefix)?.split_once('/')?;
            let (candidacy, key) = (CandidacyId(candidacy.parse().ok()?), QuestionKey::from(key));
            let copied = serde_json::from_str(&storage.get_item(&name).ok()??).ok()?;
            self.keeps(&key).then_some((candidacy, key, copied))
        };
        self.names().into_iter().filter_map(read).collect()
    }

    /// Forgets every copy of this account, on purpose.
    pub(super) fn forget(self) {
        for name in self.names() {
            if let Some(storage) = storage() {
                let _ = storage.remove_item(&name);
            }
        }
    }

    /// From now on nothing is kept: nobody is here.
    pub(super) fn close(self) {
        self.account.set_value(String::new());
    }
}
