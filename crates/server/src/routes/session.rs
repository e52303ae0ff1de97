//! Signing in, renewing and leaving.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::OffsetDateTime},
    delete, get, post, web,
};
use casework::session::{self as acts, Opened};
use contract::{
    problem::Problem,
    session::{FirstUse, Me, Session, SignIn},
};
use domain::refusal::Refusal;

use crate::{
    app::{App, act, read, weigh},
    auth::SignedIn,
    problem::Failure,
};

const COOKIE: &str = "conoceles_refresh";
const COOKIE_PATH: &str = "/api/v1/sessions";

fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure_cookies)
        .finish()
}

fn answer(app: &App, opened: Opened) -> Result<HttpResponse, Failure> {
    let (access_token, expires_at) = app.tokens.issue(opened.session, app.now())?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header(("cache-control", "no-store"));
    if let Some(refresh) = opened.refresh {
        let mut cookie = cookie(app, refresh);
        if let Ok(expires) = OffsetDateTime::from_unix_timestamp(opened.expires_at.as_second()) {
            cookie.set_expires(expires);
        }
        answer.cookie(cookie);
    }
    Ok(answer.json(Session { access_token, expires_at, account: acts::me(&opened.account) }))
}

/// Signs in with name and password.
#[utoipa::path(
    tag = "session",
    operation_id = "signIn",
    request_body = SignIn,
    responses(
        (status = 200, body = Session, description = "Also sets the HttpOnly cookie that renews the session"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions")]
pub async fn sign_in(app: web::Data<App>, command: web::Json<SignIn>) -> Result<HttpResponse, Failure> {
    let command = command.into_inner();
    let username = SignIn { password: String::new(), ..command.clone() };
    let attempt = read(app.clone(), move |conn, _, _| Ok(acts::attempt_sign_in(conn, &username)?)).await?;
    let attempt = weigh(&app, move || attempt.weigh(&command.password)).await?;
    let opened = act(app.clone(), move |conn, _, now| acts::sign_in(conn, &attempt, now)).await??;
    answer(&app, opened)
}

/// Renews the session by its cookie, which changes.
#[utoipa::path(
    tag = "session",
    operation_id = "renewSession",
    responses(
        (status = 200, body = Session),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/renewal")]
pub async fn renew(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let refresh = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).ok_or(Refusal::SessionRequired)?;
    let opened = act(app.clone(), move |conn, _, now| acts::renew(conn, &refresh, now)).await??;
    answer(&app, opened)
}

/// Ends the session.
#[utoipa::path(
    tag = "session",
    operation_id = "signOut",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/sessions/current")]
pub async fn sign_out(signed_in: SignedIn, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    act(app.clone(), move |conn, _, now| acts::end_session(conn, signed_in.session, now)).await?;
    let mut gone = cookie(&app, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Reads the signed-in account.
#[utoipa::path(
    tag = "session",
    operation_id = "readMe",
    security(("bearer" = [])),
    responses(
        (status = 200, body = Me),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
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
    responses(
        (status = 200, body = Session),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/accounts/first-use")]
pub async fn first_use(app: web::Data<App>, command: web::Json<FirstUse>) -> Result<HttpResponse, Failure> {
    let command = command.into_inner();
    let password = command.password.clone();
    let attempt = read(app.clone(), move |conn, _, now| acts::attempt_first_use(conn, &command, now)).await?;
    let (attempt, hash) = weigh(&app, move || attempt.hash(&password).map(|hash| (attempt, hash))).await??;
    let opened = act(app.clone(), move |conn, _, now| acts::first_use(conn, &attempt, hash, now)).await?;
    answer(&app, opened)
}

/// Adds this resource's routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(sign_in).service(renew).service(sign_out).service(me).service(first_use);
}
