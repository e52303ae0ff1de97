//! The public pages, written on the server from what is published.

mod assets;
pub(crate) mod cache;
mod machines;
mod source;

use std::{path::Path, sync::Arc};

use ::public::snapshot::Snapshot;
use actix_web::{
    FromRequest as _, HttpRequest, HttpResponse,
    http::{Method, header},
    middleware::from_fn,
    web,
};
use arc_swap::Guard;
use casework::capture::check_receipt;
use frontend::pages::public::{Assets, Place, write};

pub(crate) use machines::sitemap_parts;

use self::{
    cache::{Key, Own, Ready},
    source::{Identity, Receipt, Source},
};
use crate::{
    app::{App, read},
    http::rate_limit::{of_pages, too_often},
    public::figures,
};

/// Most bytes of an address that are read.
const LONGEST_ADDRESS: usize = 4_096;

/// What a page is kept under. Not kept is what somebody invented, nor what the database says of one receipt, nor that
/// something could not be read.
fn key(snapshot: &Snapshot, place: &Place, identity: &Identity) -> Option<Key> {
    let own = |page, slug: &str| Some(Key::Of(page, snapshot.stamp(slug)?));
    match place {
        Place::Profile(slug) => return own(Own::Profile, slug),
        Place::Contact(slug) => return own(Own::Contact, slug),
        Place::Embedded(slug) => return own(Own::Embedded, slug),
        // What is not understood of its address is not in the address that it is kept under.
        Place::List(asked) if asked.fault.is_some() || snapshot.check(&asked.query).is_err() => return None,
        Place::Receipt(Some(_)) => return None,
        Place::Statistics | Place::StatisticsMethod if matches!(identity, Identity::Unread) => return None,
        _ => {}
    }
    let has_identity = matches!(identity, Identity::Read(Some(_)));
    Some(Key::Everybody { address: place.address(), seq: snapshot.seq, has_identity })
}

/// Whatever no other route answers is a public page. Held to their pace here and not by a middleware, which would be one more
/// future on the heap for what is read most.
async fn page(app: web::Data<App>, request: HttpRequest) -> actix_web::Result<HttpResponse> {
    let turn = app.page_pace.count(app.proxies.asker(&request));
    let mut answer = match turn.wait {
        Some(wait) => too_often(wait),
        None => answer(app, request).await?,
    };
    turn.tell(answer.headers_mut());
    Ok(answer)
}

async fn answer(app: web::Data<App>, request: HttpRequest) -> actix_web::Result<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "GET, HEAD")).finish());
    }
    if request.path().len() + request.query_string().len() > LONGEST_ADDRESS {
        let text = "La dirección es demasiado larga.";
        return Ok(HttpResponse::UriTooLong().content_type("text/plain; charset=utf-8").body(text));
    }
    let place = Place::read(request.path(), request.query_string());
    // Few places show more than what is in memory: they have their room apart, so that the others are answered without it.
    let (receipt, identity) = match &place {
        Place::Receipt(Some(folio)) => (Box::pin(receipt(&app, folio.clone())).await, Identity::Unread),
        Place::Statistics | Place::StatisticsMethod => (Receipt::Nothing, Box::pin(identity(&app)).await),
        _ => (Receipt::Nothing, Identity::Unread),
    };
    // Read once: the page and its moment are of the same snapshot.
    let snapshot = app.published();
    let key = key(&snapshot, &place, &identity);
    if let Some(ready) = key.as_ref().and_then(|key| app.pages.get(key)) {
        return Ok(ready.answer(&request));
    }
    let (snapshot, assets) = (Guard::into_inner(snapshot), web::Data::<Assets>::extract(&request).await?);
    let make = move || {
        let write = || written(&app, &snapshot, (receipt, identity), &place, &assets);
        match &key {
            Some(key) => app.pages.write(key, write),
            None => Arc::new(write()),
        }
    };
    Ok(web::block(make).await?.answer(&request))
}

fn written(
    app: &App,
    snapshot: &Snapshot,
    (receipt, identity): (Receipt, Identity),
    place: &Place,
    assets: &Assets,
) -> Ready {
    let source = Source {
        config: &app.desk.config,
        site: &app.public_address,
        asks: app.asks.as_deref(),
        snapshot,
        receipt,
        identity,
    };
    Ready::of(write(&source, place, assets), matches!(place, Place::Profile(_)), place.is_embedded())
}

/// The one thing that is not in memory, read before the page is written.
async fn receipt(app: &web::Data<App>, folio: String) -> Receipt {
    let found = read(app.clone(), move |act| check_receipt(act.conn, act.desk, &folio)).await;
    match found {
        Ok(check) => Receipt::Found(Box::new(check)),
        Err(failure) if failure.0.status < 500 => Receipt::Nothing,
        Err(_) => Receipt::Unavailable,
    }
}

/// The figures about identity, which are in memory once they were taken.
async fn identity(app: &App) -> Identity {
    match figures::identity(app).await {
        Ok(figures) => Identity::Read(figures),
        Err(error) => {
            tracing::error!(%error, "statistics");
            Identity::Unread
        }
    }
}

/// Adds the pages that are read most, before anything else is looked at.
pub(crate) fn configure_most_read(config: &mut web::ServiceConfig) {
    config.service(web::resource("/candidaturas/{slug}").to(page)).service(web::resource("/").to(page));
}

/// Adds the public pages and what other programs read, with the public site built in `folder`.
pub(crate) fn configure(config: &mut web::ServiceConfig, folder: &Path) {
    let assets = assets::read(&folder.join("index.html"));
    config
        .app_data(web::Data::new(assets))
        .service(web::resource("/robots.txt").wrap(from_fn(of_pages)).get(machines::robots).head(machines::robots))
        .service(
            web::resource("/incrustar.js")
                .wrap(from_fn(of_pages))
                .get(machines::embed_script)
                .head(machines::embed_script),
        )
        .service(web::resource("/sitemap.xml").wrap(from_fn(of_pages)).get(machines::index).head(machines::index))
        .service(web::resource("/sitemap-{part}.xml").wrap(from_fn(of_pages)).get(machines::part).head(machines::part))
        .default_service(web::to(page));
}
