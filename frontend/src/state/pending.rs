use std::collections::BTreeMap;

use contract::accounts::{IssuedAccount, MachineKeyMade};
use domain::{
    election::Election,
    ids::{AccountId, CandidacyId, ObservationId, QuestionKey},
    questionnaire::Answer,
    text,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{Draft, Remarks, keeper::Keeper};
use crate::api::work::Work;

/// What somebody typed about one candidacy and the server does not have yet.
#[derive(Clone, Copy)]
pub struct Unsent {
    /// Answers being captured.
    pub draft: Draft,
    /// Observations being written.
    pub remarks: Remarks,
    /// Answers to observations being written.
    pub replies: RwSignal<BTreeMap<ObservationId, String>>,
    /// Corrections a validator is writing, or those somebody is asking for, by field.
    pub corrections: RwSignal<BTreeMap<QuestionKey, Option<Answer>>>,
    /// Why they are asked for.
    pub reason: RwSignal<String>,
}

impl Unsent {
    fn is_dirty(self) -> bool {
        let replies = self.replies.with_untracked(|all| all.values().any(|reply| text::substance(reply) > 0));
        let corrections = self.corrections.with_untracked(|all| !all.is_empty());
        let reason = self.reason.with_untracked(|reason| text::substance(reason) > 0);
        self.draft.is_dirty() || self.remarks.is_unsent() || replies || corrections || reason
    }
}

/// Everything typed and not sent. It belongs to the program and not to a page, so that going from one page to another,
/// a cut network or a session that ended loses nothing. Of curricular answers the browser keeps a copy as well; all the
/// rest is in memory only.
#[derive(Clone, Copy)]
pub struct Pending {
    owner: StoredValue<Owner>,
    work: Work,
    keeper: Keeper,
    /// Whose it is.
    account: StoredValue<Option<AccountId>>,
    by_candidacy: StoredValue<BTreeMap<CandidacyId, Unsent>>,
    /// Accounts issued whose codes were not downloaded yet: they are shown only once.
    pub issued: RwSignal<Vec<IssuedAccount>>,
    /// Recovery codes of one's own second factor that were not kept yet: they are shown only once.
    pub recovery: RwSignal<Vec<String>>,
    /// The key of a program that was made and not kept yet: it is shown only once.
    pub key: RwSignal<Option<MachineKeyMade>>,
}

impl Pending {
    /// Nothing yet. Call it where the program begins: what is typed lives as long as that owner.
    ///
    /// From then on the browser asks before it closes unsent work, and what waits is sent when the network is back.
    #[must_use]
    pub fn new(work: Work) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let pending = Self {
            owner: StoredValue::new(owner),
            work,
            keeper: Keeper::new(),
            account: StoredValue::new(None),
            by_candidacy: StoredValue::new(BTreeMap::new()),
            issued: RwSignal::new(Vec::new()),
            recovery: RwSignal::new(Vec::new()),
            key: RwSignal::new(None),
        };
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if pending.is_dirty() {
                event.prevent_default();
            }
        });
        let back = window_event_listener(ev::online, move |_| pending.retry());
        on_cleanup(move || {
            leaving.remove();
            back.remove();
        });
        pending
    }

    /// What is typed about a candidacy.
    pub fn of(self, id: CandidacyId) -> Unsent {
        if let Some(unsent) = self.by_candidacy.with_value(|all| all.get(&id).copied()) {
            return unsent;
        }
        let unsent = self.owner.with_value(|owner| {
            owner.with(|| Unsent {
                draft: Draft::new(id, self.work, self.keeper),
                remarks: Remarks::new(),
                replies: RwSignal::new(BTreeMap::new()),
                corrections: RwSignal::new(BTreeMap::new()),
                reason: RwSignal::new(String::new()),
            })
        });
        self.by_candidacy.update_value(|all| {
            all.insert(id, unsent);
        });
        unsent
    }

    /// Somebody is here: what the browser kept of theirs comes back and is sent. What another account typed in this
    /// page is not theirs to see; its copy waits for its owner.
    pub fn open(self, account: AccountId, election: &Election) {
        if self.account.get_value().is_some_and(|before| before != account) {
            self.clear();
        }
        self.account.set_value(Some(account));
        self.keeper.open(account.to_string(), election);
        let mut by_candidacy: BTreeMap<CandidacyId, Vec<_>> = BTreeMap::new();
        for (candidacy, key, copied) in self.keeper.all() {
            by_candidacy.entry(candidacy).or_default().push((key, copied));
        }
        for (candidacy, copies) in by_candidacy {
            self.of(candidacy).draft.restore(copies);
        }
        self.retry();
    }

    /// Whether the browser would not keep a copy; told when it changes.
    pub fn keeps_no_copy(self) -> RwSignal<bool> {
        self.keeper.failed
    }

    /// Whether anything would be lost by closing the program.
    pub fn is_dirty(self) -> bool {
        self.issued.with_untracked(|issued| !issued.is_empty())
            || self.recovery.with_untracked(|codes| !codes.is_empty())
            || self.key.with_untracked(Option::is_some)
            || self.by_candidacy.with_value(|all| all.values().any(|unsent| unsent.is_dirty()))
    }

    /// Sends what waits, as after the network or the session came back.
    pub fn retry(self) {
        for draft in self.drafts() {
            spawn_local(async move {
                draft.save().await;
            });
        }
    }

    /// Sends what waits and says whether nothing is left.
    pub async fn settle(self) -> bool {
        for draft in self.drafts() {
            draft.save().await;
        }
        !self.is_dirty()
    }

    /// Forgets everything, also the browser's copy: its holder left on purpose.
    pub fn forget(self) {
        self.keeper.forget();
        self.keeper.close();
        self.account.set_value(None);
        self.clear();
    }

    fn clear(self) {
        self.by_candidacy.update_value(BTreeMap::clear);
        self.issued.set(Vec::new());
        self.recovery.set(Vec::new());
        self.key.set(None);
    }

    /// Keeps codes that were just issued; a newer code takes the place of the account's older one.
    pub fn keep_issued(self, new: Vec<IssuedAccount>) {
        self.issued.update(|all| {
            all.retain(|old| new.iter().all(|new| new.username != old.username));
            all.extend(new);
        });
    }

    fn drafts(self) -> Vec<Draft> {
        self.by_candidacy
            .with_value(|all| all.values().map(|unsent| unsent.draft).filter(|draft| draft.is_dirty()).collect())
    }
}
