use contract::messages::{MailState, OutboxMail, OutboxPage};
use domain::{
    log::{Entry, Subject},
    permission::{Permit, act},
    refusal::Refusal,
};
use store::log::Digests;
use store::messages::outbox::{self, Mail, State};
use uuid::Uuid;

use crate::{Error, act::Act, log};

const PAGE: usize = 100;

/// Mails, the newest first; only those in a state, when asked.
pub fn list_outbox(
    act: &mut Act<'_, Permit<act::ManageOutbox>>,
    state: Option<MailState>,
    before: Option<Uuid>,
) -> Result<OutboxPage, Error> {
    let state = state.map(|state| match state {
        MailState::Waiting => State::Waiting,
        MailState::Sent => State::Sent,
        MailState::Failed => State::Failed,
    });
    let found = outbox::page(act.conn, state, before, i64::try_from(PAGE).unwrap_or(100))?;
    let next_before = (found.len() == PAGE).then(|| found.last().map(|mail| mail.id)).flatten();
    Ok(OutboxPage { mails: found.into_iter().map(outbox_mail).collect(), next_before })
}

/// Lets a mail that was given up be tried again.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::NothingToChange`] when it waits or was sent.
pub fn retry_mail(act: &mut Act<'_, Permit<act::ManageOutbox>>, id: Uuid) -> Result<OutboxMail, Error> {
    if outbox::by_id(act.conn, id)?.is_none() {
        return Err(Refusal::NotFound.into());
    }
    if !outbox::retry(act.conn, id, act.now)? {
        return Err(Refusal::NothingToChange.into());
    }
    log::write(act, &Entry::MailRetried, Subject::Mail(id), None, Digests::None)?;
    let mail = outbox::by_id(act.conn, id)?.ok_or(Refusal::NotFound)?;
    Ok(outbox_mail(mail))
}

fn outbox_mail(mail: Mail) -> OutboxMail {
    let state = match mail.state() {
        State::Waiting => MailState::Waiting,
        State::Sent => MailState::Sent,
        State::Failed => MailState::Failed,
    };
    OutboxMail {
        id: mail.id,
        account: mail.account,
        to_name: mail.to_name,
        to_address: mail.to_address,
        subject: mail.subject,
        state,
        created_at: mail.created_at,
        next_try_at: (state == MailState::Waiting).then_some(mail.next_try_at),
        tries: mail.tries,
        sent_at: mail.sent_at,
        failed_at: mail.failed_at,
        last_error: mail.last_error,
    }
}
