//! The registry: plans, what was put aside, movements and what waits.

use std::collections::BTreeSet;

use domain::{
    candidacy::RegistryStatus,
    ids::{CandidacyId, Folio},
    registry::{Change, Column, DoubtDecision, DoubtGround, Plan, Remark},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a file would do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryPlan {
    /// SHA-256 of the plan, to be sent back when applying it, so that what is applied is what was read.
    pub digest: String,
    /// Whether, applied now, it would wait for a second person of another area; whom it withdraws is hidden at once.
    pub waits: bool,
    /// The plan.
    pub plan: Plan,
}

/// What a file did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrySynced {
    /// The plan that was applied, or that waits.
    pub plan: Plan,
    /// The plan's id when it waits for a second person: then nothing of it was applied, and whom it withdraws is hidden
    /// until it is decided. Its rows in doubt wait by themselves, here and in what is applied.
    #[serde(default)]
    pub waiting: Option<Uuid>,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryCell {
    /// The column.
    pub column: Column,
    /// Its heading in the file.
    #[serde(default)]
    pub heading: String,
    /// What it says.
    pub value: String,
}

/// A row that could not be taken as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryRecord {
    /// Its id.
    pub id: Uuid,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that brought it.
    pub source: String,
    /// Whom the account is for; the account's name when it is nobody's.
    pub source_name: String,
    /// Its line in the file.
    pub line: u64,
    /// Whether it says that somebody who is public stands no longer.
    pub urgent: bool,
    /// Every cell, in the order of the export.
    pub cells: Vec<RegistryCell>,
    /// What is wrong.
    pub faults: Vec<Remark>,
}

/// Cells of a row put aside, as they should have been; those that are not named stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteRecord {
    /// The cells.
    pub cells: Vec<RegistryCell>,
}

/// A decision with its reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    /// Why: 10–500 characters.
    pub reason: String,
}

/// A candidacy that stopped standing because the registry said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryMovement {
    /// Its id.
    pub id: Uuid,
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// Its folio.
    pub folio: Folio,
    /// The person's name.
    pub name: String,
    /// The office's name.
    pub office_name: String,
    /// The territory's name.
    pub territory_name: String,
    /// What the registry said.
    pub status: RegistryStatus,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that brought it.
    pub account_name: String,
    /// Whom the account is for; the account's name when it is nobody's.
    pub display_name: String,
    /// Who came in the candidacy's place.
    pub substitutes: Vec<String>,
    /// Whether it is the last of its candidacy and still holds.
    pub can_undo: bool,
    /// That it was undone.
    pub undone: Option<MovementUndone>,
    /// Whether one of its candidacy was undone before and the registry repeated it: undoing it takes two persons.
    pub repeated: bool,
    /// That somebody asked to undo it, while it waits for another person.
    pub asked: Option<MovementUndone>,
    /// Whether the registry's repeating its substitutes is kept from counting.
    pub held: bool,
}

/// That a movement was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovementUndone {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Whom the account is for.
    pub by_name: String,
    /// Why.
    pub reason: String,
}

/// A movement that the registry repeated after it was undone, and that somebody asked to undo again: it waits for another
/// person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryUndoing {
    /// The movement's id.
    pub id: Uuid,
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// Its folio.
    pub folio: Folio,
    /// The person's name.
    pub name: String,
    /// The office's name.
    pub office_name: String,
    /// The territory's name.
    pub territory_name: String,
    /// What the registry said.
    pub status: RegistryStatus,
    /// Who asked to undo it, when and why.
    pub asked: MovementUndone,
    /// Whether that is who asks now, who may not confirm it.
    pub own: bool,
}

/// What the registry's page shows besides a file's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryStanding {
    /// Plans that wait for a second person, the oldest first.
    pub plans: Vec<WaitingPlan>,
    /// Rows of known folios that may be about another candidacy, the oldest first.
    pub doubts: Vec<RegistryDoubt>,
    /// Movements that somebody asked to undo and that wait for another person.
    pub undoings: Vec<RegistryUndoing>,
    /// What the registry's address answered last, where one is given.
    pub address: Option<AddressStanding>,
}

/// A plan that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingPlan {
    /// Its id.
    pub id: Uuid,
    /// When its file came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that brought it.
    pub account_name: String,
    /// Whom the account is for; the account's name when it is nobody's.
    pub display_name: String,
    /// Whether who asks may not apply it, for they, or somebody of their area, brought it.
    pub own: bool,
    /// SHA-256 of the plan, to be sent back when applying it.
    pub digest: String,
    /// The plan, as it would be applied now.
    pub plan: Plan,
    /// Why its file is no longer read with the election's data of now, if so: then it can only be declined.
    #[serde(default)]
    pub unreadable: Option<String>,
}

/// A row of a known folio that may be about another candidacy, and waits for a second person. Meanwhile the public reads
/// neither the identity answers nor the photograph of the candidacy, and nothing else changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryDoubt {
    /// Its id.
    pub id: Uuid,
    /// The candidacy that is known.
    pub candidacy: CandidacyId,
    /// The folio of both.
    pub folio: Folio,
    /// The name that is known.
    pub name: String,
    /// The office's name.
    pub office_name: String,
    /// The territory's name.
    pub territory_name: String,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The account that brought it.
    pub account_name: String,
    /// Whom the account is for; the account's name when it is nobody's.
    pub display_name: String,
    /// Whether who asks may not decide, for they, or somebody of their area, brought it.
    pub own: bool,
    /// Why it waits.
    pub grounds: BTreeSet<DoubtGround>,
    /// Everything that differs: what is known and what the row says.
    pub changes: Vec<Change>,
    /// SHA-256 of both, to be sent back when deciding, so that what is decided is what was read.
    pub digest: String,
}

/// What a second person decides of a row in doubt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideDoubt {
    /// The decision.
    pub decision: DoubtDecision,
    /// Why: 10–500 characters.
    pub reason: String,
    /// Digest of the row as it was read.
    pub digest: String,
}

/// What the registry's address answered last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressStanding {
    /// Minutes from one question to the next.
    pub every_minutes: u16,
    /// When it was asked last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub asked_at: Option<Timestamp>,
    /// When a file was taken last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub taken_at: Option<Timestamp>,
    /// What goes wrong, in Spanish.
    pub fault: Option<String>,
    /// Since when.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub fault_since: Option<Timestamp>,
}
