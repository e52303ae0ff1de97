//! The registry: plans, what was put aside, movements and what waits.

use domain::{
    candidacy::RegistryStatus,
    ids::{CandidacyId, Folio},
    registry::{Column, Plan, Remark},
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
    /// The plan.
    pub plan: Plan,
}

/// What a file did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrySynced {
    /// The plan that was applied, or that waits.
    pub plan: Plan,
    /// The plan's id when it waits for a second person: then nothing was applied.
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
    /// Whether the registry's repeating it is kept from counting.
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

/// What the registry's page shows besides a file's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistryStanding {
    /// Plans that wait for a second person, the oldest first.
    pub plans: Vec<WaitingPlan>,
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
    /// Whether that is who asks, who may not apply it.
    pub own: bool,
    /// SHA-256 of the plan, to be sent back when applying it.
    pub digest: String,
    /// The plan, as it would be applied now.
    pub plan: Plan,
    /// Why its file is no longer read with the election's data of now, if so: then it can only be declined.
    #[serde(default)]
    pub unreadable: Option<String>,
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
