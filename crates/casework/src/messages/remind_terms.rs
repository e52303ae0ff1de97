use std::collections::BTreeMap;

use domain::{
    candidacy::RegistryStatus,
    messages::MessageKind,
    next_step::Turn,
    time::{TimeDelta, Timestamp},
    workflow::{Opening, Stage, StageName, running_term, settle},
};
use store::{
    StoreError, accounts,
    candidacies::Candidacy,
    capture::extensions,
    messages,
    profiles::{self, Profile},
};

use super::{About, tell};
use crate::{
    act::{Act, By, NoPermit},
    desk::Desk,
};

/// A candidacy whose term passed a mark.
struct Due {
    candidacy: Candidacy,
    kind: MessageKind,
    until: Timestamp,
    mark: String,
}

/// Reminds whoever has the turn of each term that passed one of the election's marks and was not reminded of it: one
/// message an account for all candidacies whose term ends together. A new end of a term has marks of its own. Answers how
/// many candidacies it reminded of.
///
/// # Errors
/// When the database fails; then nobody was told anything.
pub fn remind_terms(act: &mut Act<'_, NoPermit>) -> Result<usize, StoreError> {
    // Mostly nothing is due, which is found out without anybody's turn to write.
    if due(act)?.is_empty() {
        return Ok(0);
    }
    act.part(|act| {
        let due = due(act)?;
        let mut marks: BTreeMap<(MessageKind, &str), Vec<About<'_>>> = BTreeMap::new();
        for reminder in &due {
            messages::remind(act.conn, (reminder.candidacy.id, reminder.until, &reminder.mark), act.now)?;
            marks.entry((reminder.kind, &reminder.mark)).or_default().push((&reminder.candidacy, Some(reminder.until)));
        }
        let all = accounts::all(act.conn)?;
        for ((kind, mark), about) in marks {
            tell(act, kind, &all, &about, mark)?;
        }
        Ok(due.len())
    })
}

fn due<P: By>(act: &mut Act<'_, P>) -> Result<Vec<Due>, StoreError> {
    // A term runs through its last second.
    let ending = act.now - TimeDelta::seconds(1);
    let (reminded, extended) = (messages::reminded(act.conn, ending)?, extensions::ending(act.conn, ending)?);
    let mut found = Vec::new();
    let mut with_terms = StageName::ALL.to_vec();
    with_terms.retain(|stage| reminder(Turn::of(*stage)).is_some());
    for (candidacy, mut profile) in profiles::at_stages(act.conn, &with_terms)? {
        if candidacy.registration.status != RegistryStatus::Active {
            continue;
        }
        profile.life = settle(&profile.life, act.now);
        let Some((kind, since, until)) = running(act.desk, &profile) else { continue };
        let since = extended.get(&(candidacy.id, until)).copied().unwrap_or(since);
        let Some(mark) = act.desk.config.election.reminders.passed(since, until, act.now, &act.desk.config.zone) else {
            continue;
        };
        let key = (candidacy.id, until, mark.code);
        if !reminded.contains(&key) {
            found.push(Due { candidacy, kind, until, mark: key.2 });
        }
    }
    Ok(found)
}

/// The kind of message that reminds of a turn's term; the institute's turn has none.
const fn reminder(turn: Turn) -> Option<MessageKind> {
    match turn {
        Turn::Capture => Some(MessageKind::CaptureEnding),
        Turn::Validation => Some(MessageKind::ValidationEnding),
        Turn::Institute | Turn::Nobody => None,
    }
}

/// The term that runs, if any: the kind of its reminder, when it would have begun without any extension, and when it
/// ends.
fn running(desk: &Desk, profile: &Profile) -> Option<(MessageKind, Timestamp, Timestamp)> {
    let stage = &profile.life.stage;
    let kind = reminder(Turn::of(stage.name()))?;
    let until = running_term(stage, profile.capture_until)?;
    let granted = TimeDelta::hours(i64::from(desk.config.election.terms.grant_hours));
    let since = match stage {
        Stage::NotStarted | Stage::InCapture { opening: Opening::Whole, .. } => {
            profile.received_at.unwrap_or(Timestamp::MIN)
        }
        Stage::InCapture { opening: Opening::Observed { .. } | Opening::Correction { .. }, .. }
        | Stage::InValidation { .. }
        | Stage::InVerification { .. }
        | Stage::Published => until - granted,
    };
    Some((kind, since, until))
}
