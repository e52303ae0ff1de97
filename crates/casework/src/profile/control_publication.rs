//! What the institute does to something published: points at it, hides it, shows it again. Each takes effect in its own
//! transaction, on every public route.

use contract::profile::{ControlOrder, Moved, PartOrder};
use domain::{
    ids::SectionKey,
    permission::{Permit, act},
    prohibition::Ground,
    refusal::Refusal,
    workflow::Move,
};
use jiff::Timestamp;
use store::{
    controls::{self, Control, What},
    db::Conn,
};
use uuid::Uuid;

use super::Target;
use crate::{Error, case::Case, desk::Desk, event::Event, words};

/// Points at something published, for the responsible unit to look at (PTO I.A.1.VIII).
///
/// # Errors
/// The workflow's, as when nothing is published; [`Refusal::BadRequest`] without a reason.
pub fn flag_published(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::FlagPublished>,
    target: Target,
    command: &ControlOrder,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let (section, ground) = (command.section.as_ref(), Some(command.ground));
    let control = control(desk, &permit.actor().username, What::Flagged, section, ground, &command.reason, now)?;
    case.advance(desk, &Move::Flag(command.section.clone()), permit.actor(), 0, now)?;
    controls::insert(conn, target.id, &case.key, &control)?;
    case.close(conn, desk, permit.actor(), Event::ContentFlagged, &detail(&control), now)
}

/// Leaves what was pointed at as it is, with a reason that stays (PTO I.A.1.VIII).
///
/// # Errors
/// [`Refusal::NothingToChange`] when nothing is pointed at there, and the workflow's.
pub fn dismiss_flag(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::DismissFlag>,
    target: Target,
    command: &PartOrder,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    let section = command.section.as_ref();
    let control = control(desk, &actor.username, What::Dismissed, section, None, &command.reason, now)?;
    case.advance(desk, &Move::Dismiss(command.section.clone()), actor, 0, now)?;
    controls::insert(conn, target.id, &case.key, &control)?;
    case.close(conn, desk, actor, Event::FlagDismissed, &detail(&control), now)
}

/// Hides a section of what is published, or all of it, with its ground (PTO I.A.1.VIII).
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is hidden already, and the workflow's.
pub fn disable_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::DisablePublication>,
    target: Target,
    command: &ControlOrder,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    let (section, ground) = (command.section.as_ref(), Some(command.ground));
    let control = control(desk, &actor.username, What::Disabled, section, ground, &command.reason, now)?;
    case.advance(desk, &Move::Disable(command.section.clone(), command.ground), actor, 0, now)?;
    controls::insert(conn, target.id, &case.key, &control)?;
    case.close(conn, desk, actor, Event::PublicationDisabled, &detail(&control), now)
}

/// Shows again what was hidden.
///
/// # Errors
/// [`Refusal::NothingToChange`] when it is not hidden, and the workflow's.
pub fn restore_publication(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::RestorePublication>,
    target: Target,
    command: &PartOrder,
    now: Timestamp,
) -> Result<Moved, Error> {
    let mut case = Case::open(conn, desk, permit, target.id, Some(target.revision), now)?;
    let actor = permit.actor();
    let section = command.section.as_ref();
    let control = control(desk, &actor.username, What::Restored, section, None, &command.reason, now)?;
    case.advance(desk, &Move::Restore(command.section.clone()), actor, 0, now)?;
    controls::insert(conn, target.id, &case.key, &control)?;
    case.close(conn, desk, actor, Event::PublicationRestored, &detail(&control), now)
}

fn control(
    desk: &Desk,
    account_name: &str,
    what: What,
    section: Option<&SectionKey>,
    ground: Option<Ground>,
    reason: &str,
    now: Timestamp,
) -> Result<Control, Refusal> {
    if let Some(unknown) = section.filter(|key| desk.election.section(key.as_str()).is_none()) {
        let reason = format!("Los cuestionarios no tienen el apartado «{unknown}».");
        return Err(Refusal::BadRequest { reason });
    }
    let reason = words("El motivo", reason, 10..=1_000)?;
    let (id, account_name) = (Uuid::now_v7(), account_name.to_owned());
    Ok(Control { id, at: now, account_name, what, section: section.cloned(), ground, reason })
}

/// As the log names it: which part of the publication and which ground, never the reason.
fn detail(control: &Control) -> String {
    let section = control.section.as_ref().map_or("all", SectionKey::as_str);
    let ground = control.ground.map_or("", Ground::code);
    format!("{section} {ground}").trim().to_owned()
}
