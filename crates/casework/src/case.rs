//! One candidacy on the desk: loaded within a permission, moved by the workflow, put back with its log line.

use std::collections::BTreeSet;

use contract::work::Moved;
use domain::{
    accounts::Actor,
    candidacy::RegistryStatus,
    capture::answers::{completeness, of_part},
    election::Election,
    ids::{AccountId, CandidacyId, QuestionKey},
    log::Event,
    permission::{Action, Permit},
    publication::visibility::Consent,
    questionnaire::{Answers, FieldFault, Part},
    refusal::Refusal,
    review::{Task, waiting},
    text::hex,
    time::Timestamp,
    workflow::{self, Facts, Fields, Life, Move, StageName},
};
use sha2::{Digest, Sha256};
use store::publication::versions;
use store::review::observations;
use store::{
    StoreError,
    candidacies::{self, Candidacy},
    db::Conn,
    profiles::{self, Profile},
    review::{claims, observations::ObservationState},
    seal::CandidacyKey,
};

use crate::{Error, desk::Desk, log, messages};

/// Which candidacy an act is about, and the revision its author read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The candidacy.
    pub id: CandidacyId,
    /// The revision that was read.
    pub revision: i32,
}

/// One candidacy with everything an act may need.
pub struct Case {
    /// What the registry says.
    pub candidacy: Candidacy,
    /// Its profile.
    pub profile: Profile,
    /// Its key.
    pub key: CandidacyKey,
    /// Answers of both parts.
    pub answers: Answers,
    before: String,
    /// The stage and what waited, as it was taken.
    stood: (StageName, Vec<Task>),
    /// Whether a granted correction lapsed since it was last put back.
    pub(crate) lapsed: bool,
}

impl Case {
    /// Takes a candidacy within the reach of a permission, as the time has left it. With `revision`, only if nobody
    /// changed it since.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] out of reach, [`Refusal::Stale`] when it was changed meanwhile.
    pub fn open<A: Action>(
        conn: &mut Conn,
        desk: &Desk,
        permit: &Permit<A>,
        id: CandidacyId,
        revision: Option<i32>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let candidacy = candidacies::find(conn, id)?.ok_or(Refusal::NotFound)?;
        permit.cover(&candidacy.scope())?;
        let case = Self::load(conn, desk, candidacy, now)?;
        match revision {
            Some(revision) if revision != case.profile.revision => Err(Refusal::Stale.into()),
            _ => Ok(case),
        }
    }

    pub(crate) fn load(conn: &mut Conn, desk: &Desk, candidacy: Candidacy, now: Timestamp) -> Result<Self, Error> {
        let profile = profiles::load(conn, candidacy.id)?;
        let key = CandidacyKey::load(conn, &desk.master, candidacy.id)?;
        let answers = profile.open_all(Some(&key))?;
        let before = digest(&profile);
        let stood = (profile.life.stage.name(), waiting(&profile.life));
        let mut case = Self { candidacy, profile, key, answers, before, stood, lapsed: false };
        case.settle(conn, now)?;
        Ok(case)
    }

    /// A correction that lapsed leaves the published answers as they were.
    fn settle(&mut self, conn: &mut Conn, now: Timestamp) -> Result<(), Error> {
        let settled = workflow::settle(&self.profile.life, now);
        if settled == self.profile.life {
            return Ok(());
        }
        self.profile.life = settled;
        self.lapsed = true;
        if let Some(version) = versions::latest_versions(conn, Some(self.candidacy.id))?.pop() {
            self.answers = version.open_identity(&self.key)?;
            self.answers.extend(version.curricular);
        }
        Ok(())
    }

    /// The consent in force.
    ///
    /// # Errors
    /// When the key does not open it.
    pub fn consent(&self) -> Result<Option<Consent>, StoreError> {
        self.profile.open_consent(&self.key)
    }

    /// What keeps the answers from being complete.
    #[must_use]
    pub fn faults(&self, desk: &Desk) -> Vec<FieldFault> {
        completeness(&desk.config.election, &self.answers)
    }

    /// That the institute's areas may mark and judge it now.
    ///
    /// # Errors
    /// [`Refusal::NotActive`] and the workflow's.
    pub fn may_review(&self) -> Result<(), Refusal> {
        let active = self.candidacy.registration.status == RegistryStatus::Active;
        if active { workflow::may_review(&self.profile.life) } else { Err(Refusal::NotActive) }
    }

    /// Moves the profile as the workflow says.
    ///
    /// # Errors
    /// The workflow's refusal.
    pub fn advance(
        &mut self,
        desk: &Desk,
        step: &Move,
        actor: &Actor,
        unanswered: usize,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance_as(desk, step, actor.account, unanswered, now)
    }

    /// The same, of what the system does in an account's name.
    pub(crate) fn advance_as(
        &mut self,
        desk: &Desk,
        step: &Move,
        actor: AccountId,
        unanswered: usize,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let faults = self.faults(desk);
        let accepted = self
            .profile
            .privacy_notice
            .as_ref()
            .is_some_and(|accepted| accepted.version == desk.config.election.notice.version);
        let facts = Facts {
            now,
            actor,
            registry: self.candidacy.registration.status,
            capture_until: self.profile.capture_until,
            notice_accepted: accepted,
            faults: &faults,
            unanswered,
            corrections_open: desk.config.corrections_open(now),
            terms: &desk.config.election.terms,
            review: desk.config.election.review,
        };
        self.profile.life = workflow::apply(&self.profile.life, step, &facts)?;
        Ok(())
    }

    /// Puts the case back with its line in the log, and tells those whose turn it is now.
    ///
    /// # Errors
    /// [`Refusal::Stale`] when somebody changed it while it lay on the desk.
    pub fn close(
        self,
        conn: &mut Conn,
        desk: &Desk,
        actor: &Actor,
        event: Event,
        detail: &str,
        now: Timestamp,
    ) -> Result<Moved, Error> {
        self.put_back(conn, desk, Some(actor), event, detail, now)
    }

    /// The same, of what the system does by itself when there is no actor.
    pub(crate) fn put_back(
        mut self,
        conn: &mut Conn,
        desk: &Desk,
        actor: Option<&Actor>,
        event: Event,
        detail: &str,
        now: Timestamp,
    ) -> Result<Moved, Error> {
        let versions = self.profile.life.versions;
        let (stage, tasks) = (self.profile.life.stage.name(), waiting(&self.profile.life));
        // What is published waits since it was asked for, or pointed at.
        let comes =
            |task: Task| stage == StageName::Published && tasks.contains(&task) && !self.stood.1.contains(&task);
        if stage != self.stood.0 || comes(Task::Correction) || comes(Task::Flag) {
            self.profile.stage_since = Some(now);
        }
        self.profile.curricular = of_part(&desk.config.election, &self.answers, Part::Curricular);
        let identity = of_part(&desk.config.election, &self.answers, Part::Identity);
        self.profile.seal_identity(&self.key, &identity)?;
        if !profiles::update(conn, &mut self.profile)? {
            return Err(Refusal::Stale.into());
        }
        let after = digest(&self.profile);
        // Whoever acts before the system put a lapsed correction back does that as well, and it is told the same.
        if self.lapsed && event != Event::GrantLapsed {
            note(conn, None, Event::GrantLapsed, &self.candidacy, "", (&self.before, &after), now)?;
            messages::tell_event(conn, desk, Event::GrantLapsed, &self.candidacy, &self.profile, now)?;
        }
        note(conn, actor, event, &self.candidacy, detail, (&self.before, &after), now)?;
        if tasks != self.stood.1 {
            claims::keep_only(conn, self.candidacy.id, &tasks)?;
        }
        messages::tell_event(conn, desk, event, &self.candidacy, &self.profile, now)?;
        let publishes = matches!(event, Event::PublicationAuthorised | Event::PublicationReleased);
        let version = publishes.then_some(versions);
        Ok(Moved { revision: self.profile.revision, stage, at: now, version, receipt: None })
    }

    /// Remarks the capture has to answer.
    pub fn open_observations(&self, conn: &mut Conn) -> Result<Vec<observations::Observation>, StoreError> {
        let all = observations::observations(conn, self.candidacy.id, &self.key)?;
        Ok(all.into_iter().filter(|observation| observation.state == ObservationState::Open).collect())
    }
}

/// SHA-256 of answers as they rest: the curricular ones as JSON, the identity ones sealed, so that it betrays nothing.
pub(crate) fn answers_digest(curricular: &Answers, sealed_identity: Option<&[u8]>) -> Result<String, StoreError> {
    let mut hasher = Sha256::new();
    hasher.update(serde_json::to_vec(curricular).map_err(|error| StoreError::Damaged(error.to_string()))?);
    hasher.update(sealed_identity.unwrap_or_default());
    Ok(hex(&hasher.finalize()))
}

/// A log line about a candidacy; `by` none is the system itself.
pub(crate) fn note(
    conn: &mut Conn,
    by: Option<&Actor>,
    event: Event,
    candidacy: &Candidacy,
    detail: &str,
    digests: (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let object = format!("candidacy/{}", candidacy.id);
    let party = candidacy.registration.responsible_party.as_ref();
    log::write(conn, by, event, (&object, party), detail, digests, now)
}

/// SHA-256 of a profile as it rests: sealed parts count as they are sealed, so that a digest never betrays an answer.
pub(crate) fn digest(profile: &Profile) -> String {
    let mut hasher = Sha256::new();
    let life = serde_json::to_vec::<Life>(&profile.life).unwrap_or_default();
    let curricular = serde_json::to_vec(&profile.curricular).unwrap_or_default();
    for part in [
        &life,
        &curricular,
        profile.identity.as_ref().unwrap_or(&Vec::new()),
        profile.consent.as_ref().unwrap_or(&Vec::new()),
    ] {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// The keys of a set of questions, for a log line: which, never what. Those of identity only say `identity`, for to have
/// answered one that depends on another tells how that one was answered.
pub(crate) fn keys<'a>(election: &Election, fields: impl IntoIterator<Item = &'a QuestionKey>) -> String {
    let name = |key: &'a QuestionKey| match election.question(key.as_str()) {
        Some((Part::Identity, _)) => "identity",
        Some((Part::Curricular, _)) | None => key.as_str(),
    };
    let distinct: BTreeSet<&str> = fields.into_iter().map(name).collect();
    distinct.into_iter().collect::<Vec<_>>().join(" ")
}

pub(crate) fn fields<'a>(keys: impl IntoIterator<Item = &'a QuestionKey>) -> Fields {
    keys.into_iter().cloned().collect()
}
