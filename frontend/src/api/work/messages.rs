//! Messages to the signed-in account, where they are mailed to, and the mails of everybody.

use contract::{
    messages::{MailState, MessagePage, MessagesRead, OutboxMail, OutboxPage, OwnEmail, SetEmail, Unread},
    paths,
};
use gloo_net::http::Method;
use leptos::prelude::{Get, Memo, RwSignal};
use uuid::Uuid;

use super::{Asked, Work, text};
use crate::api::ApiError;

impl Work {
    /// A page of one's messages that are older than one.
    pub async fn older_messages(self, before: Uuid) -> Result<MessagePage, ApiError> {
        self.get(&format!("{}?before={before}", paths::own_notices())).await
    }

    /// One's messages, the newest first.
    #[must_use]
    pub fn newest_messages(self, again: RwSignal<u32>) -> Asked<MessagePage> {
        self.asked(again, || paths::own_notices().into())
    }

    /// How many messages were not read.
    pub async fn unread(self) -> Option<i64> {
        let page: MessagePage =
            self.by_itself(Method::GET, &format!("{}?unread=true", paths::own_notices()), "").await?;
        Some(page.unread)
    }

    /// Says which messages were read.
    pub async fn mark_messages_read(self, command: &MessagesRead) -> Result<Unread, ApiError> {
        self.call(Method::POST, paths::own_notices_read(), None, &text(command)).await
    }

    /// Where one's messages are mailed to.
    #[must_use]
    pub fn own_email(self, again: RwSignal<u32>) -> Asked<OwnEmail> {
        self.asked(again, || paths::own_email().into())
    }

    /// Says where one's messages are mailed to.
    pub async fn set_email(self, command: &SetEmail) -> Result<OwnEmail, ApiError> {
        self.call(Method::PUT, paths::own_email(), None, &text(command)).await
    }

    /// Mails, the newest first; only those in a state, when asked.
    #[must_use]
    pub fn newest_mails(self, again: RwSignal<u32>, state: Memo<Option<MailState>>) -> Asked<OutboxPage> {
        self.asked(again, move || outbox(state.get()))
    }

    /// A page of mails that are older than one.
    pub async fn older_mails(self, state: Option<MailState>, before: Uuid) -> Result<OutboxPage, ApiError> {
        self.get(&format!("{}before={before}", outbox(state))).await
    }

    /// Lets a mail that was given up be tried again.
    pub async fn retry_mail(self, id: Uuid) -> Result<OutboxMail, ApiError> {
        self.call(Method::POST, &paths::outbox_retry(id), None, "").await
    }
}

fn outbox(state: Option<MailState>) -> String {
    let state = match state {
        None => "",
        Some(MailState::Waiting) => "state=waiting&",
        Some(MailState::Sent) => "state=sent&",
        Some(MailState::Failed) => "state=failed&",
    };
    format!("{}?{state}", paths::outbox())
}
