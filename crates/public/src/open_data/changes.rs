//! What changed in public, for whoever keeps a copy: as JSON from a place on, and as Atom. Both tell that something else is
//! shown of a candidacy, or nothing any more, and never what or why: whoever withdraws a consent is not told apart from
//! whoever corrects a name. What is shown before and after is public; that is all that decides (`Snapshot::shown_since`).

use config::Configuration;
use contract::{
    paths,
    public::open_data::{Change, ChangeKind, Changes},
};
use domain::time::{TimeDelta, Timestamp};
use store::{
    StoreError,
    db::Conn,
    public::{Told, last_place, told_after, told_last},
};

use crate::snapshot::{Found, Snapshot};

/// Most changes in one answer.
const PAGE: usize = 1000;
/// Most entries of the Atom feed.
const FEED: usize = 200;
/// After so long a change is told: by then every server shows it, and whoever reads it anew is given it.
const SEEN_BY_ALL: TimeDelta = TimeDelta::seconds(1);

fn is_seen(told: &Told, now: Timestamp) -> bool {
    now.checked_sub(SEEN_BY_ALL).is_some_and(|then| told.at <= then)
}

fn change(snapshot: &Snapshot, told: &Told) -> Change {
    let slug = match snapshot.find(&told.candidacy.to_string()) {
        Found::Profile(profile) => Some(profile.card.slug.clone()),
        Found::Withdrawn | Found::Nothing => None,
    };
    let what = if slug.is_some() { ChangeKind::Changed } else { ChangeKind::Gone };
    Change { place: told.place, at: told.at, id: told.candidacy, slug, what }
}

/// What changed after a place; a thousand at most. A place that was never given, as one of a database that was there before,
/// begins anew.
pub fn changes(
    conn: &mut Conn,
    snapshot: &Snapshot,
    since: Option<i64>,
    now: Timestamp,
) -> Result<Changes, StoreError> {
    let last = last_place(conn)?;
    let since = since.filter(|since| *since <= last).unwrap_or(0);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let told = told_after(conn, since, limit)?;
    // In the order of their places: nobody reads past one that is not told yet.
    let seen: Vec<&Told> = told.iter().take_while(|told| is_seen(told, now)).collect();
    let more = seen.len() > PAGE;
    let changes: Vec<Change> = seen.into_iter().take(PAGE).map(|told| change(snapshot, told)).collect();
    Ok(Changes { next_since: changes.last().map_or(since, |last| last.place), changes, more })
}

/// The last changes, the latest first.
pub fn last_changes(conn: &mut Conn, snapshot: &Snapshot, now: Timestamp) -> Result<Vec<Change>, StoreError> {
    let told = told_last(conn, i64::try_from(FEED).unwrap_or(i64::MAX))?;
    Ok(told.iter().filter(|told| is_seen(told, now)).map(|told| change(snapshot, told)).collect())
}

/// Changes as an Atom feed. `address` is the one people open.
#[must_use]
pub fn atom(config: &Configuration, snapshot: &Snapshot, changes: &[Change], address: &str) -> String {
    let updated = changes.first().map_or(Timestamp::UNIX_EPOCH, |last| last.at);
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
    for change in changes {
        let title = match change.slug.as_ref().map(|slug| snapshot.find(slug)) {
            Some(Found::Profile(profile)) => format!("{}: cambió lo que se muestra", profile.card.name),
            _ => format!("Candidatura {}: ya no está; quien tenga una copia la quita", change.id),
        };
        let title = xml(&title);
        let id = format!("urn:uuid:{}:{}", change.id, change.place);
        feed += &format!("<entry>\n<id>{id}</id>\n<title>{title}</title>\n<updated>{}</updated>\n", change.at);
        if let Some(slug) = &change.slug {
            feed += &format!("<link rel=\"alternate\" href=\"{}\"/>\n", xml(&format!("{address}/candidaturas/{slug}")));
        }
        feed += &format!("<summary>{title}</summary>\n</entry>\n");
    }
    feed + "</feed>\n"
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
