use std::collections::BTreeSet;

use contract::review::SavedMark;
use domain::{
    ids::SectionKey,
    log::Entry,
    permission::{Action, Permit},
    questionnaire::{Part, Section},
    refusal::Refusal,
    review::{Mark, Task, waiting},
    text,
};
use store::log::Digests;
use store::review::marks::{self, NewMark};

use super::{claim_review::display_name, claim_review::guard, claim_review::take};
use crate::{
    Error,
    act::Act,
    case::{Case, Target, note},
};

/// Saves what a reviewer says of a section, as they work: whoever begins has the review, and whoever comes next finds it.
/// `target` has the revision of the mark that was read, 0 when there was none; what is written may still be short.
///
/// # Errors
/// [`Refusal::NotFound`] for a section that there is not, [`Refusal::NotAllowed`] for one of the other part,
/// [`Refusal::OutOfTurn`], [`Refusal::Scheduled`], [`Refusal::Claimed`], [`Refusal::Stale`], and [`Refusal::BadRequest`]
/// for a remark on a question of another section or longer than 1,000 characters.
pub fn mark_section<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    part: Part,
    target: Target,
    key: &SectionKey,
    mark: &Mark,
) -> Result<SavedMark, Error> {
    let case = Case::open(act, target.id, None)?;
    let actor = act.by.actor();
    let (its, section) = act.desk.config.election.section(key.as_str()).ok_or(Refusal::NotFound)?;
    if its != part {
        return Err(Refusal::NotAllowed.into());
    }
    case.may_review()?;
    check(section, mark)?;
    let task = Task::of_part(part);
    if waiting(&case.profile.life).contains(&task) {
        take(act, &case, task, false)?;
    } else {
        guard(act, &case, task)?;
    }
    let (candidacy, seen) = (target.id, target.revision);
    let new = NewMark { candidacy, section: key, seen, mark, by: actor.account, at: act.now };
    match marks::put(act.conn, &case.key, &new) {
        Ok(true) => {}
        Ok(false) => return Err(Refusal::Stale.into()),
        Err(error) if error.is_duplicate() => return Err(Refusal::Stale.into()),
        Err(error) => return Err(error.into()),
    }
    note(act, &Entry::SectionMarked { section: key.clone() }, &case.candidacy, Digests::None)?;
    let (by, by_name) = (actor.username.clone(), display_name(act)?);
    Ok(SavedMark { mark: mark.clone(), revision: target.revision.saturating_add(1), by, by_name, at: act.now })
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
