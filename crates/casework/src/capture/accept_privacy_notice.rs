use contract::{capture::AcceptNotice, work::Moved};
use domain::{
    candidacy::RegistryStatus,
    log::Entry,
    permission::{Permit, act},
    refusal::Refusal,
};
use store::profiles::PrivacyNoticeAcceptance;

use crate::{
    Error,
    act::Act,
    case::{Case, Target},
};

/// Accepts the current privacy notice, without which nothing is captured (PTO I.B.1.VII, I.C.1.VI).
///
/// # Errors
/// [`Refusal::PrivacyNoticeNotCurrent`] when another version was read.
pub fn accept_privacy_notice(
    act: &mut Act<'_, Permit<act::AcceptNotice>>,
    target: Target,
    command: &AcceptNotice,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    if case.candidacy.registration.status != RegistryStatus::Active {
        return Err(Refusal::NotActive.into());
    }
    if command.version != act.desk.config.election.notice.version {
        return Err(Refusal::PrivacyNoticeNotCurrent.into());
    }
    let actor = act.by.actor();
    case.profile.privacy_notice =
        Some(PrivacyNoticeAcceptance { version: command.version.clone(), at: act.now, by: actor.account });
    case.close(act, &Entry::PrivacyNoticeAccepted { version: command.version.clone() })
}
