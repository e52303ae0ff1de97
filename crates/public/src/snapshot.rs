//! What the public may read, in memory: built from the registry and the published versions, never from drafts.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use contract::public::{
    CardPassages, CardQuery, Cards, MAX_PAGE_SIZE, PAGE_SIZE, PublicLedger, PublicProfile, QueryFault, Within,
};
use domain::ids::CandidacyId;
use roaring::RoaringBitmap;
use store::public::{ShownNow, short_id, short_id_of};
use uuid::Uuid;

mod build;
mod contest;
mod directory;
mod entry;
mod filters;
mod ledger;
mod natural;
mod order;
mod photos;
mod same;
mod search;
mod served;
mod shown;
mod sources;
#[cfg(test)]
mod tests;

pub use build::{Changes, build, changes, refresh};
pub use entry::Stamp;
pub use served::{Digest, Form, LASTING, PASSING, Served, brotli};
pub use shown::Shown;
pub use sources::Sources;

/// Places by the end of an address.
type ByShortId = HashMap<Arc<str>, u32>;

/// Everything public at one moment. It never changes: what happens later makes another.
pub struct Snapshot {
    /// The log's last place when it was built: newer than that, it may be stale.
    pub seq: i64,
    catalog: Arc<filters::Catalog>,
    /// In order of surnames; a candidacy's place here is its place in every bitmap.
    entries: Vec<Arc<entry::Entry>>,
    gone: BTreeMap<CandidacyId, Arc<entry::Gone>>,
    by_short_id: Arc<ByShortId>,
    by_slot: Arc<Vec<u32>>,
    bitmaps: filters::Bitmaps,
    orders: Arc<order::Orders>,
    text: search::text::Text,
    withdrawn: HashSet<Arc<str>>,
    photos: photos::Photos,
    withdrawn_photos: HashSet<Arc<str>>,
}

/// What an address leads to.
pub enum Found<'a, T> {
    /// A profile, or what is asked of it.
    Profile(&'a T),
    /// Somebody who stood and no longer does; nothing else is said.
    Withdrawn,
    /// Nothing.
    Nothing,
}

impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Found<'_, T> {}

/// What a photograph's address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundPhoto {
    /// One of a published version.
    Published,
    /// One of somebody who stood and no longer does.
    Withdrawn,
    /// Nothing.
    Nothing,
}

impl Snapshot {
    /// The profile of an address; its tail alone decides, so that old addresses go on serving.
    #[must_use]
    pub fn find(&self, slug: &str) -> Found<'_, PublicProfile> {
        self.entry(slug, |entry| &entry.profile)
    }

    /// The bytes of the profile of an address.
    #[must_use]
    pub fn profile_bytes(&self, slug: &str) -> Found<'_, Served> {
        self.entry(slug, entry::Entry::profile_bytes)
    }

    /// What happened in public to the profile of an address.
    #[must_use]
    pub fn ledger(&self, slug: &str) -> Found<'_, PublicLedger> {
        self.entry(slug, |entry| &entry.ledger)
    }

    /// The bytes of the same.
    #[must_use]
    pub fn ledger_bytes(&self, slug: &str) -> Found<'_, Served> {
        self.entry(slug, entry::Entry::ledger_bytes)
    }

    /// The stamp of who stands at an address; none at another address of theirs.
    #[must_use]
    pub fn stamp(&self, slug: &str) -> Option<Stamp> {
        match self.entry(slug, |entry| entry) {
            Found::Profile(entry) if entry.profile.card.slug == slug => Some(entry.stamp()),
            _ => None,
        }
    }

    /// What an address leads to: one that ends in a short id, or a candidacy's id itself.
    fn entry<'a, T>(&'a self, slug: &str, part: impl Fn(&'a entry::Entry) -> &'a T) -> Found<'a, T> {
        let id = Uuid::try_parse(slug).ok().map(CandidacyId);
        let of_id = id.map(short_id_of);
        let short = of_id.as_deref().unwrap_or_else(|| short_id(slug));
        let place = self.by_short_id.get(short);
        let found = place.map(|place| &self.entries[*place as usize]);
        match found.filter(|entry| id.is_none_or(|id| entry.id() == id)) {
            Some(entry) => Found::Profile(part(entry)),
            None if id.map_or_else(|| self.withdrawn.contains(short), |id| self.gone.contains_key(&id)) => {
                Found::Withdrawn
            }
            None => Found::Nothing,
        }
    }

    /// What is shown of everybody of whom something else may be shown than in `before`; of everybody when there is none.
    #[must_use]
    pub fn shown_since(&self, before: Option<&Self>) -> Vec<ShownNow> {
        let same = |entry: &Arc<entry::Entry>| {
            let place = before.and_then(|before| Some((before, *before.by_short_id.get(&entry.short)?)));
            place.is_some_and(|(before, place)| Arc::ptr_eq(&before.entries[place as usize], entry))
        };
        let stand = self.entries.iter().filter(|entry| !same(entry));
        let stand = stand.map(|entry| ShownNow { candidacy: entry.id(), digest: Some(entry.digest()) });
        let was_gone = |id: &CandidacyId| before.is_some_and(|before| before.gone.contains_key(id));
        let gone = self.gone.keys().filter(|id| !was_gone(id));
        stand.chain(gone.map(|id| ShownNow { candidacy: *id, digest: None })).collect()
    }

    /// What a photograph's file name leads to.
    #[must_use]
    pub fn find_photo(&self, name: &str) -> FoundPhoto {
        let parts = name.strip_suffix(".webp").and_then(|name| name.rsplit_once('-'));
        let of_known_width =
            parts.filter(|(_, width)| contract::photo::WIDTHS.iter().any(|known| known.to_string() == *width));
        match of_known_width {
            Some((content, _)) if self.photos.contains(content) => FoundPhoto::Published,
            Some((content, _)) if self.withdrawn_photos.contains(content) => FoundPhoto::Withdrawn,
            _ => FoundPhoto::Nothing,
        }
    }

    /// Every profile, in order of surnames.
    pub fn all(&self) -> impl Iterator<Item = &PublicProfile> {
        self.entries.iter().map(|entry| &entry.profile)
    }

    /// Whether a question can be answered: every value of a filter is one of its options.
    ///
    /// # Errors
    /// The first value that is not, and what to do.
    pub fn check(&self, query: &CardQuery) -> Result<(), QueryFault> {
        self.catalog.check(query)
    }

    /// A page of what a question finds, in its order, with how many each option of each filter would find. A value that is
    /// no option of its filter finds nobody.
    ///
    /// A size out of 1 to 200 is taken as the nearest of these; a page beyond the last holds nothing and tells the total.
    #[must_use]
    pub fn list(&self, query: &CardQuery) -> Cards {
        let wanted = query.q.as_deref().and_then(search::words::wanted);
        let narrowed = self.narrow(query, wanted.as_deref());
        let total = usize::try_from(narrowed.found.len()).unwrap_or(usize::MAX);
        let size = query.size.unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
        let page = query.page.unwrap_or(1).max(1);
        let before = (page - 1).saturating_mul(size);
        let places: Vec<u32> = match self.orders.places(query.order) {
            _ if before >= total => Vec::new(),
            None => {
                let first = u32::try_from(before).ok().and_then(|before| narrowed.found.select(before));
                let from = narrowed.found.range(first.unwrap_or(u32::MAX)..);
                from.take(size).collect()
            }
            Some(order) => {
                let found = order.iter().copied().filter(|place| narrowed.found.contains(*place));
                found.skip(before).take(size).collect()
            }
        };
        let profiles = || places.iter().map(|place| &self.entries[*place as usize].profile);
        let passages = wanted.iter().flat_map(|wanted| {
            profiles().map(move |profile| CardPassages {
                slug: profile.card.slug.clone(),
                passages: search::passages::of(&self.catalog, profile, wanted, query.within),
            })
        });
        Cards {
            items: profiles().map(|profile| profile.card.clone()).collect(),
            total,
            page,
            size,
            order: query.order,
            facets: self.bitmaps.facets(&self.catalog, query, &narrowed),
            passages: passages.filter(|passages| !passages.passages.is_empty()).collect(),
        }
    }

    /// Everybody that a question finds, in its order; what page and of which size it asks for does not count.
    #[must_use]
    pub fn found(&self, query: &CardQuery) -> Vec<&PublicProfile> {
        let found = self.narrow(query, query.q.as_deref().and_then(search::words::wanted).as_deref()).found;
        let profile = |place: u32| &self.entries[place as usize].profile;
        match self.orders.places(query.order) {
            None => found.iter().map(profile).collect(),
            Some(order) => order.iter().copied().filter(|place| found.contains(*place)).map(profile).collect(),
        }
    }

    fn narrow(&self, query: &CardQuery, wanted: Option<&[search::words::Wanted]>) -> filters::Narrowed {
        let having = wanted.map(|wanted| self.places_of(wanted, query.within));
        self.bitmaps.narrow(&self.catalog, query, having)
    }

    /// The places of who has the words.
    fn places_of(&self, wanted: &[search::words::Wanted], within: Within) -> RoaringBitmap {
        self.text.find(wanted, within, &self.by_slot)
    }
}
