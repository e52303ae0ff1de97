//! The built sites: their files, and the programs of the workspaces. The public pages are written by [`crate::public::pages`].

use std::path::{Path, PathBuf};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    middleware::{Compress, DefaultHeaders, from_fn},
    web,
};
use contract::session::INSTITUTE_COOKIE;

use crate::{
    http::{
        rate_limit::of_pages,
        security_headers::{NO_DOCUMENT, Policy, RESOURCE_POLICY},
    },
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
    answer.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-cache")).body(page.html.clone())
}

/// Adds the sites; whatever no other route answers is a public page.
pub fn configure(config: &mut web::ServiceConfig, folder: &Path) {
    let programs = Programs {
        parties: Page::read(&folder.join("parties/index.html")),
        institute: Page::read(&folder.join("institute/index.html")),
    };
    // Those of the public may be in a frame of any page, and that frame in a sandbox.
    let files = |name: &str, readers: &'static str| {
        let folder: PathBuf = folder.join(name);
        web::scope(&format!("/site/{name}"))
            .wrap(Compress::default())
            .wrap(
                DefaultHeaders::new()
                    .add((CACHE_CONTROL, "public, max-age=31536000, immutable"))
                    .add((CONTENT_SECURITY_POLICY, NO_DOCUMENT))
                    .add((RESOURCE_POLICY, readers)),
            )
            .service(actix_files::Files::new("/", folder).use_etag(true))
    };
    config
        .app_data(web::Data::new(programs))
        .service(files("public", "cross-origin"))
        .service(files("parties", "same-origin"))
        .service(files("institute", "same-origin"))
        .route("/trabajo", web::get().to(workspace).wrap(from_fn(of_pages)))
        .route("/trabajo/{rest:.*}", web::get().to(workspace).wrap(from_fn(of_pages)))
        .configure(|config| pages::configure(config, &folder.join("public")));
}
