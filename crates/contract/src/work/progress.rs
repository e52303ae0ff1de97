//! How far the whole election is (PTO I.A.1.IX).

use std::collections::BTreeMap;

use domain::{ids::PartyKey, time::Timestamp, work::progress::Standing};
use serde::{Deserialize, Serialize};

/// Candidacies counted by where they stand; only active ones count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// All of them.
    pub candidacies: usize,
    /// Those of each standing; the ones without any are left out.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, usize>))]
    pub standing: BTreeMap<Standing, usize>,
    /// Those not sent whose term ended.
    pub overdue: usize,
}

impl Tally {
    /// Counts one more.
    pub fn count(&mut self, standing: Standing, is_overdue: bool) {
        self.candidacies += 1;
        *self.standing.entry(standing).or_default() += 1;
        self.overdue += usize::from(is_overdue);
    }

    /// How many stand so.
    #[must_use]
    pub fn of(&self, standing: Standing) -> usize {
        self.standing.get(&standing).copied().unwrap_or_default()
    }

    /// How many the capture still has to send.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.standing.iter().filter(|(standing, _)| standing.is_unsent()).map(|(_, count)| count).sum()
    }
}

/// The candidacies of a party, an office or a territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// Its key; empty for independents among the parties.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its count.
    pub tally: Tally,
}

/// How far the election is, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// When it was counted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Everything.
    pub total: Tally,
    /// By the party that captures, and independents.
    pub parties: Vec<Group>,
    /// By office.
    pub offices: Vec<Group>,
    /// By territory.
    pub territories: Vec<Group>,
}

/// Whom to tell what was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemindParty {
    /// The party; `null` for every independent.
    pub party: Option<PartyKey>,
}

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reminded {
    /// Candidacies that were not sent.
    pub candidacies: usize,
}
