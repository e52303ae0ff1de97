//! What can be done at the door, and how chance chooses among it.

use actix_web::http::Method;
use domain::{
    capture::answers::completeness,
    permission::Act,
    questionnaire::Answer,
    workflow::{Correction, Stage, StageName, Verdict},
};
use serde_json::{Value, json};
use support::{House, complete, text};

use super::{people::Cast, seen::Seen};

/// An act, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Notice,
    Save,
    Submit,
    Edit,
    Return,
    Validate,
    JudgeCurricular,
    JudgeIdentity,
    SendObservations,
    Authorise,
    Flag,
    Disable,
    Restore,
    Request,
    Decide,
    Consent,
    Withdraw,
    Read,
    Sync,
}

use Kind::{
    Authorise, Consent, Decide, Disable, Edit, Flag, JudgeCurricular, JudgeIdentity, Notice, Read, Request, Restore,
    Return, Save, SendObservations, Submit, Sync, Validate, Withdraw,
};

const ALL: [Kind; 19] = [
    Notice,
    Save,
    Submit,
    Edit,
    Return,
    Validate,
    JudgeCurricular,
    JudgeIdentity,
    SendObservations,
    Authorise,
    Flag,
    Disable,
    Restore,
    Request,
    Decide,
    Consent,
    Withdraw,
    Read,
    Sync,
];
const SECTIONS: [Option<&str>; 5] = [None, Some("motivation"), Some("proposals"), Some("indigenous"), Some("nada")];
const FIELDS: [&str; 7] = [
    "motivation",
    "proposal.first",
    "career.political",
    "contact.website",
    "indigenous.self",
    "education.level",
    "nada",
];

impl Kind {
    /// Method and path under the candidacy.
    pub const fn door(self) -> (Method, &'static str) {
        match self {
            Notice => (Method::POST, "/notice-acceptance"),
            Save => (Method::PATCH, "/answers"),
            Submit => (Method::POST, "/submission"),
            Edit => (Method::PATCH, "/edits"),
            Return => (Method::POST, "/return"),
            Validate => (Method::POST, "/validation"),
            JudgeCurricular => (Method::POST, "/verdicts/curricular"),
            JudgeIdentity => (Method::POST, "/verdicts/identity"),
            SendObservations => (Method::POST, "/observations"),
            Authorise => (Method::POST, "/authorisation"),
            Flag => (Method::POST, "/flags"),
            Disable => (Method::POST, "/disabling"),
            Restore => (Method::POST, "/restoration"),
            Request => (Method::POST, "/corrections"),
            Decide => (Method::POST, "/corrections/decision"),
            Consent => (Method::PUT, "/consent"),
            Withdraw => (Method::DELETE, "/consent"),
            Read => (Method::GET, ""),
            Sync => (Method::POST, "/registry/sync"),
        }
    }

    /// What the table of permissions calls it.
    pub const fn permission(self) -> Act {
        match self {
            Notice => Act::AcceptNotice,
            Save => Act::SaveAnswers,
            Submit => Act::SubmitProfile,
            Edit => Act::EditSubmitted,
            Return => Act::ReturnToCapture,
            Validate => Act::ValidateProfile,
            JudgeCurricular => Act::JudgeCurricular,
            JudgeIdentity => Act::JudgeIdentity,
            SendObservations => Act::SendObservations,
            Authorise => Act::AuthorisePublication,
            Flag => Act::FlagPublished,
            Disable => Act::DisablePublication,
            Restore => Act::RestorePublication,
            Request => Act::RequestCorrection,
            Decide => Act::GrantFields,
            Consent | Withdraw => Act::ManageConsent,
            Read => Act::ReadCandidacy,
            Sync => Act::SyncRegistry,
        }
    }

    /// Where it leads from a stage: domain.md §3, row by row. None: from there it cannot be done.
    pub fn leads(self, from: StageName, body: &Value) -> Option<StageName> {
        use StageName::{InCapture, InValidation, InVerification, NotStarted, Published};
        match (self, from) {
            (Save, NotStarted | InCapture) | (Return, InValidation) | (SendObservations, InVerification) => {
                Some(InCapture)
            }
            (Submit, InCapture) | (Edit, InValidation) => Some(InValidation),
            (Validate, InValidation) | (JudgeCurricular | JudgeIdentity, InVerification) => Some(InVerification),
            (Authorise, InVerification) | (Request, Published) => Some(Published),
            (Decide, Published) => Some(if body["grant"] == true { InCapture } else { Published }),
            (Notice | Flag | Disable | Restore | Consent | Withdraw | Read | Sync, same) => Some(same),
            _ => None,
        }
    }
}

/// Something somebody tries.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub kind: Kind,
    pub who: usize,
    pub on: usize,
    /// From a revision that is no longer the current one.
    pub stale: bool,
    pub body: Value,
    /// The registry's file, of a sync.
    pub file: Vec<u8>,
}

/// Chance, with the number of the next word that nobody wrote before.
pub struct Chance {
    pub rng: fastrand::Rng,
    pub words: usize,
}

impl Chance {
    pub fn percent(&mut self, share: u32) -> bool {
        self.rng.u32(0..100) < share
    }

    fn one<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.rng.usize(0..among.len())]
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
            "indigenous.self" => json!(self.one(&["Sí", "No", "Prefiero no contestar"])),
            "education.level" => json!(self.one(&["Licenciatura", "Sin estudios", "Sabio"])),
            _ => json!(self.text()),
        }
    }

    /// A few answers; or all that are needed, of the fields that are open.
    fn answers(&mut self, seen: &Seen) -> Value {
        let mut answers = serde_json::Map::new();
        if self.percent(70) {
            for (key, value) in complete() {
                if seen.is_open(&key) {
                    let is_long = matches!(&value, Answer::One(text) if text.len() > 200);
                    answers.insert(key.0, if is_long { json!(self.text()) } else { json!(value) });
                }
            }
        } else {
            for _ in 0..self.rng.usize(1..3) {
                let field = self.one(&FIELDS);
                let answer = if self.percent(15) { Value::Null } else { self.answer(field) };
                answers.insert(field.to_owned(), answer);
            }
        }
        Value::Object(answers)
    }

    fn remarks(&mut self, among: &[&str]) -> Value {
        let text = if self.percent(90) { "Revise esta respuesta, por favor." } else { "No." };
        let remark = |field: &str| json!({ "field": field, "ground": "incomplete", "text": text });
        let count = self.rng.usize(0..3);
        let remarks: Vec<Value> =
            (0..count.max(usize::from(self.percent(80)))).map(|_| remark(self.one(among))).collect();
        json!(remarks)
    }

    fn body(&mut self, house: &House, kind: Kind, seen: &Seen) -> Value {
        match kind {
            Notice => {
                json!({ "version": if self.percent(90) { house.app.desk.config.election.notice.version.as_str() } else { "0" } })
            }
            Save | Edit => json!({ "answers": self.answers(seen) }),
            Submit => {
                let replied = self.percent(85);
                let replies: serde_json::Map<String, Value> = seen
                    .remarks
                    .iter()
                    .filter(|_| replied)
                    .map(|id| (id.to_string(), json!("Quedó corregida.")))
                    .collect();
                json!({ "single_opportunity_understood": self.percent(92), "replies": replies })
            }
            Return => json!({ "observations": self.remarks(&FIELDS) }),
            JudgeCurricular | JudgeIdentity => {
                let fields: &[&str] =
                    if kind == JudgeCurricular { &FIELDS[..4] } else { &["indigenous.self", "disability.has"] };
                if self.percent(70) {
                    json!({ "compliant": true })
                } else {
                    json!({ "compliant": false, "observations": self.remarks(fields) })
                }
            }
            Flag | Disable => {
                json!({ "section": self.one(&SECTIONS), "ground": "slogan", "reason": "Contiene un lema de campaña." })
            }
            Restore => json!({ "section": self.one(&SECTIONS), "reason": "Se aclaró lo que se señaló." }),
            Request => {
                let field = self.one(&FIELDS);
                json!({ "changes": { field: self.answer(field) }, "reason": "El texto tiene un error." })
            }
            Decide => json!({ "grant": self.percent(80), "reason": "No dice qué texto se sustituye." }),
            Consent => {
                let all = ["indigenous", "disability", "afro_mexican"];
                let sections: Vec<&str> = all.into_iter().filter(|_| self.percent(60)).collect();
                json!({ "treatment": self.percent(95), "publication": self.percent(85), "statistics": true, "sections": sections })
            }
            Validate | SendObservations | Authorise | Withdraw | Read | Sync => Value::Null,
        }
    }

    /// What would come next in the life of a profile.
    fn next(&mut self, house: &House, seen: &Seen) -> Kind {
        match &seen.life.stage {
            _ if !seen.accepted => Notice,
            Stage::NotStarted => Save,
            Stage::InCapture { .. } => {
                if completeness(&house.app.desk.config.election, &seen.answers).is_empty() && self.percent(75) {
                    Submit
                } else {
                    Save
                }
            }
            Stage::InValidation { .. } => self.one(&[Validate, Validate, Validate, Return, Edit]),
            Stage::InVerification { verdicts } => match (&verdicts.curricular, &verdicts.identity) {
                (Some(Verdict::Compliant { .. }), Some(Verdict::Compliant { .. })) => Authorise,
                (None, _) => JudgeCurricular,
                (_, None) => JudgeIdentity,
                _ => self.one(&[SendObservations, SendObservations, JudgeCurricular, JudgeIdentity]),
            },
            Stage::Published => match &seen.life.correction {
                Correction::Pending { .. } if self.percent(60) => Decide,
                Correction::Unused if self.percent(50) => Request,
                _ => self.one(&[Disable, Restore, Restore, Consent, Withdraw, Flag, Read]),
            },
        }
    }

    /// Somebody whose turn it can be, or anybody.
    fn who(&mut self, cast: &Cast, kind: Kind, on: usize) -> usize {
        use domain::permission::{Reach, reach};
        let fit = |who: &usize| {
            let role = cast.people[*who].role;
            reach(role, kind.permission()) != Reach::Nothing && cast.covers(*who, on)
        };
        let fitting: Vec<usize> = (0..cast.people.len()).filter(fit).collect();
        if fitting.is_empty() || self.percent(15) { self.rng.usize(0..cast.people.len()) } else { self.one(&fitting) }
    }

    /// What comes next.
    pub fn attempt(&mut self, house: &House, cast: &mut Cast, seen: &Seen, on: usize) -> Attempt {
        let kind = if self.percent(72) { self.next(house, seen) } else { self.one(&ALL) };
        // The registry rarely moves: what stands has to have the time to be published.
        let kind = if kind == Sync && self.percent(60) { Read } else { kind };
        let who = self.who(cast, kind, on);
        let body = self.body(house, kind, seen);
        let file = if kind == Sync { self.registry(cast, on) } else { Vec::new() };
        Attempt { kind, who, on, stale: self.percent(6), body, file }
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
