//! Signing in, renewing and leaving; one's own password, second factor and devices.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    cookie::{Cookie, SameSite, time::OffsetDateTime},
    delete, get,
    http::header,
    post, put, web,
};
use casework::{
    accounts::confirm_own_account,
    log::own_activity as own_activity_of,
    session::{self as acts, Opened, Outcome},
};
use contract::{
    paths,
    session::{
        ChangePassword, FactorBegun, FactorCode, FirstUse, Me, OwnActivity, OwnSession, RecoveryCodes, Session, SignIn,
    },
};
use domain::{ids::SessionId, refusal::Refusal};
use store::accounts::Account;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    app::{App, act, read},
    http::{openapi::Refused, problem::Failure},
    session::{
        auth::{InSession, SignedIn, from_own_site},
        throttle::Standing,
    },
    settings::Mode,
};

const COOKIE: &str = "conoceles_refresh";

fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(paths::from_root(paths::sessions()))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.mode == Mode::Production)
        .finish()
}

/// The browser that somebody just came in with is known from now on.
fn remember(answer: &mut HttpResponseBuilder, app: &App, request: &HttpRequest, account: &Account) {
    match app.devices.cookie(request, account, app.now()) {
        Ok(Some(mut cookie)) => {
            cookie.set_secure(app.mode == Mode::Production);
            answer.cookie(cookie);
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "no randomness: a device stays unknown"),
    }
}

fn answer(app: &App, opened: Opened, known: Option<&HttpRequest>) -> Result<HttpResponse, Failure> {
    let (access_token, expires_at) = app.tokens.issue(opened.session, app.now())?;
    let mut answer = HttpResponse::Ok();
    if let Some(refresh) = opened.refresh {
        let mut cookie = cookie(app, refresh);
        if let Ok(expires) = OffsetDateTime::from_unix_timestamp(opened.expires_at.as_second()) {
            cookie.set_expires(expires);
        }
        answer.cookie(cookie);
    }
    if let Some(request) = known {
        remember(&mut answer, app, request, &opened.account);
    }
    Ok(answer.json(Session { access_token, expires_at, account: acts::me(&opened.account) }))
}

/// Checks a code of the second factor by doing what it is given for, as often as codes may be tried.
async fn with_code<T>(
    app: &App,
    account: &Account,
    request: &HttpRequest,
    work: impl Future<Output = Result<Outcome<T>, Failure>>,
) -> Result<T, Failure> {
    let now = app.now();
    let trial = app.throttle.try_code(account.id, app.devices.known(request, Some(account), now), now)?;
    let outcome = work.await?;
    if matches!(outcome, Outcome::Refused(Refusal::WrongFactor)) {
        trial.was_wrong();
        app.refusals.count(Some(account.id), app.proxies.asker(request), now);
    }
    Ok(outcome.answer()?)
}

/// Weighs the password of whoever is signed in already, as often as it may be tried.
pub(super) async fn weigh_own<T: Send + 'static>(
    app: &App,
    account: &Account,
    request: &HttpRequest,
    weighed: impl FnOnce() -> Result<T, casework::Error> + Send + 'static,
) -> Result<T, Failure> {
    let (asker, now) = (app.proxies.asker(request), app.now());
    app.throttle.arrive(&account.username, asker)?;
    let known = app.devices.known(request, Some(account), now);
    let trial = app.throttle.try_password(&account.username, asker, known, now)?;
    let attempt = app.weighing.weigh(trial.standing(), asker.line, weighed).await?;
    if let Err(casework::Error::Refused(Refusal::WrongCredentials)) = &attempt {
        trial.was_wrong();
        app.refusals.count(Some(account.id), asker, now);
    }
    Ok(attempt?)
}

/// Signs in with name and password.
#[utoipa::path(
    tag = "session",
    operation_id = "signIn",
    request_body = SignIn,
    responses(
        (status = 200, body = Session, description = "Also sets the HttpOnly cookie that renews the session"),
        Refused<401>,
        Refused<429>,
        Refused<503>,
    )
)]
#[post("/sessions")]
pub async fn sign_in(
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<SignIn>,
) -> Result<HttpResponse, Failure> {
    let asker = app.proxies.asker(&request);
    app.throttle.arrive(&command.username, asker)?;
    let SignIn { username, password, code } = command.into_inner();
    let typed = username.clone();
    let attempt = read(app.clone(), move |act| Ok(acts::attempt_sign_in(act.conn, &typed)?)).await?;
    let now = app.now();
    let known = app.devices.known(&request, attempt.account(), now);
    let trial = app.throttle.try_password(&username, asker, known, now)?;
    let attempt = app.weighing.weigh(trial.standing(), asker.line, move || attempt.weigh(&password)).await?;
    let account = attempt.account().cloned().filter(|_| attempt.is_right());
    let Some(account) = account else {
        trial.was_wrong();
        app.refusals.count(attempt.account().map(|account| account.id), asker, now);
        return Err(Refusal::WrongCredentials.into());
    };
    drop(trial);
    let gives_code = code.is_some() && account.active_factor().is_some();
    let (device, acting) = (device(&request), app.clone());
    let opened = async move { act(acting, move |act| acts::sign_in(act, &attempt, code.as_deref(), &device)).await };
    let opened =
        if gives_code { with_code(&app, &account, &request, opened).await? } else { opened.await?.answer()? };
    answer(&app, opened, Some(&request))
}

/// What the browser says it is.
fn device(request: &HttpRequest) -> String {
    request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Renews the session by its cookie, which changes.
#[utoipa::path(
    tag = "session",
    operation_id = "renewSession",
    responses((status = 200, body = Session), Refused<401>, Refused<403>)
)]
#[post("/sessions/renewal")]
pub async fn renew(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    from_own_site(&app, &request)?;
    let refresh = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).ok_or(Refusal::SessionRequired)?;
    let opened = act(app.clone(), move |act| acts::renew(act, &refresh)).await?.answer()?;
    answer(&app, opened, None)
}

/// Ends the session.
#[utoipa::path(
    tag = "session",
    operation_id = "signOut",
    security(("bearer" = [])),
    responses((status = 204, description = "Ended"))
)]
#[delete("/sessions/current")]
pub async fn sign_out(here: InSession, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    act(app.clone(), move |act| acts::end_session(act, here.session)).await?;
    let mut gone = cookie(&app, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Reads the signed-in account.
#[utoipa::path(
    tag = "session",
    operation_id = "readMe",
    security(("bearer" = [])),
    responses((status = 200, body = Me))
)]
#[get("/me")]
pub async fn me(signed_in: SignedIn) -> web::Json<Me> {
    web::Json(acts::me(&signed_in.account))
}

/// Uses an account for the first time: its one-time code for a password of its holder's choice.
#[utoipa::path(
    tag = "session",
    operation_id = "useAccountFirst",
    request_body = FirstUse,
    responses((status = 200, body = Session), Refused<401>, Refused<422>, Refused<429>, Refused<503>)
)]
#[post("/accounts/first-use")]
pub async fn first_use(
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<FirstUse>,
) -> Result<HttpResponse, Failure> {
    let asker = app.proxies.asker(&request);
    app.throttle.arrive(&command.username, asker)?;
    let command = command.into_inner();
    let (username, password) = (command.username.clone(), command.password.clone());
    // Its code cannot be guessed: a wrong one makes nobody else wait.
    let attempt = read(app.clone(), move |act| Ok(acts::attempt_first_use(act, &command))).await?;
    if let Err(casework::Error::Refused(Refusal::WrongCredentials)) = &attempt {
        let account = read(app.clone(), move |act| Ok(acts::attempt_sign_in(act.conn, &username)?)).await?;
        app.refusals.count(account.account().map(|account| account.id), asker, app.now());
    }
    let attempt = attempt?;
    let hash = move || attempt.hash(&password).map(|hash| (attempt, hash));
    let (attempt, hash) = app.weighing.weigh(Standing::Known, asker.line, hash).await??;
    let device = device(&request);
    let opened = act(app.clone(), move |act| acts::first_use(act, &attempt, hash, &device)).await?;
    answer(&app, opened, Some(&request))
}

/// Changes the password of the signed-in account; its other sessions end.
#[utoipa::path(
    tag = "session",
    operation_id = "changePassword",
    security(("bearer" = [])),
    request_body = ChangePassword,
    responses((status = 204, description = "Changed"), Refused<422>, Refused<429>, Refused<503>)
)]
#[put("/me/password")]
pub async fn change_password(
    here: InSession,
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<ChangePassword>,
) -> Result<HttpResponse, Failure> {
    let own = here.account.clone();
    let weighed = weigh_own(&app, &own, &request, move || acts::attempt_password(here.account, &command));
    let attempt = weighed.await?;
    let account = act(app.clone(), move |act| acts::change_password(act, &attempt, here.session)).await?;
    let mut answer = HttpResponse::NoContent();
    remember(&mut answer, &app, &request, &account);
    Ok(answer.finish())
}

/// Lists where the account is signed in, the newest first.
#[utoipa::path(
    tag = "session",
    operation_id = "listOwnSessions",
    security(("bearer" = [])),
    responses((status = 200, body = Vec<OwnSession>))
)]
#[get("/me/sessions")]
pub async fn own_sessions(here: InSession, app: web::Data<App>) -> Result<web::Json<Vec<OwnSession>>, Failure> {
    let found = read(app, move |act| Ok(acts::own_sessions(act, &here.account, here.session)?));
    Ok(web::Json(found.await?))
}

/// Ends every session of the account but the one that asks.
#[utoipa::path(
    tag = "session",
    operation_id = "endOtherSessions",
    security(("bearer" = [])),
    responses((status = 204, description = "Ended"))
)]
#[delete("/me/sessions")]
pub async fn end_other_sessions(here: InSession, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    act(app, move |act| acts::end_other_sessions(act, &here.account, here.session)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends one of the account's own sessions.
#[utoipa::path(
    tag = "session",
    operation_id = "endOwnSession",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Session")),
    responses((status = 204, description = "Ended"))
)]
#[delete("/me/sessions/{id}")]
pub async fn end_own_session(
    here: InSession,
    app: web::Data<App>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Failure> {
    let id = SessionId(id.into_inner());
    act(app, move |act| acts::end_own_session(act, &here.account, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads what happened to one's own account, the newest first: sign-ins and changes, and by the hour the sign-ins that were
/// refused.
#[utoipa::path(
    tag = "session",
    operation_id = "readOwnActivity",
    security(("bearer" = [])),
    responses((status = 200, body = OwnActivity))
)]
#[get("/me/activity")]
pub async fn own_activity(here: InSession, app: web::Data<App>) -> Result<web::Json<OwnActivity>, Failure> {
    let found = read(app, move |act| {
        let lines = own_activity_of(act, here.account.id)?;
        Ok(OwnActivity { lines, refused: acts::own_refusals(act, here.account.id)? })
    });
    Ok(web::Json(found.await?))
}

/// Says that the account is one's own, after a reset whose code was mailed to its holder: it reads identity answers again.
#[utoipa::path(
    tag = "session",
    operation_id = "confirmOwnAccount",
    security(("bearer" = [])),
    responses((status = 204, description = "Done"), Refused<409>)
)]
#[post("/me/confirmation")]
pub async fn confirm_own(here: InSession, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    act(app, move |act| confirm_own_account(act, here.account.id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Begins a second factor; its secret is told this once, and it is asked for once it was confirmed.
#[utoipa::path(
    tag = "session",
    operation_id = "beginSecondFactor",
    security(("bearer" = [])),
    responses((status = 200, body = FactorBegun), Refused<409>)
)]
#[post("/me/second-factor")]
pub async fn begin_factor(here: InSession, app: web::Data<App>) -> Result<web::Json<FactorBegun>, Failure> {
    let id = here.account.id;
    Ok(web::Json(act(app, move |act| acts::begin_factor(act, id)).await?))
}

/// Puts the second factor in use with its first code; the recovery codes are told this once.
#[utoipa::path(
    tag = "session",
    operation_id = "confirmSecondFactor",
    security(("bearer" = [])),
    request_body = FactorCode,
    responses((status = 200, body = RecoveryCodes), Refused<409>, Refused<429>)
)]
#[post("/me/second-factor/confirmation")]
pub async fn confirm_factor(
    here: InSession,
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<FactorCode>,
) -> Result<web::Json<RecoveryCodes>, Failure> {
    app.throttle.arrive(&here.account.username, app.proxies.asker(&request))?;
    let (id, session) = (here.account.id, here.session);
    let confirmed = act(app, move |act| acts::confirm_factor(act, id, session, &command.code));
    Ok(web::Json(confirmed.await?))
}

/// Takes the second factor away, with one of its codes.
#[utoipa::path(
    tag = "session",
    operation_id = "dropSecondFactor",
    security(("bearer" = [])),
    request_body = FactorCode,
    responses((status = 204, description = "Gone"), Refused<409>, Refused<429>)
)]
#[delete("/me/second-factor")]
pub async fn drop_factor(
    here: InSession,
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<FactorCode>,
) -> Result<HttpResponse, Failure> {
    app.throttle.arrive(&here.account.username, app.proxies.asker(&request))?;
    let id = here.account.id;
    let dropped = act(app.clone(), move |act| acts::drop_factor(act, id, &command.code));
    with_code(&app, &here.account, &request, dropped).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives the second factor again, for acts that need it just before.
#[utoipa::path(
    tag = "session",
    operation_id = "proveSecondFactor",
    security(("bearer" = [])),
    request_body = FactorCode,
    responses((status = 204, description = "Proved"), Refused<403>, Refused<429>)
)]
#[post("/sessions/current/proof")]
pub async fn prove(
    here: InSession,
    app: web::Data<App>,
    request: HttpRequest,
    command: web::Json<FactorCode>,
) -> Result<HttpResponse, Failure> {
    app.throttle.arrive(&here.account.username, app.proxies.asker(&request))?;
    let (id, session) = (here.account.id, here.session);
    let proved = act(app.clone(), move |act| acts::prove(act, id, session, &command.code));
    with_code(&app, &here.account, &request, proved).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(sign_in)
        .service(renew)
        .service(sign_out)
        .service(me)
        .service(first_use)
        .service(change_password)
        .service(own_sessions)
        .service(end_other_sessions)
        .service(end_own_session)
        .service(own_activity)
        .service(confirm_own)
        .service(begin_factor)
        .service(confirm_factor)
        .service(drop_factor)
        .service(prove);
}
