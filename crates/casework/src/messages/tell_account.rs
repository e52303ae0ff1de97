//! What holders are told of their accounts, and others of accounts that are not theirs.

use domain::{
    log::Event,
    messages::{MessageKind, fill},
    time::Timestamp,
};
use papers::moment;
use store::{
    StoreError,
    accounts::Account,
    db::Conn,
    messages::{
        self, Message,
        outbox::{self, Mail},
    },
};
use uuid::Uuid;

use super::{one_line, registered_email};
use crate::{
    act::{Act, By},
    desk::Desk,
};

/// Where a message about an account leads.
const OWN: &str = "/trabajo/mi-cuenta";

/// What a line of the log about an account tells its holder; most tell nothing. Whatever is new about how one enters an
/// account, a factor above all, stands here.
const fn kind_of(event: Event) -> Option<MessageKind> {
    match event {
        Event::ResetAsked => Some(MessageKind::OwnResetAsked),
        Event::AccountReset | Event::ResetApproved => Some(MessageKind::AccountReset),
        Event::PasswordChanged
        | Event::EmailChanged
        | Event::FactorConfirmed
        | Event::FactorDropped
        | Event::RecoveryCodeUsed
        | Event::AccountConfirmed => Some(MessageKind::AccountChanged),
        _ => None,
    }
}

/// Tells an account's holder what was just written in the log about it, where that concerns how it is entered.
pub(crate) fn tell_holder<P: By>(
    act: &mut Act<'_, P>,
    event: Event,
    account: &Account,
    values: &[(&str, &str)],
) -> Result<(), StoreError> {
    let Some(kind) = kind_of(event) else { return Ok(()) };
    let own = [("cambio", event.words())];
    tell_account(act, (kind, OWN), account, (account, &[values, &own].concat()))
}

/// Tells an account something about one: `about` is that account with what else the words hold.
pub(crate) fn tell_account<P: By>(
    act: &mut Act<'_, P>,
    (kind, link): (MessageKind, &str),
    told: &Account,
    (about, more): (&Account, &[(&str, &str)]),
) -> Result<(), StoreError> {
    let (date, who) = (moment(&act.desk.config, act.now), act.actor().map_or_else(String::new, said));
    let own =
        [("cuenta", about.username.as_str()), ("titular", &about.display_name), ("quien", &who), ("fecha", &date)];
    let values: Vec<(&str, String)> = more.iter().chain(&own).map(|(name, value)| (*name, one_line(value))).collect();
    let template = act.desk.config.messages.templates.get(&kind);
    let filled = |text: Option<&String>| text.map_or_else(String::new, |text| fill(text, &values));
    let message = Message {
        id: Uuid::now_v7(),
        account: told.id,
        kind,
        at: act.now,
        subject: filled(template.map(|template| &template.subject)),
        body: filled(template.map(|template| &template.body)),
        link: link.to_owned(),
        candidacy: None,
        read_at: None,
    };
    // Each is an event of its own.
    messages::insert(act.conn, &message, &format!("{}/{}", kind.code(), message.id)).map(|_| ())
}

/// Mails a holder what was just written in the log about their account, to an address that is not theirs any more.
pub(super) fn mail_holder_at<P: By>(
    act: &mut Act<'_, P>,
    event: Event,
    account: &Account,
    address: &Address,
) -> Result<(), StoreError> {
    let Some(template) = kind_of(event).and_then(|kind| act.desk.config.messages.templates.get(&kind)) else {
        return Ok(());
    };
    let words = &act.desk.config.messages.mail;
    let date = moment(&act.desk.config, act.now);
    let values = [("cuenta", account.username.as_str()), ("cambio", event.words()), ("fecha", &date)];
    let name = one_line(&account.display_name);
    let opening = fill(&words.opening, &[("nombre", &name)]);
    let closing = fill(&words.closing, &contact(act.desk));
    let body = format!("{opening}\n\n{}\n\n-- \n{closing}", fill(&template.body, &values));
    let subject = fill(&template.subject, &values);
    outbox::insert(act.conn, &Mail::new(account.id, (name, address.email.clone()), subject, body, act.now))
}

/// An account with its area: `sistemas (Sistemas Informáticos)`.
fn said(actor: &domain::accounts::Actor) -> String {
    format!("{} ({})", actor.username, actor.role.name())
}

/// Where an account's mail goes, and whether its holder chose it.
pub(crate) struct Address {
    /// The address.
    pub email: String,
    /// Whether the holder gave it; otherwise the registry did.
    pub own: bool,
}

impl Address {
    /// The address its holder gave or, failing that, the registry's of its candidacy.
    pub(crate) fn of(conn: &mut Conn, account: &Account) -> Result<Option<Self>, StoreError> {
        match &account.email {
            Some(email) => Ok(Some(Self { email: email.clone(), own: true })),
            None => Ok(registered_email(conn, account)?.map(|email| Self { email, own: false })),
        }
    }

    /// The address as somebody else may see it: `c…@ejemplo.mx`.
    pub(crate) fn hinted(&self) -> String {
        let (name, host) = self.email.rsplit_once('@').unwrap_or((&self.email, ""));
        format!("{}…@{host}", name.chars().next().unwrap_or_default())
    }
}

/// Mails a reset's code to an address. It stands in no message of the workspace. `site` is the address that people open.
pub(crate) fn mail_code<P: By>(
    act: &mut Act<'_, P>,
    (account, address): (&Account, &Address),
    (code, expires): (&str, Timestamp),
    site: &str,
) -> Result<(), StoreError> {
    let words = &act.desk.config.messages.mail.code;
    let (expires, enter) = (moment(&act.desk.config, expires), format!("{site}/trabajo/primer-acceso"));
    let own = [("cuenta", account.username.as_str()), ("codigo", code), ("plazo", &expires), ("enlace", &enter)];
    let values = [&own[..], &contact(act.desk)].concat();
    let (subject, body) = (fill(&words.subject, &values), fill(&words.body, &values));
    let to = (one_line(&account.display_name), address.email.clone());
    outbox::insert(act.conn, &Mail::new(account.id, to, subject, body, act.now))
}

/// What a mail says of this system and how to reach the institute.
pub(super) fn contact(desk: &Desk) -> [(&str, &str); 4] {
    let (institute, system) = (&desk.config.election.institute, desk.config.election.display_name.as_str());
    [("sistema", system), ("instituto", &institute.name), ("telefono", &institute.phone), ("correo", &institute.email)]
}
