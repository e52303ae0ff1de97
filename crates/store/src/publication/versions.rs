//! What was published, kept for good.

use crate::profiles::open_answers;
use crate::{
    StoreError,
    candidacies::{ids_as_text, parse_id},
    damaged,
    db::Conn,
    schema::versions,
    seal::CandidacyKey,
    time,
};
use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    questionnaire::Answers,
    time::Timestamp,
};

/// A published version, which is never changed.
#[derive(Debug, Clone)]
pub struct Version {
    /// Whose.
    pub candidacy: CandidacyId,
    /// From 1.
    pub number: i32,
    /// The version of the questionnaires it answers.
    pub questionnaire: String,
    /// Curricular answers.
    pub curricular: Answers,
    /// Sealed identity answers.
    pub identity: Option<Vec<u8>>,
    /// SHA-256 of both parts' answers.
    pub digest: String,
    /// When.
    pub published_at: Timestamp,
    /// By whom.
    pub authorised_by: AccountId,
}

impl Version {
    /// The identity answers.
    ///
    /// # Errors
    /// When the key does not open them.
    pub fn open_identity(&self, key: &CandidacyKey) -> Result<Answers, StoreError> {
        open_answers(self.identity.as_deref(), key)
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = versions)]
struct VersionRow {
    candidacy_id: String,
    number: i32,
    questionnaire: String,
    curricular: String,
    identity: Option<Vec<u8>>,
    digest: String,
    published_at: String,
    authorised_by: String,
}

/// Keeps a version for good. The same number twice is a duplicate.
///
/// # Errors
/// A duplicate, or when the database fails.
pub fn insert_version(conn: &mut Conn, version: &Version) -> Result<(), StoreError> {
    let row = VersionRow {
        candidacy_id: version.candidacy.to_string(),
        number: version.number,
        questionnaire: version.questionnaire.clone(),
        curricular: serde_json::to_string(&version.curricular).map_err(damaged)?,
        identity: version.identity.clone(),
        digest: version.digest.clone(),
        published_at: time::to_text(version.published_at),
        authorised_by: version.authorised_by.to_string(),
    };
    diesel::insert_into(versions::table).values(row).execute(conn)?;
    Ok(())
}

impl TryFrom<VersionRow> for Version {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<Self, StoreError> {
        Ok(Self {
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            number: row.number,
            questionnaire: row.questionnaire,
            curricular: serde_json::from_str(&row.curricular).map_err(damaged)?,
            identity: row.identity,
            digest: row.digest,
            published_at: time::from_text(&row.published_at)?,
            authorised_by: AccountId(parse_id(&row.authorised_by)?),
        })
    }
}

/// Every version of every candidacy, or of one: by candidacy, the newest first.
pub fn every_version(conn: &mut Conn, candidacy: Option<CandidacyId>) -> Result<Vec<Version>, StoreError> {
    let all = versions::table.order((versions::candidacy_id, versions::number.desc())).select(VersionRow::as_select());
    let rows: Vec<VersionRow> = match candidacy {
        Some(id) => all.filter(versions::candidacy_id.eq(id.to_string())).load(conn)?,
        None => all.load(conn)?,
    };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every version of some candidacies: by candidacy, the newest first. Ask for a thousand or two at once: each is a
/// parameter.
pub(crate) fn versions_of(conn: &mut Conn, ids: &[CandidacyId]) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = versions::table
        .filter(versions::candidacy_id.eq_any(ids_as_text(ids)))
        .order((versions::candidacy_id, versions::number.desc()))
        .select(VersionRow::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The newest version of every candidacy, or of one.
pub fn latest_versions(conn: &mut Conn, candidacy: Option<CandidacyId>) -> Result<Vec<Version>, StoreError> {
    let mut all = every_version(conn, candidacy)?;
    all.dedup_by_key(|version| version.candidacy);
    Ok(all)
}
