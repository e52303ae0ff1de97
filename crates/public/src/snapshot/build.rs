//! How the snapshot is built, and brought up to date with only what changed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use contract::public::Partner;
use domain::{
    ids::CandidacyId,
    log::{Event, Subject, Touches},
};
use store::{
    StoreError,
    db::Conn,
    public::{head, rows, subjects_after},
};

use super::{
    ByShortId, Snapshot,
    entry::{Entry, Gone, Made, made},
    filters::{Bitmaps, Catalog},
    order::Orders,
    photos::Photos,
    search::text::{Searched, Text},
    sources::Sources,
};
use crate::Error;

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
pub fn changes(conn: &mut Conn, seq: i64) -> Result<(i64, Changes), StoreError> {
    // Read before the rest: what happens meanwhile is found once more the next time, and never missed.
    let (last, _) = head(conn)?;
    if last == seq {
        return Ok((last, Changes::Nothing));
    }
    let touching = Event::that_touch(Touches::Registration).chain(Event::that_touch(Touches::Publication));
    let subjects = subjects_after(conn, seq, &touching.collect::<Vec<_>>())?;
    let ids: Option<BTreeSet<CandidacyId>> = subjects.iter().map(|subject| candidacy(subject.as_ref())).collect();
    Ok((
        last,
        match ids {
            Some(ids) if ids.is_empty() => Changes::Nothing,
            Some(ids) if ids.len() <= MANY => Changes::Of(ids),
            _ => Changes::Everything,
        },
    ))
}

/// The candidacy that a line of the log is about.
fn candidacy(subject: Option<&Subject>) -> Option<CandidacyId> {
    match subject {
        Some(Subject::Candidacy(id)) => Some(*id),
        _ => None,
    }
}

/// Builds the snapshot of everything.
pub fn build(mut sources: Sources<'_>) -> Result<Snapshot, Error> {
    // Read before the rest: what happens meanwhile makes it stale, never too new.
    let (seq, _) = head(sources.conn)?;
    let catalog = Arc::new(Catalog::of(&sources.config.election));
    let all = rows(sources.conn, None)?;
    let (mut entries, mut gone) = (Vec::with_capacity(all.len()), BTreeMap::new());
    for rows in all {
        match made(&mut sources, &rows, &catalog)? {
            Made::Stands(entry) => entries.push(*entry),
            Made::Gone(entry) => {
                gone.insert(rows.candidacy.id, Arc::new(entry));
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
    mut sources: Sources<'_>,
    before: &Snapshot,
    seq: i64,
    changed: &BTreeSet<CandidacyId>,
) -> Result<Snapshot, Error> {
    let catalog = Arc::clone(&before.catalog);
    let ids: Vec<CandidacyId> = changed.iter().copied().collect();
    let (mut fresh, mut gone) = (Vec::new(), before.gone.clone());
    for rows in rows(sources.conn, Some(&ids))? {
        gone.remove(&rows.candidacy.id);
        match made(&mut sources, &rows, &catalog)? {
            Made::Stands(entry) => fresh.push(*entry),
            Made::Gone(entry) => {
                gone.insert(rows.candidacy.id, Arc::new(entry));
            }
        }
    }
    replace(before, seq, changed, fresh, gone)
}

/// A snapshot of entries in any order.
pub(super) fn whole(
    seq: i64,
    catalog: Arc<Catalog>,
    entries: Vec<Entry>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
) -> Result<Snapshot, Error> {
    let numbered = (0_u32..).zip(entries).map(|(slot, entry)| Arc::new(Entry { slot, ..entry }));
    let entries: Vec<Arc<Entry>> = numbered.collect();
    let text = Text::build(entries.iter().map(|entry| (entry.slot, Searched::of(&catalog, &entry.profile))))?;
    Ok(assemble(seq, catalog, entries, gone, text))
}

/// The next snapshot: `changed` are taken out and `fresh` put in.
pub(super) fn replace(
    before: &Snapshot,
    seq: i64,
    changed: &BTreeSet<CandidacyId>,
    fresh: Vec<Entry>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
) -> Result<Snapshot, Error> {
    // No row is ever erased: whoever changed stands or is gone, and the end of an address never changes.
    let place = |short: &Arc<str>| before.by_short_id.get(short).copied();
    let at = |place: u32| &before.entries[place as usize];
    let earlier = |entry: &Entry| place(&entry.short).map(at);
    let mut free = u32::try_from(before.by_slot.len()).unwrap_or(u32::MAX)..;
    let slotted = fresh.into_iter().map(|entry| {
        let slot = earlier(&entry).map(|earlier| earlier.slot).or_else(|| free.next()).unwrap_or(u32::MAX);
        Entry { slot, ..entry }
    });
    let fresh: Vec<Entry> = slotted.collect();

    let left = changed.iter().filter_map(|id| place(&gone.get(id)?.short)).map(|place| at(place).slot);
    let written = fresh.iter().filter_map(|entry| {
        let searched = Searched::of(&before.catalog, &entry.profile);
        let as_before =
            earlier(entry).is_some_and(|earlier| Searched::of(&before.catalog, &earlier.profile) == searched);
        (!as_before).then_some((entry.slot, searched))
    });
    let text = before.text.update(&left.collect::<Vec<_>>(), &written.collect::<Vec<_>>())?;

    let all_stand = fresh.len() == changed.len();
    if all_stand && fresh.iter().all(|entry| earlier(entry).is_some_and(|earlier| entry.stands_as(earlier))) {
        let seated = fresh.into_iter().filter_map(|entry| Some((place(&entry.short)?, entry)));
        return Ok(in_place(before, seq, seated.collect(), text));
    }
    let others = before.entries.iter().filter(|entry| !changed.contains(&entry.id())).cloned();
    let entries = others.chain(fresh.into_iter().map(Arc::new)).collect();
    Ok(assemble(seq, Arc::clone(&before.catalog), entries, gone, text))
}

/// The next snapshot where everybody stands as before, as when one publishes: what tells their places is shared, and only
/// what those who changed have is put right.
fn in_place(before: &Snapshot, seq: i64, changed: Vec<(u32, Entry)>, text: Text) -> Snapshot {
    let (mut entries, mut bitmaps) = (before.entries.clone(), before.bitmaps.clone());
    let mut photos = before.photos.clone();
    for (place, mut entry) in changed {
        let earlier = &before.entries[place as usize];
        entry.profile.partner.clone_from(&earlier.profile.partner);
        bitmaps.correct(place, &entry.marks);
        photos.take(&earlier.photos);
        photos.put(&entry.photos);
        entries[place as usize] = Arc::new(entry);
    }
    Snapshot {
        seq,
        catalog: Arc::clone(&before.catalog),
        entries,
        gone: before.gone.clone(),
        by_short_id: Arc::clone(&before.by_short_id),
        by_slot: Arc::clone(&before.by_slot),
        bitmaps,
        orders: Arc::clone(&before.orders),
        text,
        photos,
        withdrawn: before.withdrawn.clone(),
        withdrawn_photos: before.withdrawn_photos.clone(),
    }
}

fn assemble(
    seq: i64,
    catalog: Arc<Catalog>,
    mut entries: Vec<Arc<Entry>>,
    gone: BTreeMap<CandidacyId, Arc<Gone>>,
    text: Text,
) -> Snapshot {
    // Nearly in order already, but for the first time and the few that changed.
    entries.sort_by(|a, b| (&a.sort, a.id()).cmp(&(&b.sort, b.id())));
    join_formulas(&mut entries);
    let slots = entries.iter().map(|entry| entry.slot as usize + 1).max().unwrap_or(0);
    let mut by_slot = vec![u32::MAX; slots];
    for (place, entry) in (0_u32..).zip(&entries) {
        by_slot[entry.slot as usize] = place;
    }
    let by_short_id: ByShortId =
        (0_u32..).zip(&entries).map(|(place, entry)| (Arc::clone(&entry.short), place)).collect();
    Snapshot {
        seq,
        bitmaps: Bitmaps::of(&catalog, entries.iter().map(|entry| &entry.marks)),
        orders: Arc::new(Orders::of(&entries)),
        by_short_id: Arc::new(by_short_id),
        photos: Photos::of(&entries),
        withdrawn: gone.values().map(|entry| Arc::clone(&entry.short)).collect(),
        withdrawn_photos: gone.values().flat_map(|entry| &entry.photos).cloned().collect(),
        by_slot: Arc::new(by_slot),
        entries,
        gone,
        text,
        catalog,
    }
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
            let partner = own.profile.partner.as_ref();
            let same = match (partner, other) {
                (None, None) => true,
                (Some(partner), Some(other)) => {
                    partner.slug == other.slug && partner.name == other.name && partner.kind == other.kind
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
