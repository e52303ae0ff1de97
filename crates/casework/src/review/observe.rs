//! Remarks on fields: what a validator's return and an area's verdict share.

use contract::review::NewObservation;
use domain::{
    ids::ObservationId,
    permission::{Action, Permit},
    questionnaire::Part,
    refusal::Refusal,
    text,
};
use store::review::observations;
use store::review::observations::{Observation, ObservationState};
use uuid::Uuid;

use crate::{Error, act::Act, case::Case, desk::Desk};

/// Checks remarks: each names a question of `part` (or of either) and says what to mend.
pub(crate) fn check(desk: &Desk, remarks: &[NewObservation], part: Option<Part>) -> Result<(), Refusal> {
    for remark in remarks {
        let (its, _) = desk.config.election.question(remark.field.as_str()).ok_or_else(|| Refusal::BadRequest {
            reason: format!("El cuestionario no tiene la pregunta «{}».", remark.field),
        })?;
        if part.is_some_and(|part| part != its) {
            let reason = format!("La pregunta «{}» no es de la parte que se dictamina.", remark.field);
            return Err(Refusal::BadRequest { reason });
        }
        if text::substance(&remark.text) < 10 || text::length(&remark.text) > 1_000 || text::has_control(&remark.text) {
            return Err(Refusal::ObservationRequired);
        }
    }
    Ok(())
}

/// Keeps remarks.
pub(crate) fn keep<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    case: &Case,
    remarks: &[NewObservation],
    state: ObservationState,
) -> Result<(), Error> {
    for remark in remarks {
        let observation = Observation {
            id: ObservationId(Uuid::now_v7()),
            field: remark.field.clone(),
            ground: remark.ground,
            role: act.by.actor().role,
            by: act.by.actor().account,
            at: act.now,
            state,
            text: remark.text.trim().to_owned(),
            reply: None,
        };
        observations::insert_observation(act.conn, case.candidacy.id, &case.key, &observation)?;
    }
    Ok(())
}
