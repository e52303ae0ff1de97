//! Answers bytes that are in memory, as short as actix-web lets one write it and with the program's own settings of the
//! server: what `tests/load/public.cjs` holds the program against.
//!
//! `bare FOLDER ADDRESS`, where the folder has `json` and `html`, each with a file for each profile, and the files `list` and
//! `home`, all of them compressed with Brotli.

use std::{collections::HashMap, fs, path::Path};

use actix_web::{
    App, HttpResponse, HttpServer,
    http::header::CONTENT_ENCODING,
    web::{self, Bytes},
};
use anyhow::{Context, bail};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

struct Kept {
    json: HashMap<String, Bytes>,
    html: HashMap<String, Bytes>,
    list: Bytes,
    home: Bytes,
}

fn read(file: &Path) -> anyhow::Result<Bytes> {
    Ok(Bytes::from(fs::read(file).with_context(|| file.display().to_string())?))
}

fn read_all(folder: &Path) -> anyhow::Result<HashMap<String, Bytes>> {
    let mut files = HashMap::new();
    for file in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let file = file?;
        files.insert(file.file_name().to_string_lossy().into_owned(), read(&file.path())?);
    }
    Ok(files)
}

fn answer(media_type: &'static str, bytes: Option<&Bytes>) -> HttpResponse {
    let Some(bytes) = bytes else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok().content_type(media_type).insert_header((CONTENT_ENCODING, "br")).body(bytes.clone())
}

async fn json(kept: web::Data<Kept>, slug: web::Path<String>) -> HttpResponse {
    answer(JSON, kept.json.get(slug.as_str()))
}

async fn html(kept: web::Data<Kept>, slug: web::Path<String>) -> HttpResponse {
    answer(HTML, kept.html.get(slug.as_str()))
}

async fn list(kept: web::Data<Kept>) -> HttpResponse {
    answer(JSON, Some(&kept.list))
}

async fn home(kept: web::Data<Kept>) -> HttpResponse {
    answer(HTML, Some(&kept.home))
}

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let (Some(folder), Some(address)) = (words.next(), words.next()) else { bail!("bare FOLDER ADDRESS") };
    let folder = Path::new(&folder);
    let kept = web::Data::new(Kept {
        json: read_all(&folder.join("json"))?,
        html: read_all(&folder.join("html"))?,
        list: read(&folder.join("list"))?,
        home: read(&folder.join("home"))?,
    });
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            App::new()
                .app_data(kept.clone())
                .route("/", web::get().to(home))
                .route("/api/v1/public/candidacies", web::get().to(list))
                .route("/api/v1/public/candidacies/{slug}", web::get().to(json))
                .route("/candidaturas/{slug}", web::get().to(html))
        });
        server.tcp_nodelay(true).bind(address)?.run().await?;
        Ok::<_, anyhow::Error>(())
    })
}
