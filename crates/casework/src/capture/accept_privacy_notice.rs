use contract::{capture::AcceptNotice, work::Moved};
use domain::{
    candidacy::RegistryStatus,
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    time::Timestamp,
};
use store::{db::Conn, profiles::NoticeAcceptance};

use crate::{
    Error,
    case::{Case, Target},
    desk::Desk,
};

/// Accepts the current privacy notice, without which nothing is captured (PTO I.B.1.VII, I.C.1.VI).
///
/// # Errors
/// [`Refusal::NoticeNotCurrent`] when another version was read.
pub fn accept_notice(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::AcceptNotice>,
    target: Target,
    command: &AcceptNotice,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    if case.candidacy.registration.status != RegistryStatus::Active {
        return Err(Refusal::NotActive.into());
    }
    if command.version != desk.config.election.notice.version {
        return Err(Refusal::NoticeNotCurrent.into());
    }
    let actor = permit.actor();
    case.profile.privacy_notice =
        Some(NoticeAcceptance { version: command.version.clone(), at: now, by: actor.account });
    case.close(conn, desk, actor, Event::NoticeAccepted, &command.version, now)
}
