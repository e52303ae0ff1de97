//! What other programs read: search engines, where they may go and which pages there are; pages of other sites, the script
//! of our frames.

use actix_web::{HttpResponse, web};
use domain::time::Timestamp;
use frontend::pages::public::{EMBED_SCRIPT, Place, contest_addresses, profile_address};

use crate::app::App;

/// Most addresses of one part, which is the most that the protocol lets.
const PART: usize = 50_000;

/// `/robots.txt`
pub async fn robots(app: web::Data<App>) -> HttpResponse {
    let site = &app.public_address;
    let text = format!(
        "User-agent: *\nAllow: /api/v1/public/photos/\nAllow: /api/v1/public/card.png\n\
         Allow: /api/v1/public/candidacies/*/card.png\nDisallow: /api/\nDisallow: /trabajo\nDisallow: /acuses/\n\
         Disallow: /candidaturas/*/contacto\n\nSitemap: {site}/sitemap.xml\n"
    );
    answer("text/plain; charset=utf-8", text)
}

/// `/incrustar.js`: what pages of other sites use to show ours in a frame as tall as it is.
pub async fn embed_script() -> HttpResponse {
    answer("text/javascript; charset=utf-8", EMBED_SCRIPT.to_owned())
}

/// `/sitemap.xml`: the parts.
pub async fn index(app: web::Data<App>) -> HttpResponse {
    let site = &app.public_address;
    let parts =
        (1..=sitemap_parts(&app)).map(|part| format!("<sitemap><loc>{site}/sitemap-{part}.xml</loc></sitemap>"));
    let parts: String = parts.collect();
    xml(&format!("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{parts}</sitemapindex>"))
}

/// `/sitemap-{part}.xml`: the addresses of one part, from 1.
pub async fn part(app: web::Data<App>, part: web::Path<usize>) -> HttpResponse {
    let (part, addresses) = (part.into_inner(), addresses(&app));
    if !(1..=parts(addresses.clone().count())).contains(&part) {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("No existe.");
    }
    let site = &app.public_address;
    let lines = addresses.skip((part - 1) * PART).take(PART).map(|(address, changed)| {
        let changed = changed.map(|at| format!("<lastmod>{at:.0}</lastmod>")).unwrap_or_default();
        format!("<url><loc>{site}{address}</loc>{changed}</url>")
    });
    let lines: String = lines.collect();
    xml(&format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{lines}</urlset>"))
}

/// How many parts there are.
pub fn sitemap_parts(app: &App) -> usize {
    parts(addresses(app).count())
}

fn parts(addresses: usize) -> usize {
    addresses.div_ceil(PART).max(1)
}

/// Every address that is found by searching, and when it changed if it is known. None has a sign that XML would need escaped.
fn addresses(app: &App) -> impl Iterator<Item = (String, Option<Timestamp>)> + Clone {
    let snapshot = app.published();
    let profiles: Vec<_> = snapshot
        .all()
        .map(|profile| {
            let changed = profile.published.as_ref().map(|published| published.published_at);
            (profile_address(&profile.card.slug), changed)
        })
        .collect();
    let contests: Vec<_> = contest_addresses(&app.desk.config.election).map(|address| (address, None)).collect();
    Place::always().map(|place| (place.address(), None)).into_iter().chain(contests).chain(profiles)
}

fn xml(text: &str) -> HttpResponse {
    answer("application/xml", format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}"))
}

fn answer(content_type: &'static str, text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header(("cache-control", "no-cache")).body(text)
}
