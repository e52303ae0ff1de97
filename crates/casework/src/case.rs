//! One candidacy on the desk: loaded within a permission, moved by the workflow, put back with its log line.

use contract::work::Moved;
use domain::{
    candidacy::RegistryStatus,
    capture::answers::{completeness, of_part},
    election::Election,
    ids::{AccountId, CandidacyId, QuestionKey},
    log::{Entry, Event, Subject},
    permission::{Action, Permit},
    publication::visibility::Consent,
    questionnaire::{Answers, FieldFault, Part},
    refusal::Refusal,
    review::{Task, waiting},
    text::hex,
    work::progress::sections,
    workflow::{self, Facts, Fields, Move, StageName},
};
use sha2::{Digest, Sha256};
use store::publication::versions;
use store::review::observations;
use store::{
    StoreError,
    candidacies::{self, Candidacy},
    log::Digests,
    profiles::{self, Profile},
    review::{claims, observations::ObservationState},
    seal::CandidacyKey,
};

use crate::{
    Error,
    act::{Act, By, NoPermit},
    log, messages,
};

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
    /// Loads a candidacy within the reach of a permission, with the terms that have ended by now applied to it. With
    /// `revision`, only if nobody has changed it since.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] out of reach, [`Refusal::Stale`] when it was changed meanwhile.
    pub fn open<A: Action>(
        act: &mut Act<'_, Permit<A>>,
        id: CandidacyId,
        revision: Option<i32>,
    ) -> Result<Self, Error> {
        let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
        act.by.cover(&candidacy.scope())?;
        let case = Self::load(act, candidacy)?;
        match revision {
            Some(revision) if revision != case.profile.revision => Err(Refusal::Stale.into()),
            _ => Ok(case),
        }
    }

    pub(crate) fn load<P: By>(act: &mut Act<'_, P>, candidacy: Candidacy) -> Result<Self, Error> {
        let (mut profile, before) = profiles::load_to_change(act.conn, candidacy.id)?;
        let key = CandidacyKey::load(act.conn, &act.desk.master, candidacy.id)?;
        profile.open_fields(&key)?;
        let answers = profile.open_all(&key)?;
        let stood = (profile.life.stage.name(), waiting(&profile.life));
        let mut case = Self { candidacy, profile, key, answers, before, stood, lapsed: false };
        case.settle(act)?;
        Ok(case)
    }

    /// A correction that lapsed leaves the published answers as they were.
    fn settle<P: By>(&mut self, act: &mut Act<'_, P>) -> Result<(), Error> {
        let settled = workflow::settle(&self.profile.life, act.now);
        if settled == self.profile.life {
            return Ok(());
        }
        self.profile.life = settled;
        self.lapsed = true;
        if let Some(version) = versions::latest_versions(act.conn, Some(self.candidacy.id))?.pop() {
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
    pub fn faults(&self, election: &Election) -> Vec<FieldFault> {
        completeness(election, &self.answers)
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
    pub fn advance<A: Action>(&mut self, act: &Act<'_, Permit<A>>, step: &Move) -> Result<(), Refusal> {
        self.advance_as(act, step, act.by.actor().account)
    }

    /// The same, of what the system does in an account's name.
    pub(crate) fn advance_as<P: By>(&mut self, act: &Act<'_, P>, step: &Move, actor: AccountId) -> Result<(), Refusal> {
        let (config, now) = (&act.desk.config, act.now);
        let accepted = self.profile.privacy_notice.as_ref();
        let facts = Facts {
            now,
            actor,
            registry: self.candidacy.registration.status,
            capture_until: self.profile.capture_until,
            privacy_notice_accepted: accepted
                .is_some_and(|accepted| accepted.version == config.election.notice.version),
            corrections_open: config.corrections_open(now),
            terms: &config.election.terms,
            review: config.election.review,
        };
        self.profile.life = workflow::apply(&self.profile.life, step, &facts)?;
        Ok(())
    }

    /// Puts the case back with its line in the log, and tells those whose turn it is now.
    ///
    /// # Errors
    /// [`Refusal::Stale`] when somebody changed it while it lay on the desk.
    pub fn close<P: By>(mut self, act: &mut Act<'_, P>, entry: &Entry) -> Result<Moved, Error> {
        let event = entry.event();
        let versions = self.profile.life.versions;
        let (stage, tasks) = (self.profile.life.stage.name(), waiting(&self.profile.life));
        // What is published waits since it was asked for, or pointed at.
        let comes =
            |task: Task| stage == StageName::Published && tasks.contains(&task) && !self.stood.1.contains(&task);
        if stage != self.stood.0 || comes(Task::Correction) || comes(Task::Flag) {
            self.profile.stage_since = Some(act.now);
        }
        self.profile.curricular = of_part(&act.desk.config.election, &self.answers, Part::Curricular);
        let identity = of_part(&act.desk.config.election, &self.answers, Part::Identity);
        self.profile.seal_identity(&self.key, &identity)?;
        self.profile.seal_fields(&self.key)?;
        self.profile.seal_sections(&self.key, &sections(&act.desk.config.election, &self.answers))?;
        let after = profiles::update(act.conn, &mut self.profile)?.ok_or(Refusal::Stale)?;
        let digests = Digests::Changed(&self.before, &after);
        // Whoever acts before the system put a lapsed correction back does that as well, and it is told the same.
        if self.lapsed && event != Event::GrantLapsed {
            let mut alone = act.of(&NoPermit);
            note(&mut alone, &Entry::GrantLapsed, &self.candidacy, digests)?;
            messages::tell_event(&mut alone, Event::GrantLapsed, &self.candidacy, &self.profile)?;
        }
        note(act, entry, &self.candidacy, digests)?;
        if tasks != self.stood.1 {
            claims::keep_only(act.conn, self.candidacy.id, &tasks)?;
        }
        messages::tell_event(act, event, &self.candidacy, &self.profile)?;
        let publishes = matches!(event, Event::PublicationAuthorised | Event::PublicationReleased);
        let version = publishes.then_some(versions);
        Ok(Moved { revision: self.profile.revision, stage, at: act.now, version, receipt: None })
    }

    /// Remarks the capture has to answer.
    pub fn open_observations<P: By>(&self, act: &mut Act<'_, P>) -> Result<Vec<observations::Observation>, StoreError> {
        let all = observations::observations(act.conn, self.candidacy.id, &self.key)?;
        Ok(all.into_iter().filter(|observation| observation.state == ObservationState::Open).collect())
    }
}

/// SHA-256 of answers as they rest: the curricular ones as JSON, the identity ones sealed, so that it betrays nothing.
pub(crate) fn answers_digest(curricular: &Answers, sealed_identity: Option<&[u8]>) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    hasher.update(serde_json::to_vec(curricular)?);
    hasher.update(sealed_identity.unwrap_or_default());
    Ok(hex(&hasher.finalize()))
}

/// A log line about a candidacy; `by` none is the system itself.
pub(crate) fn note<P: By>(
    act: &mut Act<'_, P>,
    entry: &Entry,
    candidacy: &Candidacy,
    digests: Digests<'_>,
) -> Result<(), StoreError> {
    let party = candidacy.registration.responsible_party.as_ref();
    log::write(act, entry, Subject::Candidacy(candidacy.id), party, digests)
}

pub(crate) fn fields<'a>(keys: impl IntoIterator<Item = &'a QuestionKey>) -> Fields {
    keys.into_iter().cloned().collect()
}
