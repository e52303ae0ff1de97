//! What changed in public, for whoever keeps a copy: as JSON from a moment on, and as Atom.

use config::Configuration;
use contract::{
    paths,
    public::{
        LedgerEvent,
        open_data::{Change, ChangeKind, Changes},
    },
};
use domain::{ids::CandidacyId, publication::visibility, time::Timestamp};
use store::{
    StoreError,
    db::Conn,
    public::{all, movements, waits},
};

use crate::snapshot::{Found, Snapshot};

/// Most changes in one answer.
const PAGE: usize = 1000;
/// Most entries of the Atom feed.
const FEED: usize = 200;

/// Those who stand no longer, and since when: only the id, for whoever keeps a copy has to find it.
pub fn withdrawn(conn: &mut Conn) -> Result<Vec<(CandidacyId, Timestamp)>, StoreError> {
    let (candidacies, waits) = (all(conn)?, waits(conn, None)?);
    let stands = |id: CandidacyId| {
        let candidacy = candidacies.iter().find(|candidacy| candidacy.id == id);
        let waits = waits.get(&id).copied().unwrap_or_default();
        candidacy.is_none_or(|candidacy| visibility::is_listed(candidacy.registration.status, waits))
    };
    let mut withdrawals: Vec<(CandidacyId, Timestamp)> = Vec::new();
    // The newest movement of each, which is the one in force.
    for movement in movements(conn)? {
        if withdrawals.iter().all(|(id, _)| *id != movement.candidacy) && !stands(movement.candidacy) {
            withdrawals.push((movement.candidacy, movement.at));
        }
    }
    Ok(withdrawals)
}

/// Every change, the oldest first.
fn every(snapshot: &Snapshot, withdrawn: &[(CandidacyId, Timestamp)]) -> Vec<Change> {
    let mut changes: Vec<Change> = withdrawn
        .iter()
        .map(|(id, at)| Change {
            at: *at,
            id: *id,
            slug: None,
            what: ChangeKind::Withdrawn,
            section: None,
            fields: Vec::new(),
        })
        .collect();
    for profile in snapshot.all() {
        let Found::Profile(ledger) = snapshot.ledger(&profile.card.slug) else { continue };
        for line in &ledger.lines {
            let (what, section, fields) = match &line.what {
                LedgerEvent::Published => (ChangeKind::Published, None, Vec::new()),
                LedgerEvent::Corrected { fields } => (ChangeKind::Corrected, None, fields.clone()),
                LedgerEvent::Unavailable { section } => (ChangeKind::Unavailable, section.clone(), Vec::new()),
                LedgerEvent::Available { section } => (ChangeKind::Available, section.clone(), Vec::new()),
            };
            let slug = Some(profile.card.slug.clone());
            changes.push(Change { at: line.at, id: profile.card.id, slug, what, section, fields });
        }
    }
    changes.sort_by_key(|change| (change.at, change.id));
    changes
}

/// What changed after a moment; a thousand at most, and never half of what happened at one moment.
#[must_use]
pub fn changes(snapshot: &Snapshot, withdrawn: &[(CandidacyId, Timestamp)], since: Option<Timestamp>) -> Changes {
    let mut all = every(snapshot, withdrawn);
    all.retain(|change| since.is_none_or(|since| change.at > since));
    let mut end = all.len().min(PAGE);
    while end > 0 && all.get(end).is_some_and(|next| next.at == all[end - 1].at) {
        end += 1;
    }
    let more = end < all.len();
    all.truncate(end);
    Changes { next_since: all.last().map(|last| last.at).or(since), changes: all, more }
}

/// The last changes as an Atom feed, the newest first. `address` is the one people open.
#[must_use]
pub fn atom(
    config: &Configuration,
    snapshot: &Snapshot,
    withdrawn: &[(CandidacyId, Timestamp)],
    address: &str,
) -> String {
    let all = every(snapshot, withdrawn);
    let updated = all.last().map_or(Timestamp::UNIX_EPOCH, |last| last.at);
    let own = format!("{address}{}", paths::from_root(paths::public::changes_feed()));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es-MX\">\n\
         <id>{own}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<link rel=\"self\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" href=\"{address}/\"/>\n<author><name>{}</name></author>\n<rights>{}</rights>\n",
        xml(&format!("Cambios: {}", config.open_data.title)),
        xml(&config.election.institute.name),
        xml(&config.open_data.licence.name),
        own = xml(&own),
        address = xml(address),
    );
    for change in all.iter().rev().take(FEED) {
        let name = match change.slug.as_ref().map(|slug| snapshot.find(slug)) {
            Some(Found::Profile(profile)) => profile.card.name.clone(),
            _ => format!("Candidatura {}", change.id),
        };
        let title = format!("{name}: {}", words(config, change));
        let id = format!("urn:uuid:{}:{}:{}", change.id, change.at.as_millisecond(), code(change));
        feed += &format!(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n",
            xml(&id),
            xml(&title),
            change.at
        );
        if let Some(slug) = &change.slug {
            feed += &format!("<link rel=\"alternate\" href=\"{}\"/>\n", xml(&format!("{address}/candidaturas/{slug}")));
        }
        feed += &format!("<summary>{}</summary>\n</entry>\n", xml(&title));
    }
    feed + "</feed>\n"
}

fn code(change: &Change) -> String {
    let what = match change.what {
        ChangeKind::Published => "published",
        ChangeKind::Corrected => "corrected",
        ChangeKind::Unavailable => "unavailable",
        ChangeKind::Available => "available",
        ChangeKind::Withdrawn => "withdrawn",
    };
    change.section.as_ref().map_or_else(|| what.to_owned(), |section| format!("{what}-{section}"))
}

fn words(config: &Configuration, change: &Change) -> String {
    let part = config.election.profile_part_name(change.section.as_ref());
    match change.what {
        ChangeKind::Published => "publicó su información".to_owned(),
        ChangeKind::Corrected => "publicó una corrección".to_owned(),
        ChangeKind::Unavailable => format!("ya no se muestra: {part}"),
        ChangeKind::Available => format!("se muestra otra vez: {part}"),
        ChangeKind::Withdrawn => "ya no está en la contienda; quien tenga una copia la retira".to_owned(),
    }
}

/// A text between tags or quotes of XML.
fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => safe.push(c),
        }
    }
    safe
}
