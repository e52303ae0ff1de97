use contract::{
    capture::{ExtendDeadline, Extended, Skipped},
    problem::Problem,
};
use domain::{
    ids::CandidacyId,
    log::Entry,
    messages::MessageKind,
    permission::{Permit, act},
    refusal::Refusal,
    term,
    time::Timestamp,
    workflow::{Move, Opening, Stage},
};
use store::{
    accounts,
    capture::extensions::{self, Extension},
};

use crate::{Error, act::Act, case::Case, messages, words};

/// Most candidacies that one order gives more time.
const CANDIDACIES_MAX: usize = 2_000;

/// Gives candidacies more time to capture, with a reason that stays (the decision on terms, PTO I.B.1.V). Those whose
/// term cannot be extended are told and left as they were.
///
/// # Errors
/// [`Refusal::BadRequest`] without candidacies, without a reason, or with a day that is past.
pub fn give_extension(
    act: &mut Act<'_, Permit<act::ExtendDeadline>>,
    command: &ExtendDeadline,
) -> Result<Extended, Error> {
    let reason = words("El motivo de la ampliación", &command.reason, 10..=500)?;
    if command.candidacies.is_empty() || command.candidacies.len() > CANDIDACIES_MAX {
        let reason = format!("Elija de 1 a {CANDIDACIES_MAX} candidaturas.");
        return Err(Refusal::BadRequest { reason }.into());
    }
    let until =
        term::end_of_day(command.last_day, &act.desk.config.zone).ok().filter(|until| term::is_open(*until, act.now));
    let until = until.ok_or_else(|| Refusal::BadRequest {
        reason: "El último día del plazo no puede ser anterior a hoy.".into(),
    })?;
    let mut given = Vec::new();
    let mut outcome = Extended { extended: 0, skipped: Vec::new() };
    for id in &command.candidacies {
        let case = Case::open(act, *id, None)?;
        let candidacy = case.candidacy.clone();
        match extend(act, case, until, &reason) {
            Ok(()) => {
                outcome.extended += 1;
                given.push(candidacy);
            }
            Err(Error::Refused(refusal)) => {
                outcome.skipped.push(skipped(*id, candidacy.registration.full_name(), &refusal));
            }
            Err(error) => return Err(error),
        }
    }
    let about: Vec<_> = given.iter().map(|candidacy| (candidacy, Some(until))).collect();
    let all = accounts::all(act.conn)?;
    messages::tell(act, MessageKind::TermExtended, &all, &about, &act.now.to_string())?;
    Ok(outcome)
}

fn extend(
    act: &mut Act<'_, Permit<act::ExtendDeadline>>,
    mut case: Case,
    until: Timestamp,
    reason: &str,
) -> Result<(), Error> {
    let was_until = running(&case);
    if was_until.is_none() && case.profile.received_at.is_none() {
        return Err(Refusal::AccountsNotReceived.into());
    }
    if was_until.is_none_or(|was| until <= was) {
        return Err(Refusal::NothingToChange.into());
    }
    let actor = act.by.actor();
    case.advance(act, &Move::Extend(until))?;
    if matches!(case.profile.life.stage, Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, .. }) {
        case.profile.capture_until = Some(until);
    }
    let extension =
        Extension { at: act.now, account_name: actor.username.clone(), was_until, until, reason: reason.to_owned() };
    extensions::insert(act.conn, case.candidacy.id, &extension)?;
    case.close(act, &Entry::ExtensionGiven { was: was_until, until, reason: reason.to_owned() })?;
    Ok(())
}

/// When the term that runs, or ran out, ends.
fn running(case: &Case) -> Option<Timestamp> {
    match &case.profile.life.stage {
        Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, .. } => case.profile.capture_until,
        Stage::InCapture { opening: Opening::Observed { until, .. } | Opening::Correction { until, .. }, .. } => {
            Some(*until)
        }
        // Which the workflow refuses: nothing is captured there.
        Stage::InValidation { .. } | Stage::InVerification { .. } | Stage::Published => Some(Timestamp::MIN),
    }
}

fn skipped(id: CandidacyId, name: String, refusal: &Refusal) -> Skipped {
    let problem = Problem::of(refusal);
    let reason = match refusal {
        Refusal::NothingToChange => "Su plazo ya termina ese día o después.".to_owned(),
        Refusal::OutOfTurn => "Ya no está en captura.".to_owned(),
        _ => problem.title,
    };
    Skipped { id, name, reason }
}
