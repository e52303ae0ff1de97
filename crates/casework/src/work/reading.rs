//! Which answers a reader is shown: what the role may read, less what is not theirs to read now.

use contract::work::Withheld;
use domain::{
    accounts::Actor,
    permission::{Act, Reach, Scope, may, reach},
    questionnaire::Part,
    refusal::Refusal,
    review::{is_before_institute, is_turn_of},
    workflow::Life,
};

use crate::words;

/// Which parts are shown to a reader, and why not all that the role may read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The curricular answers.
    pub(crate) curricular: bool,
    /// The identity answers.
    pub(crate) identity: bool,
    /// Why something is not shown.
    pub(crate) withheld: Option<Withheld>,
    /// What the reader wants them for, who says it because it is not their turn.
    pub(crate) purpose: Option<String>,
}

impl Reading {
    /// What of a draft or of what came to the institute is shown now. The institute reads no draft, and outside its turn no
    /// identity answer without saying what for (PTO II.B.3: only whom it is necessary for).
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] for a purpose that is too short or too long.
    pub(crate) fn of(actor: &Actor, scope: &Scope, life: &Life, purpose: Option<&str>) -> Result<Self, Refusal> {
        if actor.role.is_institute() && is_before_institute(&life.stage) {
            let withheld = may(actor, part(Part::Curricular), scope).then_some(Withheld::Draft);
            return Ok(Self { curricular: false, identity: false, withheld, purpose: None });
        }
        Self::of_published(actor, scope, life, purpose)
    }

    /// The same of published versions, which are no draft.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] for a purpose that is too short or too long.
    pub(crate) fn of_published(
        actor: &Actor,
        scope: &Scope,
        life: &Life,
        purpose: Option<&str>,
    ) -> Result<Self, Refusal> {
        let (curricular, identity) =
            (may(actor, part(Part::Curricular), scope), may(actor, part(Part::Identity), scope));
        let needs_purpose = identity && actor.role.is_institute() && !is_turn_of(actor.role, life);
        let purpose = match purpose.filter(|_| needs_purpose) {
            Some(typed) => Some(words("Para qué consulta las respuestas", typed, 10..=200)?),
            None => None,
        };
        let withheld = (needs_purpose && purpose.is_none()).then_some(Withheld::Purpose);
        Ok(Self { curricular, identity: identity && withheld.is_none(), withheld, purpose })
    }
}

/// What reading the answers of a part asks for.
pub(crate) const fn part(part: Part) -> Act {
    match part {
        Part::Curricular => Act::ReadAnswers,
        Part::Identity => Act::ReadIdentity,
    }
}

/// Whether the identity answers that somebody may read are their own.
pub(super) const fn is_own(actor: &Actor) -> bool {
    matches!(reach(actor.role, Act::ReadIdentity), Reach::OwnCandidacy)
}
