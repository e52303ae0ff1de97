//! How the work is read: lists, and one candidacy whole.

pub mod progress;

use domain::{
    candidacy::{Kind, RegistryStatus},
    ids::{CandidacyId, Folio, NominatorKey, OfficeKey, PartyKey, QuestionKey, SectionKey, TerritoryId},
    permission::Act,
    publication::visibility::Consent,
    questionnaire::{Answer, FieldFault},
    review::Task,
    time::Timestamp,
    work::progress::SectionState,
    workflow::StageName,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    capture::{Extension, SubmissionReceipt},
    publication::{Control, Correction},
    review::{Claim, Observation, SavedMark, VerdictState},
};

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

/// What a reader says when reading one candidacy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct ReadQuery {
    /// What an area of the institute wants the identity answers for when it is not its turn, in 10 to 200 characters; the
    /// log keeps it.
    #[cfg_attr(feature = "openapi", param(min_length = 10, max_length = 200))]
    pub purpose: Option<String>,
}

/// Why answers that a role may read are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// They were not sent to the institute, or went back: nothing of a draft is shown to it.
    Draft,
    /// It is not the turn of the reader's area: the identity answers are shown to whoever says what for.
    Purpose,
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
    /// Why answers that the reader's role may read are not among them; nothing when all are.
    pub withheld: Option<Withheld>,
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
