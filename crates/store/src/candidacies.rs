//! Candidacies as the registry says them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    candidacy::Registration,
    ids::{CandidacyId, Folio},
    permission::Scope,
    registry::{Person, ended_folio},
    text,
};
use uuid::Uuid;

use crate::{StoreError, damaged, db::Conn, schema::candidacies};

/// A candidacy that is known.
#[derive(Debug, Clone)]
pub struct Candidacy {
    /// Its id.
    pub id: CandidacyId,
    /// The last part of its public address; its tail never changes.
    pub slug: String,
    /// What the registry says.
    pub registration: Registration,
}

impl Candidacy {
    /// Whose candidacy it is.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope { candidacy: self.id, responsible_party: self.registration.responsible_party.clone() }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = candidacies)]
pub(crate) struct Row {
    id: String,
    slug: String,
    registration: String,
}

impl TryFrom<Row> for Candidacy {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: CandidacyId(parse_id(&row.id)?),
            slug: row.slug,
            registration: serde_json::from_str(&row.registration).map_err(damaged)?,
        })
    }
}

pub(crate) fn parse_id(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(damaged)
}

pub(crate) fn ids_as_text(ids: &[CandidacyId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// The short id at the end of an address: `maria-lopez-3f9a1c20` gives `3f9a1c20`.
#[must_use]
pub fn short_id(slug: &str) -> &str {
    slug.rsplit('-').next().unwrap_or(slug)
}

/// The short id of a candidacy: the random end of its id, whose beginning is a time, the same for a whole import.
#[must_use]
pub fn short_id_of(id: CandidacyId) -> String {
    id.0.simple().to_string().chars().skip(22).collect()
}

/// Writes one registration: a new candidacy, or what changed of a known one.
pub fn put(
    conn: &mut Conn,
    registration: &Registration,
    existing: Option<CandidacyId>,
) -> Result<Candidacy, StoreError> {
    let id = existing.unwrap_or_else(|| CandidacyId(Uuid::now_v7()));
    let short = short_id_of(id);
    let slug = format!("{}-{short}", text::slug(&registration.full_name())).trim_start_matches('-').to_owned();
    let json = serde_json::to_string(registration).map_err(damaged)?;
    let values = (
        candidacies::registration.eq(json),
        candidacies::office.eq(registration.office.as_str()),
        candidacies::territory.eq(registration.territory.as_str()),
        candidacies::formula.eq(&registration.formula),
        candidacies::responsible_party.eq(registration.responsible_party.as_ref().map(|party| party.as_str())),
        candidacies::status.eq(registration.status.code()),
        candidacies::sort_name.eq(registration.sort_name()),
        candidacies::search_name.eq(registration.search_name()),
        candidacies::slug.eq(&slug),
    );
    if existing.is_some() {
        diesel::update(candidacies::table.find(id.to_string())).set(values).execute(conn)?;
    } else {
        let key = (
            candidacies::id.eq(id.to_string()),
            candidacies::short_id.eq(&short),
            candidacies::folio.eq(registration.folio.as_str()),
        );
        diesel::insert_into(candidacies::table).values((key, values)).execute(conn)?;
    }
    Ok(Candidacy { id, slug, registration: registration.clone() })
}

/// Every candidacy that the registry names, by folio: without those that ended because their folio names another now.
pub fn by_folio(conn: &mut Conn) -> Result<BTreeMap<Folio, Candidacy>, StoreError> {
    let named = candidacies::table.filter(candidacies::succeeded_by.is_null());
    let rows: Vec<Row> = named.select(Row::as_select()).load(conn)?;
    let by_folio = |row: Row| {
        let candidacy = Candidacy::try_from(row)?;
        Ok((candidacy.registration.folio.clone(), candidacy))
    };
    rows.into_iter().map(by_folio).collect()
}

/// The first persons of those folios of which something was changed since.
pub fn first_persons(conn: &mut Conn) -> Result<BTreeMap<Folio, Person>, StoreError> {
    let changed = candidacies::table.filter(candidacies::person.is_not_null().and(candidacies::succeeded_by.is_null()));
    let rows: Vec<(String, Option<String>)> = changed.select((candidacies::folio, candidacies::person)).load(conn)?;
    let person = |(folio, person): (String, Option<String>)| {
        Ok((Folio(folio), serde_json::from_str(&person.unwrap_or_default()).map_err(damaged)?))
    };
    rows.into_iter().map(person).collect()
}

/// Keeps who a candidacy's folio had first, unless that is kept already.
pub fn keep_first_person(conn: &mut Conn, id: CandidacyId, person: &Person) -> Result<(), StoreError> {
    let person = serde_json::to_string(person).map_err(damaged)?;
    let target = candidacies::table.find(id.to_string()).filter(candidacies::person.is_null());
    diesel::update(target).set(candidacies::person.eq(Some(person))).execute(conn)?;
    Ok(())
}

/// From now on, who the registry says is who a candidacy's folio had first.
pub fn forget_first_person(conn: &mut Conn, id: CandidacyId) -> Result<(), StoreError> {
    diesel::update(candidacies::table.find(id.to_string()))
        .set(candidacies::person.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}

/// Gives the folio of a candidacy that ended to what the registry says now: a new candidacy. The one that ended keeps
/// everything else, under a folio that no file names.
pub fn succeed(
    conn: &mut Conn,
    ended: &Registration,
    id: CandidacyId,
    says: &Registration,
) -> Result<(Candidacy, Candidacy), StoreError> {
    let like = format!("{} (%", ended.folio);
    let earlier: i64 = candidacies::table
        .filter(candidacies::succeeded_by.is_not_null().and(candidacies::folio.like(like)))
        .count()
        .get_result(conn)?;
    let folio = ended_folio(&ended.folio, usize::try_from(earlier).map_err(damaged)?);
    let registration = Registration { folio: folio.clone(), ..ended.clone() };
    let target = || candidacies::table.find(id.to_string());
    diesel::update(target()).set(candidacies::folio.eq(folio.as_str())).execute(conn)?;
    let before = put(conn, &registration, Some(id))?;
    let after = put(conn, says, None)?;
    diesel::update(target()).set(candidacies::succeeded_by.eq(Some(after.id.to_string()))).execute(conn)?;
    Ok((before, after))
}

/// Whether a candidacy ended because its folio names another now.
pub fn is_succeeded(conn: &mut Conn, id: CandidacyId) -> Result<bool, StoreError> {
    let found = candidacies::table.find(id.to_string()).select(candidacies::succeeded_by);
    Ok(found.first::<Option<String>>(conn).optional()?.flatten().is_some())
}

/// Every known candidacy in order of surnames.
pub fn all(conn: &mut Conn) -> Result<Vec<Candidacy>, StoreError> {
    let rows: Vec<Row> =
        candidacies::table.order((candidacies::sort_name, candidacies::id)).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Those with the office, the territory and the formula of one, itself among them.
pub fn of_formula(conn: &mut Conn, registration: &Registration) -> Result<Vec<Candidacy>, StoreError> {
    let same = candidacies::office
        .eq(registration.office.as_str())
        .and(candidacies::territory.eq(registration.territory.as_str()))
        .and(candidacies::formula.eq(&registration.formula));
    let rows: Vec<Row> = candidacies::table.filter(same).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One candidacy.
pub fn find(conn: &mut Conn, id: CandidacyId) -> Result<Option<Candidacy>, StoreError> {
    let row: Option<Row> = candidacies::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(TryInto::try_into).transpose()
}
