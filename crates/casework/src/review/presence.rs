use contract::work::{Presence, Present};
use domain::{
    ids::{CandidacyId, SessionId},
    permission::{Action, Permit},
    refusal::Refusal,
    time::{SignedDuration, Timestamp},
};
use store::{candidacies, capture::presences, db::Conn};

use crate::Error;

/// How long somebody counts as present after they were last seen.
const PRESENT: SignedDuration = SignedDuration::from_secs(75);

/// Says that a session has a candidacy open, and tells who else has. It is no act of the record: it leaves no line in the
/// log and is forgotten in a moment.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach.
pub fn be_present<A: Action>(
    conn: &mut Conn,
    permit: &Permit<A>,
    session: SessionId,
    id: CandidacyId,
    command: &Presence,
    now: Timestamp,
) -> Result<Vec<Present>, Error> {
    let candidacy = candidacies::find(conn, id)?.ok_or(Refusal::NotFound)?;
    permit.cover(&candidacy.scope())?;
    presences::put(conn, id, session, command.section.as_ref(), now)?;
    let others = presences::others(conn, id, session, now - PRESENT)?;
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
