//! Remarks on fields: what a validator's return and an area's verdict share.

use contract::review::NewObservation;
use domain::{accounts::Actor, ids::ObservationId, questionnaire::Part, refusal::Refusal, text, time::Timestamp};
use store::review::observations;
use store::{
    db::Conn,
    review::observations::{Observation, ObservationState},
};
use uuid::Uuid;

use crate::{Error, case::Case, desk::Desk};

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
pub(crate) fn keep(
    conn: &mut Conn,
    case: &Case,
    actor: &Actor,
    remarks: &[NewObservation],
    state: ObservationState,
    now: Timestamp,
) -> Result<(), Error> {
    for remark in remarks {
        let observation = Observation {
            id: ObservationId(Uuid::now_v7()),
            field: remark.field.clone(),
            ground: remark.ground,
            role: actor.role,
            by: actor.account,
            at: now,
            state,
            text: remark.text.trim().to_owned(),
            reply: None,
        };
        observations::insert_observation(conn, case.candidacy.id, &case.key, &observation)?;
    }
    Ok(())
}
