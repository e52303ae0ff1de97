//! Reading the work: lists and one candidacy, as far as the reader's permission goes.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    capture::{Extension, SubmissionReceipt},
    paths,
    photo::WIDTHS,
    publication::{Control, ControlKind, Correction},
    review::{Claim, Observation, SavedMark, VerdictState},
    work::{Edit, Partner, ReadQuery, Turn, Waiting, WorkItem, WorkPage, WorkQuery, Workspace},
};
use domain::{
    accounts::Actor,
    candidacy::RegistryStatus,
    election::Election,
    ids::{CandidacyId, QuestionKey, SectionKey},
    permission::{self, Action, Permit, Reach, Scope, act, may, reach},
    questionnaire::{Answer, Answers, Part},
    refusal::Refusal,
    review::{Task, waiting},
    text,
    time::{TimeDelta, Timestamp},
    work::progress::{self, Sections},
    workflow::{Stage, StageName, Verdict, is_field_open, may_request_correction, running_term, settle},
};
use store::capture::edits;
use store::review::observations;
use store::{
    StoreError,
    candidacies::{self, Candidacy},
    capture::openings,
    db::Conn,
    files::{ContentName, File},
    profiles::{self, Profile},
    publication::controls::What,
    review::{claims, observations::ObservationState},
    seal::CandidacyKey,
};

use super::{
    identity_reading::{Proof, read_identity},
    reading::{self, Reading},
};
use crate::{Error, act::Act, case::Case, desk::Desk};

/// Who has which review, at one moment.
type Claims = BTreeMap<(CandidacyId, Task), claims::Claim>;

/// The reviews that a candidacy waits for, and who has them: told to those who could do them and to the institute.
fn tasks(actor: &Actor, candidacy: &Candidacy, profile: &Profile, claims: &Claims) -> Vec<Waiting> {
    if candidacy.registration.status != RegistryStatus::Active {
        return Vec::new();
    }
    let scope = candidacy.scope();
    // A flag is the institute's own until something is hidden.
    let tasks = waiting(&profile.life).into_iter().filter(|task| *task != Task::Flag || actor.role.is_institute());
    tasks
        .map(|task| {
            let own = may(actor, task.act(), &scope);
            let claim = claims.get(&(candidacy.id, task)).filter(|_| own || actor.role.is_institute());
            let claim = claim.map(|claim| Claim {
                by: claim.account_name.clone(),
                by_name: claim.display_name.clone(),
                mine: claim.account == actor.account,
                until: claim.until,
            });
            Waiting { task, own, claim }
        })
        .collect()
}

fn item(desk: &Desk, actor: &Actor, candidacy: &Candidacy, profile: &Profile, claims: &Claims) -> WorkItem {
    let registration = &candidacy.registration;
    WorkItem {
        id: candidacy.id,
        folio: registration.folio.clone(),
        name: registration.full_name(),
        office: registration.office.clone(),
        territory: registration.territory.clone(),
        territory_name: desk.config.election.territory_name(&registration.territory).to_owned(),
        list_position: registration.list_position,
        kind: registration.kind,
        formula: registration.formula.clone(),
        nominator: registration.nominator.clone(),
        responsible_party: registration.responsible_party.clone(),
        status: registration.status,
        stage: profile.life.stage.name(),
        until: running_term(&profile.life.stage, profile.capture_until),
        published: profile.life.versions > 0,
        slug: candidacy.slug.clone(),
        since: profile.stage_since,
        revision: profile.revision,
        opened: false,
        tasks: tasks(actor, candidacy, profile, claims),
        publish_at: profile.life.scheduled.map(|scheduled| scheduled.at),
        sections: BTreeMap::new(),
    }
}

/// Says how far the sections of some candidacies are, of those the reader may read.
fn add_sections<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    found: &mut [(Candidacy, Profile, WorkItem)],
) -> Result<(), Error> {
    let ids: Vec<CandidacyId> = found.iter().map(|(candidacy, _, _)| candidacy.id).collect();
    let keys = CandidacyKey::load_many(act.conn, &act.desk.master, &ids)?;
    for (candidacy, profile, item) in found {
        let sections = profile.open_sections(keys.get(&candidacy.id))?;
        item.sections = readable_sections(act.desk, act.by.actor(), candidacy, sections);
    }
    Ok(())
}

fn readable_sections(desk: &Desk, actor: &Actor, candidacy: &Candidacy, mut states: Sections) -> Sections {
    let scope = candidacy.scope();
    for (part, section) in desk.config.election.sections() {
        if !may(actor, reading::part(part), &scope) {
            states.remove(&section.key);
        }
    }
    states
}

/// The candidacies within the reader's reach: in order of surnames or, of the reader's turn, by what ends first and then
/// by what waits longest.
pub fn list_work(act: &mut Act<'_, Permit<act::ReadCandidacy>>, query: &WorkQuery) -> Result<WorkPage, Error> {
    let actor = act.by.actor();
    let (party, own_candidacy) = match act.by.reach() {
        Reach::OwnCandidacy => (None, Some(actor.candidacy.ok_or(Refusal::NotFound)?)),
        Reach::OwnParty => (Some(actor.party.as_ref().ok_or(Refusal::NotFound)?.as_str()), None),
        Reach::Nothing | Reach::Election => (None, None),
    };
    let claims = claims::live(act.conn, None, act.now)?;
    let validates = reach(actor.role, permission::Act::ValidateProfile) != Reach::Nothing;
    let opened = if validates { openings::current(act.conn, actor.account)? } else { BTreeSet::new() };
    let words = text::fold(query.q.as_deref().unwrap_or_default());
    let mut stages = BTreeMap::from(StageName::ALL.map(|stage| (stage, 0)));
    let mut found = Vec::new();
    for (candidacy, mut profile) in profiles::list(act.conn, party, own_candidacy)? {
        profile.life = settle(&profile.life, act.now);
        let registration = &candidacy.registration;
        let wanted = query.office.as_deref().is_none_or(|office| registration.office.as_str() == office)
            && query
                .party
                .as_deref()
                .is_none_or(|key| registration.responsible_party.as_ref().is_some_and(|p| p.as_str() == key))
            && words.split(' ').all(|word| {
                registration.search_name().contains(word) || text::fold(registration.folio.as_str()).contains(word)
            });
        if !wanted {
            continue;
        }
        if registration.status == RegistryStatus::Active {
            *stages.entry(profile.life.stage.name()).or_default() += 1;
        }
        let in_stage = |stage| stage == profile.life.stage.name() && registration.status == RegistryStatus::Active;
        let mut item = item(act.desk, actor, &candidacy, &profile, &claims);
        item.opened = opened.contains(&candidacy.id);
        let own_turn = query.turn.is_none_or(|Turn::Mine| item.tasks.iter().any(|waiting| waiting.own));
        let near = |hours: u32| {
            let limit = act.now.checked_add(TimeDelta::hours(i64::from(hours))).unwrap_or(Timestamp::MAX);
            item.until.is_some_and(|until| (act.now..=limit).contains(&until))
        };
        if own_turn && query.stage.is_none_or(in_stage) && query.due_within.is_none_or(near) {
            found.push((candidacy, profile, item));
        }
    }
    if let Some(incomplete) = query.incomplete {
        add_sections(act, &mut found)?;
        found.retain(|(_, _, item)| item.sections.values().any(|state| state.is_pending()) == incomplete);
    }
    if query.turn.is_some() {
        // What has no term comes after what has one.
        found.sort_by_key(|(_, _, item)| (item.until.is_none(), item.until, item.since));
    }
    let size = query.size.unwrap_or(50).clamp(1, 200);
    let page = query.page.unwrap_or(1).max(1);
    let total = found.len();
    let mut found: Vec<_> = found.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
    if query.incomplete.is_none() {
        add_sections(act, &mut found)?;
    }
    let items = found.into_iter().map(|(_, _, item)| item).collect();
    Ok(WorkPage { items, total, stages, page, size })
}

/// One candidacy as its reader may see it. Identity answers are added for those allowed, and the log says so unless they
/// are one's own. For a validator, the revision they opened is recorded.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::BadRequest`] for a purpose that is too short or too long;
/// [`Refusal::ManyIdentityReads`].
pub fn read_workspace(
    act: &mut Act<'_, Permit<act::ReadCandidacy>>,
    id: CandidacyId,
    query: &ReadQuery,
    proof: Proof,
) -> Result<Workspace, Error> {
    let case = Case::open(act, id, None)?;
    let actor = act.by.actor();
    let scope = case.candidacy.scope();
    let reading = Reading::of(actor, &scope, &case.profile.life, query.purpose.as_deref())?;
    if reading.identity && case.profile.identity.is_some() {
        read_identity(act, &case.candidacy, proof, reading.purpose.as_deref())?;
    }
    let opened = opens_to_validate(&case, actor);
    if opened {
        openings::put(act.conn, id, actor.account, case.profile.revision)?;
    }
    let part_of = |field: &str| act.desk.config.election.question(field).map(|(part, _)| part);
    let readable = |field: &str| part_of(field).is_some_and(|part| may(actor, reading::part(part), &scope));
    let shown = |field: &str| match part_of(field) {
        Some(Part::Curricular) => reading.curricular,
        Some(Part::Identity) => reading.identity,
        None => false,
    };
    // What is asked to be changed holds the new answers: those of identity are read as the answers are.
    let asked = |field: &str| match part_of(field) {
        Some(Part::Identity) => reading.identity,
        _ => readable(field),
    };
    let observations = observations(act, &case)?.into_iter().filter(|o| readable(o.field.as_str())).collect();
    let edits = edits(act.conn, &case, &shown)?;
    let (curricular, identity) = verdicts(&case.profile.life.stage);
    let profile = &case.profile;
    let sections = progress::sections(&act.desk.config.election, &case.answers);
    let sections = readable_sections(act.desk, actor, &case.candidacy, sections);
    Ok(Workspace {
        item: WorkItem {
            sections,
            opened,
            ..item(act.desk, actor, &case.candidacy, profile, &claims::live(act.conn, Some(id), act.now)?)
        },
        partner: partner(act, &case)?,
        affirmative_action_name: affirmative_action_name(&act.desk.config.election, &case.candidacy),
        revision: profile.revision,
        answers: readable_answers(&case.answers, &shown),
        shows_identity: reading.identity,
        withheld: reading.withheld,
        faults: case.faults(&act.desk.config.election).into_iter().filter(|fault| shown(&fault.field)).collect(),
        open_fields: open_fields(&act.desk.config.election, &case, &readable),
        acts: permission::Act::ALL.iter().copied().filter(|act| may(actor, *act, &scope)).collect(),
        observations,
        edits,
        marks: marks(act, &case)?,
        curricular,
        identity,
        consent: if reading.identity { case.consent()? } else { None },
        received: profile.received_at.is_some(),
        notice_accepted: profile
            .privacy_notice
            .as_ref()
            .is_some_and(|accepted| accepted.version == act.desk.config.election.notice.version),
        saved_at: profile.saved_at,
        submitted_at: profile.submitted_at,
        photo: photo(act.desk, &case).filter(|_| reading.curricular).map(|_| paths::from_root(&paths::photo(id))),
        version: Some(profile.life.versions).filter(|versions| *versions > 0),
        receipts: receipts(act.conn, id)?,
        extensions: extensions(act.conn, id)?,
        controls: controls(act, &case)?,
        hidden: profile.life.hidden.whole.is_some(),
        hidden_sections: profile.life.hidden.sections.keys().cloned().collect(),
        flags: if actor.role.is_institute() { profile.life.flags.iter().cloned().collect() } else { Vec::new() },
        corrections: corrections(act.conn, &case, &asked)?,
        may_request_correction: may_request_correction(&profile.life, act.desk.config.corrections_open(act.now))
            .is_ok(),
    })
}

fn affirmative_action_name(election: &Election, candidacy: &Candidacy) -> Option<String> {
    let key = candidacy.registration.affirmative_action.as_ref()?;
    let action = election.affirmative_actions.iter().find(|action| action.key == *key);
    action.map(|action| action.name.clone())
}

fn readable_answers(answers: &Answers, readable: &impl Fn(&str) -> bool) -> Answers {
    answers
        .iter()
        .filter(|(key, _)| readable(key.as_str()))
        .map(|(key, answer)| (key.clone(), answer.clone()))
        .collect()
}

fn open_fields(election: &Election, case: &Case, readable: &impl Fn(&str) -> bool) -> Vec<QuestionKey> {
    let keys = election.questions().map(|(_, question)| &question.key);
    keys.filter(|key| readable(key.as_str()) && is_field_open(&case.profile.life.stage, key)).cloned().collect()
}

fn edits(conn: &mut Conn, case: &Case, readable: &impl Fn(&str) -> bool) -> Result<Vec<Edit>, StoreError> {
    let all = edits::edits(conn, case.candidacy.id, &case.key)?.into_iter();
    let edits = all.filter(|edit| readable(edit.field.as_str())).map(|edit| Edit {
        field: edit.field,
        by: edit.by_name,
        at: edit.at,
        before: edit.before,
        after: edit.after,
    });
    Ok(edits.collect())
}

/// The other one of the formula that stands now, when the reader may open it.
fn partner<A: Action>(act: &mut Act<'_, Permit<A>>, case: &Case) -> Result<Option<Partner>, StoreError> {
    let registration = &case.candidacy.registration;
    let partner = candidacies::of_formula(act.conn, registration)?.into_iter().find(|candidacy| {
        candidacy.id != case.candidacy.id
            && candidacy.registration.nominator == registration.nominator
            && candidacy.registration.status == RegistryStatus::Active
            && may(act.by.actor(), permission::Act::ReadCandidacy, &candidacy.scope())
    });
    Ok(partner.map(|partner| Partner {
        id: partner.id,
        kind: partner.registration.kind,
        name: partner.registration.full_name(),
    }))
}

fn opens_to_validate(case: &Case, actor: &Actor) -> bool {
    case.profile.life.stage.name() == StageName::InValidation
        && may(actor, permission::Act::ValidateProfile, &case.candidacy.scope())
}

/// What reviewers said of the sections that the reader may read: the institute's own.
fn marks<A: Action>(act: &mut Act<'_, Permit<A>>, case: &Case) -> Result<BTreeMap<SectionKey, SavedMark>, StoreError> {
    if !act.by.actor().role.is_institute() {
        return Ok(BTreeMap::new());
    }
    let scope = case.candidacy.scope();
    let mut saved = store::review::marks::of_candidacy(act.conn, case.candidacy.id, &case.key)?;
    let readable =
        act.desk.config.election.sections().filter(|(part, _)| may(act.by.actor(), reading::part(*part), &scope));
    Ok(readable
        .filter_map(|(_, section)| saved.remove_entry(&section.key))
        .map(|(key, saved)| {
            let store::review::marks::Saved { mark, revision, account_name, display_name, at } = saved;
            (key, SavedMark { mark, revision, by: account_name, by_name: display_name, at })
        })
        .collect())
}

/// Whether the reader may read why something was done to a section: the words may tell an answer.
pub(crate) fn may_read_reason(desk: &Desk, actor: &Actor, scope: &Scope, section: Option<&SectionKey>) -> bool {
    let part = section.and_then(|key| desk.config.election.section(key.as_str())).map(|(part, _)| part);
    part != Some(Part::Identity) || may(actor, permission::Act::ReadIdentity, scope)
}

fn controls<A: Action>(act: &mut Act<'_, Permit<A>>, case: &Case) -> Result<Vec<Control>, StoreError> {
    let scope = case.candidacy.scope();
    let all = store::publication::controls::of_candidacy(act.conn, case.candidacy.id, &case.key)?.into_iter();
    let controls = all.map(|control| Control {
        id: control.id,
        at: control.at,
        by: control.account_name,
        kind: match control.what {
            What::Flagged => ControlKind::Flagged,
            What::Dismissed => ControlKind::Dismissed,
            What::Hidden => ControlKind::Disabled,
            What::Restored => ControlKind::Restored,
        },
        reason: if may_read_reason(act.desk, act.by.actor(), &scope, control.section.as_ref()) {
            control.reason
        } else {
            String::new()
        },
        section: control.section,
        ground: control.ground,
    });
    // A flag is the institute's own until something is hidden.
    Ok(controls
        .filter(|control| {
            act.by.actor().role.is_institute() || !matches!(control.kind, ControlKind::Flagged | ControlKind::Dismissed)
        })
        .collect())
}

fn corrections(conn: &mut Conn, case: &Case, readable: &impl Fn(&str) -> bool) -> Result<Vec<Correction>, StoreError> {
    let all = store::publication::corrections::of_candidacy(conn, case.candidacy.id, &case.key)?.into_iter();
    let corrections = all.map(|correction| {
        // What is asked and what is decided may tell what it is about.
        let is_readable = correction.request.changes.keys().all(|field| readable(field.as_str()));
        let decision = correction.decision.as_ref();
        Correction {
            at: correction.at,
            by: correction.account_name,
            reason: if is_readable { correction.request.reason } else { String::new() },
            changes: correction.request.changes.into_iter().filter(|(field, _)| readable(field.as_str())).collect(),
            decided_at: decision.map(|decision| decision.at),
            granted: decision.map(|decision| decision.granted),
            decision: correction
                .decision
                .map(|decision| decision.reason)
                .filter(|reason| is_readable && !reason.is_empty()),
        }
    });
    Ok(corrections.collect())
}

fn receipts(conn: &mut Conn, id: CandidacyId) -> Result<Vec<SubmissionReceipt>, StoreError> {
    let all = store::capture::submission_receipts::of_candidacy(conn, id)?.into_iter();
    let receipts = all.map(|receipt| SubmissionReceipt {
        folio: receipt.folio,
        round: receipt.round,
        at: receipt.at,
        by: receipt.account_name,
        digest: receipt.digest,
    });
    Ok(receipts.collect())
}

fn extensions(conn: &mut Conn, id: CandidacyId) -> Result<Vec<Extension>, StoreError> {
    let all = store::capture::extensions::of_candidacy(conn, id)?.into_iter();
    let extensions = all.map(|extension| Extension {
        at: extension.at,
        by: extension.account_name,
        was_until: extension.was_until,
        until: extension.until,
        reason: extension.reason,
    });
    Ok(extensions.collect())
}

fn observations<A: Action>(act: &mut Act<'_, Permit<A>>, case: &Case) -> Result<Vec<Observation>, Error> {
    let all = observations::observations(act.conn, case.candidacy.id, &case.key)?;
    let readable = all.into_iter().filter(|observation| match observation.state {
        ObservationState::Withdrawn => false,
        // A verdict's remarks are the institute's until it sends them.
        ObservationState::Held => {
            act.by.actor().role.is_institute()
                && act.desk.config.election.question(observation.field.as_str()).is_some()
        }
        ObservationState::Open | ObservationState::Answered => true,
    });
    Ok(readable
        .map(|observation| Observation {
            id: observation.id,
            field: observation.field,
            ground: observation.ground,
            text: observation.text,
            by: observation.role,
            at: observation.at,
            reply: observation.reply,
            open: observation.state == ObservationState::Open,
        })
        .collect())
}

fn verdicts(stage: &Stage) -> (VerdictState, VerdictState) {
    let state = |verdict: &Option<Verdict>| match verdict {
        None => VerdictState::Pending,
        Some(Verdict::Compliant { .. }) => VerdictState::Compliant,
        Some(Verdict::Observed { .. }) => VerdictState::Observed,
    };
    match stage {
        Stage::InVerification { verdicts } => (state(&verdicts.curricular), state(&verdicts.identity)),
        Stage::NotStarted | Stage::InCapture { .. } | Stage::InValidation { .. } => {
            (VerdictState::Pending, VerdictState::Pending)
        }
        Stage::Published => (VerdictState::Compliant, VerdictState::Compliant),
    }
}

fn photo(desk: &Desk, case: &Case) -> Option<String> {
    let is_photo = |key: &QuestionKey| {
        desk.config
            .election
            .question(key.as_str())
            .is_some_and(|(_, question)| question.kind == domain::questionnaire::Kind::Photo)
    };
    case.answers.iter().find(|(key, _)| is_photo(key)).and_then(|(_, answer)| match answer {
        Answer::One(name) => Some(name.clone()),
        Answer::Many(_) => None,
    })
}

/// A draft's photograph, in the size that screens show.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach, or when there is none.
pub fn draft_photo(act: &mut Act<'_, Permit<act::ReadCandidacy>>, id: CandidacyId) -> Result<File, Error> {
    let case = Case::open(act, id, None)?;
    let reading = Reading::of(act.by.actor(), &case.candidacy.scope(), &case.profile.life, None)?;
    let name = photo(act.desk, &case).filter(|_| reading.curricular).ok_or(Refusal::NotFound)?;
    let name = ContentName::read(&name).ok_or_else(|| StoreError::Damaged("the name of a photograph".into()))?;
    Ok(File::Photo { name, width: WIDTHS[1] })
}
