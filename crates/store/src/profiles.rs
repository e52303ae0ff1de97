//! Profiles: answers, where they stand, what was observed, edited and published about them.

use diesel::prelude::*;
use domain::{
    account::Role,
    ids::{AccountId, CandidacyId, ObservationId, QuestionKey},
    prohibition::Ground,
    questionnaire::{Answer, Answers},
    visibility::Consent,
    workflow::{Life, StageName},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    StoreError,
    candidacies::{Candidacy, ids_as_text, parse_id},
    damaged,
    db::Conn,
    schema::{candidacies, edits, observations, profiles, submissions, versions},
    seal::CandidacyKey,
    time,
};

const IDENTITY: &str = "identity";
pub(crate) const CONSENT: &str = "consent";
const OBSERVATION: &str = "observation";
const REPLY: &str = "reply";
const EDIT: &str = "edit";

/// A candidacy's profile. Identity answers are sealed; they come and go through [`Profile::open_identity`].
#[derive(Debug, Clone)]
pub struct Profile {
    /// Whose it is.
    pub candidacy: CandidacyId,
    /// Grows with every change.
    pub revision: i32,
    /// Where it stands.
    pub life: Life,
    /// The version of the questionnaires it answers.
    pub questionnaire: String,
    /// Curricular answers.
    pub curricular: Answers,
    /// Sealed identity answers.
    pub identity: Option<Vec<u8>>,
    /// When the accounts were received.
    pub received_at: Option<Timestamp>,
    /// When the first capture's term ends.
    pub capture_until: Option<Timestamp>,
    /// The privacy notice accepted, when and by whom.
    pub notice: Option<(String, Timestamp, AccountId)>,
    /// When the capture was last saved.
    pub saved_at: Option<Timestamp>,
    /// When it was first sent.
    pub submitted_at: Option<Timestamp>,
    /// The sealed consent in force.
    pub consent: Option<Vec<u8>>,
    /// The content name of its signed document.
    pub consent_document: Option<String>,
    /// Since when it stands in its stage.
    pub stage_since: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = profiles, treat_none_as_null = true)]
struct Row {
    candidacy_id: String,
    revision: i32,
    stage: String,
    life: String,
    questionnaire: String,
    curricular: String,
    identity: Option<Vec<u8>>,
    received_at: Option<String>,
    capture_until: Option<String>,
    notice_version: Option<String>,
    notice_accepted_at: Option<String>,
    notice_accepted_by: Option<String>,
    saved_at: Option<String>,
    submitted_at: Option<String>,
    consent: Option<Vec<u8>>,
    consent_document: Option<String>,
    stage_since: Option<String>,
    publish_at: Option<String>,
}

impl TryFrom<Row> for Profile {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let notice = match (row.notice_version, &row.notice_accepted_at, &row.notice_accepted_by) {
            (Some(version), Some(at), Some(by)) => Some((version, time::from_text(at)?, AccountId(parse_id(by)?))),
            _ => None,
        };
        Ok(Self {
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            revision: row.revision,
            life: serde_json::from_str(&row.life).map_err(damaged)?,
            questionnaire: row.questionnaire,
            curricular: serde_json::from_str(&row.curricular).map_err(damaged)?,
            identity: row.identity,
            received_at: time::optional(row.received_at.as_ref())?,
            capture_until: time::optional(row.capture_until.as_ref())?,
            notice,
            saved_at: time::optional(row.saved_at.as_ref())?,
            submitted_at: time::optional(row.submitted_at.as_ref())?,
            consent: row.consent,
            consent_document: row.consent_document,
            stage_since: time::optional(row.stage_since.as_ref())?,
        })
    }
}

impl Profile {
    /// A profile with nothing in it.
    #[must_use]
    pub fn new(candidacy: CandidacyId, questionnaire: String) -> Self {
        Self {
            candidacy,
            revision: 1,
            life: Life::default(),
            questionnaire,
            curricular: Answers::new(),
            identity: None,
            received_at: None,
            capture_until: None,
            notice: None,
            saved_at: None,
            submitted_at: None,
            consent: None,
            consent_document: None,
            stage_since: None,
        }
    }

    fn row(&self) -> Result<Row, StoreError> {
        let (notice_version, notice_accepted_at, notice_accepted_by) = match &self.notice {
            Some((version, at, by)) => (Some(version.clone()), Some(time::to_text(*at)), Some(by.to_string())),
            None => (None, None, None),
        };
        Ok(Row {
            candidacy_id: self.candidacy.to_string(),
            revision: self.revision,
            stage: self.life.stage.name().code().to_owned(),
            life: serde_json::to_string(&self.life).map_err(damaged)?,
            questionnaire: self.questionnaire.clone(),
            curricular: serde_json::to_string(&self.curricular).map_err(damaged)?,
            identity: self.identity.clone(),
            received_at: self.received_at.map(time::to_text),
            capture_until: self.capture_until.map(time::to_text),
            notice_version,
            notice_accepted_at,
            notice_accepted_by,
            saved_at: self.saved_at.map(time::to_text),
            submitted_at: self.submitted_at.map(time::to_text),
            consent: self.consent.clone(),
            consent_document: self.consent_document.clone(),
            stage_since: self.stage_since.map(time::to_text),
            publish_at: self.life.scheduled.map(|scheduled| time::to_text(scheduled.at)),
        })
    }

    /// The identity answers.
    ///
    /// # Errors
    /// When the key does not open them.
    pub fn open_identity(&self, key: &CandidacyKey) -> Result<Answers, StoreError> {
        open_answers(self.identity.as_deref(), key)
    }

    /// Every answer; without the key, which may have been destroyed, only the curricular ones.
    ///
    /// # Errors
    /// When the key does not open those of identity.
    pub fn open_all(&self, key: Option<&CandidacyKey>) -> Result<Answers, StoreError> {
        let mut answers = self.curricular.clone();
        if let Some(key) = key {
            answers.extend(self.open_identity(key)?);
        }
        Ok(answers)
    }

    /// Seals the identity answers.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal_identity(&mut self, key: &CandidacyKey, answers: &Answers) -> Result<(), StoreError> {
        self.identity = seal_answers(answers, key)?;
        Ok(())
    }

    /// The consent in force.
    ///
    /// # Errors
    /// When the key does not open it.
    pub fn open_consent(&self, key: &CandidacyKey) -> Result<Option<Consent>, StoreError> {
        self.consent.as_ref().map(|bytes| key.open(CONSENT, bytes)).transpose()
    }

    /// Seals a consent, or forgets it.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal_consent(&mut self, key: &CandidacyKey, consent: Option<&Consent>) -> Result<(), StoreError> {
        self.consent = consent.map(|consent| key.seal(CONSENT, consent)).transpose()?;
        Ok(())
    }
}

fn open_answers(sealed: Option<&[u8]>, key: &CandidacyKey) -> Result<Answers, StoreError> {
    sealed.map_or_else(|| Ok(Answers::new()), |bytes| key.open(IDENTITY, bytes))
}

fn seal_answers(answers: &Answers, key: &CandidacyKey) -> Result<Option<Vec<u8>>, StoreError> {
    if answers.is_empty() { Ok(None) } else { key.seal(IDENTITY, answers).map(Some) }
}

/// Keeps a new profile.
///
/// # Errors
/// When there is one already or the database fails.
pub fn insert(conn: &mut Conn, profile: &Profile) -> Result<(), StoreError> {
    diesel::insert_into(profiles::table).values(profile.row()?).execute(conn)?;
    Ok(())
}

/// One candidacy's profile.
///
/// # Errors
/// When there is none or the database fails.
pub fn load(conn: &mut Conn, id: CandidacyId) -> Result<Profile, StoreError> {
    let row: Row = profiles::table.find(id.to_string()).select(Row::as_select()).first(conn)?;
    row.try_into()
}

/// Replaces a profile, whose revision grows by one, if nobody changed it meanwhile. `false`: somebody did.
///
/// # Errors
/// When the database fails.
pub fn update(conn: &mut Conn, profile: &mut Profile) -> Result<bool, StoreError> {
    let read = profile.revision;
    profile.revision += 1;
    let target = profiles::table.find(profile.candidacy.to_string()).filter(profiles::revision.eq(read));
    Ok(diesel::update(target).set(profile.row()?).execute(conn)? == 1)
}

/// Which candidacies are read with their profiles.
enum Which<'a> {
    Everybody,
    Party(&'a str),
    These(&'a [CandidacyId]),
    Stages(&'a [StageName]),
}

/// Candidacies with their profiles, in order of surnames.
fn pairs(conn: &mut Conn, which: &Which<'_>) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    type Pair = (crate::candidacies::Row, Row);
    let joined = candidacies::table
        .inner_join(profiles::table)
        .order((candidacies::sort_name, candidacies::id))
        .select((crate::candidacies::Row::as_select(), Row::as_select()));
    let rows: Vec<Pair> = match which {
        Which::Everybody => joined.load(conn)?,
        Which::Party(party) => joined.filter(candidacies::responsible_party.eq(*party)).load(conn)?,
        Which::These(ids) => joined.filter(candidacies::id.eq_any(ids_as_text(ids))).load(conn)?,
        Which::Stages(stages) => {
            joined.filter(profiles::stage.eq_any(stages.iter().map(|stage| stage.code()))).load(conn)?
        }
    };
    rows.into_iter().map(|(candidacy, profile)| Ok((candidacy.try_into()?, profile.try_into()?))).collect()
}

/// Every candidacy with its profile, in order of surnames; only a party's, or only one, when asked.
///
/// # Errors
/// When the database fails.
pub fn list(
    conn: &mut Conn,
    party: Option<&str>,
    one: Option<CandidacyId>,
) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    match (party, one) {
        (_, Some(id)) => of_these(conn, &[id]),
        (Some(party), None) => pairs(conn, &Which::Party(party)),
        (None, None) => pairs(conn, &Which::Everybody),
    }
}

/// Some candidacies with their profiles, in order of surnames. A thousand or two at once, for each is a parameter.
///
/// # Errors
/// When the database fails.
pub fn of_these(conn: &mut Conn, ids: &[CandidacyId]) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    pairs(conn, &Which::These(ids))
}

/// The candidacies whose profiles are at one of these stages, with them, in order of surnames.
///
/// # Errors
/// When the database fails.
pub fn at_stages(conn: &mut Conn, stages: &[StageName]) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    pairs(conn, &Which::Stages(stages))
}

/// The profiles whose moment to be published came.
///
/// # Errors
/// When the database fails.
pub fn due(conn: &mut Conn, now: Timestamp) -> Result<Vec<CandidacyId>, StoreError> {
    let due = profiles::table.filter(profiles::publish_at.le(time::to_text(now))).order(profiles::publish_at);
    let ids: Vec<String> = due.select(profiles::candidacy_id).load(conn)?;
    ids.iter().map(|id| Ok(CandidacyId(parse_id(id)?))).collect()
}

/// The revision of every profile.
///
/// # Errors
/// When the database fails.
pub fn revisions(conn: &mut Conn) -> Result<Vec<(CandidacyId, i32)>, StoreError> {
    let rows: Vec<(String, i32)> = profiles::table.select((profiles::candidacy_id, profiles::revision)).load(conn)?;
    rows.into_iter().map(|(id, revision)| Ok((CandidacyId(parse_id(&id)?), revision))).collect()
}

/// Records that a profile was sent. The second time of a round is a duplicate.
///
/// # Errors
/// A duplicate, or when the database fails.
pub fn insert_submission(conn: &mut Conn, id: CandidacyId, by: AccountId, at: Timestamp) -> Result<i32, StoreError> {
    let sent: i64 = submissions::table.filter(submissions::candidacy_id.eq(id.to_string())).count().get_result(conn)?;
    let round = i32::try_from(sent).map_err(damaged)? + 1;
    diesel::insert_into(submissions::table)
        .values((
            submissions::candidacy_id.eq(id.to_string()),
            submissions::round.eq(round),
            submissions::at.eq(time::to_text(at)),
            submissions::account_id.eq(by.to_string()),
        ))
        .execute(conn)?;
    Ok(round)
}

/// A version of the questionnaires, other than `current`, that answered or published profiles are bound to.
///
/// # Errors
/// When the database fails.
pub fn other_questionnaire(conn: &mut Conn, current: &str) -> Result<Option<String>, StoreError> {
    let answered = profiles::table
        .filter(profiles::questionnaire.ne(current).and(profiles::saved_at.is_not_null()))
        .select(profiles::questionnaire)
        .first(conn)
        .optional()?;
    match answered {
        Some(other) => Ok(Some(other)),
        None => Ok(versions::table
            .filter(versions::questionnaire.ne(current))
            .select(versions::questionnaire)
            .first(conn)
            .optional()?),
    }
}

/// Where an observation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationState {
    /// Part of a verdict, not sent yet.
    Held,
    /// The capture has to answer it.
    Open,
    /// Answered.
    Answered,
    /// Another verdict took its place before it was sent.
    Withdrawn,
}

impl ObservationState {
    const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        [Self::Held, Self::Open, Self::Answered, Self::Withdrawn]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| damaged(code))
    }
}

/// A remark on one field. Its field and its words are sealed: they may tell an identity answer.
#[derive(Debug, Clone)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The question.
    pub field: QuestionKey,
    /// Why.
    pub ground: Ground,
    /// The reviewer's role.
    pub role: Role,
    /// The reviewer.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: ObservationState,
    /// What to mend.
    pub text: String,
    /// What the capture answered.
    pub reply: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = observations)]
struct ObservationRow {
    id: String,
    candidacy_id: String,
    ground: String,
    role: String,
    account_id: String,
    at: String,
    state: String,
    text: Vec<u8>,
    reply: Option<Vec<u8>>,
}

/// Keeps a remark.
///
/// # Errors
/// When the database fails.
pub fn insert_observation(
    conn: &mut Conn,
    id: CandidacyId,
    key: &CandidacyKey,
    observation: &Observation,
) -> Result<(), StoreError> {
    let row = ObservationRow {
        id: observation.id.to_string(),
        candidacy_id: id.to_string(),
        ground: observation.ground.code().to_owned(),
        role: observation.role.code().to_owned(),
        account_id: observation.by.to_string(),
        at: time::to_text(observation.at),
        state: observation.state.code().to_owned(),
        text: key.seal(OBSERVATION, &(&observation.field, &observation.text))?,
        reply: observation.reply.as_ref().map(|reply| key.seal(REPLY, reply)).transpose()?,
    };
    diesel::insert_into(observations::table).values(row).execute(conn)?;
    Ok(())
}

/// Moves a remark on, with the capture's reply when there is one.
///
/// # Errors
/// When the database fails.
pub fn set_observation(
    conn: &mut Conn,
    id: ObservationId,
    key: &CandidacyKey,
    state: ObservationState,
    reply: Option<&str>,
) -> Result<(), StoreError> {
    let target = observations::table.find(id.to_string());
    match reply {
        Some(reply) => diesel::update(target)
            .set((observations::state.eq(state.code()), observations::reply.eq(Some(key.seal(REPLY, reply)?))))
            .execute(conn)?,
        None => diesel::update(target).set(observations::state.eq(state.code())).execute(conn)?,
    };
    Ok(())
}

/// A candidacy's remarks, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn observations(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Observation>, StoreError> {
    let rows: Vec<ObservationRow> = observations::table
        .filter(observations::candidacy_id.eq(id.to_string()))
        .order((observations::at.desc(), observations::id.desc()))
        .select(ObservationRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let (field, text) = key.open(OBSERVATION, &row.text)?;
            Ok(Observation {
                id: ObservationId(parse_id(&row.id)?),
                field,
                ground: Ground::from_code(&row.ground).ok_or_else(|| damaged("ground"))?,
                role: Role::from_code(&row.role).ok_or_else(|| damaged("role"))?,
                by: AccountId(parse_id(&row.account_id)?),
                at: time::from_text(&row.at)?,
                state: ObservationState::from_code(&row.state)?,
                text,
                reply: row.reply.as_ref().map(|reply| key.open(REPLY, reply)).transpose()?,
            })
        })
        .collect()
}

/// A change a validator made, before and after.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The question.
    pub field: QuestionKey,
    /// Who.
    pub by: AccountId,
    /// Who, by name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// The answer before.
    pub before: Option<Answer>,
    /// The answer after.
    pub after: Option<Answer>,
}

#[derive(Serialize, Deserialize)]
struct Change {
    field: QuestionKey,
    before: Option<Answer>,
    after: Option<Answer>,
}

/// Keeps a validator's change.
///
/// # Errors
/// When the database fails.
pub fn insert_edit(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey, edit: &Edit) -> Result<(), StoreError> {
    let change = Change { field: edit.field.clone(), before: edit.before.clone(), after: edit.after.clone() };
    diesel::insert_into(edits::table)
        .values((
            edits::id.eq(Uuid::now_v7().to_string()),
            edits::candidacy_id.eq(id.to_string()),
            edits::account_id.eq(edit.by.to_string()),
            edits::account_name.eq(&edit.by_name),
            edits::at.eq(time::to_text(edit.at)),
            edits::change.eq(key.seal(EDIT, &change)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// A candidacy's edits, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn edits(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Edit>, StoreError> {
    let rows: Vec<(String, String, String, Vec<u8>)> = edits::table
        .filter(edits::candidacy_id.eq(id.to_string()))
        .order((edits::at.desc(), edits::id.desc()))
        .select((edits::account_id, edits::account_name, edits::at, edits::change))
        .load(conn)?;
    rows.into_iter()
        .map(|(by, by_name, at, change)| {
            let change: Change = key.open(EDIT, &change)?;
            Ok(Edit {
                field: change.field,
                by: AccountId(parse_id(&by)?),
                by_name,
                at: time::from_text(&at)?,
                before: change.before,
                after: change.after,
            })
        })
        .collect()
}

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
///
/// # Errors
/// When the database fails.
pub fn every_version(conn: &mut Conn, one: Option<CandidacyId>) -> Result<Vec<Version>, StoreError> {
    let all = versions::table.order((versions::candidacy_id, versions::number.desc())).select(VersionRow::as_select());
    let rows: Vec<VersionRow> = match one {
        Some(id) => all.filter(versions::candidacy_id.eq(id.to_string())).load(conn)?,
        None => all.load(conn)?,
    };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every version of some candidacies: by candidacy, the newest first. A thousand or two at once, for each is a parameter.
pub(crate) fn versions_of(conn: &mut Conn, ids: &[CandidacyId]) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = versions::table
        .filter(versions::candidacy_id.eq_any(ids_as_text(ids)))
        .order((versions::candidacy_id, versions::number.desc()))
        .select(VersionRow::as_select())
        .load(conn)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The newest version of every candidacy, or of one.
///
/// # Errors
/// When the database fails.
pub fn latest_versions(conn: &mut Conn, one: Option<CandidacyId>) -> Result<Vec<Version>, StoreError> {
    let mut all = every_version(conn, one)?;
    all.dedup_by_key(|version| version.candidacy);
    Ok(all)
}
