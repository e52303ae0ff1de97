//! What other programs read: search engines, where they may go and which pages there are; pages of other sites, the script
//! of our frames.

use ::public::snapshot::Snapshot;
use actix_web::{HttpRequest, HttpResponse, web};
use arc_swap::Guard;
use domain::{refusal::Refusal, time::Timestamp};
use frontend::pages::public::{EMBED_SCRIPT, Place, contest_addresses, profile_address};

use crate::{
    app::App,
    http::problem::Failure,
    public::heavy::{Asked, tell_coding},
};

/// Most addresses of one part, which is the most that the protocol lets.
const PART: usize = 50_000;
/// More parts than any election has.
const PARTS: usize = 1_000;
/// How XML begins.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

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
pub async fn index(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    written(&app, &request, "sitemap.xml", String::new(), |app, snapshot| {
        let site = &app.public_address;
        let parts = 1..=parts(addresses(app, snapshot).count());
        let parts: String =
            parts.map(|part| format!("<sitemap><loc>{site}/sitemap-{part}.xml</loc></sitemap>")).collect();
        Ok(format!("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{parts}</sitemapindex>"))
    })
    .await
}

/// `/sitemap-{part}.xml`: the addresses of one part, from 1.
pub async fn part(app: web::Data<App>, part: web::Path<usize>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let part = part.into_inner();
    // Nobody asks for so many; what is asked is what it is kept by.
    if !(1..=PARTS).contains(&part) {
        return Ok(no_part());
    }
    let answer = written(&app, &request, "sitemap", part.to_string(), move |app, snapshot| {
        let addresses = addresses(app, snapshot);
        if part > parts(addresses.clone().count()) {
            return Err(Refusal::NotFound.into());
        }
        let site = &app.public_address;
        let lines = addresses.skip((part - 1) * PART).take(PART).map(|(address, changed)| {
            let changed = changed.map(|at| format!("<lastmod>{at:.0}</lastmod>")).unwrap_or_default();
            format!("<url><loc>{site}{address}</loc>{changed}</url>")
        });
        let lines: String = lines.collect();
        Ok(format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{lines}</urlset>"))
    });
    match answer.await {
        Err(failure) if failure.0.status == 404 => Ok(no_part()),
        answer => answer,
    }
}

fn no_part() -> HttpResponse {
    HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("No existe.")
}

/// Answers what is written once of each state of what is public.
async fn written(
    app: &web::Data<App>,
    request: &HttpRequest,
    name: &'static str,
    whom: String,
    write: impl FnOnce(&App, &Snapshot) -> Result<String, Failure> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let snapshot = Guard::into_inner(app.published());
    let asked = Asked { name, whom, seq: snapshot.seq };
    let writing = app.clone();
    let xml = move || write(&writing, &snapshot).map(|text| format!("{HEAD}{text}").into_bytes());
    let made = app.heavy.take(&asked, xml).await?;
    let (made, coding) = app.heavy.compressed(request, &asked, &made).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/xml").insert_header(("cache-control", "no-cache"));
    let mut answer = answer.body(made.form.bytes.clone());
    tell_coding(answer.headers_mut(), coding);
    Ok(answer)
}

/// How many parts there are.
pub fn sitemap_parts(app: &App) -> usize {
    parts(addresses(app, &app.published()).count())
}

fn parts(addresses: usize) -> usize {
    addresses.div_ceil(PART).max(1)
}

/// Every address that is found by searching, and when it changed if it is known. None has a sign that XML would need escaped.
fn addresses(app: &App, snapshot: &Snapshot) -> impl Iterator<Item = (String, Option<Timestamp>)> + Clone + use<> {
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

fn answer(content_type: &'static str, text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header(("cache-control", "no-cache")).body(text)
}
