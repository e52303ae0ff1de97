//! Notices to the signed-in account, where they are mailed to, and the mails of everybody.

use contract::notices::{MailState, NoticePage, NoticesRead, OutboxMail, OutboxPage, OwnEmail, SetEmail, Unread};
use gloo_net::http::Method;
use uuid::Uuid;

use super::{Work, text};
use crate::api::{ApiError, Body, fetch, read, text_of};

impl Work {
    /// A page of one's notices, the newest first.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn notices(self, before: Option<Uuid>) -> Result<NoticePage, ApiError> {
        self.get(&format!("/me/notices{}", before.map_or_else(String::new, |id| format!("?before={id}")))).await
    }

    /// How many notices were not read, as long as the session needs no renewal: a page that looks by itself is no sign
    /// that somebody works there, and must not keep a session open.
    pub async fn unread(self) -> Option<i64> {
        let token = self.0.held_token()?;
        let answer = fetch(Method::GET, "/me/notices?unread=true", Some(&token), None, Body::None).await.ok()?;
        read::<NoticePage>(&text_of(answer).await.ok()?).ok().map(|page| page.unread)
    }

    /// Says which notices were read.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn read_notices(self, command: &NoticesRead) -> Result<Unread, ApiError> {
        self.call(Method::POST, "/me/notices/read", None, &text(command)).await
    }

    /// Where one's notices are mailed to.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn own_email(self) -> Result<OwnEmail, ApiError> {
        self.get("/me/email").await
    }

    /// Says where one's notices are mailed to.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn set_email(self, email: Option<String>) -> Result<OwnEmail, ApiError> {
        self.call(Method::PUT, "/me/email", None, &text(&SetEmail { email })).await
    }

    /// A page of mails, the newest first; only those in a state, when asked.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn outbox(self, state: Option<MailState>, before: Option<Uuid>) -> Result<OutboxPage, ApiError> {
        let state = state.map(|state| match state {
            MailState::Waiting => "state=waiting".to_owned(),
            MailState::Sent => "state=sent".to_owned(),
            MailState::Failed => "state=failed".to_owned(),
        });
        let query: Vec<String> = state.into_iter().chain(before.map(|id| format!("before={id}"))).collect();
        self.get(&format!("/outbox?{}", query.join("&"))).await
    }

    /// Lets a mail that was given up be tried again.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn retry_mail(self, id: Uuid) -> Result<OutboxMail, ApiError> {
        self.call(Method::POST, &format!("/outbox/{id}/retry"), None, "").await
    }
}
