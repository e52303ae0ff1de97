//! The built sites, served with a content policy that lets nothing in but what was built.

use std::path::{Path, PathBuf};

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::published::Found;
use contract::session::INSTITUTE_COOKIE;
use sha2::{Digest, Sha256};

use crate::app::App;

/// An entry page with its content policy.
struct Page {
    html: String,
    policy: String,
}

impl Page {
    /// Reads a built page; its inline scripts are allowed by their own digest and no others.
    fn read(path: &Path) -> Option<Self> {
        let html = std::fs::read_to_string(path).ok()?;
        let scripts = html.split("<script").skip(1).filter_map(|rest| {
            let (_, body) = rest.split_once('>')?;
            let (body, _) = body.split_once("</script>")?;
            (!body.is_empty()).then(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes()))))
        });
        let scripts: Vec<String> = scripts.collect();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self'; img-src 'self' blob: data:; \
             connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            scripts.join(" ")
        );
        Some(Self { html, policy })
    }

    fn answer(&self, status: StatusCode) -> HttpResponse {
        HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header(("content-security-policy", self.policy.as_str()))
            .insert_header(("cache-control", "no-cache"))
            .body(self.html.clone())
    }
}

struct Site {
    public: Option<Page>,
    parties: Option<Page>,
    institute: Option<Page>,
}

const NOT_BUILT: &str = "El sitio no está construido. Use scripts/run, que lo construye.";

fn answer(page: Option<&Page>, status: StatusCode) -> HttpResponse {
    page.map_or_else(
        || HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body(NOT_BUILT),
        |page| page.answer(status),
    )
}

/// The workspaces: the program that this browser was last told to open.
async fn workspace(site: web::Data<Site>, request: HttpRequest) -> HttpResponse {
    let page = if request.cookie(INSTITUTE_COOKIE).is_some() { &site.institute } else { &site.parties };
    answer(page.as_ref(), StatusCode::OK)
}

/// The public pages: a profile's status tells whether it exists, also to who runs no scripts.
async fn public(site: web::Data<Site>, app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_end_matches('/');
    let status = match path.strip_prefix("/candidaturas/") {
        Some(slug) => match app.published().find(slug) {
            Found::Profile(_) => StatusCode::OK,
            Found::Withdrawn => StatusCode::GONE,
            Found::Nothing => StatusCode::NOT_FOUND,
        },
        None if path.strip_prefix("/acuses/").is_some_and(|folio| !folio.contains('/')) => StatusCode::OK,
        None if matches!(path, "" | "/candidaturas" | "/acuses" | "/datos" | "/privacidad" | "/accesibilidad") => {
            StatusCode::OK
        }
        None => StatusCode::NOT_FOUND,
    };
    answer(site.public.as_ref(), status)
}

/// Adds the sites; whatever no other route answers is a public page.
pub fn configure(config: &mut web::ServiceConfig, folder: &Path) {
    let site = Site {
        public: Page::read(&folder.join("public/index.html")),
        parties: Page::read(&folder.join("parties/index.html")),
        institute: Page::read(&folder.join("institute/index.html")),
    };
    let files = |name: &str| {
        let folder: PathBuf = folder.join(name);
        web::scope(&format!("/site/{name}"))
            .wrap(
                actix_web::middleware::DefaultHeaders::new()
                    .add(("cache-control", "public, max-age=31536000, immutable")),
            )
            .service(actix_files::Files::new("/", folder).use_etag(true))
    };
    config
        .app_data(web::Data::new(site))
        .service(files("public"))
        .service(files("parties"))
        .service(files("institute"))
        .route("/trabajo", web::get().to(workspace))
        .route("/trabajo/{rest:.*}", web::get().to(workspace))
        .default_service(web::get().to(public));
}
