//! A copy of the public directory, kept by nothing but the feed of changes.

use std::collections::{BTreeMap, BTreeSet};

use contract::public::{PublicLedger, PublicProfile, open_data::ChangeKind};
use domain::{ids::CandidacyId, time::TimeDelta};

use crate::House;

/// What somebody keeps of what is public.
#[derive(Debug, Default)]
pub struct Mirror {
    /// Up to where the feed was read.
    since: Option<i64>,
    copies: BTreeMap<CandidacyId, (PublicProfile, PublicLedger)>,
}

impl Mirror {
    /// Reads what changed since the last time, when that is told, and does what it says; answers whom it told of.
    pub async fn follow(&mut self, house: &House) -> BTreeSet<CandidacyId> {
        house.wait(TimeDelta::seconds(1));
        let citizen = house.citizen();
        let mut told = BTreeSet::new();
        loop {
            let asked = self.since.map(|since| format!("since={since}")).unwrap_or_default();
            let page = citizen.list_changes(&asked).await.ok();
            for change in page.changes {
                assert!(self.since.is_none_or(|since| change.place > since), "{change:?}");
                told.insert(change.id);
                let id = change.id.to_string();
                match change.what {
                    ChangeKind::Changed => {
                        let profile = citizen.read_public_candidacy(&id).await.ok();
                        assert_eq!(change.slug.as_ref(), Some(&profile.card.slug));
                        let ledger = citizen.read_public_ledger(&id).await.ok();
                        self.copies.insert(change.id, (profile, ledger));
                    }
                    ChangeKind::Gone => {
                        assert_eq!(change.slug, None);
                        self.copies.remove(&change.id);
                    }
                }
            }
            self.since = Some(page.next_since);
            if !page.more {
                return told;
            }
        }
    }

    /// What is otherwise in the copy than in the public directory; none when nothing is.
    pub fn difference(&self, house: &House) -> Option<String> {
        let published = house.app.published();
        let shown: BTreeMap<CandidacyId, &PublicProfile> =
            published.all().map(|profile| (profile.card.id, profile)).collect();
        let kept = self.copies.keys().find(|id| !shown.contains_key(id)).map(|id| format!("{id} is still kept"));
        kept.or_else(|| {
            shown.into_iter().find_map(|(id, profile)| {
                let Some((copy, ledger)) = self.copies.get(&id) else { return Some(format!("{id} is missing")) };
                let same = copy == profile
                    && matches!(published.ledger(&profile.card.slug), public::snapshot::Found::Profile(now) if now == ledger);
                (!same).then(|| format!("{id} is shown otherwise than it is kept"))
            })
        })
    }
}
