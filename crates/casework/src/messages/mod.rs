//! Messages: what an act tells whom, in its own transaction; their mails, which go out after it; and the reminders of terms.

mod copy_correction;
mod gather_mail;
mod manage_outbox;
mod read_messages;
mod remind_terms;
mod send_mail;
mod set_email;
mod tell_account;

pub(crate) use copy_correction::copy_correction;
pub use gather_mail::gather_mail;
pub use manage_outbox::{list_outbox, retry_mail};
pub use read_messages::{mark_messages_read, own_messages};
pub use remind_terms::remind_terms;
pub use send_mail::{Sent, Unsent, send_mail};
pub use set_email::{EmailAttempt, attempt_email, own_email, set_email};
pub(crate) use tell_account::{Address, mail_code, tell_account, tell_holder};

use std::collections::BTreeMap;

use domain::{
    ids::CandidacyId,
    log::Event,
    messages::{MessageKind, fill, reminder},
    permission::Scope,
    questionnaire::is_email,
    review::{Task, waiting},
    time::Timestamp,
    workflow::running_term,
};
use papers::moment;
use store::{
    StoreError,
    accounts::{self, Account},
    candidacies::{self, Candidacy},
    db::Conn,
    messages::{self, Message},
    profiles::Profile,
};
use uuid::Uuid;

use crate::act::{Act, By};

/// A candidacy that somebody is told about, and when its term ends, if one runs.
pub(crate) type About<'a> = (&'a Candidacy, Option<Timestamp>);

/// Most candidacies that a message names; of the others it says how many.
const LISTED: usize = 100;

/// What an event tells, once it left a profile as it is now; most tell nothing.
fn kind_of(event: Event, candidacy: &Candidacy, profile: &Profile) -> Option<MessageKind> {
    match event {
        Event::ProfileSubmitted if candidacy.registration.responsible_party.is_none() => Some(MessageKind::SecondLook),
        Event::ProfileSubmitted => Some(MessageKind::ProfileSubmitted),
        Event::ProfileReturned => Some(MessageKind::ProfileReturned),
        Event::ProfileValidated => Some(MessageKind::ProfileValidated),
        Event::PartCompliant | Event::PartObserved => {
            waiting(&profile.life).contains(&Task::Decision).then_some(MessageKind::VerdictsGiven)
        }
        Event::ObservationsSent => Some(MessageKind::ObservationsSent),
        Event::PublicationAuthorised | Event::PublicationReleased => Some(MessageKind::PublicationAuthorised),
        Event::ContentFlagged => Some(MessageKind::ContentFlagged),
        Event::FlagDismissed => Some(MessageKind::FlagDismissed),
        Event::PublicationHidden => Some(MessageKind::PublicationDisabled),
        Event::PublicationRestored => Some(MessageKind::PublicationRestored),
        Event::CorrectionRequested => Some(MessageKind::CorrectionRequested),
        Event::CorrectionGranted => Some(MessageKind::CorrectionGranted),
        Event::CorrectionDeclined => Some(MessageKind::CorrectionDeclined),
        Event::GrantLapsed => Some(MessageKind::GrantLapsed),
        _ => None,
    }
}

/// Tells what an event left in a profile to those whose turn it is now.
pub(crate) fn tell_event<P: By>(
    act: &mut Act<'_, P>,
    event: Event,
    candidacy: &Candidacy,
    profile: &Profile,
) -> Result<(), StoreError> {
    let Some(kind) = kind_of(event, candidacy, profile) else { return Ok(()) };
    let around = accounts::around(act.conn, candidacy.registration.responsible_party.as_ref(), candidacy.id)?;
    let until = running_term(&profile.life.stage, profile.capture_until);
    tell(act, kind, &around, &[(candidacy, until)], &profile.revision.to_string())?;
    Ok(())
}

/// Whether an account is told about a candidacy; one that is blocked is told nothing.
pub(crate) fn is_told(kind: MessageKind, account: &Account, candidacy: &Candidacy) -> bool {
    account.blocked_at.is_none() && kind.is_told(&account.actor(), &candidacy.scope())
}

/// Tells each account, once, about those of some candidacies that it is told about: one message for all whose term ends
/// together. `occasion` tells one event about a candidacy from another of its kind. Answers how many messages it wrote.
pub(crate) fn tell<P: By>(
    act: &mut Act<'_, P>,
    kind: MessageKind,
    accounts: &[Account],
    about: &[About<'_>],
    occasion: &str,
) -> Result<usize, StoreError> {
    let mut written = 0;
    for account in accounts {
        let mut together: BTreeMap<Option<Timestamp>, Vec<&Candidacy>> = BTreeMap::new();
        for (candidacy, until) in about {
            if is_told(kind, account, candidacy) {
                together.entry(*until).or_default().push(candidacy);
            }
        }
        for (until, candidacies) in together {
            let message = write(act, kind, account, &candidacies, until);
            let first = candidacies.first().map_or_else(Uuid::nil, |candidacy| candidacy.id.0);
            let until = until.map(|until| until.to_string()).unwrap_or_default();
            let dedupe = format!("{}/{}/{first}/{until}/{occasion}", kind.code(), account.id);
            written += usize::from(messages::insert(act.conn, &message, &dedupe)?);
        }
    }
    Ok(written)
}

/// Tells those of the institute whose turn something is that is about no single candidacy.
pub(crate) fn tell_institute<P: By>(act: &mut Act<'_, P>, kind: MessageKind, occasion: &str) -> Result<(), StoreError> {
    let nobody = CandidacyId(Uuid::nil());
    let scope = Scope { candidacy: nobody, responsible_party: None };
    for account in accounts::around(act.conn, None, nobody)? {
        if kind.is_told(&account.actor(), &scope) {
            let message = write(act, kind, &account, &[], None);
            let dedupe = format!("{}/{}//{occasion}", kind.code(), account.id);
            messages::insert(act.conn, &message, &dedupe)?;
        }
    }
    Ok(())
}

fn write<P: By>(
    act: &Act<'_, P>,
    kind: MessageKind,
    account: &Account,
    candidacies: &[&Candidacy],
    until: Option<Timestamp>,
) -> Message {
    let (config, now) = (&act.desk.config, act.now);
    let name = |candidacy: &Candidacy| one_line(&candidacy.registration.full_name());
    let only = if let [candidacy] = candidacies { Some(*candidacy) } else { None };
    let who = only.map_or_else(|| format!("{} candidaturas", candidacies.len()), name);
    let line = |candidacy: &&Candidacy| format!("- {} ({})", name(candidacy), candidacy.registration.folio);
    let mut lines: Vec<String> = candidacies.iter().take(LISTED).map(line).collect();
    if candidacies.len() > LISTED {
        lines.push(format!("- y {} más", candidacies.len() - LISTED));
    }
    let list = lines.join("\n");
    let (term, left) =
        until.map_or_else(Default::default, |until| (moment(config, until), reminder::left(until, now, &config.zone)));
    let values = [("candidatura", who.as_str()), ("lista", &list), ("plazo", &term), ("falta", &left)];
    let template = config.messages.templates.get(&kind);
    let filled = |text: Option<&String>| text.map_or_else(String::new, |text| fill(text, &values));
    Message {
        id: Uuid::now_v7(),
        account: account.id,
        kind,
        at: now,
        subject: filled(template.map(|template| &template.subject)),
        body: filled(template.map(|template| &template.body)),
        link: match (kind, only) {
            (
                MessageKind::WithdrawalsWait
                | MessageKind::PlanWaits
                | MessageKind::UndoingWaits
                | MessageKind::DoubtWaits,
                _,
            ) => "/trabajo/registro".to_owned(),
            (_, Some(candidacy)) => format!("/trabajo/candidaturas/{}", candidacy.id),
            (_, None) => "/trabajo".to_owned(),
        },
        candidacy: only.map(|candidacy| candidacy.id),
        read_at: None,
    }
}

/// The address that the registry gives of an account's candidacy, when it is one.
fn registered_email(conn: &mut Conn, account: &Account) -> Result<Option<String>, StoreError> {
    let candidacy = account.candidacy.map(|id| candidacies::find(conn, id)).transpose()?.flatten();
    let registered = candidacy.map(|candidacy| candidacy.registration.email.trim().to_owned());
    Ok(registered.filter(|email| is_email(email)))
}

/// A text that stays in its line, whatever the registry wrote.
fn one_line(text: &str) -> String {
    let flat = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(flat).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
