//! Profiles: answers and where they stand.

use crate::{
    StoreError,
    candidacies::{Candidacy, ids_as_text, parse_id},
    damaged,
    db::Conn,
    publication::corrections::seal_decisions,
    review::observations::seal_grounds,
    schema::{candidacies, profiles, submissions, versions},
    seal::{CandidacyKey, MasterKey},
    time,
};
use diesel::prelude::*;
use domain::{
    ids::{AccountId, CandidacyId},
    publication::visibility::Consent,
    questionnaire::Answers,
    text::hex,
    time::Timestamp,
    work::progress::Sections,
    workflow::{Life, StageName},
};
use sha2::{Digest, Sha256};

const IDENTITY: &str = "identity";

const FIELDS: &str = "fields";

const SECTIONS: &str = "sections";

pub(crate) const CONSENT: &str = "consent";

/// That a privacy notice was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyNoticeAcceptance {
    /// The privacy notice's version.
    pub version: String,
    /// When.
    pub at: Timestamp,
    /// The account that accepted it.
    pub by: AccountId,
}

/// A candidacy's profile. Identity answers are sealed; they come and go through [`Profile::open_identity`].
#[derive(Debug, Clone)]
pub struct Profile {
    /// Whose it is.
    pub candidacy: CandidacyId,
    /// Grows with every change.
    pub revision: i32,
    /// Where it stands; without the fields it names until [`Profile::open_fields`].
    pub life: Life,
    /// The fields it names, sealed.
    pub fields: Option<Vec<u8>>,
    /// How far its sections are, sealed, so that whoever lists candidacies opens no answer.
    pub sections: Option<Vec<u8>>,
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
    /// The privacy notice that was accepted.
    pub privacy_notice: Option<PrivacyNoticeAcceptance>,
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
    fields: Option<Vec<u8>>,
    sections: Option<Vec<u8>>,
}

impl TryFrom<Row> for Profile {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let privacy_notice = match (row.notice_version, &row.notice_accepted_at, &row.notice_accepted_by) {
            (Some(version), Some(at), Some(by)) => {
                Some(PrivacyNoticeAcceptance { version, at: time::from_text(at)?, by: AccountId(parse_id(by)?) })
            }
            _ => None,
        };
        Ok(Self {
            candidacy: CandidacyId(parse_id(&row.candidacy_id)?),
            revision: row.revision,
            life: serde_json::from_str(&row.life).map_err(damaged)?,
            fields: row.fields,
            sections: row.sections,
            questionnaire: row.questionnaire,
            curricular: serde_json::from_str(&row.curricular).map_err(damaged)?,
            identity: row.identity,
            received_at: time::optional(row.received_at.as_ref())?,
            capture_until: time::optional(row.capture_until.as_ref())?,
            privacy_notice,
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
            fields: None,
            sections: None,
            questionnaire,
            curricular: Answers::new(),
            identity: None,
            received_at: None,
            capture_until: None,
            privacy_notice: None,
            saved_at: None,
            submitted_at: None,
            consent: None,
            consent_document: None,
            stage_since: None,
        }
    }

    fn row(&self) -> Result<Row, StoreError> {
        let (notice_version, notice_accepted_at, notice_accepted_by) = match &self.privacy_notice {
            Some(accepted) => {
                (Some(accepted.version.clone()), Some(time::to_text(accepted.at)), Some(accepted.by.to_string()))
            }
            None => (None, None, None),
        };
        let mut life = self.life.clone();
        life.take_fields();
        Ok(Row {
            candidacy_id: self.candidacy.to_string(),
            revision: self.revision,
            stage: self.life.stage.name().code().to_owned(),
            life: serde_json::to_string(&life).map_err(damaged)?,
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
            fields: self.fields.clone(),
            sections: self.sections.clone(),
        })
    }

    /// The identity answers.
    ///
    /// # Errors
    /// When the key does not open them.
    pub fn open_identity(&self, key: &CandidacyKey) -> Result<Answers, StoreError> {
        open_answers(self.identity.as_deref(), key)
    }

    /// Every answer.
    ///
    /// # Errors
    /// When the key does not open those of identity.
    pub fn open_all(&self, key: &CandidacyKey) -> Result<Answers, StoreError> {
        let mut answers = self.curricular.clone();
        answers.extend(self.open_identity(key)?);
        Ok(answers)
    }

    /// Puts the fields that the life names back into it.
    ///
    /// # Errors
    /// When the key does not open them.
    pub fn open_fields(&mut self, key: &CandidacyKey) -> Result<(), StoreError> {
        if let Some(sealed) = &self.fields {
            self.life.put_fields(key.open(FIELDS, sealed)?);
        }
        Ok(())
    }

    /// Seals the fields that the life names.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal_fields(&mut self, key: &CandidacyKey) -> Result<(), StoreError> {
        let named = self.life.clone().take_fields();
        self.fields = if named.is_empty() { None } else { Some(key.seal(FIELDS, &named)?) };
        Ok(())
    }

    /// How far its sections are; nothing without the key, which may have been destroyed.
    ///
    /// # Errors
    /// When the key does not open it.
    pub fn open_sections(&self, key: Option<&CandidacyKey>) -> Result<Sections, StoreError> {
        match (key, &self.sections) {
            (Some(key), Some(sealed)) => key.open(SECTIONS, sealed),
            _ => Ok(Sections::new()),
        }
    }

    /// Seals how far its sections are.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal_sections(&mut self, key: &CandidacyKey, sections: &Sections) -> Result<(), StoreError> {
        self.sections = Some(key.seal(SECTIONS, sections)?);
        Ok(())
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

pub(crate) fn open_answers(sealed: Option<&[u8]>, key: &CandidacyKey) -> Result<Answers, StoreError> {
    sealed.map_or_else(|| Ok(Answers::new()), |bytes| key.open(IDENTITY, bytes))
}

fn seal_answers(answers: &Answers, key: &CandidacyKey) -> Result<Option<Vec<u8>>, StoreError> {
    if answers.is_empty() { Ok(None) } else { key.seal(IDENTITY, answers).map(Some) }
}

impl Row {
    /// SHA-256 of it as it rests: sealed parts count as they are sealed, so that it never betrays an answer.
    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let sealed = |part: &Option<Vec<u8>>| part.clone().unwrap_or_default();
        let (identity, consent, fields) = (sealed(&self.identity), sealed(&self.consent), sealed(&self.fields));
        for part in [self.life.as_bytes(), self.curricular.as_bytes(), &identity, &consent, &fields] {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        hex(&hasher.finalize())
    }
}

fn row_of(conn: &mut Conn, id: CandidacyId) -> Result<Row, StoreError> {
    Ok(profiles::table.find(id.to_string()).select(Row::as_select()).first(conn)?)
}

/// Keeps a new profile. Gives its digest.
///
/// # Errors
/// When there is one already or the database fails.
pub fn insert(conn: &mut Conn, profile: &Profile) -> Result<String, StoreError> {
    let row = profile.row()?;
    let digest = row.digest();
    diesel::insert_into(profiles::table).values(row).execute(conn)?;
    Ok(digest)
}

/// One candidacy's profile.
///
/// # Errors
/// When there is none or the database fails.
pub fn load(conn: &mut Conn, id: CandidacyId) -> Result<Profile, StoreError> {
    row_of(conn, id)?.try_into()
}

/// One candidacy's profile and its digest, for whoever is about to change it.
///
/// # Errors
/// When there is none or the database fails.
pub fn load_to_change(conn: &mut Conn, id: CandidacyId) -> Result<(Profile, String), StoreError> {
    let row = row_of(conn, id)?;
    let digest = row.digest();
    Ok((row.try_into()?, digest))
}

/// Replaces a profile, whose revision grows by one. Gives its new digest; none when somebody changed it meanwhile.
pub fn update(conn: &mut Conn, profile: &mut Profile) -> Result<Option<String>, StoreError> {
    let read = profile.revision;
    profile.revision += 1;
    let row = profile.row()?;
    let digest = row.digest();
    let target = profiles::table.find(profile.candidacy.to_string()).filter(profiles::revision.eq(read));
    Ok((diesel::update(target).set(row).execute(conn)? == 1).then_some(digest))
}

/// Seals what earlier versions left in the clear: the fields that lives name, how far sections are, the grounds of
/// observations and the decisions on corrections. Of a candidacy whose key was destroyed there is nothing to seal it with.
/// Says how many candidacies it was.
///
/// # Errors
/// When the database fails or a key does not open what is its own.
pub fn seal_older(
    conn: &mut Conn,
    master: &MasterKey,
    progress: impl Fn(&Answers) -> Sections,
) -> Result<usize, StoreError> {
    let rows: Vec<Row> = profiles::table.filter(profiles::sections.is_null()).select(Row::as_select()).load(conn)?;
    let mut older = Vec::new();
    for row in rows {
        older.push(Profile::try_from(row)?);
    }
    let ids: Vec<CandidacyId> = older.iter().map(|profile| profile.candidacy).collect();
    let keys = CandidacyKey::load_many(conn, master, &ids)?;
    for profile in &mut older {
        let Some(key) = keys.get(&profile.candidacy) else { continue };
        let answers = match profile.open_all(key) {
            Ok(answers) => answers,
            // One that does not open keeps nobody from starting; it stays as it is.
            Err(StoreError::Sealed(_) | StoreError::Damaged(_)) => continue,
            Err(error) => return Err(error),
        };
        profile.seal_fields(key)?;
        profile.seal_sections(key, &progress(&answers))?;
        diesel::update(profiles::table.find(profile.candidacy.to_string())).set(profile.row()?).execute(conn)?;
        seal_grounds(conn, profile.candidacy, key)?;
        seal_decisions(conn, profile.candidacy, key)?;
    }
    Ok(keys.len())
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
pub fn list(
    conn: &mut Conn,
    party: Option<&str>,
    candidacy: Option<CandidacyId>,
) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    match (party, candidacy) {
        (_, Some(id)) => of_these(conn, &[id]),
        (Some(party), None) => pairs(conn, &Which::Party(party)),
        (None, None) => pairs(conn, &Which::Everybody),
    }
}

/// Some candidacies with their profiles, in order of surnames. Ask for a thousand or two at once: each is a parameter.
pub fn of_these(conn: &mut Conn, ids: &[CandidacyId]) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    pairs(conn, &Which::These(ids))
}

/// The candidacies whose profiles are at one of these stages, with them, in order of surnames.
pub fn at_stages(conn: &mut Conn, stages: &[StageName]) -> Result<Vec<(Candidacy, Profile)>, StoreError> {
    pairs(conn, &Which::Stages(stages))
}

/// The profiles whose moment to be published came.
pub fn due(conn: &mut Conn, now: Timestamp) -> Result<Vec<CandidacyId>, StoreError> {
    let due = profiles::table.filter(profiles::publish_at.le(time::to_text(now))).order(profiles::publish_at);
    let ids: Vec<String> = due.select(profiles::candidacy_id).load(conn)?;
    ids.iter().map(|id| Ok(CandidacyId(parse_id(id)?))).collect()
}

/// The revision of every profile.
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
