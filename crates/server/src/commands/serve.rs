use std::{sync::Arc, time::Duration};

use actix_web::{App as Service, HttpServer, middleware::DefaultHeaders, web};

use crate::{
    App,
    app::clock,
    operation::jobs,
    routes,
    settings::{Mode, Settings},
};

/// How often another process's changes are looked for.
const LOOK: Duration = Duration::from_millis(100);

pub fn run(settings: &Settings, listen: &str) -> anyhow::Result<()> {
    let app = web::Data::new(App::start(settings, Arc::new(clock))?);
    if settings.mode == Mode::Production && settings.smtp_url.is_none() {
        tracing::warn!("no CONOCELES_SMTP_URL: mails are files in the data folder, and nobody receives them");
    }
    let site = settings.site.clone();
    let secure = app.mode == Mode::Production;
    actix_web::rt::System::new().block_on(async move {
        let watched = app.clone();
        actix_web::rt::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let app = watched.clone();
                if let Ok(Err(error)) = web::block(move || app.refresh()).await {
                    tracing::error!(%error, "the public snapshot could not be brought up to date");
                }
            }
        });
        actix_web::rt::spawn(jobs::keep_running(app.clone()));
        let served = app.clone();
        let server = HttpServer::new(move || {
            Service::new().wrap(security_headers(secure)).configure(|config| routes::configure(config, &served, &site))
        })
        // Otherwise an answer of several parts waits for the other side to say that it has the first one.
        .tcp_nodelay(true)
        .bind(listen)
        .map_err(|error| anyhow::anyhow!("cannot listen at {listen}: {error}"))?;
        println!("Conóceles en http://{listen}");
        let outcome = server.run().await;
        app.stop();
        Ok(outcome?)
    })
}

/// What every answer says; a document says more, by its [`crate::http::security_headers::Policy`].
fn security_headers(secure: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new().add(("x-content-type-options", "nosniff"));
    // Only where everything travels by TLS: a browser that reads it asks for nothing else for two years.
    if secure { headers.add(("strict-transport-security", "max-age=63072000; includeSubDomains")) } else { headers }
}
