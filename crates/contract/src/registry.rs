//! The registry's file: plan, then apply.

use domain::registry::Plan;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrySynced {
    /// The plan that was applied.
    pub plan: Plan,
}
