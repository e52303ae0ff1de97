//! How a mail leaves: by SMTP, or as a file in a folder where there is no mail server.

use std::{
    error::Error,
    path::Path,
    time::{Duration, SystemTime},
};

use anyhow::{Context, bail};
use casework::messages::Unsent;
use domain::election::Election;
use lettre::{
    FileTransport, Message, SmtpTransport, Transport,
    message::{
        Mailbox, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use store::messages::outbox::Mail;
use url::Url;

/// How long a mail server may keep silent.
const SILENCE: Duration = Duration::from_secs(20);

/// The way out, and whom mails come from.
pub(crate) struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Folder(FileTransport),
    Smtp(Box<SmtpTransport>),
}

impl Post {
    /// By the mail server of an address as `smtps://user:password@host`, or into a folder, which is made.
    pub(crate) fn new(
        election: &Election,
        smtp_url: Option<&str>,
        needs_tls: bool,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let address = election.institute.email.parse().context("the institute's e-mail address")?;
        let from = Mailbox::new(Some(election.display_name.clone()), address);
        let way = match smtp_url {
            // What is wrong with it is told without it, for it may hold a password.
            Some(url) if needs_tls && !is_tls(url) => {
                bail!("production mode needs CONOCELES_SMTP_URL to travel by TLS: smtps://… or smtp://…?tls=required")
            }
            Some(url) => {
                let builder = SmtpTransport::from_url(url).context("CONOCELES_SMTP_URL")?;
                Way::Smtp(Box::new(builder.timeout(Some(SILENCE)).build()))
            }
            None => {
                std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
                Way::Folder(FileTransport::new(folder))
            }
        };
        Ok(Self { from, way })
    }

    /// Sends one mail, whatever its text holds: headers are encoded, and no text becomes another header.
    pub(crate) fn send(&self, mail: &Mail) -> Result<(), Unsent> {
        let message = self.message(mail).map_err(|error| unsent(&*error, true))?;
        match &self.way {
            Way::Folder(folder) => folder.send(&message).map(|_| ()).map_err(|error| unsent(&error, false)),
            Way::Smtp(server) => {
                let refused = |error: lettre::transport::smtp::Error| unsent(&error, error.is_permanent());
                server.send(&message).map(|_| ()).map_err(refused)
            }
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, Box<dyn Error + Send + Sync>> {
        let to = Mailbox::new(Some(mail.to_name.clone()), mail.to_address.parse()?);
        // The same mail sent twice, by a server that stopped in between, has the same name.
        let name = format!("<{}@{}>", mail.id, self.from.email.domain());
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(mail.created_at.as_second().try_into()?))
            .message_id(Some(name))
            .raw_header(automatic)
            .singlepart(SinglePart::plain(mail.body.clone()))?;
        Ok(message)
    }
}

fn is_tls(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| match url.scheme() {
        "smtps" => true,
        "smtp" => url.query_pairs().any(|(name, value)| name == "tls" && value == "required"),
        _ => false,
    })
}

fn unsent(error: &(dyn Error + 'static), only_this: bool) -> Unsent {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        reason = format!("{reason}: {error}");
        cause = error.source();
    }
    Unsent { reason, only_this }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_that_always_travels_by_tls_is_one() {
        for url in ["smtps://ana:secreta@correo.ejemplo.mx", "smtp://correo.ejemplo.mx:587?tls=required"] {
            assert!(is_tls(url), "{url}");
        }
        let plain = ["smtp://correo.ejemplo.mx", "smtp://ana:tls=required@correo.ejemplo.mx", "correo.ejemplo.mx", ""];
        for url in plain.into_iter().chain(["smtp://correo.ejemplo.mx?tls=opportunistic"]) {
            assert!(!is_tls(url), "{url}");
        }
    }
}
