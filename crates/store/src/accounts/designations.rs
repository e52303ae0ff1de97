//! Who validates for a party: named, confirmed, revoked, and never forgotten.

use diesel::prelude::*;
use domain::{
    ids::{AccountId, PartyKey},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{StoreError, candidacies::parse_id, db::Conn, schema::designations, time};

/// A step of a designation: when, and with which account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// The account that took it.
    pub by: AccountId,
}

/// A person named to validate for a party (PTO I.B.1.III–IV).
#[derive(Debug, Clone)]
pub struct Designation {
    /// Its id.
    pub id: Uuid,
    /// The party.
    pub party: PartyKey,
    /// The person's name.
    pub person: String,
    /// The account they validate with, once confirmed.
    pub account: Option<AccountId>,
    /// The representation named them.
    pub designated: Step,
    /// The institute confirmed them.
    pub confirmed: Option<Step>,
    /// It was revoked.
    pub revoked: Option<Step>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = designations, treat_none_as_null = true)]
struct Row {
    id: String,
    party: String,
    person: String,
    account_id: Option<String>,
    designated_at: String,
    designated_by: String,
    confirmed_at: Option<String>,
    confirmed_by: Option<String>,
    revoked_at: Option<String>,
    revoked_by: Option<String>,
}

impl From<&Designation> for Row {
    fn from(designation: &Designation) -> Self {
        let at = |step: Option<Step>| step.map(|step| time::to_text(step.at));
        let by = |step: Option<Step>| step.map(|step| step.by.to_string());
        Self {
            id: designation.id.to_string(),
            party: designation.party.0.clone(),
            person: designation.person.clone(),
            account_id: designation.account.map(|id| id.to_string()),
            designated_at: time::to_text(designation.designated.at),
            designated_by: designation.designated.by.to_string(),
            confirmed_at: at(designation.confirmed),
            confirmed_by: by(designation.confirmed),
            revoked_at: at(designation.revoked),
            revoked_by: by(designation.revoked),
        }
    }
}

fn step(at: Option<&String>, by: Option<&String>) -> Result<Option<Step>, StoreError> {
    match (at, by) {
        (Some(at), Some(by)) => Ok(Some(Step { at: time::from_text(at)?, by: AccountId(parse_id(by)?) })),
        _ => Ok(None),
    }
}

impl TryFrom<Row> for Designation {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse_id(&row.id)?,
            party: PartyKey(row.party),
            person: row.person,
            account: row.account_id.as_deref().map(parse_id).transpose()?.map(AccountId),
            designated: Step { at: time::from_text(&row.designated_at)?, by: AccountId(parse_id(&row.designated_by)?) },
            confirmed: step(row.confirmed_at.as_ref(), row.confirmed_by.as_ref())?,
            revoked: step(row.revoked_at.as_ref(), row.revoked_by.as_ref())?,
        })
    }
}

/// Keeps a new designation.
pub fn insert(conn: &mut Conn, designation: &Designation) -> Result<(), StoreError> {
    diesel::insert_into(designations::table).values(Row::from(designation)).execute(conn)?;
    Ok(())
}

/// Moves a designation on.
pub fn update(conn: &mut Conn, designation: &Designation) -> Result<(), StoreError> {
    diesel::update(designations::table.find(designation.id.to_string())).set(Row::from(designation)).execute(conn)?;
    Ok(())
}

/// The designation of an id.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Option<Designation>, StoreError> {
    let row: Option<Row> = designations::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}

/// Every designation, of one party or of all, the oldest first.
pub fn list(conn: &mut Conn, party: Option<&PartyKey>) -> Result<Vec<Designation>, StoreError> {
    let mut query = designations::table.order(designations::designated_at).select(Row::as_select()).into_boxed();
    if let Some(party) = party {
        query = query.filter(designations::party.eq(party.as_str()));
    }
    query.load(conn)?.into_iter().map(TryInto::try_into).collect()
}
