use contract::messages::{Message, MessagePage, MessagesRead, Unread};
use domain::{ids::AccountId, refusal::Refusal};
use store::messages;
use uuid::Uuid;

use crate::{
    Error,
    act::{Act, NoPermit},
};

const PAGE: usize = 50;
/// Most messages named in one request.
const NAMED_MAX: usize = 500;

/// An account's messages, the newest first.
pub fn own_messages(
    act: &mut Act<'_, NoPermit>,
    account: AccountId,
    unread: bool,
    before: Option<Uuid>,
) -> Result<MessagePage, Error> {
    let found = messages::page(act.conn, account, unread, before, i64::try_from(PAGE).unwrap_or(50))?;
    let next_before = (found.len() == PAGE).then(|| found.last().map(|message| message.id)).flatten();
    let messages = found.into_iter().map(|message| Message {
        id: message.id,
        kind: message.kind,
        at: message.at,
        subject: message.subject,
        body: message.body,
        link: message.link,
        candidacy: message.candidacy,
        read_at: message.read_at,
    });
    Ok(MessagePage { notices: messages.collect(), unread: messages::unread(act.conn, account)?, next_before })
}

/// An account says which of its messages it read; those of others stay as they are.
///
/// # Errors
/// [`Refusal::BadRequest`] for too many at once.
pub fn mark_messages_read(
    act: &mut Act<'_, NoPermit>,
    account: AccountId,
    command: &MessagesRead,
) -> Result<Unread, Error> {
    match command {
        MessagesRead::Ids(ids) if ids.len() > NAMED_MAX => {
            return Err(Refusal::BadRequest { reason: format!("Indique {NAMED_MAX} avisos como máximo.") }.into());
        }
        MessagesRead::Ids(ids) => messages::mark_read(act.conn, account, ids, act.now)?,
        MessagesRead::Until(last) => messages::mark_read_until(act.conn, account, *last, act.now)?,
    }
    Ok(Unread { unread: messages::unread(act.conn, account)? })
}
