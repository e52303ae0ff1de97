use contract::profile::Moved;
use domain::{
    permission::{Permit, act},
    workflow::Move,
};
use jiff::Timestamp;
use store::db::Conn;

use super::Target;
use crate::{Error, case::Case, desk::Desk, event::Event};

/// The party, or the independent, says the information is right (PTO II.B.1.IV, II.B.2).
///
/// # Errors
/// The workflow's refusals.
pub fn validate_profile(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ValidateProfile>,
    target: Target,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    case.advance(desk, &Move::Validate, permit.actor(), 0, now)?;
    case.close(conn, desk, permit.actor(), Event::ProfileValidated, "", now)
}
