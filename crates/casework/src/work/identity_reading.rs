//! Reading identity answers: how many candidacies' in an hour, and the line in the log of each reading of another's.

use domain::{
    log::Entry,
    permission::{Action, Permit},
    refusal::Refusal,
    time::{TimeDelta, Timestamp},
};
use store::{accounts::identity_reads, candidacies::Candidacy, log::Digests};

use super::reading::is_own;
use crate::{Error, act::Act, case::note};

/// How whoever reads proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The account has no second factor that could be asked for.
    NoFactor,
    /// When the second factor was last given in this session.
    Given(Option<Timestamp>),
}

/// Notes that somebody reads the identity answers of a candidacy, for what they say when it is not their turn, unless they
/// read those of many others in the last hour without giving the second factor meanwhile. What is one's own is nobody's
/// business.
///
/// # Errors
/// [`Refusal::ManyIdentityReads`].
pub(crate) fn read_identity<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    candidacy: &Candidacy,
    proof: Proof,
    purpose: Option<&str>,
) -> Result<(), Error> {
    let actor = act.by.actor();
    if is_own(actor) {
        return Ok(());
    }
    if let Proof::Given(proved) = proof {
        let hour = act.now - TimeDelta::hours(1);
        let since = proved.map_or(hour, |proved| proved.max(hour));
        let most = i64::from(act.desk.config.election.accounts.identity_reads_per_hour.get());
        if identity_reads::others_since(act.conn, actor.account, candidacy.id, since)? >= most {
            return Err(Refusal::ManyIdentityReads.into());
        }
        identity_reads::put(act.conn, actor.account, candidacy.id, act.now)?;
    }
    let entry = match purpose {
        Some(purpose) => Entry::IdentityReadFor { purpose: purpose.to_owned() },
        None => Entry::IdentityRead,
    };
    Ok(note(act, &entry, candidacy, Digests::None)?)
}
