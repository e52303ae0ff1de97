//! What lies behind the door: one candidacy as the database has it, to be held against what was done at the door.

use domain::{
    candidacy::RegistryStatus,
    ids::{CandidacyId, ObservationId, QuestionKey},
    publication::visibility::Consent,
    questionnaire::Answers,
    time::Timestamp,
    workflow::{Life, Opening, Stage},
};
use store::publication::versions;
use store::review::observations;
use store::{candidacies, profiles, publication::corrections, seal::CandidacyKey};
use support::House;

/// One candidacy at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub status: RegistryStatus,
    pub revision: i32,
    pub life: Life,
    pub answers: Answers,
    pub accepted: bool,
    pub consent: Option<Consent>,
    /// Number, digest and what was published, the first first.
    pub versions: Vec<(i32, String, Answers)>,
    pub rounds: usize,
    pub granted: usize,
    pub remarks: Vec<ObservationId>,
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
        let granted = asked.iter().filter(|one| one.decision.as_ref().is_some_and(|decision| decision.granted)).count();
        let remarks = observations::observations(conn, id, &key).expect("observations");
        let open = remarks.into_iter().filter(|one| one.state == observations::ObservationState::Open);
        Self {
            status: candidacy.registration.status,
            revision: profile.revision,
            accepted: profile.privacy_notice.is_some(),
            consent: profile.open_consent(&key).expect("a consent"),
            versions,
            rounds: store::capture::submission_receipts::of_candidacy(conn, id).expect("receipts").len(),
            granted,
            remarks: open.map(|one| one.id).collect(),
            life: profile.life,
            answers,
        }
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
