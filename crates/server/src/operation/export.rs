//! The public site as files that any web server gives: the same bytes that this program answers, asked of itself. What an
//! address alone does not answer is not among them: searching, filters together, and checking a receipt.

use domain::text::hex;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use actix_web::{
    App as Service,
    dev::Service as _,
    http::StatusCode,
    test::{TestRequest, init_service, try_read_body},
    web,
};
use anyhow::{Context, bail};
use contract::{
    paths::{from_root, public as addresses},
    public::{CardQuery, Filter},
};
use frontend::pages::public::{Place, asked::Asked, contest_addresses, guide, list_address, profile_address};
use futures_util::{StreamExt, stream};
use public::{figures, snapshot::Snapshot};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    public::{figures::identity, pages::sitemap_parts},
    routes,
};

/// What the folder holds, by its file: kept in it, so that only what changed is written the next time.
const MANIFEST: &str = ".export.json";
/// Answers that are made at once.
const AT_ONCE: usize = 8;

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    /// What it was made from, where that can be told without making it.
    made_from: Option<String>,
    /// Its SHA-256.
    digest: String,
}

/// By path within the folder.
type Manifest = BTreeMap<String, Written>;

/// An address and the file that answers it.
struct Wanted {
    address: String,
    file: String,
    made_from: Option<String>,
    status: StatusCode,
}

/// What an export did, by address.
#[derive(Debug, Default)]
pub struct Report {
    /// Those whose file is new or other than it was.
    pub written: Vec<String>,
    /// Those that lead nowhere any more.
    pub removed: Vec<String>,
    /// How many are as they were.
    pub same: usize,
}

/// Writes to `folder` the public site at this moment, `site` being where it was built. Who stands no longer goes first, then
/// what names many is written, then each one. A file is put in its place whole.
///
/// # Errors
/// When the folder holds something else, cannot be written, or an address does not answer as it should; what was written
/// until then is right, and the next export goes on.
pub async fn export(app: &web::Data<App>, site: &Path, folder: &Path) -> anyhow::Result<Report> {
    let before = manifest(folder)?;
    let snapshot = app.published();
    let edition = edition(app, site)?;
    let mut wanted = of_many(app, &snapshot).await?;
    wanted.extend(of_each(&snapshot, &edition));
    let mut report = Report::default();
    let mut now: Manifest = BTreeMap::new();

    let assets = assets(&site.join("public"))?;
    let files: BTreeSet<&str> =
        wanted.iter().map(|wanted| wanted.file.as_str()).chain(assets.keys().map(String::as_str)).collect();
    for file in before.keys().filter(|file| !files.contains(file.as_str())) {
        remove(folder, file)?;
        report.removed.push(address_of(file));
    }
    for (file, from) in &assets {
        let bytes = fs::read(from).with_context(|| from.display().to_string())?;
        let written = put(folder, (file, None), &bytes, &before, &mut report)?;
        now.insert(file.clone(), written);
    }

    let service = init_service(Service::new().configure(|config| routes::configure(config, app, site))).await;
    let ask = async |wanted: Wanted| {
        let answer = service.call(TestRequest::with_uri(&wanted.address).to_request()).await;
        let answer = answer.map_err(|error| anyhow::anyhow!("{}: {error}", wanted.address))?;
        if answer.status() != wanted.status {
            bail!("{} answered {}", wanted.address, answer.status());
        }
        let bytes = try_read_body(answer).await.map_err(|error| anyhow::anyhow!("{}: {error:?}", wanted.address))?;
        Ok((wanted, bytes))
    };
    let (due, same): (Vec<Wanted>, Vec<Wanted>) = wanted.into_iter().partition(|wanted| {
        let earlier = before.get(&wanted.file);
        let is_as_before =
            earlier.is_some_and(|earlier| earlier.made_from.is_some() && earlier.made_from == wanted.made_from);
        !is_as_before || !folder.join(&wanted.file).is_file()
    });
    report.same += same.len();
    now.extend(
        same.into_iter().filter_map(|wanted| before.get(&wanted.file).map(|earlier| (wanted.file, earlier.clone()))),
    );
    let mut answers = stream::iter(due).map(&ask).buffered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        let (wanted, bytes) = answer?;
        let written = put(folder, (&wanted.file, wanted.made_from), &bytes, &before, &mut report)?;
        now.insert(wanted.file, written);
    }
    write(&folder.join(MANIFEST), &serde_json::to_vec(&now)?)?;
    Ok(report)
}

/// What is in the folder since the last export; nothing in one that is new.
fn manifest(folder: &Path) -> anyhow::Result<Manifest> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    match fs::read(folder.join(MANIFEST)) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("{MANIFEST} in {}", folder.display())),
        Err(_) if fs::read_dir(folder)?.next().is_none() => Ok(BTreeMap::new()),
        Err(_) => bail!("{} holds something that is no export of this program: give an empty folder", folder.display()),
    }
}

/// What every page is made from besides what is public: when it changes, everything is written anew.
fn edition(app: &App, site: &Path) -> anyhow::Result<String> {
    let program = fs::metadata(std::env::current_exe()?)?;
    let head = fs::read(site.join("public/index.html")).context("the public site is not built")?;
    let parts = serde_json::to_vec(&(
        &app.desk.config.election,
        &app.public_address,
        &app.asks,
        program.len(),
        program.modified()?,
    ))?;
    Ok(hex(&Sha256::digest([parts, head].concat())))
}

/// Pages, lists and files that name many.
async fn of_many(app: &App, snapshot: &Arc<Snapshot>) -> anyhow::Result<Vec<Wanted>> {
    let election = &app.desk.config.election;
    let mut pages: BTreeSet<String> = Place::always().iter().map(Place::address).collect();
    let facets = snapshot.list(&CardQuery::default()).facets;
    let narrowed = facets.iter().filter(|facet| matches!(facet.filter, Filter::Office | Filter::Nominator));
    let narrowed = narrowed.flat_map(|facet| facet.options.iter().map(|option| (facet.filter, &option.key)));
    let narrowed = narrowed.map(|(filter, key)| Asked::only(filter, key));
    for asked in std::iter::once(Asked::default()).chain(narrowed) {
        let cards = snapshot.list(&asked.query);
        let last = cards.total.div_ceil(cards.size).max(1);
        let page = |page| list_address(&asked.with(|asked| asked.query.page = Some(page).filter(|page| *page > 1)));
        pages.extend((1..=last).map(page));
    }
    for address in contest_addresses(election) {
        pages.extend([format!("/incrustar{address}"), format!("{address}/cuadernillo"), address]);
    }
    let mut wanted: Vec<Wanted> = pages.into_iter().map(Wanted::page).collect();
    wanted.push(Wanted {
        file: "404.html".to_owned(),
        status: StatusCode::NOT_FOUND,
        ..Wanted::page(Place::Missing.address())
    });
    let read = identity(app).await?;
    let tables = figures::statistics(&app.desk.config, snapshot.all(), read.as_deref()).tables;
    let tables = tables.iter().map(|table| from_root(&addresses::statistics_csv(&table.key)));
    let files = guide::open_files().into_iter().map(|file| file.address);
    let machines = ["/robots.txt", "/sitemap.xml", "/incrustar.js"].map(str::to_owned);
    let parts = (1..=sitemap_parts(app)).map(|part| format!("/sitemap-{part}.xml"));
    wanted.extend(tables.chain(files).chain(machines).chain(parts).map(Wanted::file));
    wanted.push(Wanted::file(from_root(addresses::site_card())));
    Ok(wanted)
}

/// The pages, papers and photographs of each candidacy.
fn of_each<'a>(snapshot: &'a Snapshot, edition: &'a str) -> impl Iterator<Item = Wanted> + 'a {
    snapshot.all().flat_map(move |profile| {
        let slug = &profile.card.slug;
        let made_from = snapshot.stamp(slug).map(|stamp| format!("{stamp}{edition}"));
        let page = profile_address(slug);
        let pages = [format!("{page}/contacto"), format!("/incrustar{page}"), page];
        let kinds = [addresses::contact, addresses::sheet, addresses::share_card, addresses::page_code];
        let files = kinds.map(|address| from_root(&address(slug)));
        let own = pages.map(Wanted::page).into_iter().chain(files.map(Wanted::file));
        let photos = profile.published.iter().flat_map(|published| published.photos.values().cloned());
        let own = own.map(move |wanted| Wanted { made_from: made_from.clone(), ..wanted });
        // A photograph's name is its content's.
        own.chain(photos.map(|photo| Wanted { made_from: Some(photo.clone()), ..Wanted::file(photo) }))
            .collect::<Vec<_>>()
    })
}

impl Wanted {
    /// A page: in a folder of its own, as its index.
    fn page(address: String) -> Self {
        let file = format!("{}/index.html", address.trim_end_matches('/')).trim_start_matches('/').to_owned();
        Self { address, file, made_from: None, status: StatusCode::OK }
    }

    /// A file at its own address.
    fn file(address: String) -> Self {
        Self { file: address.trim_start_matches('/').to_owned(), address, made_from: None, status: StatusCode::OK }
    }
}

/// The built styles and program of the public site, by file of the folder.
fn assets(built: &Path) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let mut assets = BTreeMap::new();
    for entry in fs::read_dir(built).with_context(|| built.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| *name != "index.html");
        if let Some(name) = name.filter(|_| path.is_file()) {
            assets.insert(format!("site/public/{name}"), path);
        }
    }
    Ok(assets)
}

/// Puts a file in its place, unless it is there as it should be, and says what is to be known of it.
fn put(
    folder: &Path,
    (file, made_from): (&str, Option<String>),
    bytes: &[u8],
    before: &Manifest,
    report: &mut Report,
) -> anyhow::Result<Written> {
    let path = folder.join(file);
    let written = Written { made_from, digest: hex(&Sha256::digest(bytes)) };
    if before.get(file).is_some_and(|earlier| earlier.digest == written.digest) && path.is_file() {
        report.same += 1;
    } else {
        write(&path, bytes)?;
        report.written.push(address_of(file));
    }
    Ok(written)
}

/// Writes a file beside its place and moves it there.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = path.with_added_extension("part");
    let whole = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(&beside, bytes)?;
        fs::rename(&beside, path)
    };
    whole().with_context(|| path.display().to_string())
}

/// Takes a file away, and the folders that it leaves empty.
fn remove(folder: &Path, file: &str) -> anyhow::Result<()> {
    let path = folder.join(file);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context(path.display().to_string());
        }
        _ => {}
    }
    for parent in path.ancestors().skip(1).take_while(|parent| *parent != folder) {
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}

/// The address that a file answers.
fn address_of(file: &str) -> String {
    let page = file.strip_suffix("index.html").map(|folder| folder.trim_end_matches('/'));
    format!("/{}", page.unwrap_or(file))
}
