//! What the institute does to something published: points at it, leaves it as it is, hides it, shows it again. Each takes effect in its own
//! transaction, on every public route.

use contract::{
    publication::{ControlOrder, PartOrder},
    work::Moved,
};
use domain::{
    ids::SectionKey,
    log::Entry,
    permission::{Action, Permit, act},
    prohibition::Ground,
    refusal::Refusal,
    workflow::Move,
};
use store::publication::controls::{self, Control, What};
use uuid::Uuid;

use crate::{
    Error,
    act::Act,
    case::{Case, Target},
    words,
};

/// Points at something published, for the responsible unit to look at (PTO I.A.1.VIII).
///
/// # Errors
/// The workflow's, as when nothing is published; [`Refusal::BadRequest`] without a reason.
pub fn flag_published(
    act: &mut Act<'_, Permit<act::FlagPublished>>,
    target: Target,
    command: &ControlOrder,
) -> Result<Moved, Error> {
    let said = Said {
        what: What::Flagged,
        section: command.section.as_ref(),
        ground: Some(command.ground),
        reason: &command.reason,
    };
    let step = Move::Flag(command.section.clone());
    let entry = Entry::ContentFlagged { section: command.section.clone(), ground: command.ground };
    control(act, target, said, &step, &entry)
}

/// Leaves what was pointed at as it is, with a reason that stays (PTO I.A.1.VIII).
///
/// # Errors
/// [`Refusal::NothingToChange`] when nothing is pointed at there, and the workflow's.
pub fn dismiss_flag(
    act: &mut Act<'_, Permit<act::DismissFlag>>,
    target: Target,
    command: &PartOrder,
) -> Result<Moved, Error> {
    let said = Said { what: What::Dismissed, section: command.section.as_ref(), ground: None, reason: &command.reason };
    let step = Move::Dismiss(command.section.clone());
    let entry = Entry::FlagDismissed { section: command.section.clone() };
    control(act, target, said, &step, &entry)
}

/// Hides a section of what is published, or all of it, with its ground (PTO I.A.1.VIII).
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is hidden already, and the workflow's.
pub fn hide_publication(
    act: &mut Act<'_, Permit<act::DisablePublication>>,
    target: Target,
    command: &ControlOrder,
) -> Result<Moved, Error> {
    let said = Said {
        what: What::Hidden,
        section: command.section.as_ref(),
        ground: Some(command.ground),
        reason: &command.reason,
    };
    let step = Move::Hide(command.section.clone(), command.ground);
    let entry = Entry::PublicationHidden { section: command.section.clone(), ground: command.ground };
    control(act, target, said, &step, &entry)
}

/// Shows again what was hidden.
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is not hidden, and the workflow's.
pub fn restore_publication(
    act: &mut Act<'_, Permit<act::RestorePublication>>,
    target: Target,
    command: &PartOrder,
) -> Result<Moved, Error> {
    let said = Said { what: What::Restored, section: command.section.as_ref(), ground: None, reason: &command.reason };
    let step = Move::Restore(command.section.clone());
    let entry = Entry::PublicationRestored { section: command.section.clone() };
    control(act, target, said, &step, &entry)
}

/// What is done to a part of what is published, and why.
#[derive(Clone, Copy)]
struct Said<'a> {
    what: What,
    section: Option<&'a SectionKey>,
    ground: Option<Ground>,
    reason: &'a str,
}

/// Does one of these and keeps it, by the workflow's step and with the line of the log.
fn control<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    target: Target,
    said: Said<'_>,
    step: &Move,
    entry: &Entry,
) -> Result<Moved, Error> {
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    let actor = act.by.actor();
    if let Some(unknown) = said.section.filter(|key| act.desk.config.election.section(key.as_str()).is_none()) {
        let reason = format!("Los cuestionarios no tienen el apartado «{unknown}».");
        return Err(Refusal::BadRequest { reason }.into());
    }
    let control = Control {
        id: Uuid::now_v7(),
        at: act.now,
        account_name: actor.username.clone(),
        what: said.what,
        section: said.section.cloned(),
        ground: said.ground,
        reason: words("El motivo", said.reason, 10..=1_000)?,
    };
    case.advance(act, step)?;
    controls::insert(act.conn, target.id, &case.key, &control)?;
    case.close(act, entry)
}
