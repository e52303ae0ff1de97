//! What can be done at the door: each act with its address, whom it is asked of and what it leaves.

use actix_web::http::Method;
use contract::review::Several;
use domain::{log::Event, permission::Act, review::Task, workflow::StageName};
use serde_json::{Value, json};
use support::Answer;

/// An act, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Notice,
    Save,
    SetPhoto,
    RemovePhoto,
    Submit,
    Edit,
    Return,
    Validate,
    ValidateSeveral,
    TakeReview,
    LeaveReview,
    MarkCurricular,
    MarkIdentity,
    JudgeCurricular,
    JudgeIdentity,
    SendObservations,
    Authorise,
    AuthoriseSeveral,
    Schedule,
    Unschedule,
    Flag,
    Dismiss,
    Disable,
    Restore,
    Request,
    Decide,
    Extend,
    Consent,
    Withdraw,
    Read,
    Advise,
    ReadLog,
    Sync,
    Undo,
    Allow,
}

use Kind::{
    Advise, Allow, Authorise, AuthoriseSeveral, Consent, Decide, Disable, Dismiss, Edit, Extend, Flag, JudgeCurricular,
    JudgeIdentity, LeaveReview, MarkCurricular, MarkIdentity, Notice, Read, ReadLog, RemovePhoto, Request, Restore,
    Return, Save, Schedule, SendObservations, SetPhoto, Submit, Sync, TakeReview, Undo, Unschedule, Validate,
    ValidateSeveral, Withdraw,
};

pub const ALL: [Kind; 35] = [
    Notice,
    Save,
    SetPhoto,
    RemovePhoto,
    Submit,
    Edit,
    Return,
    Validate,
    ValidateSeveral,
    TakeReview,
    LeaveReview,
    MarkCurricular,
    MarkIdentity,
    JudgeCurricular,
    JudgeIdentity,
    SendObservations,
    Authorise,
    AuthoriseSeveral,
    Schedule,
    Unschedule,
    Flag,
    Dismiss,
    Disable,
    Restore,
    Request,
    Decide,
    Extend,
    Consent,
    Withdraw,
    Read,
    Advise,
    ReadLog,
    Sync,
    Undo,
    Allow,
];

/// What an act changes when it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// The profile, from a revision of it that is named: one line in the log, one revision more.
    Profile,
    /// The profile, whatever its revision.
    ProfileAnyhow,
    /// A mark, from a revision of that mark.
    Mark,
    /// Who has a review.
    Claim,
    /// What the registry says, or what is held of it.
    Registry,
    /// Nothing.
    Nothing,
}

/// What an act is at the door.
pub struct Row {
    pub method: Method,
    pub act: Act,
    pub changes: Changes,
    /// What the log says of a candidacy that it was done to.
    pub event: Option<Event>,
}

fn row(method: Method, act: Act, changes: Changes, event: Event) -> Row {
    Row { method, act, changes, event: Some(event) }
}

fn reading(act: Act) -> Row {
    Row { method: Method::GET, act, changes: Changes::Nothing, event: None }
}

impl Kind {
    /// What it is at the door.
    pub fn row(self) -> Row {
        use Changes::{Claim, Mark, Profile, ProfileAnyhow, Registry};
        match self {
            Notice => row(Method::POST, Act::AcceptNotice, Profile, Event::PrivacyNoticeAccepted),
            Save => row(Method::PATCH, Act::SaveAnswers, Profile, Event::AnswersSaved),
            SetPhoto => row(Method::PUT, Act::SetPhoto, Profile, Event::PhotoSet),
            RemovePhoto => row(Method::DELETE, Act::SetPhoto, Profile, Event::PhotoRemoved),
            Submit => row(Method::POST, Act::SubmitProfile, Profile, Event::ProfileSubmitted),
            Edit => row(Method::PATCH, Act::EditSubmitted, Profile, Event::ProfileEdited),
            Return => row(Method::POST, Act::ReturnToCapture, Profile, Event::ProfileReturned),
            Validate | ValidateSeveral => row(Method::POST, Act::ValidateProfile, Profile, Event::ProfileValidated),
            TakeReview => Row { event: None, ..row(Method::PUT, Act::ClaimReview, Claim, Event::ReviewTaken) },
            LeaveReview => row(Method::DELETE, Act::ClaimReview, Claim, Event::ReviewLeft),
            MarkCurricular => row(Method::PUT, Act::JudgeCurricular, Mark, Event::SectionMarked),
            MarkIdentity => row(Method::PUT, Act::JudgeIdentity, Mark, Event::SectionMarked),
            // Which of the two words it is, the body says.
            JudgeCurricular => {
                Row { event: None, ..row(Method::POST, Act::JudgeCurricular, Profile, Event::PartCompliant) }
            }
            JudgeIdentity => {
                Row { event: None, ..row(Method::POST, Act::JudgeIdentity, Profile, Event::PartCompliant) }
            }
            SendObservations => row(Method::POST, Act::SendObservations, Profile, Event::ObservationsSent),
            Authorise | AuthoriseSeveral => {
                row(Method::POST, Act::AuthorisePublication, Profile, Event::PublicationAuthorised)
            }
            Schedule => row(Method::PUT, Act::AuthorisePublication, Profile, Event::PublicationScheduled),
            Unschedule => row(Method::DELETE, Act::AuthorisePublication, Profile, Event::PublicationUnscheduled),
            Flag => row(Method::POST, Act::FlagPublished, Profile, Event::ContentFlagged),
            Dismiss => row(Method::POST, Act::DismissFlag, Profile, Event::FlagDismissed),
            Disable => row(Method::POST, Act::DisablePublication, Profile, Event::PublicationHidden),
            Restore => row(Method::POST, Act::RestorePublication, Profile, Event::PublicationRestored),
            Request => row(Method::POST, Act::RequestCorrection, Profile, Event::CorrectionRequested),
            Decide => Row { event: None, ..row(Method::POST, Act::GrantFields, Profile, Event::CorrectionGranted) },
            Extend => row(Method::POST, Act::ExtendDeadline, ProfileAnyhow, Event::ExtensionGiven),
            Consent => row(Method::PUT, Act::ManageConsent, Profile, Event::ConsentGiven),
            Withdraw => row(Method::DELETE, Act::ManageConsent, Profile, Event::ConsentWithdrawn),
            Read => reading(Act::ReadCandidacy),
            Advise => reading(Act::ReadAnswers),
            ReadLog => reading(Act::ReadLog),
            Sync => Row { event: None, ..row(Method::POST, Act::SyncRegistry, Registry, Event::RegistrySynced) },
            Undo => row(Method::POST, Act::UndoMovement, Registry, Event::MovementUndone),
            Allow => Row { event: None, ..row(Method::POST, Act::UndoMovement, Registry, Event::MovementAllowed) },
        }
    }

    /// Whether it writes answers.
    pub const fn writes(self) -> bool {
        matches!(self, Save | Edit | SetPhoto | RemovePhoto)
    }

    /// Where it leads from a stage: domain.md §3, row by row. None: from there it cannot be done.
    pub fn leads(self, from: StageName, body: &Body) -> Option<StageName> {
        use StageName::{InCapture, InValidation, InVerification, NotStarted, Published};
        match (self, from) {
            (Save | SetPhoto | RemovePhoto, NotStarted | InCapture)
            | (Return, InValidation)
            | (SendObservations, InVerification) => Some(InCapture),
            (Submit, InCapture) | (Edit, InValidation) => Some(InValidation),
            (Validate | ValidateSeveral, InValidation)
            | (JudgeCurricular | JudgeIdentity | Schedule | Unschedule, InVerification) => Some(InVerification),
            (Authorise | AuthoriseSeveral, InVerification) | (Request, Published) => Some(Published),
            (Decide, Published) => Some(if body.json()["grant"] == true { InCapture } else { Published }),
            (Extend, NotStarted | InCapture) => Some(from),
            (Notice | Flag | Dismiss | Disable | Restore | Consent | Withdraw, same) => Some(same),
            _ => None,
        }
    }
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Body {
    Nothing,
    Json(Value),
    File(&'static str, Vec<u8>),
}

impl Body {
    /// The JSON; null of anything else.
    pub const fn json(&self) -> &Value {
        match self {
            Self::Json(value) => value,
            Self::Nothing | Self::File(..) => &Value::Null,
        }
    }
}

/// Something somebody tries.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub kind: Kind,
    pub who: usize,
    pub on: usize,
    /// What the table has to allow: all of these.
    pub needs: Vec<Act>,
    pub path: String,
    /// The revision that it names, if it does.
    pub revision: Option<i32>,
    /// It is no longer the current one.
    pub stale: bool,
    pub body: Body,
}

impl Attempt {
    /// The same from the revision before: of several, the body says which.
    pub fn age(&mut self) {
        self.stale = true;
        self.revision = self.revision.map(|revision| revision - 1);
        if let (ValidateSeveral | AuthoriseSeveral, Body::Json(order)) = (self.kind, &mut self.body) {
            order["candidacies"][0]["revision"] = json!(self.revision);
        }
    }

    /// The review that it is part of: nobody else may do it while somebody has that.
    pub const fn task(&self) -> Option<Task> {
        match self.kind {
            Edit | Return | Validate | ValidateSeveral => Some(Task::Validation),
            MarkCurricular | JudgeCurricular => Some(Task::Curricular),
            MarkIdentity | JudgeIdentity => Some(Task::Identity),
            SendObservations | Authorise | AuthoriseSeveral | Schedule | Unschedule => Some(Task::Decision),
            Decide => Some(Task::Correction),
            _ => None,
        }
    }

    /// The questions that it would change.
    pub fn fields(&self) -> impl Iterator<Item = &String> {
        self.body.json()["answers"].as_object().into_iter().flat_map(|answers| answers.keys())
    }

    /// Whether it was done: of several, and of more time, the answer says to whom.
    pub fn went(&self, answer: &Answer) -> bool {
        let told = answer.wire();
        answer.status < 300
            && match self.kind {
                Extend => told["extended"] == 1,
                ValidateSeveral | AuthoriseSeveral => {
                    serde_json::from_value(told).is_ok_and(|several: Several| several.done.len() == 1)
                }
                _ => true,
            }
    }

    /// Its one-line story.
    pub fn told(&self, by: &str, folio: &str, answer: &Answer) -> String {
        let body = match &self.body {
            Body::Nothing => String::new(),
            Body::Json(value) => value.to_string(),
            Body::File(kind, bytes) => format!("{} bytes of {kind}", bytes.len()),
        };
        let (stale, answered) = (if self.stale { " from an old revision" } else { "" }, answer.wire());
        format!("{by}: {:?} {folio} {}{stale} {body}: {} {}", self.kind, self.path, answer.status, answered["code"])
    }
}

/// Whether the walk does an act of the table, or why it does not.
enum Walked {
    Yes,
    No(&'static str),
}

/// Every act of the table has its place here: a new one does not compile without one.
const fn walked(act: Act) -> Walked {
    const ACCOUNTS: &str = "about accounts and not about a candidacy: tests/api/accounts.rs";
    const REGISTRY: &str = "about a whole file of the registry, by another way than its sync: tests/api/registry";
    const TELLS: &str = "reads or tells how far the election is, and changes no candidacy: tests/api/work.rs, messages";
    const TO_COME: &str = "has no operation yet: WITHOUT_OPERATION of tests/api/contract/matrix.rs";
    match act {
        Act::SyncRegistry
        | Act::UndoMovement
        | Act::SaveAnswers
        | Act::SubmitProfile
        | Act::AcceptNotice
        | Act::SetPhoto
        | Act::ManageConsent
        | Act::ReadCandidacy
        | Act::ReadAnswers
        | Act::EditSubmitted
        | Act::ReturnToCapture
        | Act::ValidateProfile
        | Act::ClaimReview
        | Act::JudgeCurricular
        | Act::JudgeIdentity
        | Act::SendObservations
        | Act::AuthorisePublication
        | Act::DisablePublication
        | Act::RestorePublication
        | Act::DismissFlag
        | Act::GrantFields
        | Act::ExtendDeadline
        | Act::FlagPublished
        | Act::RequestCorrection
        | Act::ReadLog => Walked::Yes,
        Act::ReadIdentity => {
            Walked::No("asked for within reading a candidacy: the law identity_is_read_by_whom_it_may")
        }
        Act::ReadRegistry | Act::PushRegistry | Act::ApproveRegistry | Act::MendRegistry => Walked::No(REGISTRY),
        Act::ManageAccounts
        | Act::ReadAccounts
        | Act::ResetAccounts
        | Act::ReadResets
        | Act::ApproveReset
        | Act::ConfirmAccount
        | Act::ManageMachineKeys
        | Act::ReportLoss
        | Act::AcknowledgeReceipt
        | Act::RecordReceipt
        | Act::DesignateValidators
        | Act::ReadDesignations
        | Act::RevokeValidators
        | Act::ConfirmValidators => Walked::No(ACCOUNTS),
        Act::ReadAllProgress | Act::RemindParty | Act::ManageOutbox => Walked::No(TELLS),
        Act::MakeDiffusion
        | Act::PublishNotice
        | Act::PublishConsentFormat
        | Act::OpenTicket
        | Act::AnswerTicket
        | Act::SuppressSensitive
        | Act::ConfirmSuppression => Walked::No(TO_COME),
    }
}

#[test]
fn every_act_of_the_table_is_walked_or_left_out_for_a_reason() {
    for act in Act::ALL {
        let done = ALL.iter().any(|kind| kind.row().act == *act);
        match walked(*act) {
            Walked::Yes => assert!(done, "the walk does not do {act:?}"),
            Walked::No(reason) => assert!(!done && !reason.is_empty(), "{act:?} is done and said to be left out"),
        }
    }
}
