//! Capturing many candidacies in one spreadsheet: a template with what is saved, and a filled one read back as drafts.
//! Only curricular answers: those of identity never leave the system in a file.

mod cells;
mod plan;
mod template;

pub use cells::{Filled, read_sheet};
pub use plan::{apply_sheet, plan_sheet};
pub use template::template;

use domain::{
    candidacy::RegistryStatus,
    election::Election,
    permission::{Permit, Reach, act},
    questionnaire::{Answer, Kind, Question},
    refusal::Refusal,
    text,
};
use store::{
    candidacies::Candidacy,
    profiles::{self, Profile},
};

use crate::{Error, act::Act};

/// The sheet that is filled.
const SHEET: &str = "Captura";
/// The hidden sheet with what was saved when the template was made, at the same places.
const ORIGINAL: &str = "_original";
/// The hidden sheet with the options of choices.
const OPTIONS: &str = "_opciones";
/// The first row that holds a candidacy: before it come keys, labels and help.
const FIRST_ROW: u32 = 3;
/// The first column that holds an answer: before it come folio, name and office.
const FIRST_COLUMN: u16 = 3;

/// The questions that a sheet holds, in order of its columns.
fn questions(election: &Election) -> impl Iterator<Item = (u16, &Question)> {
    let all = election.curricular.sections.iter().flat_map(|section| &section.questions);
    (FIRST_COLUMN..).zip(all.filter(|question| question.kind != Kind::Photo))
}

/// An answer as a cell says it: a line each.
fn cell_text(answer: Option<&Answer>) -> String {
    answer.map_or_else(String::new, |answer| answer.lines().join("\n"))
}

/// What a cell says, as an answer; none when it says nothing.
fn cell_answer(question: &Question, typed: &str) -> Option<Answer> {
    if text::substance(typed) == 0 {
        return None;
    }
    Some(match question.kind {
        Kind::List { .. } | Kind::Choices { .. } => {
            Answer::Many(typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
        }
        _ => Answer::One(typed.to_owned()),
    })
}

/// That whoever brings a filled template has candidacies to fill, before the file is read.
///
/// # Errors
/// [`Refusal::NotFound`] when there are none.
pub fn may_fill(act: &mut Act<'_, Permit<act::SaveAnswers>>) -> Result<(), Error> {
    if within_reach(act)?.is_empty() { Err(Refusal::NotFound.into()) } else { Ok(()) }
}

/// The candidacies that stand within the reach of a permission, in order of surnames.
fn within_reach(act: &mut Act<'_, Permit<act::SaveAnswers>>) -> Result<Vec<(Candidacy, Profile)>, Error> {
    let actor = act.by.actor();
    let (party, own_candidacy) = match act.by.reach() {
        Reach::OwnParty => (Some(actor.party.as_ref().ok_or(Refusal::NotFound)?.as_str()), None),
        Reach::OwnCandidacy => (None, Some(actor.candidacy.ok_or(Refusal::NotFound)?)),
        Reach::Nothing | Reach::Election => return Err(Refusal::NotAllowed.into()),
    };
    let all = profiles::list(act.conn, party, own_candidacy)?;
    Ok(all.into_iter().filter(|(candidacy, _)| candidacy.registration.status == RegistryStatus::Active).collect())
}
