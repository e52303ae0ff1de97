//! What lies behind the door: one candidacy as the database has it, to be held against what was done at the door.

use std::collections::BTreeMap;

use domain::{
    candidacy::RegistryStatus,
    ids::{CandidacyId, ObservationId, QuestionKey, SectionKey},
    publication::visibility::{Consent, Waits},
    questionnaire::Answers,
    registry::Hold,
    review::{Mark, Task},
    time::Timestamp,
    workflow::{Life, Opening, Stage, settle},
};
use store::publication::{corrections, versions};
use store::registry::movements;
use store::review::{claims, marks, observations};
use store::{candidacies, profiles, seal::CandidacyKey};
use support::House;
use uuid::Uuid;

/// One candidacy at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub status: RegistryStatus,
    /// What waits for a second person, and hides meanwhile.
    pub waits: Waits,
    pub revision: i32,
    pub life: Life,
    pub answers: Answers,
    pub accepted: bool,
    pub consent: Option<Consent>,
    /// Number, digest and what was published, the first first.
    pub versions: Vec<(i32, String, Answers)>,
    pub rounds: usize,
    pub granted: usize,
    pub declined: usize,
    pub remarks: Vec<ObservationId>,
    /// When the first capture's term ends.
    pub capture_until: Option<Timestamp>,
    /// What the reviewers said of each section, with the revision of that.
    pub marks: BTreeMap<SectionKey, (Mark, i32)>,
    /// By whom each review is taken.
    pub claims: BTreeMap<Task, String>,
    /// The last movement that can be undone.
    pub movement: Option<Uuid>,
    /// What the institute undid, by the movement, and holds against the registry.
    pub hold: Option<(Uuid, Hold)>,
}

impl Seen {
    /// Looks.
    pub fn of(house: &House, id: CandidacyId) -> Self {
        let mut conn = house.app.db.conn().expect("a connection");
        let conn = &mut conn;
        let candidacy = candidacies::find(conn, id).expect("candidacies").expect("a candidacy");
        let key = CandidacyKey::load(conn, &house.app.desk.master, id).expect("a key");
        let mut profile = profiles::load(conn, id).expect("a profile");
        profile.open_fields(&key).expect("its fields");
        let mut answers = profile.open_identity(&key).expect("identity answers");
        answers.extend(profile.curricular.clone());
        let versions = versions::every_version(conn, Some(id)).expect("versions").into_iter().rev().map(|version| {
            let mut all = version.open_identity(&key).expect("identity answers");
            all.extend(version.curricular);
            (version.number, version.digest, all)
        });
        let versions = versions.collect();
        let asked = corrections::of_candidacy(conn, id, &key).expect("corrections");
        let decided = |granted: bool| {
            let like =
                |one: &&corrections::Correction| one.decision.as_ref().is_some_and(|said| said.granted == granted);
            asked.iter().filter(like).count()
        };
        let remarks = observations::observations(conn, id, &key).expect("observations");
        let open = remarks.into_iter().filter(|one| one.state == observations::ObservationState::Open);
        let marks = marks::of_candidacy(conn, id, &key).expect("marks").into_iter();
        let claims = claims::live(conn, Some(id), house.app.now()).expect("claims").into_iter();
        let mut moved = movements::all(conn).expect("movements").into_iter().filter(|moved| moved.candidacy == id);
        let mut holds = movements::holds(conn).expect("holds");
        Self {
            status: candidacy.registration.status,
            waits: store::registry::waits_of(conn, id).expect("what waits"),
            revision: profile.revision,
            accepted: profile.privacy_notice.is_some(),
            consent: profile.open_consent(&key).expect("a consent"),
            versions,
            rounds: store::capture::submission_receipts::of_candidacy(conn, id).expect("receipts").len(),
            granted: decided(true),
            declined: decided(false),
            remarks: open.map(|one| one.id).collect(),
            capture_until: profile.capture_until,
            marks: marks.map(|(section, saved)| (section, (saved.mark, saved.revision))).collect(),
            claims: claims.map(|((_, task), claim)| (task, claim.account_name)).collect(),
            movement: moved.next().filter(|moved| moved.undone.is_none()).map(|moved| moved.id),
            hold: holds.remove(&candidacy.registration.folio),
            life: profile.life,
            answers,
        }
    }

    /// Its life now: a correction that was granted and lapsed is no more, whether or not somebody wrote that already.
    pub fn settled(&self, now: Timestamp) -> Life {
        settle(&self.life, now)
    }

    /// What was published last.
    pub fn published(&self) -> Option<&Answers> {
        self.versions.last().map(|(_, _, answers)| answers)
    }

    /// Whether the public sees that it stands.
    pub fn stands(&self) -> bool {
        self.status == RegistryStatus::Active && !self.waits.withdrawal
    }

    /// Until when the fields that were opened again are open; none when nothing was.
    pub fn opened_until(&self) -> Option<Timestamp> {
        match &self.life.stage {
            Stage::InCapture {
                opening: Opening::Observed { until, .. } | Opening::Correction { until, .. }, ..
            }
            | Stage::InValidation { opening: Opening::Correction { until, .. } } => Some(*until),
            _ => None,
        }
    }

    /// Whether a correction was granted that time has ended, though nothing was written about it yet.
    pub fn lapses(&self, now: Timestamp) -> bool {
        let granted = matches!(
            &self.life.stage,
            Stage::InCapture { opening: Opening::Correction { .. }, .. }
                | Stage::InValidation { opening: Opening::Correction { .. } }
        );
        granted && self.opened_until().is_some_and(|until| now.as_second() > until.as_second())
    }

    /// Whether whoever has the turn may touch a field.
    pub fn is_open(&self, field: &QuestionKey) -> bool {
        let within = |opening: &Opening| match opening {
            Opening::Whole => true,
            Opening::Observed { fields, .. } | Opening::Correction { fields, .. } => fields.contains(field),
        };
        match &self.life.stage {
            Stage::NotStarted => true,
            Stage::InCapture { returned: Some(returned), opening } => returned.contains(field) && within(opening),
            Stage::InCapture { opening, returned: None } | Stage::InValidation { opening } => within(opening),
            Stage::InVerification { .. } | Stage::Published => false,
        }
    }
}
