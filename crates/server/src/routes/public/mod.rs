//! What anybody may read: from the snapshot in memory, without the database.

pub mod open_data;
pub mod papers;
pub mod statistics;

use ::public::{
    contact as contacts,
    snapshot::{Digest, Form, Found, FoundPhoto, Served, Snapshot},
};
use actix_web::{
    HttpRequest, HttpResponse,
    dev::{AppService, HttpServiceFactory},
    get,
    http::header,
    middleware::from_fn,
    web::{self, Bytes},
};
use casework::capture::check_receipt;
use contract::{
    paths::from_root,
    photo::MEDIA_TYPE,
    problem::Problem,
    public::{
        CardQuery, Cards, Contact, Contest, Contests, PublicDirectory, PublicLedger, PublicProfile, QueryFault,
        ReceiptCheck,
    },
};
use domain::{election::Election, refusal::Refusal};
use store::files::File;
use url::form_urlencoded;
use utoipa_actix_web::service_config::ServiceConfig;

use super::missing;
use crate::{
    app::{App, read},
    http::{
        content_coding::{Coding, has, tag, takes},
        cors::open,
        openapi::Refused,
        problem::Failure,
    },
};

/// A copy of something public may be kept, and is shown only after asking whether it still holds: what is withdrawn,
/// hidden or no longer consented is gone at once from browsers and caches too (PTO II.C).
const ASK_FIRST: &str = "public, no-cache";

/// Answers bytes with a strong `ETag`, or 304 when the caller has them.
pub(super) fn cached(request: &HttpRequest, content_type: &'static str, bytes: impl Into<Bytes>) -> HttpResponse {
    let bytes = bytes.into();
    let digest = Digest::of(&bytes);
    tagged(request, content_type, &Form::of(bytes, digest, None))
}

/// Answers bytes whose tag is known, or 304 when the caller has them.
fn tagged(request: &HttpRequest, content_type: &'static str, form: &Form) -> HttpResponse {
    let fresh = has(request, form);
    let mut answer = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let plain = header::HeaderValue::from_static;
    answer.insert_header((header::ETAG, tag(form))).insert_header((header::CACHE_CONTROL, plain(ASK_FIRST)));
    if fresh {
        return answer.finish();
    }
    answer.insert_header((header::CONTENT_TYPE, plain(content_type))).body(form.bytes.clone())
}

pub(super) fn json(request: &HttpRequest, value: &impl serde::Serialize) -> Result<HttpResponse, Failure> {
    let bytes = serde_json::to_vec(value).map_err(|error| {
        tracing::error!(%error, "public json");
        Failure::of(Problem::internal())
    })?;
    Ok(cached(request, "application/json", bytes))
}

/// Answers bytes under the name that they are saved with, `attachment; filename="…"`.
pub(super) fn named(mut answer: HttpResponse, disposition: &str) -> HttpResponse {
    if let Ok(disposition) = header::HeaderValue::from_str(disposition) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    answer
}

/// What an address leads to, where somebody stands.
pub(super) fn standing<T>(found: Found<'_, T>) -> Result<&T, Failure> {
    match found {
        Found::Profile(one) => Ok(one),
        Found::Withdrawn => Err(Failure::of(Problem::withdrawn())),
        Found::Nothing => Err(Refusal::NotFound.into()),
    }
}

/// Answers bytes that were made once, compressed for whoever takes them so.
fn served(request: &HttpRequest, bytes: &Served) -> HttpResponse {
    let mut answer = if takes(request) == Coding::Brotli {
        let mut answer = tagged(request, "application/json", bytes.brotli());
        answer.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("br"));
        answer
    } else {
        tagged(request, "application/json", bytes.plain())
    };
    answer.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    answer
}

/// Answers what `make` finds in what is public now, unless somebody asked the same of it before.
fn answered<T: serde::Serialize>(
    app: &App,
    request: &HttpRequest,
    asked: String,
    make: impl FnOnce(&Snapshot) -> Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let published = app.published();
    Ok(served(request, &*app.answers.of(asked, &published, || make(&published))?))
}

/// What the address asks of the list.
pub(super) fn question(request: &HttpRequest, published: &Snapshot) -> Result<CardQuery, Failure> {
    let refused = |fault: QueryFault| Refusal::BadRequest { reason: fault.to_string() };
    let query = CardQuery::read(form_urlencoded::parse(request.query_string().as_bytes())).map_err(refused)?;
    published.check(&query).map_err(refused)?;
    Ok(query)
}

/// The election: institute, offices, territories, parties, questionnaires and privacy notice.
#[utoipa::path(tag = "public", operation_id = "readElection", responses((status = 200, body = Election)))]
#[get("/public/election")]
pub async fn election(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    answered(&app, &request, "election".to_owned(), |_| Ok(app.desk.config.election.clone()))
}

/// What the directory is about and can be asked: offices, territories, parties, and each filter's options.
#[utoipa::path(tag = "public", operation_id = "readDirectory", responses((status = 200, body = PublicDirectory)))]
#[get("/public/directory")]
pub async fn directory(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    answered(&app, &request, "directory".to_owned(), |published| Ok(published.directory(&app.desk.config)))
}

/// Lists the candidacies that stand and have what is asked for, with how many each option of each filter would find.
#[utoipa::path(
    tag = "public",
    operation_id = "listPublicCandidacies",
    params(CardQuery),
    responses((status = 200, body = Cards))
)]
#[get("/public/candidacies")]
pub async fn list(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let query = question(&request, &app.published())?;
    let asked = form_urlencoded::Serializer::new(String::new()).extend_pairs(query.pairs()).finish();
    answered(&app, &request, format!("candidacies?{asked}"), |published| Ok(published.list(&query)))
}

/// Lists every contest, one office in one territory, with how many stand and how many published.
#[utoipa::path(tag = "public", operation_id = "listContests", responses((status = 200, body = Contests)))]
#[get("/public/contests")]
pub async fn contests(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    answered(&app, &request, "contests".to_owned(), |published| Ok(published.contests(&app.desk.config)))
}

/// Reads a contest with all of its candidacies in full, in a neutral order, so that they can be compared.
#[utoipa::path(
    tag = "public",
    operation_id = "readContest",
    params(
        ("office" = String, Path, description = "Office key"),
        ("territory" = String, Path, description = "Territory id, with its slashes or `%2F`")
    ),
    responses((status = 200, body = Contest))
)]
#[get("/public/contests/{office}/{territory:.*}")]
pub async fn contest(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (office, territory) = path.into_inner();
    answered(&app, &request, format!("contests/{office}/{territory}"), |published| {
        Ok(published.contest(&app.desk.config, &office, &territory).ok_or(Refusal::NotFound)?)
    })
}

/// Where everything about one candidacy is read.
const PROFILE: &str = "/public/candidacies/{slug}";

/// The most read of all: a resource of its own, which no scope stands before.
pub struct Profile;

impl HttpServiceFactory for Profile {
    fn register(self, services: &mut AppService) {
        let resource = web::resource(from_root(PROFILE)).wrap(from_fn(open)).get(profile);
        resource.default_service(web::to(missing)).register(services);
    }
}

/// Reads everything published about one candidacy. 410 when it no longer stands.
#[utoipa::path(
    get,
    path = PROFILE,
    impl_for = Profile,
    tag = "public",
    operation_id = "readPublicCandidacy",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = PublicProfile))
)]
async fn profile(app: web::Data<App>, slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    Ok(served(&request, standing(app.published().profile_bytes(&slug))?))
}

/// Reads what happened in public to one profile and when: published, corrected, not available, available again. 410 when
/// the candidacy no longer stands.
#[utoipa::path(
    tag = "public",
    operation_id = "readPublicLedger",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = PublicLedger))
)]
#[get("/public/candidacies/{slug}/ledger")]
pub async fn ledger(
    app: web::Data<App>,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    Ok(served(&request, standing(app.published().ledger_bytes(&slug))?))
}

/// Reads the telephone and the mail that a profile publishes, which its page leaves out. 410 when the candidacy no longer
/// stands.
#[utoipa::path(
    tag = "public",
    operation_id = "readPublicContact",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = Contact))
)]
#[get("/public/candidacies/{slug}/contact")]
pub async fn contact(
    app: web::Data<App>,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let snapshot = app.published();
    json(&request, &contacts::of(&app.desk.config.election, standing(snapshot.find(&slug))?))
}

/// Checks the receipt of questionnaires that were sent, by its folio.
#[utoipa::path(
    tag = "public",
    operation_id = "checkReceipt",
    params(("folio" = String, Path, description = "The receipt's folio")),
    responses((status = 200, body = ReceiptCheck))
)]
#[get("/public/receipts/{folio}")]
pub async fn receipt(
    app: web::Data<App>,
    folio: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    json(&request, &read(app, move |act| check_receipt(act.conn, act.desk, &folio)).await?)
}

/// Downloads a published photograph. 410 when whose it was no longer stands.
#[utoipa::path(
    tag = "public",
    operation_id = "readPhoto",
    params(("name" = String, Path, description = "File name as a profile gives it")),
    responses((status = 200, body = Vec<u8>, content_type = "image/webp"), Refused<410>)
)]
#[get("/public/photos/{name}")]
pub async fn photo(
    app: web::Data<App>,
    name: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    match app.published().find_photo(&name) {
        FoundPhoto::Published => {}
        FoundPhoto::Withdrawn => return Err(Failure::of(Problem::withdrawn())),
        FoundPhoto::Nothing => return Err(Refusal::NotFound.into()),
    }
    let photo = photo_file(&name).ok_or(Refusal::NotFound)?;
    Ok(cached(&request, MEDIA_TYPE, app.files.read(&photo).await?))
}

/// The photograph that a name of the public stands for.
fn photo_file(name: &str) -> Option<File> {
    File::at(name.strip_suffix(".webp")?).filter(|file| matches!(file, File::Photo { .. }))
}

/// Adds the routes of the list and of what else each candidacy has besides its profile.
pub fn configure_candidacies(config: &mut ServiceConfig) {
    config.service(list).service(ledger).service(contact);
}

/// Adds the other routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(election).service(directory).service(contests).service(contest).service(receipt).service(photo);
}
