//! What people are told.

use contract::{
    messages::{MessagePage, MessagesRead, OutboxMail, OutboxPage, OwnEmail, SetEmail, Unread},
    paths,
};
use uuid::Uuid;

use super::{Answer, Person};
use crate::PASSWORD;

impl Person {
    /// Lists the account's notices; what is asked as in an address: `unread=true`.
    pub async fn list_own_notices(&self, asked: &str) -> Answer<MessagePage> {
        self.get(&format!("{}?{asked}", paths::own_notices())).await
    }

    /// Says which notices were read.
    pub async fn mark_notices_read(&self, which: &MessagesRead) -> Answer<Unread> {
        self.post(paths::own_notices_read(), which).await
    }

    /// Reads where the account's notices are mailed to.
    pub async fn read_own_email(&self) -> Answer<OwnEmail> {
        self.get(paths::own_email()).await
    }

    /// Says where the account's notices are mailed to.
    pub async fn set_own_email(&self, email: Option<&str>) -> Answer<OwnEmail> {
        self.set_own_email_with(email, PASSWORD).await
    }

    /// The same with whatever password.
    pub async fn set_own_email_with(&self, email: Option<&str>, password: &str) -> Answer<OwnEmail> {
        let command = SetEmail { email: email.map(str::to_owned), password: password.to_owned() };
        self.put(paths::own_email(), command).await
    }

    /// Lists the mails; what is asked as in an address: `state=failed`.
    pub async fn list_outbox(&self, asked: &str) -> Answer<OutboxPage> {
        self.get(&format!("{}?{asked}", paths::outbox())).await
    }

    /// Tries a mail again.
    pub async fn retry_mail(&self, id: Uuid) -> Answer<OutboxMail> {
        self.post(&paths::outbox_retry(id), ()).await
    }
}
