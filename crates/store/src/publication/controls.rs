//! What was flagged, hidden and shown again of what is published. None is ever changed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    ids::{CandidacyId, SectionKey},
    prohibition::Ground,
    time::Timestamp,
};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::{ids_as_text, parse_id},
    damaged,
    db::Conn,
    schema::controls,
    seal::CandidacyKey,
    time,
};

const REASON: &str = "control";

/// What was done to something published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// An area of the institute pointed at it.
    Flagged,
    /// The responsible unit looked at what was pointed at, and left it as it is.
    Dismissed,
    /// The responsible unit hid it.
    Hidden,
    /// The responsible unit showed it again.
    Restored,
}

impl What {
    const ALL: [Self; 4] = [Self::Flagged, Self::Dismissed, Self::Hidden, Self::Restored];

    const fn code(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::Dismissed => "dismissed",
            Self::Hidden => "disabled",
            Self::Restored => "restored",
        }
    }
}

/// Something done to what is published, with its reason (PTO I.A.1.VIII).
#[derive(Debug, Clone)]
pub struct Control {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The account that did it.
    pub account_name: String,
    /// What.
    pub what: What,
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// The ground; none of what was shown again or left as it is.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub reason: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = controls)]
struct Row {
    id: String,
    candidacy_id: String,
    at: String,
    account_name: String,
    what: String,
    section: Option<String>,
    ground: Option<String>,
    reason: Vec<u8>,
}

/// Keeps a control for good.
pub fn insert(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey, control: &Control) -> Result<(), StoreError> {
    let row = Row {
        id: control.id.to_string(),
        candidacy_id: id.to_string(),
        at: time::to_text(control.at),
        account_name: control.account_name.clone(),
        what: control.what.code().to_owned(),
        section: control.section.as_ref().map(|section| section.0.clone()),
        ground: control.ground.map(|ground| ground.code().to_owned()),
        reason: key.seal(REASON, &control.reason)?,
    };
    diesel::insert_into(controls::table).values(row).execute(conn)?;
    Ok(())
}

/// A candidacy's controls, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn of_candidacy(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Control>, StoreError> {
    let rows: Vec<Row> = controls::table
        .filter(controls::candidacy_id.eq(id.to_string()))
        .order((controls::at.desc(), controls::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let (what, ground) = read(&row.what, row.ground.as_deref())?;
            Ok(Control {
                id: parse_id(&row.id)?,
                at: time::from_text(&row.at)?,
                account_name: row.account_name,
                what,
                section: row.section.map(SectionKey),
                ground,
                reason: key.open(REASON, &row.reason)?,
            })
        })
        .collect()
}

fn read(what: &str, ground: Option<&str>) -> Result<(What, Option<Ground>), StoreError> {
    let what = What::ALL.into_iter().find(|other| other.code() == what).ok_or_else(|| damaged(what))?;
    let parse = |code: &str| Ground::from_code(code).ok_or_else(|| damaged(code));
    Ok((what, ground.map(parse).transpose()?))
}

/// Something that was hidden or shown again: when, and which section, none being all of it.
pub type Moment = (Timestamp, What, Option<SectionKey>);

/// What was hidden or shown again, and when, of every candidacy or of some: without grounds or reasons, in order of time.
pub fn timeline(
    conn: &mut Conn,
    some: Option<&[CandidacyId]>,
) -> Result<BTreeMap<CandidacyId, Vec<Moment>>, StoreError> {
    let moments = controls::table
        .filter(controls::what.eq_any([What::Hidden.code(), What::Restored.code()]))
        .order((controls::at, controls::id))
        .select((controls::candidacy_id, controls::at, controls::what, controls::section));
    let rows: Vec<(String, String, String, Option<String>)> = match some {
        Some(ids) => moments.filter(controls::candidacy_id.eq_any(ids_as_text(ids))).load(conn)?,
        None => moments.load(conn)?,
    };
    let mut all: BTreeMap<CandidacyId, Vec<_>> = BTreeMap::new();
    for (id, at, what, section) in rows {
        let (what, _) = read(&what, None)?;
        let id = CandidacyId(parse_id(&id)?);
        all.entry(id).or_default().push((time::from_text(&at)?, what, section.map(SectionKey)));
    }
    Ok(all)
}
