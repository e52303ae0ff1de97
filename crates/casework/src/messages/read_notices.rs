use contract::messages::{Notice, NoticePage, NoticesRead, Unread};
use domain::{ids::AccountId, refusal::Refusal};
use store::messages;
use uuid::Uuid;

use crate::{
    Error,
    act::{Act, NoPermit},
};

const PAGE: usize = 50;
/// Most notices named in one request.
const NAMED_MAX: usize = 500;

/// An account's notices, the newest first.
pub fn own_notices(
    act: &mut Act<'_, NoPermit>,
    account: AccountId,
    unread: bool,
    before: Option<Uuid>,
) -> Result<NoticePage, Error> {
    let found = messages::page(act.conn, account, unread, before, i64::try_from(PAGE).unwrap_or(50))?;
    let next_before = (found.len() == PAGE).then(|| found.last().map(|notice| notice.id)).flatten();
    let notices = found.into_iter().map(|notice| Notice {
        id: notice.id,
        kind: notice.kind,
        at: notice.at,
        subject: notice.subject,
        body: notice.body,
        link: notice.link,
        candidacy: notice.candidacy,
        read_at: notice.read_at,
    });
    Ok(NoticePage { notices: notices.collect(), unread: messages::unread(act.conn, account)?, next_before })
}

/// An account says which of its notices it read; those of others stay as they are.
///
/// # Errors
/// [`Refusal::BadRequest`] for too many at once.
pub fn read_notices(act: &mut Act<'_, NoPermit>, account: AccountId, command: &NoticesRead) -> Result<Unread, Error> {
    match command {
        NoticesRead::Ids(ids) if ids.len() > NAMED_MAX => {
            return Err(Refusal::BadRequest { reason: format!("Indique {NAMED_MAX} avisos como máximo.") }.into());
        }
        NoticesRead::Ids(ids) => messages::mark_read(act.conn, account, ids, act.now)?,
        NoticesRead::Until(last) => messages::mark_read_until(act.conn, account, *last, act.now)?,
    }
    Ok(Unread { unread: messages::unread(act.conn, account)? })
}
