//! The order in which nobody comes before another for what they are: that of the parties' registration.

use crate::{election::Election, ids::NominatorKey};

/// A nominator's place in the neutral order of an election: parties in the order of their registration, which is that of
/// the election's data; each coalition after the party that is its first member, and coalitions of the same party in the
/// order of the data; who is in none of these lists next; independents at the end. Within one place, surnames decide.
#[must_use]
pub fn neutral_rank(election: &Election, nominator: &NominatorKey) -> (usize, usize) {
    let party = |key: &str| election.parties.iter().position(|party| party.key.as_str() == key);
    if *nominator == election.independent {
        return (election.parties.len() + 1, 0);
    }
    if let Some(place) = election.coalitions.iter().position(|coalition| coalition.key == *nominator) {
        let first = election.coalitions[place].members.first().and_then(|member| party(member.as_str()));
        return (first.unwrap_or(election.parties.len()), place + 1);
    }
    (party(nominator.as_str()).unwrap_or(election.parties.len()), 0)
}
