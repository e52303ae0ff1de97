//! How chance chooses what is tried: mostly what would come next in the life of a profile, by somebody whose turn it is.

use std::io::Cursor;

use contract::{paths, review::Read as Version};
use domain::{
    candidacy::RegistryStatus,
    capture::answers::completeness,
    ids::{CandidacyId, SectionKey},
    permission::{Reach, reach},
    questionnaire::{Answer, Part},
    review::{Mark, Task, waiting},
    time::TimeDelta,
    workflow::{Correction, Life, Stage, Verdict},
};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Map, Value, json};
use support::{House, SIGNED, complete, consent_form, text};
use uuid::Uuid;

use super::{
    acts::{
        ALL, Attempt, Body, Changes,
        Kind::{self, *},
    },
    people::Cast,
    seen::Seen,
};

const SECTIONS: [Option<&str>; 5] = [None, Some("motivation"), Some("proposals"), Some("indigenous"), Some("nada")];
const FIELDS: [&str; 9] = [
    "motivation",
    "proposal.first",
    "career.political",
    "contact.website",
    "contact.phone",
    "contact.house",
    "indigenous.self",
    "education.level",
    "nada",
];

/// Chance, with the number of the next word that nobody wrote before.
pub struct Chance {
    pub rng: fastrand::Rng,
    words: u32,
    /// Whether somebody else often tries the review that one has.
    pub seeks_rivals: bool,
}

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self { rng: fastrand::Rng::with_seed(seed), words: 0, seeks_rivals: false }
    }

    pub fn percent(&mut self, share: u32) -> bool {
        self.rng.u32(0..100) < share
    }

    fn any<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.rng.usize(0..among.len())]
    }

    /// A small photograph that is told apart from every other.
    fn photograph(&mut self) -> Vec<u8> {
        self.words += 1;
        let [_, red, green, blue] = self.words.to_be_bytes();
        let mut png = Cursor::new(Vec::new());
        RgbImage::from_pixel(160, 160, Rgb([red, green, blue]))
            .write_to(&mut png, ImageFormat::Png)
            .expect("a photograph");
        png.into_inner()
    }

    /// A text that is told apart from every other.
    fn text(&mut self) -> String {
        self.words += 1;
        format!("zq{}z {}", self.words, text(290))
    }

    fn answer(&mut self, field: &str) -> Value {
        match field {
            "contact.website" => {
                self.words += 1;
                json!(format!("https://zq{}z.mx", self.words))
            }
            "contact.phone" => json!(format!("49{:08}", self.rng.u32(0..100_000_000))),
            "contact.house" => {
                self.words += 1;
                json!(format!("Calle zq{}z", self.words))
            }
            "indigenous.self" => json!(self.any(&["Sí", "No", "Prefiero no contestar"])),
            "education.level" => json!(self.any(&["Licenciatura", "Sin estudios", "Primaria", "Primaria", "Sabio"])),
            _ => json!(self.text()),
        }
    }

    /// A few answers; or all that are needed, of the fields that are open.
    fn answers(&mut self, seen: &Seen) -> Value {
        let mut answers = Map::new();
        if self.percent(if seen.opened_until().is_some() { 55 } else { 72 }) {
            for (key, value) in complete() {
                if seen.is_open(&key) {
                    let is_long = matches!(&value, Answer::One(text) if text.len() > 200);
                    answers.insert(key.0, if is_long { json!(self.text()) } else { json!(value) });
                }
            }
        } else {
            for _ in 0..self.rng.usize(1..3) {
                let field = self.any(&FIELDS);
                let answer = if self.percent(15) { Value::Null } else { self.answer(field) };
                answers.insert(field.to_owned(), answer);
            }
        }
        Value::Object(answers)
    }

    fn remarks(&mut self, among: &[&str]) -> Value {
        let text = if self.percent(90) { "Revise esta respuesta, por favor." } else { "No." };
        let count = if self.percent(94) { 1 } else { self.rng.usize(0..3) };
        let remark = |field: &str| json!({ "field": field, "ground": "incomplete", "text": text });
        (0..count).map(|_| remark(self.any(among))).collect()
    }

    /// A section of a part, most often one that nobody marked yet.
    fn section(&mut self, house: &House, part: Part, seen: &Seen) -> SectionKey {
        let sections = &house.app.desk.config.election.questionnaire(part).sections;
        let unmarked = sections.iter().find(|section| !seen.marks.contains_key(&section.key));
        match unmarked.filter(|_| self.percent(92)) {
            Some(section) => section.key.clone(),
            None => sections[self.rng.usize(0..sections.len())].key.clone(),
        }
    }

    fn mark(&mut self, house: &House, section: &SectionKey) -> Value {
        if self.percent(92) {
            return json!({ "state": "complies" });
        }
        let (_, section) = house.app.desk.config.election.section(section.as_str()).expect("a section");
        let fields: Vec<&str> = section.questions.iter().map(|question| question.key.as_str()).collect();
        json!({ "state": "observed", "observations": self.remarks(&fields) })
    }

    /// What is told apart by what it is about: where it goes, from which revision, and what else of the table it needs.
    fn aim(&mut self, house: &House, kind: Kind, seen: &Seen, id: CandidacyId) -> Aim {
        let profile = |path: String| Aim { path, revision: Some(seen.revision), section: None, task: None };
        let anyhow = |path: String| Aim { revision: None, ..profile(path) };
        match kind {
            Notice => profile(paths::notice_acceptance(id)),
            Save => profile(paths::answers(id)),
            SetPhoto | RemovePhoto => profile(paths::photo(id)),
            Submit => profile(paths::submission(id)),
            Edit => profile(paths::edits(id)),
            Return => profile(paths::return_to_capture(id)),
            Validate => profile(paths::validation(id)),
            ValidateSeveral => profile(paths::validations().to_owned()),
            JudgeCurricular => profile(paths::curricular_verdict(id)),
            JudgeIdentity => profile(paths::identity_verdict(id)),
            SendObservations => profile(paths::observations(id)),
            Authorise => profile(paths::authorisation(id)),
            AuthoriseSeveral => profile(paths::authorisations().to_owned()),
            Schedule | Unschedule => profile(paths::schedule(id)),
            Flag => profile(paths::flags(id)),
            Dismiss => profile(paths::dismissal(id)),
            Disable => profile(paths::disabling(id)),
            Restore => profile(paths::restoration(id)),
            Request => profile(paths::corrections(id)),
            Decide => profile(paths::correction_decision(id)),
            Consent | Withdraw => profile(paths::consent(id)),
            Extend => anyhow(paths::extensions().to_owned()),
            // What for is only asked of the institute outside its turn, and lets it read then.
            Read => anyhow(format!("{}?purpose=Comprobar%20lo%20que%20rige", paths::candidacy(id))),
            Advise => anyhow(paths::candidacy_advice(id)),
            ReadLog => anyhow(format!("{}?candidacy={id}", paths::activity_log())),
            Sync => anyhow(paths::registry_sync().to_owned()),
            Undo => anyhow(paths::registry_movement_undoing(seen.movement.unwrap_or_default())),
            Allow => {
                let held = seen.hold.map_or(Uuid::nil(), |(movement, _)| movement);
                anyhow(paths::registry_movement_allowance(held))
            }
            TakeReview | LeaveReview => {
                let waits = waiting(&seen.life);
                let own = waits.first().copied().filter(|_| self.percent(90));
                let task = own.unwrap_or_else(|| self.any(&Task::ALL));
                Aim { task: Some(task), ..anyhow(paths::claim(id, task)) }
            }
            MarkCurricular | MarkIdentity => {
                let part = if kind == MarkCurricular { Part::Curricular } else { Part::Identity };
                let section = self.section(house, part, seen);
                let revision = seen.marks.get(&section).map_or(0, |(_, revision)| *revision);
                let path = paths::mark(id, &section);
                Aim { path, revision: Some(revision), section: Some(section), task: None }
            }
        }
    }

    fn body(&mut self, house: &House, kind: Kind, seen: &Seen, id: CandidacyId) -> Body {
        let now = house.app.now();
        let config = &house.app.desk.config;
        let version = json!([Version { id, revision: seen.revision }]);
        Body::Json(match kind {
            Notice => {
                json!({ "version": if self.percent(90) { config.election.notice.version.as_str() } else { "0" } })
            }
            Save | Edit => json!({ "answers": self.answers(seen) }),
            SetPhoto => return Body::File("image/png", self.photograph()),
            Submit => {
                let replied = self.percent(92);
                let replies: Map<String, Value> = seen
                    .remarks
                    .iter()
                    .filter(|_| replied)
                    .map(|id| (id.to_string(), json!("Quedó corregida.")))
                    .collect();
                json!({ "single_opportunity_understood": self.percent(95), "replies": replies })
            }
            Return => json!({ "observations": self.remarks(&FIELDS) }),
            ValidateSeveral | AuthoriseSeveral => json!({ "candidacies": version }),
            TakeReview => json!({ "take_over": self.percent(30) }),
            JudgeCurricular | JudgeIdentity => {
                let part = if kind == JudgeCurricular { Part::Curricular } else { Part::Identity };
                let truly = seen.complies(&config.election, part);
                json!({ "compliant": truly == self.percent(88) })
            }
            Schedule => {
                let ahead = if self.percent(90) { TimeDelta::hours(5) } else { TimeDelta::hours(-5) };
                json!({ "publish_at": (now + ahead).local(&config.zone) })
            }
            Flag | Disable => {
                json!({ "section": self.any(&SECTIONS), "ground": "slogan", "reason": "Contiene un lema de campaña." })
            }
            Dismiss => {
                let flagged = seen.life.flags.first().cloned().unwrap_or_default();
                json!({ "section": flagged, "reason": "Lo que se señaló no es un lema." })
            }
            Restore => {
                let whole = seen.life.hidden.whole.is_some();
                let hidden = seen.life.hidden.sections.keys().next().filter(|_| !whole);
                json!({ "section": hidden, "reason": "Se aclaró lo que se señaló." })
            }
            Request => {
                let field = self.any(&FIELDS);
                json!({ "changes": { field: self.answer(field) }, "reason": "El texto tiene un error." })
            }
            Decide => json!({ "grant": self.percent(75), "reason": "No dice qué texto se sustituye." }),
            Extend => {
                let last_day = now.local(&config.zone).date().plus_days(self.rng.i64(-1..40)).expect("a day");
                json!({ "candidacies": [id], "last_day": last_day, "reason": "Falló la red en el municipio." })
            }
            Consent => {
                let all = ["indigenous", "disability", "afro_mexican"];
                let sections: Vec<&str> = all.into_iter().filter(|_| self.percent(60)).collect();
                let marks = json!({
                    "treatment": self.percent(95), "publication": self.percent(90), "statistics": true, "sections": sections,
                });
                let (form, kind) = consent_form(&marks, SIGNED.as_bytes());
                return Body::File(kind, form);
            }
            Undo => json!({ "reason": "El registro se equivocó de renglón." }),
            MarkCurricular | MarkIdentity | Sync => unreachable!("they are made where what they are about is known"),
            RemovePhoto | Validate | LeaveReview | SendObservations | Authorise | Unschedule | Withdraw | Read
            | Advise | ReadLog | Allow => return Body::Nothing,
        })
    }

    /// What would come next in the life of a profile.
    fn next(&mut self, house: &House, seen: &Seen, life: &Life) -> Kind {
        if seen.status != RegistryStatus::Active {
            return self.any(&[Sync, Sync, Undo, Undo, Consent, Save, Read]);
        }
        if seen.opened_until().is_some_and(|until| until < house.app.now()) {
            return self.any(&[Extend, Extend, Save, Save, Submit, Submit, Consent]);
        }
        match &life.stage {
            _ if !seen.accepted => Notice,
            Stage::NotStarted => self.any(&[Save, Save, Extend]),
            Stage::InCapture { .. } => {
                let whole = completeness(&house.app.desk.config.election, &seen.answers).is_empty();
                let touched = seen.published() != Some(&seen.answers);
                match self.rng.u32(0..100) {
                    0..24 => self.any(&[SetPhoto, SetPhoto, RemovePhoto, Extend, Extend, Extend, Consent]),
                    24..75 if whole && touched => Submit,
                    24..30 if whole => Submit,
                    _ => Save,
                }
            }
            Stage::InValidation { .. } => self.any(&[
                Validate,
                Validate,
                Validate,
                Validate,
                ValidateSeveral,
                ValidateSeveral,
                Return,
                Edit,
                TakeReview,
            ]),
            Stage::InVerification { .. } if life.scheduled.is_some() => {
                self.any(&[Unschedule, Read, Withdraw, Consent, MarkCurricular, JudgeIdentity, Authorise])
            }
            Stage::InVerification { verdicts } => match (&verdicts.curricular, &verdicts.identity) {
                (None, _) => self.verify(house, Part::Curricular, seen),
                (_, None) => self.verify(house, Part::Identity, seen),
                (Some(Verdict::Compliant { .. }), Some(Verdict::Compliant { .. })) => {
                    self.any(&[Authorise, Authorise, Authorise, AuthoriseSeveral, Schedule, Schedule, TakeReview])
                }
                _ => self.any(&[SendObservations, SendObservations, SendObservations, JudgeCurricular, JudgeIdentity]),
            },
            Stage::Published => self.after_publication(life),
        }
    }

    fn verify(&mut self, house: &House, part: Part, seen: &Seen) -> Kind {
        let (mark, judge) = match part {
            Part::Curricular => (MarkCurricular, JudgeCurricular),
            Part::Identity => (MarkIdentity, JudgeIdentity),
        };
        let sections = &house.app.desk.config.election.questionnaire(part).sections;
        let ready = sections.iter().all(|section| seen.marks.contains_key(&section.key));
        match self.rng.u32(0..100) {
            0..8 => self.any(&[TakeReview, LeaveReview, Consent, Read, Read, Read]),
            8..12 => {
                if ready {
                    mark
                } else {
                    judge
                }
            }
            _ => {
                if ready {
                    judge
                } else {
                    mark
                }
            }
        }
    }

    fn after_publication(&mut self, life: &Life) -> Kind {
        let about = [Disable, Disable, Flag, Flag, Consent, Consent, Consent, Withdraw, Read, Read, Advise, Request];
        match (&life.correction, self.rng.u32(0..100)) {
            (Correction::Pending { .. }, 0..75) => Decide,
            (Correction::Unused, 0..50) => Request,
            (_, 60..75) if !life.flags.is_empty() => Dismiss,
            (_, 75..100) if life.hidden.whole.is_some() || !life.hidden.sections.is_empty() => Restore,
            _ => self.any(&about),
        }
    }

    /// Somebody whose turn it can be, or anybody.
    fn who(&mut self, cast: &Cast, attempt: &Attempt, holder: Option<&String>) -> usize {
        let fit = |who: &usize| {
            let role = cast.people[*who].role;
            let may = attempt.needs.iter().all(|act| reach(role, *act) != Reach::Nothing);
            may && (attempt.kind.row().changes == Changes::Registry || cast.covers(*who, attempt.on))
        };
        let fitting: Vec<usize> = (0..cast.people.len()).filter(fit).collect();
        let has_it = |who: &usize| holder.is_some_and(|name| cast.people[*who].username == *name);
        let holder = fitting.iter().copied().find(has_it);
        let foreign = |who: &usize| {
            let role = cast.people[*who].role;
            reach(role, attempt.needs[0]) != Reach::Nothing && !cast.covers(*who, attempt.on)
        };
        let foreign: Vec<usize> = (0..cast.people.len()).filter(foreign).collect();
        match holder {
            _ if !foreign.is_empty() && self.percent(5) => self.any(&foreign),
            _ if fitting.is_empty() || self.percent(6) => self.rng.usize(0..cast.people.len()),
            Some(holder) if self.percent(if self.seeks_rivals { 45 } else { 85 }) => holder,
            _ => self.any(&fitting),
        }
    }

    /// What comes next.
    pub fn attempt(&mut self, house: &House, cast: &mut Cast, seen: &Seen, on: usize) -> Attempt {
        let life = seen.settled(house.app.now());
        let likely = self.next(house, seen, &life);
        let kind = match self.rng.u32(0..100) {
            0..4 => Sync,
            4..14 => self.any(&ALL),
            _ => likely,
        };
        self.trying(house, cast, seen, (kind, on))
    }

    /// An act that changes a profile from a revision of it.
    pub fn profile_act(&mut self) -> Kind {
        let acts: Vec<Kind> = ALL.into_iter().filter(|kind| kind.row().changes == Changes::Profile).collect();
        self.any(&acts)
    }

    /// This act, with words for it and somebody who tries it.
    pub fn trying(&mut self, house: &House, cast: &mut Cast, seen: &Seen, (kind, on): (Kind, usize)) -> Attempt {
        let Aim { path, revision, section, task } = self.aim(house, kind, seen, cast.stands[on].id);
        let body = match &section {
            Some(section) => Body::Json(self.mark(house, section)),
            None if kind == Sync => Body::File("text/csv", self.registry(cast, on)),
            None => self.body(house, kind, seen, cast.stands[on].id),
        };
        let needs = std::iter::once(kind.row().act).chain(task.map(Task::act)).collect();
        let mut attempt = Attempt { kind, who: 0, on, needs, path, revision, stale: false, body };
        let holder = attempt.task().or(task).and_then(|task| seen.claims.get(&task));
        attempt.who = self.who(cast, &attempt, holder);
        if revision.is_some() && self.percent(5) {
            attempt.age();
        }
        attempt
    }

    fn registry(&mut self, cast: &mut Cast, on: usize) -> Vec<u8> {
        let folio = cast.stands[on].folio.clone();
        match self.rng.u32(0..10) {
            0..4 => cast.registry.set(&folio, "CANCELADA"),
            4 => drop(cast.registry.substitute(&folio)),
            _ => {
                for stand in &cast.stands {
                    cast.registry.set(&stand.folio, "APROBADA");
                }
            }
        }
        cast.registry.file()
    }
}

/// Where an act goes.
struct Aim {
    path: String,
    revision: Option<i32>,
    /// The section that a mark is of.
    section: Option<SectionKey>,
    /// The review that is taken or left.
    task: Option<Task>,
}

impl Seen {
    /// Whether every mark of a part says that its section complies.
    pub fn complies(&self, election: &domain::election::Election, part: Part) -> bool {
        let complies = |key: &SectionKey| matches!(self.marks.get(key), None | Some((Mark::Complies {}, _)));
        election.questionnaire(part).sections.iter().all(|section| complies(&section.key))
    }
}
