//! A candidacy's work: answers, observations, verdicts, authorisation.

use std::collections::BTreeMap;

use domain::{
    account::Role,
    candidacy::{Kind, RegistryStatus},
    difference::Stretch,
    ids::{CandidacyId, Folio, NominatorKey, ObservationId, OfficeKey, PartyKey, QuestionKey, SectionKey, TerritoryId},
    permission::Act,
    progress::SectionState,
    prohibition::Ground,
    questionnaire::{Answer, FieldFault},
    review::{Mark, Task},
    visibility::Consent,
    workflow::StageName,
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use domain::review::NewObservation;

/// A candidacy in a list of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkItem {
    /// Its id.
    pub id: CandidacyId,
    /// The registry's folio.
    pub folio: Folio,
    /// The person's name.
    pub name: String,
    /// The office.
    pub office: OfficeKey,
    /// Where.
    pub territory: TerritoryId,
    /// Where, in words.
    pub territory_name: String,
    /// Place in the list, for offices elected by list.
    pub list_position: Option<u8>,
    /// Owner or substitute.
    pub kind: Kind,
    /// What owner and substitute share.
    pub formula: String,
    /// Party, coalition or independent.
    pub nominator: NominatorKey,
    /// The party that captures; none for independents.
    pub responsible_party: Option<PartyKey>,
    /// What the registry says.
    pub status: RegistryStatus,
    /// Where its profile stands.
    pub stage: StageName,
    /// When the running term ends, if one runs.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub until: Option<Timestamp>,
    /// Whether a version is published.
    pub published: bool,
    /// The last part of its public address.
    pub slug: String,
    /// Since when it stands in its stage; none when nothing was sent yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub since: Option<Timestamp>,
    /// The revision of its profile.
    pub revision: i32,
    /// Whether the reader, who validates, opened it as it is now.
    pub opened: bool,
    /// The reviews it waits for, and who has them.
    pub tasks: Vec<Waiting>,
    /// When it will be published, if that was authorised for later.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub publish_at: Option<Timestamp>,
    /// How far each section is, of those the reader may read.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, SectionState>))]
    pub sections: BTreeMap<SectionKey, SectionState>,
}

/// A review that a candidacy waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// Which.
    pub task: Task,
    /// Whether it is the reader's to do.
    pub own: bool,
    /// Who has it now, for those who could do it and for the institute.
    pub claim: Option<Claim>,
}

/// Somebody who has a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// The account's name.
    pub by: String,
    /// Whom the account is for.
    pub by_name: String,
    /// Whether it is the reader.
    pub mine: bool,
    /// Until when it is theirs, unless they go on working on it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
}

/// Takes a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeReview {
    /// Whether to take it also from somebody who has it.
    #[serde(default)]
    pub take_over: bool,
}

/// A page of work: in order of surnames, or of one's turn by what ends first and then by what waits longest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkPage {
    /// The candidacies of this page.
    pub items: Vec<WorkItem>,
    /// How many there are in all pages.
    pub total: usize,
    /// How many stand in each stage, before the stage filter.
    pub stages: BTreeMap<StageName, usize>,
    /// This page, from 1.
    pub page: usize,
    /// How many a page holds.
    pub size: usize,
}

/// Whose turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The reader's.
    Mine,
}

/// Filters of the list of work, all optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct WorkQuery {
    /// Stage.
    pub stage: Option<StageName>,
    /// Office key.
    pub office: Option<String>,
    /// Responsible party's key.
    pub party: Option<String>,
    /// Words of the name, or a folio.
    pub q: Option<String>,
    /// Only those with sections that keep them from being sent, or only those without.
    pub incomplete: Option<bool>,
    /// `mine`: only those that wait for a review of the reader's.
    pub turn: Option<Turn>,
    /// Only those whose running term ends within so many hours.
    pub due_within: Option<u32>,
    /// Page, from 1.
    pub page: Option<usize>,
    /// Candidacies a page, 1 to 200; 50 without it.
    pub size: Option<usize>,
}

/// A remark on one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The question it is about.
    pub field: QuestionKey,
    /// Why.
    pub ground: Ground,
    /// What to mend, in the reviewer's words.
    pub text: String,
    /// The reviewer's role.
    pub by: Role,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What the capture answered, once it sent the field back.
    pub reply: Option<String>,
    /// Whether the capture has to answer it now.
    pub open: bool,
}

/// A change the validator made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edit {
    /// The question.
    pub field: QuestionKey,
    /// Who.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The answer before; none when there was none.
    pub before: Option<Answer>,
    /// The answer after; none when it was cleared.
    pub after: Option<Answer>,
}

/// An area's word on one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerdictState {
    /// Not given yet.
    Pending,
    /// It complies.
    Compliant,
    /// It was observed.
    Observed,
}

/// Everything a workspace shows of one candidacy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workspace {
    /// What the list shows.
    pub item: WorkItem,
    /// The other one of its formula, when the reader may open it.
    pub partner: Option<Partner>,
    /// The quota it was registered under, in words; it is public.
    pub affirmative_action_name: Option<String>,
    /// Sent as `If-Match` with every change.
    pub revision: i32,
    /// The answers the reader may see: identity answers only for those allowed.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub answers: BTreeMap<QuestionKey, Answer>,
    /// Whether identity answers are among them.
    pub shows_identity: bool,
    /// What is still missing or wrong; identity faults only for those allowed to read them.
    pub faults: Vec<FieldFault>,
    /// The fields that may be changed now by whoever has the turn: the capture, or the validator after it.
    pub open_fields: Vec<QuestionKey>,
    /// What the reader's role may do to this candidacy, whatever its stage.
    pub acts: Vec<Act>,
    /// Observations, the newest first.
    pub observations: Vec<Observation>,
    /// The validator's changes, the newest first.
    pub edits: Vec<Edit>,
    /// The marks of the sections, for the institute, of the parts that the reader may read.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, SavedMark>))]
    pub marks: BTreeMap<SectionKey, SavedMark>,
    /// The word on the curricular part.
    pub curricular: VerdictState,
    /// The word on the identity part.
    pub identity: VerdictState,
    /// The consent in force, if any.
    pub consent: Option<Consent>,
    /// Whether the accounts were received.
    pub received: bool,
    /// Whether the current privacy notice was accepted.
    pub notice_accepted: bool,
    /// When the capture was last saved.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub saved_at: Option<Timestamp>,
    /// When it was sent for the first time.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub submitted_at: Option<Timestamp>,
    /// Address of the photograph of the draft, when there is one.
    pub photo: Option<String>,
    /// Number of the version that is public, if any.
    pub version: Option<u32>,
    /// The proofs of what was sent, the newest first.
    pub receipts: Vec<SubmissionReceipt>,
    /// The extensions of its term, the newest first.
    pub extensions: Vec<Extension>,
    /// What was flagged, hidden and shown again, the newest first; flags are for the institute only.
    pub controls: Vec<Control>,
    /// Whether all that is published is hidden.
    pub hidden: bool,
    /// The sections of what is published that are hidden.
    pub hidden_sections: Vec<SectionKey>,
    /// What was pointed at and waits for a decision, none being all of it; for the institute only.
    pub flags: Vec<Option<SectionKey>>,
    /// The requests of correction, the newest first.
    pub corrections: Vec<Correction>,
    /// Whether the one correction can be asked for now.
    pub may_request_correction: bool,
}

/// What a reviewer said of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedMark {
    /// The mark.
    pub mark: Mark,
    /// Grows with every change of it; sent back as `If-Match`.
    pub revision: i32,
    /// The account that saved it last.
    pub by: String,
    /// Whom the account is for.
    pub by_name: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// Authorises a publication for a later moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SchedulePublication {
    /// Day and hour in the institute's time zone, `2024-04-15T08:00`: ahead, by a year at most.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2024-04-15T08:00"))]
    pub publish_at: DateTime,
}

/// A candidacy of an act over several, and the revision its author read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// The candidacy.
    pub id: CandidacyId,
    /// The revision.
    pub revision: i32,
}

/// Validates several candidacies at once, each opened before by whoever does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ValidateSeveral {
    /// The candidacies, 1 to 200.
    pub candidacies: Vec<Read>,
}

/// Authorises several publications at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthoriseSeveral {
    /// The candidacies, 1 to 200.
    pub candidacies: Vec<Read>,
    /// When to publish them, in the institute's time zone; at once without it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "2024-04-15T08:00"))]
    pub publish_at: Option<DateTime>,
}

/// What an act over several came to. One that is refused does not stop the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Several {
    /// Those it was done to.
    pub done: Vec<CandidacyId>,
    /// Those that stayed as they were, and why.
    pub refused: Vec<NotDone>,
}

/// A candidacy that an act over several left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotDone {
    /// The candidacy.
    pub id: CandidacyId,
    /// Why, as a problem's stable code.
    pub code: String,
    /// Why and what to do, in words.
    pub reason: String,
}

/// The owner of a substitute, or the substitute of an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WorkPartner))]
pub struct Partner {
    /// Its id.
    pub id: CandidacyId,
    /// Owner or substitute.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

/// Answers to save: each question named is set, or cleared with `null`; the others stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveAnswers {
    /// Answers by question.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub answers: BTreeMap<QuestionKey, Option<Answer>>,
}

/// What saving did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saved {
    /// The new revision.
    pub revision: i32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub saved_at: Timestamp,
    /// Dependent answers dropped because their parent changed.
    pub dropped: Vec<QuestionKey>,
    /// What is still wrong in the answers sent; it can wait until the profile is sent.
    pub faults: Vec<FieldFault>,
}

/// A step that moved the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moved {
    /// The new revision.
    pub revision: i32,
    /// Where the profile stands now.
    pub stage: StageName,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The version that became public, if this step published one.
    pub version: Option<u32>,
    /// The folio of the receipt, if this step sent the questionnaires.
    pub receipt: Option<String>,
}

/// The proof that the questionnaires were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionReceipt {
    /// What it is known by.
    pub folio: String,
    /// Which time they were sent, from 1.
    pub round: i32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that sent them.
    pub by: String,
    /// SHA-256 of what was sent.
    pub digest: String,
}

/// A term that was given more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extension {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that gave it.
    pub by: String,
    /// When the term ended before.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub was_until: Option<Timestamp>,
    /// When it ends.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// Gives candidacies more time to capture.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendDeadline {
    /// The candidacies, 1 to 2,000.
    pub candidacies: Vec<CandidacyId>,
    /// The last day, which ends at 23:59:59 in the institute's time zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub last_day: Date,
    /// Why: 10 to 500 characters, which stay in the log.
    pub reason: String,
}

/// What an extension reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extended {
    /// Candidacies whose term ends later now.
    pub extended: usize,
    /// Those that stayed as they were, and why.
    pub skipped: Vec<Skipped>,
}

/// A candidacy that an act over several left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// The candidacy.
    pub id: CandidacyId,
    /// The person's name.
    pub name: String,
    /// Why, in words.
    pub reason: String,
}

/// Says which section of a candidacy one has open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The section; none on the candidacy's own page.
    pub section: Option<SectionKey>,
}

/// Somebody else who has the candidacy open now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// The account's name.
    pub username: String,
    /// Whom it is for.
    pub display_name: String,
    /// The section they have open.
    pub section: Option<SectionKey>,
    /// When they were last seen.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub seen_at: Timestamp,
}

/// The marks to print on the consent that is to be signed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct ConsentFormQuery {
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// Keys of the identity sections, parted by commas.
    pub sections: String,
}

/// Accepts the current privacy notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptNotice {
    /// The version that was read.
    pub version: String,
}

/// Points at something published, or hides it: a section, or all of it when none is named (PTO I.A.1.VIII).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ControlOrder {
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// The ground.
    pub ground: Ground,
    /// Why, in words: 10 to 1,000 characters.
    pub reason: String,
}

/// Shows again what was hidden, or leaves as it is what was pointed at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartOrder {
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// Why, in words: 10 to 1,000 characters.
    pub reason: String,
}

/// What was done to something published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ControlKind {
    /// An area of the institute pointed at it.
    Flagged,
    /// The responsible unit looked at what was pointed at, and left it as it is.
    Dismissed,
    /// The responsible unit hid it.
    Disabled,
    /// The responsible unit showed it again.
    Restored,
}

/// Something done to what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Control {
    /// Its id.
    pub id: Uuid,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that did it.
    pub by: String,
    /// What.
    pub kind: ControlKind,
    /// The section; none is all of it.
    pub section: Option<SectionKey>,
    /// The ground; none of what was shown again or left as it is.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub reason: String,
}

/// Asks for the one correction of what is published (PTO II.C).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestCorrection {
    /// Each field with its new answer, `null` to clear it.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub changes: BTreeMap<QuestionKey, Option<Answer>>,
    /// Why: 10 to 1,000 characters.
    pub reason: String,
}

/// Decides on a request of correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideCorrection {
    /// Whether the fields are opened.
    pub grant: bool,
    /// Why not, when they are not: 10 to 1,000 characters.
    #[serde(default)]
    pub reason: String,
}

/// A request of correction, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that made it.
    pub by: String,
    /// What is asked, of the fields that the reader may read.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
    pub changes: BTreeMap<QuestionKey, Option<Answer>>,
    /// Why.
    pub reason: String,
    /// When it was decided; none yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub decided_at: Option<Timestamp>,
    /// Whether the fields were opened.
    pub granted: Option<bool>,
    /// Why not, when they were not.
    pub decision: Option<String>,
}

/// A version that was published, which is kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedVersion {
    /// From 1.
    pub number: u32,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that authorised it.
    pub by: String,
    /// Why there is one.
    pub cause: VersionCause,
    /// SHA-256 of its answers as they rest.
    pub digest: String,
}

/// Why a version was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VersionCause {
    /// It was the first.
    FirstPublication,
    /// The one correction was granted.
    Correction,
}

/// Which two versions to compare.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct CompareVersions {
    /// The number of the one before.
    pub from: u32,
    /// The number of the one after.
    pub to: u32,
}

/// What changed in one question from one version to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldDifference {
    /// The question.
    pub field: QuestionKey,
    /// The answer before; none when there was none.
    pub before: Option<Answer>,
    /// The answer after; none when it was cleared.
    pub after: Option<Answer>,
    /// Both, word by word; empty for a photograph.
    pub words: Vec<Stretch>,
}

/// Sends the questionnaires.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// That the person knows there is a single opportunity (PTO II.A).
    pub single_opportunity_understood: bool,
    /// An answer to each open observation, by its id.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub replies: BTreeMap<ObservationId, String>,
}

/// Sends observed fields back to capture.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnToCapture {
    /// One remark or more.
    pub observations: Vec<NewObservation>,
}

/// Gives the verdict on a part, made of the marks that are saved of its sections.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// What its author understands that the marks come to: that every section complies, or that some does not.
    pub compliant: bool,
}

/// The consent's marks and sections; the signed document travels beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveConsent {
    /// That the data are treated.
    pub treatment: bool,
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// The identity sections it covers.
    pub sections: Vec<SectionKey>,
}
