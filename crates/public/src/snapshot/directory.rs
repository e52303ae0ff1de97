//! What the directory is about and can be narrowed by.

use contract::public::{Named, Order, PublicDirectory, PublicElection, PublicInstitute, Within};

use super::Snapshot;
use config::Configuration;

impl Snapshot {
    /// The directory's offices, territories, parties, filters and orders: all that a page or a program needs in order to
    /// ask, without the questionnaires and the privacy notice.
    #[must_use]
    pub fn directory(&self, config: &Configuration) -> PublicDirectory {
        let election = &config.election;
        let institute = &election.institute;
        let named = |key: &str, label: &str| Named { key: key.to_owned(), label: label.to_owned() };
        PublicDirectory {
            institute: PublicInstitute {
                name: institute.name.clone(),
                short_name: institute.short_name.clone(),
                state: institute.state.clone(),
                website: institute.website.clone(),
            },
            election: PublicElection {
                key: election.key.clone(),
                name: election.name.clone(),
                display_name: election.display_name.clone(),
                election_day: election.election_day,
            },
            offices: election.offices.clone(),
            territories: election.territories.clone(),
            parties: election.parties.clone(),
            coalitions: election.coalitions.clone(),
            independent: election.independent.clone(),
            filters: self.catalog.options(),
            orders: Order::ALL.map(|order| named(order.name(), order.label())).into(),
            within: Within::ALL.map(|within| named(within.name(), within.label())).into(),
        }
    }
}
