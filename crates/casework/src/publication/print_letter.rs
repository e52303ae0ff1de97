use domain::{
    ids::CandidacyId,
    permission::{Permit, act},
    refusal::Refusal,
};
use papers::Done;
use store::{
    candidacies,
    publication::controls::{self, What},
    seal::CandidacyKey,
};
use uuid::Uuid;

use crate::{Error, act::Act, work::may_read_reason};

/// The letter about something that was hidden or shown again, as PDF: for the party or the independent, and the institute.
///
/// # Errors
/// [`Refusal::NotFound`] when the candidacy is out of reach, or has no such control that a letter tells and the reader may read.
pub fn print_letter(
    act: &mut Act<'_, Permit<act::ReadCandidacy>>,
    id: CandidacyId,
    control: Uuid,
) -> Result<Vec<u8>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    let key = CandidacyKey::load(act.conn, &act.desk.master, id)?;
    let all = controls::of_candidacy(act.conn, id, &key)?;
    let control = all.into_iter().find(|other| other.id == control).ok_or(Refusal::NotFound)?;
    if !may_read_reason(act.desk, act.by.actor(), &candidacy.scope(), control.section.as_ref()) {
        return Err(Refusal::NotFound.into());
    }
    let done = match control.what {
        What::Hidden => Done::Hidden,
        What::Restored => Done::Restored,
        What::Flagged | What::Dismissed => return Err(Refusal::NotFound.into()),
    };
    let letter = papers::Control {
        id: control.id,
        at: control.at,
        done,
        section: control.section.as_ref(),
        ground: control.ground,
        reason: &control.reason,
    };
    Ok(papers::official_letter(&act.desk.config, &candidacy.registration, &letter)?)
}
