//! Snapshots of what is shown, wherever it comes from: measurements and tests have no database.

use std::{collections::BTreeMap, sync::Arc};

use crate::Error;
use contract::public::{PublicLedger, PublicProfile};
use domain::ids::CandidacyId;

use super::{
    Snapshot, build,
    entry::{Entry, Gone},
    filters::Catalog,
    natural::natural,
};
use config::Configuration;

/// All that is shown of one candidacy, and what it is put in order by.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The profile; its partner is found among the others.
    pub profile: PublicProfile,
    /// What happened to it in public.
    pub ledger: PublicLedger,
    /// Surnames and given names, as `Registration::sort_name` gives them.
    pub sort_name: String,
    /// The registry's folio.
    pub folio: String,
}

impl Shown {
    fn entry(self, config: &Configuration, catalog: &Catalog) -> Entry {
        Entry::new(config, catalog, self.profile, self.ledger, (self.sort_name, natural(&self.folio)))
    }
}

impl Snapshot {
    /// A snapshot of these.
    ///
    /// # Errors
    /// When the index of texts cannot be written.
    pub fn of(config: &Configuration, seq: i64, shown: Vec<Shown>) -> Result<Self, Error> {
        let catalog = Arc::new(Catalog::of(&config.election));
        let entries = shown.into_iter().map(|candidacy| candidacy.entry(config, &catalog)).collect();
        build::whole(seq, catalog, entries, BTreeMap::new())
    }

    /// The next snapshot: with these new or changed, and without those that stand no longer.
    ///
    /// # Errors
    /// When the index of texts cannot be written.
    pub fn with(
        &self,
        config: &Configuration,
        seq: i64,
        shown: Vec<Shown>,
        no_longer: &[CandidacyId],
    ) -> Result<Self, Error> {
        let mut changed =
            shown.iter().map(|candidacy| candidacy.profile.card.id).collect::<std::collections::BTreeSet<_>>();
        let mut gone = self.gone.clone();
        for id in &changed {
            gone.remove(id);
        }
        for entry in self.entries.iter().filter(|entry| no_longer.contains(&entry.id())) {
            let withdrawn = Gone { short: Arc::clone(&entry.short), photos: entry.photos.clone() };
            gone.insert(entry.id(), Arc::new(withdrawn));
        }
        changed.extend(no_longer);
        let fresh = shown.into_iter().map(|candidacy| candidacy.entry(config, &self.catalog)).collect();
        build::replace(self, seq, &changed, fresh, gone)
    }
}
