//! How the snapshot is built, and brought up to date with only what changed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use contract::public::Partner;
use domain::ids::CandidacyId;
use store::{
    StoreError, controls,
    db::Conn,
    log,
    profiles::{self, Version},
};

use super::{
    ByShortId, Snapshot,
    entry::{Entry, Gone, Made, Rows},
    filters::{Bitmaps, Catalog},
    order::Orders,
    text::{Searched, Text},
};
use crate::{desk::Desk, event::Event};

/// More changes than this are not looked for one by one.
const MANY: usize = 2_000;

/// What happened in public since a place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    Nothing,
    /// Something to these candidacies.
    Of(BTreeSet<CandidacyId>),
    /// So much, or so unclear, that everything is built anew.
    Everything,
}

/// The log's last place, and what happened in public after `seq`.
///
/// # Errors
/// When the database fails.
pub fn changes(conn: &mut Conn, seq: i64) -> Result<(i64, Changes), StoreError> {
    const PUBLIC: [Event; 6] = [
        Event::ConsentGiven,
        Event::ConsentWithdrawn,
        Event::PublicationAuthorised,
        Event::PublicationReleased,
        Event::PublicationDisabled,
        Event::PublicationRestored,
    ];
    // Read before the rest: what happens meanwhile is found once more the next time, and never missed.
    let (head, _) = log::head(conn)?;
    if head == seq {
        return Ok((head, Changes::Nothing));
    }
    // That a file of the registry was taken tells of itself in the line of each candidacy that it touched.
    let registry = Event::REGISTRY.into_iter().filter(|event| *event != Event::RegistrySynced);
    let codes: Vec<&str> = PUBLIC.into_iter().chain(registry).map(Event::code).collect();
    let objects = log::objects_after(conn, seq, &codes)?;
    let ids: Option<BTreeSet<CandidacyId>> = objects.iter().map(|object| candidacy(object)).collect();
    Ok((
        head,
        match ids {
            Some(ids) if ids.is_empty() => Changes::Nothing,
            Some(ids) if ids.len() <= MANY => Changes::Of(ids),
            _ => Changes::Everything,
        },
    ))
}

/// The candidacy that a line of the log is about.
fn candidacy(object: &str) -> Option<CandidacyId> {
    object.strip_prefix("candidacy/")?.parse().ok().map(CandidacyId)
}

/// Builds the snapshot of everything.
///
/// # Errors
/// When the database fails.
pub fn build(conn: &mut Conn, desk: &Desk) -> Result<Snapshot, StoreError> {
    // Read before the rest: what happens meanwhile makes it stale, never too new.
    let (seq, _) = log::head(conn)?;
    let catalog = Arc::new(Catalog::of(&desk.election));
    let all = rows(conn, None)?;
    let (mut entries, mut gone) = (Vec::with_capacity(all.len()), BTreeMap::new());
    for rows in all {
        match rows.make(conn, desk, &catalog)? {
            Made::Stands(entry) => entries.push(*entry),
            Made::Gone(one) => {
                gone.insert(rows.candidacy.id, Arc::new(one));
            }
        }
    }
    whole(seq, catalog, entries, gone)
}

/// Brings a snapshot up to date with what happened to some candidacies, `seq` being the log's place that was read: the
/// same as [`build`] would give, in a fraction of its time.
///
/// # Errors
/// When the database fails; then the snapshot serves as it is, and the same may be tried again.
pub fn refresh(
    conn: &mut Conn,
    desk: &Desk,
    before: &Snapshot,
    seq: i64,
    changed: &BTreeSet<CandidacyId>,
) -> Result<Snapshot, StoreError> {
    let catalog = Arc::clone(&before.catalog);
    let ids: Vec<CandidacyId> = changed.iter().copied().collect();
    let (mut fresh, mut gone) = (Vec::new(), before.gone.clone());
    for rows in rows(conn, Some(&ids))? {
        gone.remove(&rows.candidacy.id);
        match rows.make(conn, desk, &catalog)? {
            Made::Stands(entry) => fresh.push(*entry),
            Made::Gone(one) => {
                gone.insert(rows.candidacy.id, Arc::new(one));
            }
        }
    }
    replace(before, seq, changed, fresh, gone)
}

/// The rows of every candidacy, or of some.
fn rows(conn: &mut Conn, ids: Option<&[CandidacyId]>) -> Result<Vec<Rows>, StoreError> {
    let (pairs, versions, mut moments) = match ids {
        None => {
            (profiles::list(conn, None, None)?, profiles::every_version(conn, None)?, controls::timeline(conn, None)?)
        }
        Some(ids) => {
            (profiles::of_these(conn, ids)?, profiles::versions_of(conn, ids)?, controls::timeline(conn, Some(ids))?)
        }
    };
    let mut by_candidacy: BTreeMap<CandidacyId, Vec<Version>> = BTreeMap::new();
    for version in versions {
        by_candidacy.entry(version.candidacy).or_default().push(version);
    }
    let rows = pairs.into_iter().map(|(candidacy, profile)| Rows {
        versions: by_candidacy.remove(&candidacy.id).unwrap_or_default(),
        moments: moments.remove(&candidacy.id).unwrap_or_default(),
        candidacy,
        profile,
    });
    Ok(rows.collect())
}

/// A snapshot of entries in any order.
pub(super) fn whole(
    seq: i64,
    catalog: Arc<Catalog>,
    entries: Vec<Entry>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
) -> Result<Snapshot, StoreError> {
    let numbered = (0_u32..).zip(entries).map(|(slot, entry)| Arc::new(Entry { slot, ..entry }));
    let entries: Vec<Arc<Entry>> = numbered.collect();
    let text = Text::build(entries.iter().map(|entry| (entry.slot, Searched::of(&catalog, &entry.profile))))?;
    Ok(assemble(seq, catalog, entries, gone, text, None))
}

/// The next snapshot: `changed` are taken out and `fresh` put in.
pub(super) fn replace(
    before: &Snapshot,
    seq: i64,
    changed: &BTreeSet<CandidacyId>,
    fresh: Vec<Entry>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
) -> Result<Snapshot, StoreError> {
    let catalog = Arc::clone(&before.catalog);
    let (mut entries, mut old) = (Vec::with_capacity(before.entries.len() + fresh.len()), HashMap::new());
    for entry in &before.entries {
        if changed.contains(&entry.id()) {
            old.insert(entry.id(), Arc::clone(entry));
        } else {
            entries.push(Arc::clone(entry));
        }
    }
    let mut next = u32::try_from(before.by_slot.len()).unwrap_or(u32::MAX);
    let mut written = Vec::new();
    for entry in fresh {
        let known = old.remove(&entry.id());
        let slot = known.as_ref().map_or(next, |known| known.slot);
        let entry = Arc::new(Entry { slot, ..entry });
        let same =
            known.is_some_and(|known| Searched::of(&catalog, &known.profile) == Searched::of(&catalog, &entry.profile));
        if !same {
            written.push(Arc::clone(&entry));
        }
        next = next.max(slot.saturating_add(1));
        entries.push(entry);
    }
    let left: Vec<u32> = old.values().map(|entry| entry.slot).collect();
    let written: Vec<_> = written.iter().map(|entry| (entry.slot, Searched::of(&catalog, &entry.profile))).collect();
    let text = before.text.update(&left, &written)?;
    Ok(assemble(seq, catalog, entries, gone, text, Some(before)))
}

fn assemble(
    seq: i64,
    catalog: Arc<Catalog>,
    mut entries: Vec<Arc<Entry>>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
    text: Text,
    before: Option<&Snapshot>,
) -> Snapshot {
    // Nearly in order already, but for the first time and the few that changed.
    entries.sort_by(|a, b| (&a.sort, a.id()).cmp(&(&b.sort, b.id())));
    join_formulas(&mut entries);
    // Where the same people stand in the same places, as when one publishes, what tells their places is shared.
    let (orders, by_short_id, by_slot) = match before.filter(|before| same_places(&before.entries, &entries)) {
        Some(before) => (Arc::clone(&before.orders), Arc::clone(&before.by_short_id), Arc::clone(&before.by_slot)),
        None => places(&entries),
    };
    Snapshot {
        seq,
        bitmaps: Bitmaps::of(&catalog, entries.iter().map(|entry| &entry.marks)),
        orders,
        by_short_id,
        photos: entries.iter().flat_map(|entry| &entry.photos).cloned().collect(),
        withdrawn: gone.values().map(|one| Arc::clone(&one.short)).collect(),
        withdrawn_photos: gone.values().flat_map(|one| &one.photos).cloned().collect(),
        by_slot,
        entries,
        gone,
        text,
        catalog,
    }
}

/// Whether these are the same people in the same places of every order.
fn same_places(before: &[Arc<Entry>], now: &[Arc<Entry>]) -> bool {
    let same = |(one, two): (&Arc<Entry>, &Arc<Entry>)| {
        Arc::ptr_eq(one, two)
            || (one.id(), one.slot, one.rank, &one.short, &one.sort, &one.folio)
                == (two.id(), two.slot, two.rank, &two.short, &two.sort, &two.folio)
    };
    before.len() == now.len() && before.iter().zip(now).all(same)
}

/// Everybody's places: in the other orders, by the end of their addresses, and by their slots in the index of texts.
fn places(entries: &[Arc<Entry>]) -> (Arc<Orders>, Arc<ByShortId>, Arc<Vec<u32>>) {
    let slots = entries.iter().map(|entry| entry.slot as usize + 1).max().unwrap_or(0);
    let mut by_slot = vec![u32::MAX; slots];
    for (place, entry) in (0_u32..).zip(entries) {
        by_slot[entry.slot as usize] = place;
    }
    let by_short_id = (0_u32..).zip(entries).map(|(place, entry)| (Arc::clone(&entry.short), place)).collect();
    (Arc::new(Orders::of(entries)), Arc::new(by_short_id), Arc::new(by_slot))
}

/// Tells each who the other person of the formula is.
fn join_formulas(entries: &mut [Arc<Entry>]) {
    let mut formulas: HashMap<[&str; 4], Vec<u32>> = HashMap::with_capacity(entries.len() / 2);
    for (place, entry) in (0_u32..).zip(&*entries) {
        let card = &entry.profile.card;
        let key = [card.office.as_str(), card.territory.as_str(), card.nominator.as_str(), &card.formula];
        formulas.entry(key).or_default().push(place);
    }
    let mut moved: Vec<(u32, Entry)> = Vec::new();
    for places in formulas.values() {
        for place in places {
            let own = &entries[*place as usize];
            let mut others = places.iter().map(|other| &entries[*other as usize].profile.card);
            let other = others.find(|other| other.kind != own.profile.card.kind);
            let told = own.profile.partner.as_ref();
            let same = match (told, other) {
                (None, None) => true,
                (Some(told), Some(other)) => {
                    told.slug == other.slug && told.name == other.name && told.kind == other.kind
                }
                _ => false,
            };
            if !same {
                let partner =
                    other.map(|card| Partner { slug: card.slug.clone(), name: card.name.clone(), kind: card.kind });
                moved.push((*place, own.beside(partner)));
            }
        }
    }
    for (place, entry) in moved {
        entries[place as usize] = Arc::new(entry);
    }
}
