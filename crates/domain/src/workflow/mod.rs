//! The life of a profile: stages, the moves between them and the refusals, in one function (PTO II.A–C).
//!
//! `not_started → in_capture → in_validation → in_verification → published`. The registry's status, what was disabled
//! and the one correction run beside the stages.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    candidacy::RegistryStatus,
    election::{ReviewRules, Terms},
    ids::{AccountId, QuestionKey, SectionKey},
    prohibition::Ground,
    publication::visibility::Hidden,
    questionnaire::{FieldFault, Part},
    refusal::Refusal,
    term,
    time::Timestamp,
};

/// Fields by their question.
pub type Fields = BTreeSet<QuestionKey>;

/// Which fields a capture may touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// All of them: the first capture.
    Whole,
    /// Those that the institute observed, until the grant ends.
    Observed {
        /// The fields.
        fields: Fields,
        /// When the capture of them closes.
        until: Timestamp,
    },
    /// Those granted for the one correction, to capture **and** validate before the grant ends.
    Correction {
        /// The fields.
        fields: Fields,
        /// When the grant lapses.
        until: Timestamp,
    },
}

impl Opening {
    /// Whether a field is within the opening.
    #[must_use]
    pub fn contains(&self, field: &QuestionKey) -> bool {
        match self {
            Self::Whole => true,
            Self::Observed { fields, .. } | Self::Correction { fields, .. } => fields.contains(field),
        }
    }

    const fn fields(&mut self) -> Option<&mut Fields> {
        match self {
            Self::Whole => None,
            Self::Observed { fields, .. } | Self::Correction { fields, .. } => Some(fields),
        }
    }
}

/// What an area of the institute says of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It complies.
    Compliant {
        /// Who said so.
        by: AccountId,
    },
    /// It does not, in these fields.
    Observed {
        /// Who said so.
        by: AccountId,
        /// The fields.
        fields: Fields,
    },
}

impl Verdict {
    /// Who said so.
    #[must_use]
    pub const fn by(&self) -> AccountId {
        let (Self::Compliant { by } | Self::Observed { by, .. }) = self;
        *by
    }
}

/// The verdicts given so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Of the curricular part.
    pub curricular: Option<Verdict>,
    /// Of the identity part.
    pub identity: Option<Verdict>,
}

/// Where a profile stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing saved yet.
    NotStarted,
    /// The capturing account's turn.
    InCapture {
        /// What this round may touch.
        opening: Opening,
        /// What the validator sent back, when this is not the first time.
        returned: Option<Fields>,
    },
    /// The validator's turn.
    InValidation {
        /// What this round may touch.
        opening: Opening,
    },
    /// The institute's turn.
    InVerification {
        /// The verdicts so far.
        verdicts: Verdicts,
    },
    /// Public.
    Published,
}

/// A stage without its circumstances: what lists and filters use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Nothing saved yet.
    NotStarted,
    /// The capturing account's turn.
    InCapture,
    /// The validator's turn.
    InValidation,
    /// The institute's turn.
    InVerification,
    /// Public.
    Published,
}

impl StageName {
    /// Every stage, in order.
    pub const ALL: [Self; 5] =
        [Self::NotStarted, Self::InCapture, Self::InValidation, Self::InVerification, Self::Published];

    /// The stable code, as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InCapture => "in_capture",
            Self::InValidation => "in_validation",
            Self::InVerification => "in_verification",
            Self::Published => "published",
        }
    }

    /// What the screen says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "Sin comenzar",
            Self::InCapture => "En captura",
            Self::InValidation => "En validación",
            Self::InVerification => "En verificación",
            Self::Published => "Publicada",
        }
    }
}

impl Stage {
    /// The stage alone.
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::NotStarted => StageName::NotStarted,
            Self::InCapture { .. } => StageName::InCapture,
            Self::InValidation { .. } => StageName::InValidation,
            Self::InVerification { .. } => StageName::InVerification,
            Self::Published => StageName::Published,
        }
    }
}

/// The one correction after publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Never asked for.
    #[default]
    Unused,
    /// Asked for, not granted yet.
    Pending {
        /// The fields to change.
        fields: Fields,
    },
    /// Granted: used, well or lapsed.
    Used,
}

/// A publication that was authorised for a later moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// When.
    pub at: Timestamp,
    /// Who authorised it.
    pub by: AccountId,
}

/// Where a profile stands, with what runs beside the stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The stage.
    pub stage: Stage,
    /// How many versions were published.
    pub versions: u32,
    /// The one correction.
    pub correction: Correction,
    /// What the institute hid; stored under the name it had first.
    #[serde(rename = "disabled")]
    pub hidden: Hidden,
    /// What was pointed at of what is published and still waits for a decision: sections, none being all of it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Option<SectionKey>>,
    /// Whether the capture was sent after its term, where the election accepts that.
    pub late: bool,
    /// Everybody who gave a verdict on it: in whatever round, and also one that another took the place of.
    #[serde(default)]
    pub verifiers: BTreeSet<AccountId>,
    /// When it will be published, once both parts comply and that was authorised for later.
    #[serde(default)]
    pub scheduled: Option<Scheduled>,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            stage: Stage::NotStarted,
            versions: 0,
            correction: Correction::Unused,
            hidden: Hidden::default(),
            flags: BTreeSet::new(),
            late: false,
            verifiers: BTreeSet::new(),
            scheduled: None,
        }
    }
}

/// The fields that a life names, by where it names them. They rest sealed: which field of identity was observed may tell
/// what was answered.
pub type NamedFields = BTreeMap<String, Fields>;

impl Life {
    /// Takes the named fields out, and leaves nothing in their place.
    pub fn take_fields(&mut self) -> NamedFields {
        let named = self.named().into_iter().map(|(place, fields)| (place.to_owned(), std::mem::take(fields)));
        named.filter(|(_, fields)| !fields.is_empty()).collect()
    }

    /// Puts back what [`Self::take_fields`] took out.
    pub fn put_fields(&mut self, mut taken: NamedFields) {
        for (place, fields) in self.named() {
            if let Some(named) = taken.remove(place) {
                *fields = named;
            }
        }
    }

    fn named(&mut self) -> Vec<(&'static str, &mut Fields)> {
        let mut named = Vec::new();
        match &mut self.stage {
            Stage::InCapture { opening, returned } => {
                named.extend(opening.fields().map(|fields| ("opening", fields)));
                named.extend(returned.as_mut().map(|fields| ("returned", fields)));
            }
            Stage::InValidation { opening } => named.extend(opening.fields().map(|fields| ("opening", fields))),
            Stage::InVerification { verdicts } => {
                let parts = [("curricular", &mut verdicts.curricular), ("identity", &mut verdicts.identity)];
                named.extend(parts.into_iter().filter_map(|(part, verdict)| match verdict {
                    Some(Verdict::Observed { fields, .. }) => Some((part, fields)),
                    Some(Verdict::Compliant { .. }) | None => None,
                }));
            }
            Stage::NotStarted | Stage::Published => {}
        }
        if let Correction::Pending { fields } = &mut self.correction {
            named.push(("correction", fields));
        }
        named
    }
}

/// Something done to a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Save draft answers of these fields.
    SaveDraft(Fields),
    /// Send to validation.
    Submit {
        /// What keeps the answers from being complete.
        faults: Vec<FieldFault>,
        /// Observations that the capture has not answered.
        unanswered: usize,
    },
    /// The validator changes these fields.
    Edit(Fields),
    /// The validator sends these fields back.
    Return(Fields),
    /// The party, or the independent, validates.
    Validate {
        /// What keeps the answers from being complete.
        faults: Vec<FieldFault>,
    },
    /// An area of the institute says whether a part complies.
    Judge(Part, Verdict),
    /// The observed fields go back to capture.
    SendObservations,
    /// Publish a new version.
    Authorise,
    /// Authorise it for a later moment, or move that moment.
    Schedule(Timestamp),
    /// Take back what was authorised for later.
    Unschedule,
    /// Publish what was authorised for a moment that came.
    Release,
    /// Ask for the one correction of these fields.
    RequestCorrection(Fields),
    /// Open the fields that were asked for.
    GrantFields,
    /// Say that what was asked for cannot be done as it was asked: the one correction stays to be used.
    DeclineCorrection,
    /// Point at a section of what is published, or at all of it when none is named.
    Flag(Option<SectionKey>),
    /// Decide that what was pointed at stays as it is.
    Dismiss(Option<SectionKey>),
    /// Hide a section, or everything when none is named.
    Hide(Option<SectionKey>, Ground),
    /// Show it again.
    Restore(Option<SectionKey>),
    /// Give an observed opening more time.
    Extend(Timestamp),
}

/// What the outside world says at the moment of a move.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The instant.
    pub now: Timestamp,
    /// Who moves.
    pub actor: AccountId,
    /// What the registry says.
    pub registry: RegistryStatus,
    /// When the capture term ends; none while the accounts were not received.
    pub capture_until: Option<Timestamp>,
    /// Whether the current privacy notice was accepted.
    pub privacy_notice_accepted: bool,
    /// Whether today is within the window for corrections.
    pub corrections_open: bool,
    /// The election's terms.
    pub terms: &'a Terms,
    /// The election's rules of review.
    pub review: ReviewRules,
}

/// What time alone changes: a correction that was granted and not validated in time lapses, the published version
/// stands and the opportunity is spent.
#[must_use]
pub fn settle(life: &Life, now: Timestamp) -> Life {
    match &life.stage {
        Stage::InCapture { opening: Opening::Correction { until, .. }, .. }
        | Stage::InValidation { opening: Opening::Correction { until, .. } }
            if !term::is_open(*until, now) =>
        {
            Life { stage: Stage::Published, ..life.clone() }
        }
        _ => life.clone(),
    }
}

/// Moves a profile, or says why not. Call it on a [`settle`]d life.
///
/// # Errors
/// The refusal; the life is as it was.
pub fn apply(life: &Life, step: &Move, facts: &Facts<'_>) -> Result<Life, Refusal> {
    if facts.registry != RegistryStatus::Active {
        return Err(Refusal::NotActive);
    }
    let mut next = life.clone();
    match step {
        Move::SaveDraft(fields) => next.stage = save_draft(life, fields, facts)?,
        Move::Submit { faults, unanswered } => {
            let (stage, late) = submit(life, faults, *unanswered, facts)?;
            next.stage = stage;
            next.late |= late;
        }
        Move::Edit(fields) => edit(life, fields, facts)?,
        Move::Return(fields) => next.stage = send_back(life, fields, facts)?,
        Move::Validate { faults } => next.stage = validate(life, faults, facts)?,
        Move::Judge(part, verdict) => {
            next.stage = judge(life, *part, verdict)?;
            next.verifiers.insert(verdict.by());
        }
        Move::SendObservations => next.stage = send_observations(life, facts)?,
        Move::Authorise => {
            authorise(life, facts)?;
            publish(&mut next);
        }
        Move::Schedule(at) => {
            authorise(life, facts)?;
            if *at <= facts.now {
                return Err(Refusal::ScheduleNotAhead);
            }
            next.scheduled = Some(Scheduled { at: *at, by: facts.actor });
        }
        Move::Unschedule => {
            under_verification(life)?;
            next.scheduled.take().ok_or(Refusal::NothingToChange)?;
        }
        Move::Release => {
            under_verification(life)?;
            life.scheduled.filter(|scheduled| scheduled.at <= facts.now).ok_or(Refusal::OutOfTurn)?;
            publish(&mut next);
        }
        Move::RequestCorrection(fields) => next.correction = request_correction(life, fields, facts)?,
        Move::GrantFields => {
            next.stage = grant_fields(life, facts)?;
            next.correction = Correction::Used;
        }
        Move::DeclineCorrection => {
            grant_fields(life, facts)?;
            next.correction = Correction::Unused;
        }
        Move::Flag(section) => flag(&mut next, section.as_ref())?,
        Move::Dismiss(section) => dismiss(&mut next, section.as_ref())?,
        Move::Hide(section, ground) => hide(&mut next, section.as_ref(), *ground)?,
        Move::Restore(section) => restore(&mut next, section.as_ref())?,
        Move::Extend(until) => next.stage = extend(life, *until, facts)?,
    }
    Ok(next)
}

/// When the term of whoever has the turn ends; none when none runs. What a validator sends back was sent in time, so that
/// the first capture's term does not touch it.
#[must_use]
pub fn running_term(stage: &Stage, capture_until: Option<Timestamp>) -> Option<Timestamp> {
    match stage {
        Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, returned: None } => capture_until,
        Stage::InCapture { opening: Opening::Observed { until, .. } | Opening::Correction { until, .. }, .. }
        | Stage::InValidation { opening: Opening::Correction { until, .. } } => Some(*until),
        Stage::InCapture { opening: Opening::Whole, returned: Some(_) }
        | Stage::InValidation { .. }
        | Stage::InVerification { .. }
        | Stage::Published => None,
    }
}

/// Which fields may be touched now by whoever has the turn: the capture, or the validator after it.
#[must_use]
pub fn is_field_open(stage: &Stage, field: &QuestionKey) -> bool {
    match stage {
        Stage::NotStarted => true,
        Stage::InCapture { opening, returned } => {
            returned.as_ref().map_or_else(|| opening.contains(field), |returned| returned.contains(field))
        }
        Stage::InValidation { opening } => opening.contains(field),
        Stage::InVerification { .. } | Stage::Published => false,
    }
}

/// Whether the capture's term still runs; `Ok(true)` when it ended and the election accepts late captures.
fn capture_is_late(opening: &Opening, returned: bool, facts: &Facts<'_>) -> Result<bool, Refusal> {
    match opening {
        // What a validator sends back was sent in time: the first capture's term does not close it.
        Opening::Whole if returned => Ok(false),
        Opening::Whole => {
            let until = facts.capture_until.ok_or(Refusal::AccountsNotReceived)?;
            if facts.terms.late_capture.is_capture_closed(until, true, facts.now) {
                return Err(Refusal::TermEnded);
            }
            Ok(!term::is_open(until, facts.now))
        }
        Opening::Observed { until, .. } | Opening::Correction { until, .. } => {
            if facts.terms.late_capture.is_capture_closed(*until, false, facts.now) {
                return Err(Refusal::TermEnded);
            }
            Ok(false)
        }
    }
}

fn all_open(fields: &Fields, is_open: impl Fn(&QuestionKey) -> bool) -> Result<(), Refusal> {
    let closed: Vec<String> = fields.iter().filter(|field| !is_open(field)).map(|field| field.0.clone()).collect();
    if closed.is_empty() { Ok(()) } else { Err(Refusal::FieldNotOpen { fields: closed }) }
}

fn save_draft(life: &Life, fields: &Fields, facts: &Facts<'_>) -> Result<Stage, Refusal> {
    match &life.stage {
        Stage::NotStarted => {
            capture_is_late(&Opening::Whole, false, facts)?;
            privacy_notice(facts)?;
            Ok(Stage::InCapture { opening: Opening::Whole, returned: None })
        }
        Stage::InCapture { opening, returned } => {
            capture_is_late(opening, returned.is_some(), facts)?;
            privacy_notice(facts)?;
            all_open(fields, |field| is_field_open(&life.stage, field))?;
            Ok(life.stage.clone())
        }
        Stage::InValidation { .. } | Stage::InVerification { .. } | Stage::Published => Err(Refusal::AlreadySubmitted),
    }
}

const fn privacy_notice(facts: &Facts<'_>) -> Result<(), Refusal> {
    if facts.privacy_notice_accepted { Ok(()) } else { Err(Refusal::PrivacyNoticeNotAccepted) }
}

fn complete(faults: &[FieldFault]) -> Result<(), Refusal> {
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid { faults: faults.to_vec() }) }
}

fn submit(life: &Life, faults: &[FieldFault], unanswered: usize, facts: &Facts<'_>) -> Result<(Stage, bool), Refusal> {
    match &life.stage {
        Stage::InCapture { opening, returned } => {
            let late = capture_is_late(opening, returned.is_some(), facts)?;
            privacy_notice(facts)?;
            complete(faults)?;
            if unanswered > 0 {
                return Err(Refusal::ObservationUnanswered);
            }
            Ok((Stage::InValidation { opening: opening.clone() }, late))
        }
        Stage::NotStarted => Err(Refusal::OutOfTurn),
        Stage::InValidation { .. } | Stage::InVerification { .. } | Stage::Published => Err(Refusal::AlreadySubmitted),
    }
}

/// The opening under the validator's eyes, while its term runs: only a correction's term covers the validation.
fn under_validation<'a>(life: &'a Life, facts: &Facts<'_>) -> Result<&'a Opening, Refusal> {
    match &life.stage {
        Stage::InValidation { opening } => match opening {
            Opening::Correction { until, .. } if !term::is_open(*until, facts.now) => Err(Refusal::TermEnded),
            Opening::Whole | Opening::Observed { .. } | Opening::Correction { .. } => Ok(opening),
        },
        Stage::NotStarted | Stage::InCapture { .. } | Stage::InVerification { .. } | Stage::Published => {
            Err(Refusal::OutOfTurn)
        }
    }
}

fn edit(life: &Life, fields: &Fields, facts: &Facts<'_>) -> Result<(), Refusal> {
    let opening = under_validation(life, facts)?;
    all_open(fields, |field| opening.contains(field))
}

fn send_back(life: &Life, fields: &Fields, facts: &Facts<'_>) -> Result<Stage, Refusal> {
    let opening = under_validation(life, facts)?;
    if fields.is_empty() {
        return Err(Refusal::ObservationRequired);
    }
    all_open(fields, |field| opening.contains(field))?;
    Ok(Stage::InCapture { opening: opening.clone(), returned: Some(fields.clone()) })
}

fn validate(life: &Life, faults: &[FieldFault], facts: &Facts<'_>) -> Result<Stage, Refusal> {
    under_validation(life, facts)?;
    complete(faults)?;
    Ok(Stage::InVerification { verdicts: Verdicts::default() })
}

/// A new version was looked over whole: what was pointed at of the one before waits no longer.
fn publish(next: &mut Life) {
    next.stage = Stage::Published;
    next.versions += 1;
    next.scheduled = None;
    next.flags.clear();
}

/// What the registry's substitution or cancellation changes: a publication authorised for later is no longer authorised,
/// not even when the registry takes the movement back.
#[must_use]
pub fn withdrawn(life: &Life) -> Life {
    Life { scheduled: None, ..life.clone() }
}

/// Whether the institute's areas may mark and judge it now.
///
/// # Errors
/// Why not.
pub fn may_review(life: &Life) -> Result<(), Refusal> {
    under_review(life).map(|_| ())
}

/// The institute's areas and its decision: closed while a publication waits for its moment.
fn under_review(life: &Life) -> Result<&Verdicts, Refusal> {
    let verdicts = under_verification(life)?;
    if life.scheduled.is_some() { Err(Refusal::Scheduled) } else { Ok(verdicts) }
}

fn under_verification(life: &Life) -> Result<&Verdicts, Refusal> {
    match &life.stage {
        Stage::InVerification { verdicts } => Ok(verdicts),
        Stage::NotStarted | Stage::InCapture { .. } | Stage::InValidation { .. } | Stage::Published => {
            Err(Refusal::OutOfTurn)
        }
    }
}

fn judge(life: &Life, part: Part, verdict: &Verdict) -> Result<Stage, Refusal> {
    let mut verdicts = under_review(life)?.clone();
    if let Verdict::Observed { fields, .. } = verdict
        && fields.is_empty()
    {
        return Err(Refusal::ObservationRequired);
    }
    match part {
        Part::Curricular => verdicts.curricular = Some(verdict.clone()),
        Part::Identity => verdicts.identity = Some(verdict.clone()),
    }
    Ok(Stage::InVerification { verdicts })
}

fn send_observations(life: &Life, facts: &Facts<'_>) -> Result<Stage, Refusal> {
    let verdicts = under_review(life)?;
    let fields: Fields = [&verdicts.curricular, &verdicts.identity]
        .into_iter()
        .flatten()
        .flat_map(|verdict| match verdict {
            Verdict::Compliant { .. } => Fields::new(),
            Verdict::Observed { fields, .. } => fields.clone(),
        })
        .collect();
    if fields.is_empty() {
        return Err(Refusal::ObservationRequired);
    }
    let until = grant_end(facts)?;
    Ok(Stage::InCapture { opening: Opening::Observed { fields, until }, returned: None })
}

fn grant_end(facts: &Facts<'_>) -> Result<Timestamp, Refusal> {
    term::after_hours(facts.now, facts.terms.grant_hours).map_err(|_| Refusal::TermEnded)
}

fn authorise(life: &Life, facts: &Facts<'_>) -> Result<(), Refusal> {
    let verdicts = under_verification(life)?;
    let (Some(Verdict::Compliant { .. }), Some(Verdict::Compliant { .. })) = (&verdicts.curricular, &verdicts.identity)
    else {
        return Err(Refusal::VerdictsMissing);
    };
    // Also who gave a verdict that another took the place of, or in a round before: they made it what it is.
    let verified_it = life.verifiers.contains(&facts.actor)
        || [&verdicts.curricular, &verdicts.identity].into_iter().flatten().any(|verdict| verdict.by() == facts.actor);
    if verified_it && !facts.review.verifier_may_authorise { Err(Refusal::SamePerson) } else { Ok(()) }
}

/// Whether the one correction can be asked for, while the election's window for requests is open or not.
///
/// # Errors
/// Why it cannot.
pub fn may_request_correction(life: &Life, corrections_open: bool) -> Result<(), Refusal> {
    match (&life.stage, &life.correction) {
        (_, Correction::Pending { .. } | Correction::Used) => Err(Refusal::CorrectionUsed),
        (Stage::Published, Correction::Unused) if !corrections_open => Err(Refusal::CorrectionsClosed),
        (Stage::Published, Correction::Unused) => Ok(()),
        (
            Stage::NotStarted | Stage::InCapture { .. } | Stage::InValidation { .. } | Stage::InVerification { .. },
            Correction::Unused,
        ) => Err(Refusal::OutOfTurn),
    }
}

fn request_correction(life: &Life, fields: &Fields, facts: &Facts<'_>) -> Result<Correction, Refusal> {
    may_request_correction(life, facts.corrections_open)?;
    if fields.is_empty() {
        Err(Refusal::ObservationRequired)
    } else {
        Ok(Correction::Pending { fields: fields.clone() })
    }
}

fn grant_fields(life: &Life, facts: &Facts<'_>) -> Result<Stage, Refusal> {
    match (&life.stage, &life.correction) {
        (Stage::Published, Correction::Pending { fields }) => {
            let opening = Opening::Correction { fields: fields.clone(), until: grant_end(facts)? };
            Ok(Stage::InCapture { opening, returned: None })
        }
        (Stage::Published, Correction::Unused | Correction::Used) => Err(Refusal::NoCorrectionPending),
        (
            Stage::NotStarted | Stage::InCapture { .. } | Stage::InValidation { .. } | Stage::InVerification { .. },
            _,
        ) => Err(Refusal::OutOfTurn),
    }
}

/// What is hidden already waits for no decision.
fn flag(next: &mut Life, section: Option<&SectionKey>) -> Result<(), Refusal> {
    if next.versions == 0 {
        return Err(Refusal::OutOfTurn);
    }
    let hidden = next.hidden.whole.is_some() || section.is_some_and(|key| next.hidden.sections.contains_key(key));
    if !hidden {
        next.flags.insert(section.cloned());
    }
    Ok(())
}

fn dismiss(next: &mut Life, section: Option<&SectionKey>) -> Result<(), Refusal> {
    if next.flags.remove(&section.cloned()) { Ok(()) } else { Err(Refusal::NothingToChange) }
}

/// Hiding is the decision on what was pointed at: on all of it, or on that section and on a flag that names none.
fn hide(next: &mut Life, section: Option<&SectionKey>, ground: Ground) -> Result<(), Refusal> {
    if next.versions == 0 {
        return Err(Refusal::OutOfTurn);
    }
    let already = match section {
        None => next.hidden.whole.replace(ground).is_some(),
        Some(section) => next.hidden.sections.insert(section.clone(), ground).is_some(),
    };
    next.flags.retain(|flag| section.is_some() && flag.is_some() && flag.as_ref() != section);
    if already { Err(Refusal::NothingToChange) } else { Ok(()) }
}

fn restore(next: &mut Life, section: Option<&SectionKey>) -> Result<(), Refusal> {
    let was = match section {
        None => next.hidden.whole.take().is_some(),
        Some(section) => next.hidden.sections.remove(section).is_some(),
    };
    if was { Ok(()) } else { Err(Refusal::NothingToChange) }
}

fn extend(life: &Life, until: Timestamp, facts: &Facts<'_>) -> Result<Stage, Refusal> {
    if !term::is_open(until, facts.now) {
        return Err(Refusal::TermEnded);
    }
    match &life.stage {
        Stage::InCapture { opening: Opening::Observed { fields, .. }, returned } => Ok(Stage::InCapture {
            opening: Opening::Observed { fields: fields.clone(), until },
            returned: returned.clone(),
        }),
        // The first capture's term is not part of the life: who extends it changes the fact.
        Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, .. } => Ok(life.stage.clone()),
        Stage::InCapture { opening: Opening::Correction { .. }, .. }
        | Stage::InValidation { .. }
        | Stage::InVerification { .. }
        | Stage::Published => Err(Refusal::OutOfTurn),
    }
}

#[cfg(test)]
mod tests;
