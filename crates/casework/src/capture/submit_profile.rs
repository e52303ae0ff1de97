use contract::{capture::Submit, work::Moved};
use domain::{
    log::Entry,
    permission::{Permit, act},
    questionnaire::Answer,
    refusal::Refusal,
    text,
    workflow::Move,
};
use store::review::observations;
use store::{profiles, review::observations::ObservationState};

use crate::{
    Error,
    act::Act,
    capture::submission_receipt,
    case::{Case, Target},
};

/// Sends both questionnaires to validation: a single opportunity (PTO II.A). Fields that were sent back come with an
/// answer to each observation.
///
/// # Errors
/// [`Refusal::ConfirmationRequired`], [`Refusal::ObservationUnanswered`] and the workflow's.
pub fn submit_profile(
    act: &mut Act<'_, Permit<act::SubmitProfile>>,
    target: Target,
    command: &Submit,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    let open = case.open_observations(act)?;
    let reply = |observation: &observations::Observation| {
        command.replies.get(&observation.id).map(|reply| reply.trim()).filter(|reply| text::substance(reply) > 0)
    };
    let unanswered = open.iter().filter(|observation| reply(observation).is_none()).count();
    let faults = case.faults(&act.desk.config.election);
    case.advance(act, &Move::Submit { faults, unanswered })?;
    if !command.single_opportunity_understood {
        return Err(Refusal::ConfirmationRequired.into());
    }
    for observation in &open {
        let reply = reply(observation).filter(|reply| text::length(reply) <= 1_000 && !text::has_control(reply));
        let Some(reply) = reply else {
            let reason = "Cada respuesta a una observación tiene 1,000 caracteres como máximo.";
            return Err(Refusal::BadRequest { reason: reason.into() }.into());
        };
        observations::set_observation(act.conn, observation.id, &case.key, ObservationState::Answered, Some(reply))?;
    }
    trim(&mut case);
    let round = match profiles::insert_submission(act.conn, target.id, actor.account, act.now) {
        Err(error) if error.is_duplicate() => return Err(Refusal::AlreadySubmitted.into()),
        outcome => outcome?,
    };
    let folio = submission_receipt::keep(act, &mut case, round, &actor.username)?;
    case.profile.submitted_at.get_or_insert(act.now);
    let moved = case.close(act, &Entry::ProfileSubmitted { receipt: folio.clone() })?;
    Ok(Moved { receipt: Some(folio), ..moved })
}

/// What is sent is what was counted: without blanks at the ends.
fn trim(case: &mut Case) {
    for answer in case.answers.values_mut() {
        match answer {
            Answer::One(text) => *text = text.trim().to_owned(),
            Answer::Many(many) => {
                many.retain(|text| text::substance(text) > 0);
                for text in many {
                    *text = text.trim().to_owned();
                }
            }
        }
    }
}
