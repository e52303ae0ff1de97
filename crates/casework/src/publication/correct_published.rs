//! The one correction of what is published: asked for, decided, and lapsed when it was not done in time (PTO II.C).

use contract::{
    publication::{DecideCorrection, RequestCorrection},
    work::Moved,
};
use domain::{
    capture::answers::{merge, reopened},
    log::Event,
    permission::{Permit, act},
    refusal::Refusal,
    review::Task,
    time::Timestamp,
    workflow::{Move, StageName, settle},
};
use store::{
    StoreError,
    candidacies::Candidacy,
    db::{Conn, write},
    profiles,
    publication::corrections::{self, Correction, Decision, Request},
};
use uuid::Uuid;

use crate::{
    Error,
    case::{Case, Target, fields, keys},
    desk::Desk,
    messages,
    review::guard,
    words,
};

/// Asks for the one correction: each field with its new answer, and why.
///
/// # Errors
/// [`Refusal::Invalid`] for answers that not even a draft may hold; [`Refusal::BadRequest`] without a reason; and the
/// workflow's.
pub fn request_correction(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::RequestCorrection>,
    target: Target,
    command: &RequestCorrection,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    let open = reopened(&desk.config.election, &fields(command.changes.keys()));
    case.advance(desk, &Move::RequestCorrection(open), actor, 0, now)?;
    let reason = words("El motivo de la corrección", &command.reason, 10..=1_000)?;
    merge(&desk.config.election, &case.answers, &command.changes).map_err(|faults| Refusal::Invalid { faults })?;
    let one = Correction {
        id: Uuid::now_v7(),
        at: now,
        account_name: actor.username.clone(),
        request: Request { changes: command.changes.clone(), reason },
        decision: None,
    };
    corrections::insert(conn, target.id, &case.key, &one)?;
    messages::copy_correction(conn, desk, &case.candidacy, actor, &one)?;
    let detail = keys(&desk.config.election, command.changes.keys());
    case.close(conn, desk, actor, Event::CorrectionRequested, &detail, now)
}

/// Opens the fields that were asked for, for the election's hours, or says why not: then it may be asked for again.
///
/// # Errors
/// [`Refusal::NoCorrectionPending`]; [`Refusal::BadRequest`] when it is declined without a reason; and the workflow's.
pub fn decide_correction(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::GrantFields>,
    target: Target,
    command: &DecideCorrection,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    guard(conn, desk, &case, Task::Correction, actor, now)?;
    let (step, event) = if command.grant {
        (Move::GrantFields, Event::CorrectionGranted)
    } else {
        (Move::DeclineCorrection, Event::CorrectionDeclined)
    };
    case.advance(desk, &step, actor, 0, now)?;
    let reason =
        if command.grant { String::new() } else { words("El motivo de la decisión", &command.reason, 10..=1_000)? };
    let decision = Decision { at: now, account_name: actor.username.clone(), granted: command.grant, reason };
    corrections::decide(conn, target.id, &decision)?;
    case.close(conn, desk, actor, event, "", now)
}

/// Ends every granted correction that was not captured and validated in time: the published version stands, the
/// opportunity is spent, and whoever could use it is told. Answers how many.
pub fn lapse_grants(conn: &mut Conn, desk: &Desk, now: Timestamp) -> Result<usize, Error> {
    let mut lapsed = 0;
    // A correction that was granted is in somebody's hands; what is published has none.
    for (candidacy, profile) in profiles::at_stages(conn, &[StageName::InCapture, StageName::InValidation])? {
        if settle(&profile.life, now) == profile.life {
            continue;
        }
        let id = candidacy.id;
        match write(conn, |conn| lapse(conn, desk, candidacy, now)) {
            Ok(was) => lapsed += usize::from(was),
            // One that does not open must not keep the others from ending.
            Err(Error::Store(error @ (StoreError::Sealed(_) | StoreError::Damaged(_)))) => {
                tracing::error!(candidacy = %id, %error, "a lapsed correction could not be put back");
            }
            // Somebody was quicker.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lapsed)
}

fn lapse(conn: &mut Conn, desk: &Desk, candidacy: Candidacy, now: Timestamp) -> Result<bool, Error> {
    let case = Case::load(conn, desk, candidacy, now)?;
    if !case.lapsed {
        return Ok(false);
    }
    case.put_back(conn, desk, None, Event::GrantLapsed, "", now)?;
    Ok(true)
}
