//! What anybody keeps or shares of a candidacy: its sheet, its card and its QR code; and the site's own card. From the
//! snapshot in memory, without the database.

use ::papers::{page_code, profile_sheet, share_card, site_card};
use actix_web::{HttpRequest, HttpResponse, get, web};
use contract::public::PublicProfile;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{cached, named, photo_file, standing};
use crate::{app::App, http::problem::Failure};

/// Width of the photograph that papers take, in pixels.
const PHOTO: u32 = 480;

/// The photograph that a profile publishes; none when it has none.
async fn photograph(app: &App, profile: &PublicProfile) -> Result<Option<Vec<u8>>, Failure> {
    let address = profile.published.as_ref().and_then(|published| published.photos.get(&PHOTO));
    match address.and_then(|address| photo_file(address.rsplit('/').next()?)) {
        Some(photo) => Ok(Some(app.files.read(&photo).await?)),
        None => Ok(None),
    }
}

/// Downloads the sheet of a candidacy as PDF: everything that is published about it, to keep or print. 410 when it no
/// longer stands.
#[utoipa::path(
    tag = "public",
    operation_id = "downloadSheet",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"))
)]
#[get("/public/candidacies/{slug}/sheet.pdf")]
pub async fn sheet(
    app: web::Data<App>,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let profile = standing(app.published().find(&slug))?.clone();
    let name = format!("inline; filename=\"ficha-{}.pdf\"", profile.card.slug);
    let (shown, desk) = (profile.clone(), app.clone());
    let make =
        move |photo: Option<Vec<u8>>| profile_sheet(&desk.desk.config, &shown, photo.as_deref(), &desk.public_address);
    let pdf = app.papers.take("sheet", &profile, photograph(&app, &profile), make).await?;
    Ok(named(cached(&request, "application/pdf", pdf), &name))
}

/// Reads the picture of a candidacy that networks show beside its address, PNG of 1200 × 630 pixels. 410 when it no
/// longer stands.
#[utoipa::path(
    tag = "public",
    operation_id = "readShareCard",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = Vec<u8>, content_type = "image/png"))
)]
#[get("/public/candidacies/{slug}/card.png")]
pub async fn card(app: web::Data<App>, slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let profile = standing(app.published().find(&slug))?.clone();
    let photos = profile.published.as_ref().map(|published| &published.photos);
    let (shown, desk) = (profile.clone(), app.clone());
    let make =
        move |photo: Option<Vec<u8>>| share_card(&desk.desk.config, &shown, photo.as_deref(), &desk.public_address);
    let png = app.papers.take("card", &(&profile.card, photos), photograph(&app, &profile), make).await?;
    Ok(cached(&request, "image/png", png))
}

/// Reads the QR code of a candidacy's page as SVG. 410 when it no longer stands.
#[utoipa::path(
    tag = "public",
    operation_id = "readPageCode",
    params(("slug" = String, Path, description = "Last part of the profile's address")),
    responses((status = 200, body = String, content_type = "image/svg+xml"))
)]
#[get("/public/candidacies/{slug}/qr.svg")]
pub async fn code(app: web::Data<App>, slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let svg = page_code(&standing(app.published().find(&slug))?.card, &app.public_address)?;
    Ok(cached(&request, "image/svg+xml", svg))
}

/// Reads the picture that networks show beside the site's address, PNG of 1200 × 630 pixels.
#[utoipa::path(
    tag = "public",
    operation_id = "readSiteCard",
    responses((status = 200, body = Vec<u8>, content_type = "image/png"))
)]
#[get("/public/card.png")]
pub async fn site(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let desk = app.clone();
    let make = move |()| site_card(&desk.desk.config, &desk.public_address);
    let png = app.papers.take("site", &(), std::future::ready(Ok(())), make).await?;
    Ok(cached(&request, "image/png", png))
}

/// Adds the routes of a candidacy's papers.
pub fn configure_candidacies(config: &mut ServiceConfig) {
    config.service(sheet).service(card).service(code);
}

/// Adds the site's own.
pub fn configure(config: &mut ServiceConfig) {
    config.service(site);
}
