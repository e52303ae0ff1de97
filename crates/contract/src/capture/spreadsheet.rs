//! Capturing many candidacies with a spreadsheet: what a filled one would change, and what it changed.

use domain::ids::{CandidacyId, Folio, QuestionKey};
use serde::{Deserialize, Serialize};

/// What a filled spreadsheet would do. Nothing was changed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetPlan {
    /// Names this plan: applying it asks for the same one.
    pub digest: String,
    /// Its rows, in the sheet's order.
    pub rows: Vec<SheetRow>,
    /// Answers that would be saved, in all rows.
    pub changes: usize,
    /// Cells that would not be, in all rows.
    pub left_out: usize,
}

/// A row of the sheet: one candidacy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The folio it has.
    pub folio: Folio,
    /// The candidacy; none when the folio is not one of those within reach.
    pub candidacy: Option<CandidacyId>,
    /// The person's name, as the registry says.
    pub name: String,
    /// Why the whole row is left out, when it is.
    pub refused: Option<String>,
    /// Its cells that change something, or would.
    pub cells: Vec<SheetCell>,
}

/// A cell of the sheet that says something else than what is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetCell {
    /// Where it is: `H12`.
    pub cell: String,
    /// The question.
    pub field: QuestionKey,
    /// What happens with it.
    pub outcome: CellOutcome,
    /// What has to be mended, before it is applied or before the profile is sent.
    pub message: Option<String>,
    /// The answer saved now.
    pub saved: String,
    /// What the cell says.
    pub typed: String,
}

/// What happens with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CellOutcome {
    /// It is saved as a draft.
    Saved,
    /// It is saved as a draft, and has to be mended before the profile is sent.
    SavedWithFault,
    /// It is not saved: not even a draft may hold it.
    Refused,
    /// It is not saved: somebody changed that answer after the sheet was downloaded.
    Conflict,
}

/// What a spreadsheet changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetApplied {
    /// Candidacies with answers saved.
    pub candidacies: usize,
    /// Answers saved, and those that went because what they depend on changed.
    pub answers: usize,
    /// Cells left out.
    pub left_out: usize,
}
