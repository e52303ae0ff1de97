//! The one correction of what is published: asked for, decided, and lapsed when it was not done in time (PTO II.C).

use contract::{
    publication::{DecideCorrection, RequestCorrection},
    work::Moved,
};
use domain::{
    capture::answers::{merge, reopened},
    log::{Entry, Questions},
    permission::{Permit, act},
    refusal::Refusal,
    review::Task,
    workflow::{Move, StageName, settle},
};
use store::{
    StoreError,
    candidacies::Candidacy,
    profiles,
    publication::corrections::{self, Correction, Decision, Request},
};
use uuid::Uuid;

use crate::{
    Error,
    act::{Act, By, NoPermit},
    case::{Case, Target, fields},
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
    act: &mut Act<'_, Permit<act::RequestCorrection>>,
    target: Target,
    command: &RequestCorrection,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    let open = reopened(&act.desk.config.election, &fields(command.changes.keys()));
    case.advance(act, &Move::RequestCorrection(open))?;
    let reason = words("El motivo de la corrección", &command.reason, 10..=1_000)?;
    merge(&act.desk.config.election, &case.answers, &command.changes).map_err(|faults| Refusal::Invalid { faults })?;
    let correction = Correction {
        id: Uuid::now_v7(),
        at: act.now,
        account_name: actor.username.clone(),
        request: Request { changes: command.changes.clone(), reason },
        decision: None,
    };
    corrections::insert(act.conn, target.id, &case.key, &correction)?;
    messages::copy_correction(act, &case.candidacy, &correction)?;
    let questions = Questions::of(&act.desk.config.election, command.changes.keys());
    case.close(act, &Entry::CorrectionRequested { questions })
}

/// Opens the fields that were asked for, for the election's hours, or says why not: then it may be asked for again.
///
/// # Errors
/// [`Refusal::NoCorrectionPending`]; [`Refusal::BadRequest`] when it is declined without a reason; and the workflow's.
pub fn decide_correction(
    act: &mut Act<'_, Permit<act::GrantFields>>,
    target: Target,
    command: &DecideCorrection,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    guard(act, &case, Task::Correction)?;
    let (step, entry) = if command.grant {
        (Move::GrantFields, Entry::CorrectionGranted)
    } else {
        (Move::DeclineCorrection, Entry::CorrectionDeclined)
    };
    case.advance(act, &step)?;
    let reason =
        if command.grant { String::new() } else { words("El motivo de la decisión", &command.reason, 10..=1_000)? };
    let decision = Decision { at: act.now, account_name: actor.username.clone(), granted: command.grant, reason };
    corrections::decide(act.conn, target.id, &case.key, &decision)?;
    case.close(act, &entry)
}

/// Ends every granted correction that was not captured and validated in time: the published version stands, the
/// opportunity is spent, and whoever could use it is told. Answers how many.
pub fn lapse_grants(act: &mut Act<'_, NoPermit>) -> Result<usize, Error> {
    let mut lapsed = 0;
    // A correction that was granted is in somebody's hands; what is published has none.
    for (candidacy, profile) in profiles::at_stages(act.conn, &[StageName::InCapture, StageName::InValidation])? {
        if settle(&profile.life, act.now) == profile.life {
            continue;
        }
        let id = candidacy.id;
        match act.part(|act| lapse(act, candidacy)) {
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

fn lapse<P: By>(act: &mut Act<'_, P>, candidacy: Candidacy) -> Result<bool, Error> {
    let case = Case::load(act, candidacy)?;
    if !case.lapsed {
        return Ok(false);
    }
    case.close(act, &Entry::GrantLapsed)?;
    Ok(true)
}
