//! The built sites: their files, and the programs of the workspaces. The public pages are written by [`crate::public::pages`].

use std::path::{Path, PathBuf};

use actix_web::{
    HttpRequest, HttpResponse,
    middleware::{Compress, from_fn},
    web,
};
use contract::session::INSTITUTE_COOKIE;

use crate::{
    http::{rate_limit::of_pages, security_headers::Policy},
    public::pages,
};

/// The page of a program and what it may do.
struct Page {
    html: String,
    policy: Policy,
}

impl Page {
    fn read(path: &Path) -> Option<Self> {
        let html = std::fs::read_to_string(path).ok()?;
        let policy = Policy::of(&html, false);
        Some(Self { html, policy })
    }
}

struct Programs {
    parties: Option<Page>,
    institute: Option<Page>,
}

const NOT_BUILT: &str = "El sitio no está construido. Use scripts/run, que lo construye.";

/// The workspaces: the program that this browser was last told to open.
async fn workspace(programs: web::Data<Programs>, request: HttpRequest) -> HttpResponse {
    let page = if request.cookie(INSTITUTE_COOKIE).is_some() { &programs.institute } else { &programs.parties };
    let Some(page) = page else {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body(NOT_BUILT);
    };
    let mut answer = HttpResponse::Ok();
    page.policy.tell(&mut answer);
    answer.content_type("text/html; charset=utf-8").insert_header(("cache-control", "no-cache")).body(page.html.clone())
}

/// Adds the sites; whatever no other route answers is a public page.
pub fn configure(config: &mut web::ServiceConfig, folder: &Path) {
    let programs = Programs {
        parties: Page::read(&folder.join("parties/index.html")),
        institute: Page::read(&folder.join("institute/index.html")),
    };
    let files = |name: &str| {
        let folder: PathBuf = folder.join(name);
        web::scope(&format!("/site/{name}"))
            .wrap(Compress::default())
            .wrap(
                actix_web::middleware::DefaultHeaders::new()
                    .add(("cache-control", "public, max-age=31536000, immutable")),
            )
            .service(actix_files::Files::new("/", folder).use_etag(true))
    };
    config
        .app_data(web::Data::new(programs))
        .service(files("public"))
        .service(files("parties"))
        .service(files("institute"))
        .route("/trabajo", web::get().to(workspace).wrap(from_fn(of_pages)))
        .route("/trabajo/{rest:.*}", web::get().to(workspace).wrap(from_fn(of_pages)))
        .configure(|config| pages::configure(config, &folder.join("public")));
}
