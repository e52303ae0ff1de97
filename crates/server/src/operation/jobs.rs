//! Work that nobody asks for: publishing what was authorised for now, asking the registry, reminding of terms and sending
//! mails,
//! and putting aside files that nothing names. Any number of servers may run it on one database.

use std::time::{Duration, SystemTime};

use actix_web::web;
use casework::{
    accounts::lapse_resets,
    act::NoPermit,
    messages::{gather_mail, remind_terms, send_mail},
    publication::{lapse_grants, publish_due},
    registry::ask_address,
    session::tell_refusals,
};
use domain::time::{TimeDelta, Timestamp};
use store::{
    StoreError,
    db::{Conn, write},
    jobs::{self, Run},
};

use crate::{
    app::App,
    public::{figures, open_data},
};

/// How often a server looks for work.
const LOOK: Duration = Duration::from_secs(10);
/// How long a job is its server's: one that stopped in the middle leaves it to another after that.
const LEASE: TimeDelta = TimeDelta::minutes(10);

#[derive(Clone, Copy)]
enum Job {
    PublishDue,
    LapseGrants,
    LapseResets,
    AskRegistry,
    RemindTerms,
    SendMail,
    SweepFiles,
    TellRefusals,
}

impl Job {
    /// In the order in which one leaves work to the next.
    const ALL: [Self; 8] = [
        Self::PublishDue,
        Self::LapseGrants,
        Self::LapseResets,
        Self::AskRegistry,
        Self::RemindTerms,
        Self::SendMail,
        Self::SweepFiles,
        Self::TellRefusals,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::PublishDue => "publish_due",
            Self::LapseGrants => "lapse_grants",
            Self::LapseResets => "lapse_resets",
            Self::AskRegistry => "ask_registry",
            Self::RemindTerms => "remind_terms",
            Self::SendMail => "send_mail",
            Self::SweepFiles => "sweep_files",
            Self::TellRefusals => "tell_refusals",
        }
    }

    /// From one run to the next.
    fn every(self, app: &App) -> TimeDelta {
        match self {
            Self::PublishDue => TimeDelta::seconds(10),
            Self::LapseGrants | Self::LapseResets => TimeDelta::minutes(1),
            Self::AskRegistry => TimeDelta::minutes(i64::from(app.desk.config.registry_rules.ask_every_minutes)),
            Self::RemindTerms => TimeDelta::minutes(5),
            Self::SendMail => TimeDelta::seconds(30),
            Self::SweepFiles => TimeDelta::hours(24),
            Self::TellRefusals => TimeDelta::minutes(1),
        }
    }

    fn run(self, app: &App, conn: &mut Conn, until: Timestamp) -> Result<(), casework::Error> {
        match self {
            Self::PublishDue => {
                let published = publish_due(&mut app.at_desk(conn, &NoPermit))?;
                if published > 0 {
                    app.refresh_or_tell();
                    tracing::info!(published, "publications whose moment came");
                }
            }
            Self::LapseGrants => {
                let lapsed = lapse_grants(&mut app.at_desk(conn, &NoPermit))?;
                if lapsed > 0 {
                    tracing::info!(lapsed, "corrections not done in time");
                }
            }
            Self::LapseResets => {
                let lapsed = write(conn, |conn| lapse_resets(&mut app.at_desk(conn, &NoPermit)))?;
                if lapsed > 0 {
                    tracing::info!(lapsed, "resets that nobody decided in time");
                }
            }
            Self::AskRegistry => {
                if let Some(registry) = &app.registry {
                    let fetch = |etag: Option<&str>| registry.fetch(etag);
                    ask_address(conn, &app.desk, registry.url(), &fetch, &|| app.now())?;
                }
            }
            Self::RemindTerms => {
                let reminded = remind_terms(&mut app.at_desk(conn, &NoPermit))?;
                if reminded > 0 {
                    tracing::info!(reminded, "terms about to end");
                }
            }
            Self::SendMail => {
                let go_on = || app.now() < until && !app.is_stopping();
                let gather = |conn: &mut Conn| gather_mail(&mut app.at_desk(conn, &NoPermit), &app.public_address);
                while go_on() && write(conn, gather)? > 0 {}
                let done = send_mail(conn, &|| app.now(), &|mail| app.post.send(mail), &go_on)?;
                if done.sent + done.unsent > 0 {
                    tracing::info!(sent = done.sent, unsent = done.unsent, "mail");
                }
            }
            Self::SweepFiles => sweep(app, conn)?,
            Self::TellRefusals => {
                let told = write(conn, |conn| tell_refusals(&mut app.at_desk(conn, &NoPermit)))?;
                if told > 0 {
                    tracing::warn!(told, "accounts that somebody tried to come in as within the last hour, in vain");
                }
            }
        }
        Ok(())
    }
}

/// What no row names is told file by file: somebody may look for one.
fn sweep(app: &App, conn: &mut Conn) -> Result<(), StoreError> {
    let Some(before) = SystemTime::now().checked_sub(app.orphans_after) else { return Ok(()) };
    let swept = app.files.sweep(conn, before)?;
    for file in &swept.aside {
        tracing::info!(file, "put aside: nothing names it");
    }
    for file in &swept.back {
        tracing::info!(file, "brought back: something names it now");
    }
    for file in &swept.gone {
        tracing::info!(file, "taken away: nothing names it");
    }
    for file in &swept.unknown {
        tracing::warn!(file, "left alone: this program keeps no file of this name");
    }
    Ok(())
}

/// Runs each job whose time it is and that no other server has. What goes wrong in one is kept with it and stops no other.
///
/// # Errors
/// When the database does not say what there is to do.
pub fn run_due(app: &App) -> Result<(), StoreError> {
    if let Err(error) = app.keep_refusals() {
        tracing::error!(%error, "refused sign-ins could not be kept");
    }
    let mut conn = app.db.conn()?;
    for job in Job::ALL {
        let now = app.now();
        let lease = now + LEASE;
        if !write(&mut conn, |conn| jobs::claim(conn, job.name(), &app.name, now, lease))? {
            continue;
        }
        let wrong = job.run(app, &mut conn, lease).err().map(|error| error.to_string());
        if let Some(error) = &wrong {
            tracing::error!(error, job = job.name(), "a job did not run to its end");
        }
        let now = app.now();
        let next = now + job.every(app);
        let run = Run { ended: now, next, error: wrong.as_deref() };
        write(&mut conn, |conn| jobs::give_back(conn, job.name(), &app.name, run))?;
    }
    Ok(())
}

/// Runs what is due, again and again, until the server stops: then no other mail begins, and one on its way is waited for.
pub(crate) async fn keep_running(app: web::Data<App>) {
    while !app.is_stopping() {
        tokio::time::sleep(LOOK).await;
        let running = app.clone();
        match web::block(move || run_due(&running)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "jobs"),
            Err(error) => tracing::error!(%error, "jobs"),
        }
        if let Err(error) = open_data::keep_digest(app.clone()).await {
            tracing::error!(%error, "digests of the open data");
        }
        if let Err(error) = figures::take_due(app.clone()).await {
            tracing::error!(%error, "figures");
        }
    }
}
