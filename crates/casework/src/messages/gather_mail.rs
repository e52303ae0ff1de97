use domain::{messages::fill, time::TimeDelta};
use store::{
    StoreError,
    accounts::{self, Account},
    messages::{
        self, Message,
        outbox::{self, Mail},
    },
};

use super::{Address, one_line, tell_account::contact};
use crate::act::{Act, NoPermit};

/// How long a message waits for others to the same account, so that ten acts in a row are one mail. An urgent one waits for
/// none and takes them along.
const WAIT: TimeDelta = TimeDelta::minutes(3);
/// Most accounts in one turn to write.
const TURN: i64 = 200;

/// Puts the messages that waited long enough into mails, one an account with everything it was told meanwhile; `address`
/// is the one that people open. Those of an account without an address stay in the workspace only. Answers how many
/// accounts it looked at: none, when nothing is left.
pub fn gather_mail(act: &mut Act<'_, NoPermit>, address: &str) -> Result<usize, StoreError> {
    let waiting = messages::accounts_to_gather(act.conn, act.now - WAIT, TURN)?;
    for id in &waiting {
        let gathered = messages::gather(act.conn, *id, act.now)?;
        let Some(account) = accounts::by_id(act.conn, *id)?.filter(|account| account.blocked_at.is_none()) else {
            continue;
        };
        if let Some(to) = Address::of(act.conn, &account)? {
            outbox::insert(act.conn, &mail(act, &account, to.email, &gathered, address))?;
        }
    }
    Ok(waiting.len())
}

fn mail(act: &Act<'_, NoPermit>, account: &Account, to_address: String, messages: &[Message], address: &str) -> Mail {
    let words = &act.desk.config.messages.mail;
    let contact = contact(act.desk);
    let mut parts = vec![fill(&words.opening, &[("nombre", &one_line(&account.display_name))])];
    for message in messages {
        let page = format!("{address}{}", message.link);
        let link = fill(&words.link, &[("enlace", &page)]);
        parts.push(format!("* {}\n\n{}\n\n{link}", message.subject, message.body));
    }
    parts.push(format!("-- \n{}", fill(&words.closing, &contact)));
    let subject = match messages {
        [message] => message.subject.clone(),
        several => fill(&words.several, &[("cuantos", several.len().to_string().as_str()), contact[0]]),
    };
    Mail::new(account.id, (one_line(&account.display_name), to_address), subject, parts.join("\n\n"), act.now)
}
