use std::{future::ready, path::PathBuf, sync::Arc, time::Duration};

use actix_http::{HttpService, Request, error::DispatchError};
use actix_server::{Server, ServerBuilder};
use actix_service::{IntoServiceFactory, Service as _, ServiceFactoryExt, apply_fn_factory, fn_service, map_config};
use actix_web::{App as Service, dev::AppConfig, middleware::DefaultHeaders, rt::net::TcpStream, web};

use crate::{
    App,
    app::clock,
    http::connections::{Connection, Connections, WatchedStream},
    operation::jobs,
    routes,
    settings::{Mode, Settings},
};

/// How often another process's changes are looked for.
const LOOK: Duration = Duration::from_millis(100);
/// How often it is looked for connections that are stuck.
const SWEEP: Duration = Duration::from_secs(1);
/// A connection that asks nothing is closed, and so is one whose first question does not come.
const IDLE: Duration = Duration::from_secs(5);
/// How long whoever is told that their connection closes may take to notice.
const FAREWELL: Duration = Duration::from_secs(1);
/// Connections that the system may hand over before the slowest are closed for them.
const ON_THE_WAY: usize = 16;

pub fn run(settings: &Settings, listen: &str) -> anyhow::Result<()> {
    let app = web::Data::new(App::start(settings, Arc::new(clock))?);
    if settings.mode == Mode::Production && settings.smtp_url.is_none() {
        tracing::warn!("no CONOCELES_SMTP_URL: mails are files in the data folder, and nobody receives them");
    }
    let most = settings.connections(files_that_may_be_open())?;
    let open = Connections::new(most, app.least_pace, app.proxies.clone());
    actix_web::rt::System::new().block_on(async move {
        tell_confinement(&app).await;
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
        let swept = Arc::clone(&open);
        actix_web::rt::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                swept.close_stuck();
            }
        });
        actix_web::rt::spawn(jobs::keep_running(app.clone()));
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        let server = Server::build().workers(workers).max_concurrent_connections(most.all / workers + ON_THE_WAY);
        let served = Served { app: app.clone(), site: settings.site.clone(), open };
        let server =
            served.listen(server, listen).map_err(|error| anyhow::anyhow!("cannot listen at {listen}: {error}"))?;
        println!("Conóceles en http://{listen}");
        let outcome = server.run().await;
        app.stop();
        if let Err(error) = app.keep_refusals() {
            tracing::error!(%error, "refused sign-ins could not be kept");
        }
        Ok(outcome?)
    })
}

/// How many files this process may open: as many as the system lets it ask for.
fn files_that_may_be_open() -> usize {
    let most = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
        tracing::warn!(%error, "it is not known how many files may be open");
        1_024
    });
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// What answers, and whom.
#[derive(Clone)]
struct Served {
    app: web::Data<App>,
    site: PathBuf,
    open: Arc<Connections>,
}

impl Served {
    /// Takes each connection in, watched; reads it as HTTP/1.1, and has the routes answer.
    fn listen(self, server: ServerBuilder, at: &str) -> std::io::Result<ServerBuilder> {
        let stopping = server.graceful_shutdown_signal();
        server.backlog(1_024).bind("conoceles", at, move || {
            let Self { app, site, open } = self.clone();
            let secure = app.mode == Mode::Production;
            let routes = Service::new()
                .wrap(security_headers(secure))
                .configure(move |config| routes::configure(config, &app, &site))
                .into_factory()
                .map_err(|error| error.error_response());
            let stopping = stopping.clone();
            let http = HttpService::build()
                .graceful_shutdown_signal(move || {
                    let stopping = stopping.clone();
                    async move { stopping.notified().await }
                })
                .keep_alive(IDLE)
                .client_request_timeout(IDLE)
                .client_disconnect_timeout(FAREWELL)
                // Whoever hangs up no longer waits for what was being done: a file that is being read is let go.
                .h1_allow_half_closed(false)
                .on_connect_ext(|stream: &WatchedStream, of_connection| {
                    of_connection.insert(stream.connection().clone());
                })
                .h1(apply_fn_factory(map_config(routes, |()| AppConfig::default()), |asked: Request, routes| {
                    let connection = asked.conn_data::<Connection>().cloned();
                    connection.iter().for_each(Connection::answers);
                    let answer = routes.call(asked);
                    async move {
                        let answer = answer.await;
                        connection.iter().for_each(Connection::answered);
                        answer
                    }
                }));
            fn_service(move |stream: TcpStream| ready(take(&open, stream))).and_then(http)
        })
    }
}

/// A connection that came, if there is room for it.
fn take(
    open: &Arc<Connections>,
    stream: TcpStream,
) -> Result<(WatchedStream, Option<std::net::SocketAddr>), DispatchError> {
    let peer = stream.peer_addr()?;
    // Otherwise an answer of several parts waits for the other side to say that it has the first one.
    stream.set_nodelay(true)?;
    let taken = open.take(stream, peer).ok_or(std::io::ErrorKind::ConnectionRefused);
    Ok((taken.map_err(std::io::Error::from)?, Some(peer)))
}

/// Says what confines the processes that read files, so that nobody believes in a layer that this kernel lacks.
async fn tell_confinement(app: &App) {
    match app.confinement().await {
        Ok(layers) if layers.hold() => tracing::info!("each file that comes in is read by a confined process"),
        Ok(layers) => tracing::warn!(?layers, "this system confines only in part the process that reads a file"),
        Err(error) => tracing::error!(?error, "no process can be started to read a file: none will be taken"),
    }
}

/// What every answer says; a document says more, by its [`crate::http::security_headers::Policy`].
fn security_headers(secure: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new().add(("x-content-type-options", "nosniff"));
    // Only where everything travels by TLS: a browser that reads it asks for nothing else for two years.
    if secure { headers.add(("strict-transport-security", "max-age=63072000; includeSubDomains")) } else { headers }
}
