//! Candidacies as the registry says them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    candidacy::Registration,
    ids::{CandidacyId, Folio},
    permission::Scope,
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

/// Writes one registration: a new candidacy, or what changed of a known one.
pub fn put(
    conn: &mut Conn,
    registration: &Registration,
    existing: Option<CandidacyId>,
) -> Result<Candidacy, StoreError> {
    let id = existing.unwrap_or_else(|| CandidacyId(Uuid::now_v7()));
    // The random end of the id: its beginning is a time, the same for a whole import.
    let short: String = id.0.simple().to_string().chars().skip(22).collect();
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

/// Every known candidacy by folio.
pub fn by_folio(conn: &mut Conn) -> Result<BTreeMap<Folio, Candidacy>, StoreError> {
    let all = all(conn)?;
    Ok(all.into_iter().map(|candidacy| (candidacy.registration.folio.clone(), candidacy)).collect())
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
