//! Candidacies that stopped standing because the registry said so, and what the institute undid of that.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    candidacy::RegistryStatus,
    ids::{AccountId, CandidacyId, Folio},
    registry::Hold,
    time::Timestamp,
};
use uuid::Uuid;

use super::status;
use crate::{
    StoreError,
    candidacies::parse_id,
    db::Conn,
    schema::{registry_holds, registry_movements},
    time,
};

/// A candidacy that stopped standing.
#[derive(Debug, Clone)]
pub struct Movement {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// When.
    pub at: Timestamp,
    /// The account that brought it.
    pub account_name: String,
    /// What the registry said.
    pub status: RegistryStatus,
    /// When it was undone, by whom and why.
    pub undone: Option<Undone>,
    /// That somebody asked to undo it and another person has to confirm it.
    pub asked: Option<Asked>,
}

/// That undoing a movement was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who may not confirm it.
    pub account: AccountId,
    /// When it would be undone, by whom and why.
    pub undoing: Undone,
}

/// That a movement was undone.
#[derive(Debug, Clone)]
pub struct Undone {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = registry_movements)]
struct Row {
    id: String,
    candidacy_id: String,
    at: String,
    account_name: String,
    status: String,
    undone_at: Option<String>,
    undone_by: Option<String>,
    reason: Option<String>,
    asked_at: Option<String>,
    asked_account_id: Option<String>,
    asked_by: Option<String>,
    asked_reason: Option<String>,
}

impl TryFrom<Row> for Movement {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let undone = match (row.undone_at, row.undone_by, row.reason) {
            (Some(at), Some(by), Some(reason)) => Some(Undone { at: time::from_text(&at)?, by, reason }),
            _ => None,
        };
        let asked = match (row.asked_at, row.asked_account_id, row.asked_by, row.asked_reason) {
            (Some(at), Some(account), Some(by), Some(reason)) => Some(Asked {
                account: AccountId(parse_id(&account)?),
                undoing: Undone { at: time::from_text(&at)?, by, reason },
            }),
            _ => None,
        };
        Ok(Self {
            id: parse_id(&row.id)?,
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            at: time::from_text(&row.at)?,
            account_name: row.account_name,
            status: status(&row.status)?,
            undone,
            asked,
        })
    }
}

/// Keeps that a candidacy stopped standing.
pub fn insert(
    conn: &mut Conn,
    candidacy: CandidacyId,
    status: RegistryStatus,
    by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(registry_movements::table)
        .values((
            registry_movements::id.eq(Uuid::now_v7().to_string()),
            registry_movements::candidacy_id.eq(candidacy.to_string()),
            registry_movements::at.eq(time::to_text(now)),
            registry_movements::account_name.eq(by),
            registry_movements::status.eq(status.code()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every movement, the newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Movement>, StoreError> {
    let newest = (registry_movements::at.desc(), registry_movements::id.desc());
    let rows: Vec<Row> = registry_movements::table.order(newest).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Undoes a movement; `false` when there is none such, or it was undone already.
pub fn undo(conn: &mut Conn, id: Uuid, undone: &Undone) -> Result<bool, StoreError> {
    let target = registry_movements::table.find(id.to_string()).filter(registry_movements::undone_at.is_null());
    let done = diesel::update(target)
        .set((
            registry_movements::undone_at.eq(Some(time::to_text(undone.at))),
            registry_movements::undone_by.eq(Some(&undone.by)),
            registry_movements::reason.eq(Some(&undone.reason)),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

/// Keeps that undoing a movement was asked for, or that it is asked for no more.
pub fn ask(conn: &mut Conn, id: Uuid, asked: Option<&Asked>) -> Result<(), StoreError> {
    let undoing = asked.map(|asked| &asked.undoing);
    diesel::update(registry_movements::table.find(id.to_string()))
        .set((
            registry_movements::asked_at.eq(undoing.map(|undoing| time::to_text(undoing.at))),
            registry_movements::asked_account_id.eq(asked.map(|asked| asked.account.to_string())),
            registry_movements::asked_by.eq(undoing.map(|undoing| &undoing.by)),
            registry_movements::asked_reason.eq(undoing.map(|undoing| &undoing.reason)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Holds what was decided of a folio against what the registry said.
pub fn hold(conn: &mut Conn, movement: Uuid, folio: &Folio, hold: Hold) -> Result<(), StoreError> {
    lift(conn, folio)?;
    diesel::insert_into(registry_holds::table)
        .values((
            registry_holds::folio.eq(folio.as_str()),
            registry_holds::movement_id.eq(movement.to_string()),
            registry_holds::said.eq(hold.said.code()),
            registry_holds::kept.eq(hold.kept.code()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets the registry's word on a folio count again.
pub fn lift(conn: &mut Conn, folio: &Folio) -> Result<(), StoreError> {
    diesel::delete(registry_holds::table.find(folio.as_str())).execute(conn)?;
    Ok(())
}

/// Lets the registry's word count again on every folio that a movement holds; how many there were.
pub fn lift_all(conn: &mut Conn, movement: Uuid) -> Result<usize, StoreError> {
    let held = registry_holds::table.filter(registry_holds::movement_id.eq(movement.to_string()));
    Ok(diesel::delete(held).execute(conn)?)
}

/// What is held of each folio, with the movement that holds it.
pub fn holds(conn: &mut Conn) -> Result<BTreeMap<Folio, (Uuid, Hold)>, StoreError> {
    let rows: Vec<(String, String, String, String)> = registry_holds::table.load(conn)?;
    rows.into_iter()
        .map(|(folio, movement, said, kept)| {
            Ok((Folio(folio), (parse_id(&movement)?, Hold { said: status(&said)?, kept: status(&kept)? })))
        })
        .collect()
}
