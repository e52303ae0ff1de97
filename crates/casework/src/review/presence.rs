use contract::work::{Presence, Present};
use domain::{
    ids::{CandidacyId, SessionId},
    permission::{Action, Permit},
    refusal::Refusal,
    time::TimeDelta,
};
use store::{candidacies, capture::presences};

use crate::{Error, act::Act};

/// How long somebody counts as present after they were last seen.
const PRESENT: TimeDelta = TimeDelta::seconds(75);

/// Says that a session has a candidacy open, and tells who else has. It is no act of the record: it leaves no line in the
/// log and is forgotten in a moment.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach.
pub fn be_present<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    session: SessionId,
    id: CandidacyId,
    command: &Presence,
) -> Result<Vec<Present>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    presences::put(act.conn, id, session, command.section.as_ref(), act.now)?;
    let others = presences::others(act.conn, id, session, act.now - PRESENT)?;
    Ok(others
        .into_iter()
        .map(|other| Present {
            username: other.username,
            display_name: other.display_name,
            section: other.section,
            seen_at: other.seen_at,
        })
        .collect())
}
