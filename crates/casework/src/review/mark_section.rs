use std::collections::BTreeSet;

use contract::review::SavedMark;
use domain::{
    ids::{CandidacyId, SectionKey},
    log::Event,
    permission::{Action, Permit},
    questionnaire::{Part, Section},
    refusal::Refusal,
    review::{Mark, Task, waiting},
    text,
    time::Timestamp,
};
use store::{db::Conn, review::marks};

use super::{claim_review::display_name, claim_review::guard, claim_review::take};
use crate::{
    Error,
    case::{Case, note},
    desk::Desk,
};

/// Saves what a reviewer says of a section, as they work: whoever begins has the review, and whoever comes next finds it.
/// `seen` is the revision of the mark that was read, 0 when there was none; what is written may still be short.
///
/// # Errors
/// [`Refusal::NotFound`] for a section that there is not, [`Refusal::NotAllowed`] for one of the other part,
/// [`Refusal::OutOfTurn`], [`Refusal::Scheduled`], [`Refusal::Claimed`], [`Refusal::Stale`], and [`Refusal::BadRequest`]
/// for a remark on a question of another section or longer than 1,000 characters.
pub fn mark_section<A: Action>(
    conn: &mut Conn,
    desk: &Desk,
    (permit, part): (&Permit<A>, Part),
    (id, key): (CandidacyId, &SectionKey),
    seen: i32,
    mark: &Mark,
    now: Timestamp,
) -> Result<SavedMark, Error> {
    let case = Case::open(conn, desk, permit, id, None, now)?;
    let actor = permit.actor();
    let (its, section) = desk.config.election.section(key.as_str()).ok_or(Refusal::NotFound)?;
    if its != part {
        return Err(Refusal::NotAllowed.into());
    }
    case.may_review()?;
    check(section, mark)?;
    let task = Task::of_part(part);
    if waiting(&case.profile.life).contains(&task) {
        take(conn, desk, &case, task, actor, false, now)?;
    } else {
        guard(conn, desk, &case, task, actor, now)?;
    }
    match marks::put(conn, id, &case.key, key, (seen, mark), actor.account, now) {
        Ok(true) => {}
        Ok(false) => return Err(Refusal::Stale.into()),
        Err(error) if error.is_duplicate() => return Err(Refusal::Stale.into()),
        Err(error) => return Err(error.into()),
    }
    note(conn, Some(actor), Event::SectionMarked, &case.candidacy, key.as_str(), ("", ""), now)?;
    let (by, by_name) = (actor.username.clone(), display_name(conn, actor)?);
    Ok(SavedMark { mark: mark.clone(), revision: seen.saturating_add(1), by, by_name, at: now })
}

/// That the remarks are on different questions of the section and hold nothing that a verdict never could.
fn check(section: &Section, mark: &Mark) -> Result<(), Refusal> {
    let Mark::Observed { observations } = mark else { return Ok(()) };
    let mut fields = BTreeSet::new();
    for remark in observations {
        let field = &remark.field;
        let reason = if !section.questions.iter().any(|question| question.key == *field) {
            format!("El apartado no tiene la pregunta «{field}».")
        } else if !fields.insert(field) {
            format!("La pregunta «{field}» tiene dos observaciones. Escriba una sola.")
        } else if text::length(&remark.text) > 1_000 || text::has_control(&remark.text) {
            format!("La observación de «{field}» lleva 1,000 caracteres como máximo.")
        } else {
            continue;
        };
        return Err(Refusal::BadRequest { reason });
    }
    Ok(())
}
