//! The open data: the table of candidacies in four formats, what its columns mean, Popolo, and what changed.

use std::sync::Arc;

use ::public::{open_data as data, snapshot::Snapshot};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{HeaderValue, LAST_MODIFIED},
    web,
};
use arc_swap::Guard;
use config::Configuration;
use contract::{
    problem::Problem,
    public::{
        CardQuery, PublicProfile,
        open_data::{Changes, ChangesQuery, DataDictionary, DayDigests},
    },
};
use url::form_urlencoded;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{cached, json, named, question, tagged};
use crate::{
    app::App,
    http::problem::Failure,
    public::{
        heavy::{Asked, Made, tell_coding},
        open_data::{digests, file, told},
    },
};

fn failed(error: impl std::fmt::Display) -> Failure {
    tracing::error!(%error, "open data");
    Failure::of(Problem::internal())
}

const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a table of candidacies is written.
type WriteTable = fn(&Configuration, &[&PublicProfile]) -> Result<Vec<u8>, Failure>;

/// The table of those that the address asks for, as it asks of the list; of everybody it is written once.
async fn table(
    app: &web::Data<App>,
    request: &HttpRequest,
    (name, media_type): (&'static str, &'static str),
    write: WriteTable,
) -> Result<HttpResponse, Failure> {
    let snapshot = app.published();
    let query = CardQuery { page: None, size: None, ..question(request, &snapshot)? };
    if query == CardQuery::default() {
        let write = move |app: &App, now: &Snapshot| write(&app.desk.config, &now.all().collect::<Vec<_>>());
        return answer(app, request, name, media_type, write).await;
    }
    let whom = form_urlencoded::Serializer::new(String::new()).extend_pairs(query.pairs()).finish();
    let (asked, snapshot) = (Asked { name, whom, seq: snapshot.seq }, Guard::into_inner(snapshot));
    let writing = app.clone();
    let made = app.heavy.take(&asked, move || write(&writing.desk.config, &snapshot.found(&query))).await?;
    sent(app, request, media_type, (&asked, &made)).await
}

/// Answers what was written, in the smallest form that whoever asks takes, under the name it is saved by.
async fn sent(
    app: &App,
    request: &HttpRequest,
    media_type: &'static str,
    (asked, made): (&Asked, &Arc<Made>),
) -> Result<HttpResponse, Failure> {
    // A spreadsheet is compressed already.
    let (form, coding) = if media_type == SPREADSHEET {
        (Arc::clone(made), None)
    } else {
        app.heavy.compressed(request, asked, made).await?
    };
    let mut answer = saved(tagged(request, media_type, &form.form), asked.name);
    tell_coding(answer.headers_mut(), coding);
    Ok(answer)
}

/// Answers a file under its name.
fn saved(answer: HttpResponse, name: &str) -> HttpResponse {
    named(answer, &format!("attachment; filename=\"{name}\""))
}

/// A file, with its name where it is to be saved.
async fn answer(
    app: &web::Data<App>,
    request: &HttpRequest,
    name: &'static str,
    media_type: &'static str,
    write: impl FnOnce(&App, &Snapshot) -> Result<Vec<u8>, Failure> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let (asked, made, modified) = file(app, name, write).await?;
    let mut answer = sent(app, request, media_type, (&asked, &made)).await?;
    let modified = modified.http_date();
    if let Ok(modified) = HeaderValue::from_str(&modified) {
        answer.headers_mut().insert(LAST_MODIFIED, modified);
    }
    Ok(answer)
}

/// Downloads every candidacy, or those that are asked for as of the list, with what it published as CSV.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadTableCsv",
    params(CardQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
#[get("/public/data/candidaturas.csv")]
pub async fn csv(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write: WriteTable = |config, people| data::csv(config, people.iter().copied()).map_err(failed);
    table(&app, &request, ("candidaturas.csv", "text/csv; charset=utf-8"), write).await
}

/// Downloads every candidacy, or those that are asked for as of the list, with what it published as a JSON array.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadTableJson",
    params(CardQuery),
    responses(
        (status = 200, body = Vec<std::collections::BTreeMap<String, serde_json::Value>>, content_type = "application/json"),
    )
)]
#[get("/public/data/candidaturas.json")]
pub async fn table_json(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write: WriteTable = |config, people| data::json(config, people.iter().copied()).map_err(failed);
    table(&app, &request, ("candidaturas.json", "application/json"), write).await
}

/// Downloads every candidacy, or those that are asked for as of the list, with what it published as JSON Lines.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadTableJsonLines",
    params(CardQuery),
    responses((status = 200, body = String, content_type = "application/x-ndjson"))
)]
#[get("/public/data/candidaturas.jsonl")]
pub async fn json_lines(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write: WriteTable = |config, people| data::json_lines(config, people.iter().copied()).map_err(failed);
    table(&app, &request, ("candidaturas.jsonl", "application/x-ndjson"), write).await
}

/// Downloads every candidacy, or those that are asked for as of the list, with what it published as a spreadsheet, with its
/// dictionary on a second sheet.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadTableSpreadsheet",
    params(CardQuery),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )
)]
#[get("/public/data/candidaturas.xlsx")]
pub async fn xlsx(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write: WriteTable = |config, people| data::xlsx(config, people.iter().copied()).map_err(failed);
    table(&app, &request, ("candidaturas.xlsx", SPREADSHEET), write).await
}

/// What each column means, and each missing value.
#[utoipa::path(tag = "data", operation_id = "readDataDictionary", responses((status = 200, body = DataDictionary)))]
#[get("/public/data/diccionario.json")]
pub async fn dictionary(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    json(&request, &data::dictionary(&app.desk.config))
}

/// Downloads what each column means as CSV.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadDataDictionary",
    responses((status = 200, body = String, content_type = "text/csv"))
)]
#[get("/public/data/diccionario.csv")]
pub async fn dictionary_csv(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write = |app: &App, _: &Snapshot| data::dictionary_csv(&app.desk.config).map_err(failed);
    answer(&app, &request, "diccionario.csv", "text/csv; charset=utf-8", write).await
}

/// What each column means, to read.
#[utoipa::path(
    tag = "data",
    operation_id = "readDataDictionaryText",
    responses((status = 200, body = String, content_type = "text/plain"))
)]
#[get("/public/data/diccionario.txt")]
pub async fn dictionary_text(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    Ok(cached(&request, "text/plain; charset=utf-8", data::dictionary_text(&app.desk.config).into_bytes()))
}

/// CSV on the Web metadata of the table.
#[utoipa::path(
    tag = "data",
    operation_id = "readTableMetadata",
    responses(
        (status = 200, body = std::collections::BTreeMap<String, serde_json::Value>, content_type = "application/csvm+json"),
    )
)]
#[get("/public/data/candidaturas.csv-metadata.json")]
pub async fn metadata(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let bytes = serde_json::to_vec(&data::table_metadata(&app.desk.config)).map_err(failed)?;
    Ok(cached(&request, "application/csvm+json", bytes))
}

/// The data set as a DCAT record.
#[utoipa::path(
    tag = "data",
    operation_id = "readDataCatalogue",
    responses(
        (status = 200, body = std::collections::BTreeMap<String, serde_json::Value>, content_type = "application/ld+json"),
    )
)]
#[get("/public/data/catalogo.jsonld")]
pub async fn catalogue(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let bytes = serde_json::to_vec(&data::catalogue(&app.desk.config, &app.public_address)).map_err(failed)?;
    Ok(cached(&request, "application/ld+json", bytes))
}

/// Persons, organizations, posts, areas and memberships in the shape of Popolo.
#[utoipa::path(
    tag = "data",
    operation_id = "downloadPopolo",
    responses(
        (status = 200, body = std::collections::BTreeMap<String, serde_json::Value>, content_type = "application/json"),
    )
)]
#[get("/public/data/popolo.json")]
pub async fn popolo(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let write =
        |app: &App, now: &Snapshot| serde_json::to_vec(&data::popolo(&app.desk.config, now.all())).map_err(failed);
    answer(&app, &request, "popolo.json", "application/json", write).await
}

/// What changed in public after a place, each candidacy once and the earliest first, for whoever keeps a copy: what
/// `changed` is read anew, what is `gone` is taken out of the copy. Every change is here, and of none why.
#[utoipa::path(
    tag = "data",
    operation_id = "listChanges",
    params(ChangesQuery),
    responses((status = 200, body = Changes))
)]
#[get("/public/data/cambios.json")]
pub async fn changes(
    app: web::Data<App>,
    query: web::Query<ChangesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let since = query.since;
    let changes = told(&app, move |app, conn, now| data::changes(conn, now, since, app.now())).await?;
    json(&request, &changes)
}

/// The last changes as an Atom feed.
#[utoipa::path(
    tag = "data",
    operation_id = "readChangesFeed",
    responses((status = 200, body = String, content_type = "application/atom+xml"))
)]
#[get("/public/data/cambios.atom")]
pub async fn atom(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let feed = told(&app, |app, conn, now| {
        let last = data::last_changes(conn, now, app.now())?;
        Ok(data::atom(&app.desk.config, now, &last, &app.public_address))
    });
    let feed = feed.await?;
    Ok(cached(&request, "application/atom+xml; charset=utf-8", feed.into_bytes()))
}

/// The digests and counts of each day's files: proof of what was published, without keeping it.
#[utoipa::path(tag = "data", operation_id = "listDayDigests", responses((status = 200, body = DayDigests)))]
#[get("/public/data/snapshots")]
pub async fn snapshots(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    json(&request, &digests(&app).await?)
}

/// Adds this resource's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(csv)
        .service(table_json)
        .service(json_lines)
        .service(xlsx)
        .service(dictionary)
        .service(dictionary_csv)
        .service(dictionary_text)
        .service(metadata)
        .service(catalogue)
        .service(popolo)
        .service(changes)
        .service(atom)
        .service(snapshots);
}
