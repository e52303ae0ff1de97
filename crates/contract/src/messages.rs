//! Messages to the signed-in account, where they are mailed to, and the mails of everybody. The API calls them notices, so
//! that their schemas, their descriptions and their fields do too.

use domain::{
    ids::{AccountId, CandidacyId},
    messages::MessageKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A notice to the signed-in account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Notice))]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub kind: MessageKind,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// One line, in Spanish.
    pub subject: String,
    /// What to do, in Spanish; with line breaks.
    pub body: String,
    /// The page, as a path of the workspace.
    pub link: String,
    /// The candidacy, when it is about one.
    pub candidacy: Option<CandidacyId>,
    /// When it was read.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub read_at: Option<Timestamp>,
}

/// A page of notices, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoticePage))]
pub struct MessagePage {
    /// The notices.
    pub notices: Vec<Message>,
    /// How many of all were not read.
    pub unread: i64,
    /// Ask for notices before this one to go on; none at the end.
    pub next_before: Option<Uuid>,
}

/// Which notices were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoticesRead))]
#[serde(rename_all = "snake_case")]
pub enum MessagesRead {
    /// These.
    Ids(Vec<Uuid>),
    /// This one and every older one.
    Until(Uuid),
}

/// How many notices were not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    /// How many.
    pub unread: i64,
}

/// Where the signed-in account wants its notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetEmail {
    /// An e-mail address; none to have no address of one's own.
    pub email: Option<String>,
    /// The account's password: whoever finds an open session does not choose where its codes are mailed.
    pub password: String,
}

/// Where the signed-in account's notices are mailed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnEmail {
    /// The address its holder gave.
    pub email: Option<String>,
    /// The registry's address of its candidacy, which serves without the other.
    pub from_registry: Option<String>,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It is tried now or later.
    Waiting,
    /// It was sent.
    Sent,
    /// It was given up; it can be tried again.
    Failed,
}

/// A mail: what is known of it, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutboxMail {
    /// Its id.
    pub id: Uuid,
    /// The account it is for.
    pub account: AccountId,
    /// Whom that account is for.
    pub to_name: String,
    /// The address.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// When it was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it is tried next, while it waits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_try_at: Option<Timestamp>,
    /// How often it was tried.
    pub tries: i32,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub failed_at: Option<Timestamp>,
    /// Why the last try did not succeed, as the mail server says it.
    pub last_error: Option<String>,
}

/// A page of mails, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutboxPage {
    /// The mails.
    pub mails: Vec<OutboxMail>,
    /// Ask for mails before this one to go on; none at the end.
    pub next_before: Option<Uuid>,
}
