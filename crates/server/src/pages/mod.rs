//! The public pages, written on the server from what is published.

mod cache;
mod machines;
mod shell;
mod source;

use std::{path::Path, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
    web,
};
use casework::{
    profile::check_receipt,
    published::{Found, Snapshot},
};
use frontend::pages::public::{Assets, Place, write};

pub(crate) use cache::Pages;
pub(crate) use shell::policy;

use self::{
    cache::Ready,
    source::{Receipt, Source},
};
use crate::{
    app::{App, read},
    problem::Failure,
};

/// Most bytes of an address that are read.
const LONGEST_ADDRESS: usize = 4_096;

/// The moment of what is published that a place shows: when something in it changes, so does this. Every change that is seen
/// in public moves the log forward.
fn stamp(snapshot: &Snapshot, _place: &Place) -> u64 {
    snapshot.seq.unsigned_abs()
}

/// Whatever no other route answers is a public page.
async fn page(app: web::Data<App>, assets: web::Data<Assets>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "GET, HEAD")).finish());
    }
    if request.path().len() + request.query_string().len() > LONGEST_ADDRESS {
        let text = "La dirección es demasiado larga.";
        return Ok(HttpResponse::UriTooLong().content_type("text/plain; charset=utf-8").body(text));
    }
    let place = Place::read(request.path(), request.query_string());
    let (app, assets) = (app.into_inner(), assets.into_inner());
    let receipt = match &place {
        Place::Receipt(Some(folio)) => receipt(&app, folio.clone()).await,
        _ => Receipt::Nothing,
    };
    // Read once: the page and its moment are of the same snapshot.
    let snapshot = app.published();
    let ready = if is_kept(&snapshot, &place) {
        let (address, stamp) = (place.address(), stamp(&snapshot, &place));
        if let Some(ready) = app.pages.get(&address, stamp) {
            return Ok(ready.answer(&request));
        }
        let write = move || {
            let pages = &app.pages;
            pages.write(&address, stamp, || written(&app, &snapshot, receipt, &place, &assets))
        };
        web::block(write).await?
    } else {
        Arc::new(web::block(move || written(&app, &snapshot, receipt, &place, &assets)).await?)
    };
    Ok(ready.answer(&request))
}

/// Whether the page is worth keeping: not what somebody invented, nor what the database says of one receipt.
fn is_kept(snapshot: &Snapshot, place: &Place) -> bool {
    match place {
        Place::Profile(slug) | Place::Contact(slug) => {
            matches!(snapshot.find(slug), Found::Profile(profile) if profile.card.slug == *slug)
        }
        Place::Receipt(folio) => folio.is_none(),
        _ => true,
    }
}

fn written(app: &App, snapshot: &Snapshot, receipt: Receipt, place: &Place, assets: &Assets) -> Ready {
    let source = Source { desk: &app.desk, site: &app.public_address, snapshot, receipt };
    Ready::of(write(&source, place, assets), matches!(place, Place::Profile(_)))
}

/// The one thing that is not in memory, read before the page is written.
async fn receipt(app: &Arc<App>, folio: String) -> Receipt {
    let found = read(web::Data::from(Arc::clone(app)), move |conn, desk, _| check_receipt(conn, desk, &folio)).await;
    match found {
        Ok(check) => Receipt::Found(Box::new(check)),
        Err(failure) if failure.0.status < 500 => Receipt::Nothing,
        Err(_) => Receipt::Unavailable,
    }
}

/// Adds the public pages and what search engines read, with the public site built in `folder`.
pub(crate) fn configure(config: &mut web::ServiceConfig, folder: &Path) {
    let assets = shell::assets(&folder.join("index.html"));
    config
        .app_data(web::Data::new(assets))
        .route("/robots.txt", web::get().to(machines::robots))
        .route("/sitemap.xml", web::get().to(machines::index))
        .route("/sitemap-{part}.xml", web::get().to(machines::part))
        .default_service(web::to(page));
}
