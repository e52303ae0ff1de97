//! A whole server for one test, with people to act in it and a clock that does not wait.

mod answers;
mod client;
mod mirror;
mod people;
mod registry;
mod service;
mod template;
mod whole;

use domain::time::{Date, TimeDelta, Timestamp};
use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Barrier, Mutex},
    thread,
};

use actix_web::{test, web};
use casework::act::NoPermit;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection, connection::SimpleConnection};
use public::snapshot::Sources;
use server::{
    App,
    operation::export::{Report, export},
    settings::{Mode, Settings},
};
use uuid::Uuid;

use crate::service::Door;

pub use answers::{
    SIGNED, answer, complete, complete_with, consent, consent_form, control, part, photograph, remark, replying, said,
    text,
};
pub use client::{Answer, File, On, Person, SignedMessage, Typed, UNDERSTOOD};
pub use mirror::Mirror;
pub use people::{Party, because};
pub use registry::{ROWS, demo, registry, registry_with, registry_without, row, rows, substitute_of};
pub use whole::{Reply, Whole};

/// Runs one journey on both databases, as two tests.
#[macro_export]
macro_rules! on_both {
    ($($journey:ident),+ $(,)?) => {
        mod sqlite {
            $(#[actix_web::test] async fn $journey() { super::$journey($crate::House::on_sqlite()).await; })+
        }
        mod postgres {
            $(#[actix_web::test] async fn $journey() { super::$journey($crate::House::on_postgres()).await; })+
        }
    };
}

/// The password everybody in a test uses.
pub const PASSWORD: &str = "una frase de prueba";

/// A server with its own database and folder.
pub struct House {
    /// What its routes share.
    pub app: web::Data<App>,
    /// Where its database is.
    pub url: String,
    clock: Arc<Mutex<Timestamp>>,
    settings: Settings,
    folder: Arc<tempfile::TempDir>,
    door: Rc<Door>,
}

/// A moment: `2024-04-17T05:59:59Z`.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// A day: `2024-04-17`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn start(settings: &Settings, clock: &Arc<Mutex<Timestamp>>) -> web::Data<App> {
    let read = Arc::clone(clock);
    web::Data::new(App::start(settings, Arc::new(move || *read.lock().expect("the clock"))).expect("a house"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The whole program as cargo built it for the tests, to be started as a process of its own.
///
/// # Panics
/// When it is not there.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own file");
    let program = test.ancestors().nth(2).expect("the folder of what was built").join("conoceles-whole");
    assert!(program.exists(), "{} is built with the tests", program.display());
    program
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        if entry.file_type().expect("a kind").is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

impl House {
    /// A house on the embedded default.
    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("house.sqlite");
        template::copy_sqlite(&path);
        Self::build(folder, format!("sqlite:{}", path.display()))
    }

    /// A house on a PostgreSQL database of its own.
    pub fn on_postgres() -> Self {
        let server = std::env::var("CONOCELES_TEST_POSTGRES")
            .expect("CONOCELES_TEST_POSTGRES must be postgres://user:password@host:port; scripts/test sets it");
        let name = format!("house_{}", Uuid::now_v7().simple());
        template::copy_postgres(&server, &name);
        Self::build(tempfile::tempdir().expect("a folder"), format!("{server}/{name}"))
    }

    /// The same house after its settings changed.
    fn opened_again(mut self) -> Self {
        self.app = self.another();
        self.door.open(self.app.clone());
        self
    }

    /// Another house, empty, on the same kind of database.
    pub fn sibling(&self) -> Self {
        if self.url.starts_with("sqlite:") { Self::on_sqlite() } else { Self::on_postgres() }
    }

    /// The same house, where the institute's accounts need a second factor.
    pub fn needing_factor(self) -> Self {
        Self::open(self.folder, self.url, Some(true))
    }

    /// A house that an earlier version left, at that moment.
    pub fn left_by(folder: tempfile::TempDir, url: String, now: Timestamp) -> Self {
        let house = Self::build(folder, url);
        *house.clock.lock().expect("the clock") = now;
        house
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn build(folder: tempfile::TempDir, url: String) -> Self {
        Self::open(Arc::new(folder), url, None)
    }

    fn open(folder: Arc<tempfile::TempDir>, url: String, second_factor: Option<bool>) -> Self {
        let clock = Arc::new(Mutex::new(at("2024-04-01T16:00:00Z")));
        let settings = Settings {
            database_url: url.clone(),
            data_dir: folder.path().to_owned(),
            election: root().join("config/zacatecas-2024"),
            site: folder.path().join("no-site"),
            mode: Mode::Demo,
            master_key_file: None,
            token_key_file: None,
            smtp_url: None,
            registry_url: None,
            heavy_at_once: NonZeroUsize::MIN,
            heavy_waiting: 32,
            heavy_kept_mb: 64,
            database_connections: 3,
            database_connect_seconds: 5,
            database_statement_seconds: 30,
            database_lock_seconds: 10,
            orphans_after_hours: 72,
            public_address: "https://conoceles.ejemplo.mx".into(),
            second_factor,
            public_per_minute: NonZeroU32::MAX,
            pages_per_minute: NonZeroU32::MAX,
            acts_per_minute: NonZeroU32::MAX,
            uploads_per_minute: NonZeroU32::MAX,
            connections: NonZeroUsize::MAX,
            connections_per_address: NonZeroUsize::MAX,
            patience_seconds: NonZeroU32::MAX,
            least_bytes_per_second: 1,
            trusted_proxies: Vec::new(),
            files_at_once: NonZeroUsize::new(2).expect("a number"),
            files_waiting: 20,
            program: Some(program()),
        };
        let app = start(&settings, &clock);
        let door = Door::new(app.clone(), settings.site.clone());
        Self { app, url, clock, settings, folder, door }
    }

    /// Another server on the same database and folder, with the same clock.
    pub fn another(&self) -> web::Data<App> {
        start(&self.settings, &self.clock)
    }

    /// Writes the public site as files, whose questions go to another site or nowhere.
    pub async fn export(&self, asks: Option<&str>, folder: &Path) -> anyhow::Result<Report> {
        let settings = self.settings.without_pace();
        let read = Arc::clone(&self.clock);
        let app = App::start(&settings, Arc::new(move || *read.lock().expect("the clock")))?;
        export(&web::Data::new(app.as_files(asks.map(str::to_owned))), &self.settings.site, folder).await
    }

    /// The same house, entered by another server.
    pub fn beside(&self) -> Self {
        let (clock, settings) = (Arc::clone(&self.clock), self.settings.clone());
        let (app, url, folder) = (self.another(), self.url.clone(), Arc::clone(&self.folder));
        let door = Door::new(app.clone(), settings.site.clone());
        Self { app, url, clock, settings, folder, door }
    }

    /// The same house, whose mails leave by a mail server.
    pub fn mailing_by(mut self, smtp_url: &str) -> Self {
        self.settings.smtp_url = Some(smtp_url.to_owned());
        self.opened_again()
    }

    /// The same house, which asks for the registry's file at an address.
    pub fn asking(mut self, url: &str) -> Self {
        self.settings.registry_url = Some(url.to_owned());
        self.opened_again()
    }

    /// The same house, where so many may wait for what takes long to write, and nothing of it is kept.
    pub fn with_a_short_line(mut self, waiting: usize) -> Self {
        (self.settings.heavy_waiting, self.settings.heavy_kept_mb) = (waiting, 0);
        self.opened_again()
    }

    /// The same house, where an act waits for no longer than a second for its turn to write.
    pub fn impatient(mut self) -> Self {
        self.settings.database_lock_seconds = 1;
        self.opened_again()
    }

    /// The same house, where an address may ask for so many public things, and as many pages, a minute, and an account do so
    /// many things.
    pub fn paced(mut self, a_minute: u32) -> Self {
        let a_minute = NonZeroU32::new(a_minute).expect("a number");
        self.settings.public_per_minute = a_minute;
        self.settings.pages_per_minute = a_minute;
        self.settings.acts_per_minute = a_minute;
        self.opened_again()
    }

    /// The same house behind proxies of its own, which speak to it from these addresses and networks.
    pub fn behind(mut self, proxies: &[&str]) -> Self {
        self.settings.trusted_proxies = proxies.iter().map(|network| network.parse().expect("a network")).collect();
        self.opened_again()
    }

    /// The same house as it runs for an election, with the secrets it was given as a demo.
    pub fn in_production(mut self) -> Self {
        let given = self.folder.path().join("given-secrets");
        copy_folder(&self.folder.path().join("demo-secrets"), &given);
        self.settings.mode = Mode::Production;
        self.settings.second_factor = Some(false);
        self.settings.master_key_file = Some(given.join("master.key"));
        self.settings.token_key_file = Some(given.join("token.key"));
        self.opened_again()
    }

    /// The same house with other words in a file of the election.
    pub fn configured(mut self, file: &str, from: &str, to: &str) -> Self {
        let election = self.folder.path().join("election");
        if self.settings.election != election {
            copy_folder(&self.settings.election, &election);
        }
        let text = std::fs::read_to_string(election.join(file)).expect("a file of the election");
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(election.join(file), text.replace(from, to)).expect("written");
        self.settings.election = election;
        self.opened_again()
    }

    /// Runs SQL with the program's own rights on the program's own database.
    pub fn sql(&self, sql: &str) -> Result<(), String> {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => SqliteConnection::establish(path).expect("a connection").batch_execute(sql),
            None => PgConnection::establish(&self.url).expect("a connection").batch_execute(sql),
        }
        .map_err(|error| error.to_string())
    }

    /// How many rows a query counts: `SELECT count(*) AS count FROM …`.
    pub fn count(&self, sql: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Counted {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        let counted: Counted = match self.url.strip_prefix("sqlite:") {
            Some(path) => {
                let mut conn = SqliteConnection::establish(path).expect("a connection");
                diesel::sql_query(sql).get_result(&mut conn)
            }
            None => diesel::sql_query(sql).get_result(&mut PgConnection::establish(&self.url).expect("a connection")),
        }
        .expect("a count");
        counted.count
    }

    /// Runs the jobs whose time it is.
    pub fn run_jobs(&self) {
        server::operation::jobs::run_due(&self.app).expect("jobs");
    }

    /// Two servers look at the same moment for jobs whose time it is.
    pub fn run_jobs_of_two(&self) {
        let together = Barrier::new(2);
        let servers = [self.app.clone(), self.another()].map(web::Data::into_inner);
        thread::scope(|scope| {
            for app in &servers {
                scope.spawn(|| {
                    together.wait();
                    server::operation::jobs::run_due(app).expect("jobs");
                });
            }
        });
    }

    /// Where mails are put that no mail server takes.
    pub fn mail_folder(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Those mails, in no order.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        let files = std::fs::read_dir(self.mail_folder()).expect("the folder of mails");
        files.map(|file| std::fs::read(file.expect("a file").path()).expect("a mail")).collect()
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        *self.clock.lock().expect("the clock") += time;
    }

    /// Anybody, who signed in nowhere.
    pub fn citizen(&self) -> Person {
        Person::new(Rc::clone(&self.door), None, None)
    }

    /// A program with a key.
    pub fn program(&self, key: &str) -> Person {
        self.citizen().bearing(key)
    }

    /// Sends any request as it would come over the network.
    pub async fn send(&self, request: test::TestRequest) -> Answer {
        self.door.send(request).await
    }

    /// How many stand, as anybody reads it.
    pub async fn total(&self) -> usize {
        self.citizen().list_public_candidacies("").await.ok().total
    }

    /// The end of the activity log: its last place and hash.
    pub fn head(&self) -> (i64, String) {
        store::log::head(&mut self.app.db.conn().expect("a connection")).expect("a head")
    }

    /// What differs between what the public reads and what would be built from the database now.
    pub fn difference_from_built(&self) -> Option<String> {
        let built = self
            .app
            .read(&NoPermit, |act| {
                let (config, master) = (&act.desk.config, &act.desk.master);
                Ok(public::snapshot::build(Sources { conn: act.conn, config, master }))
            })
            .expect("read")
            .expect("built");
        self.app.published().difference(&built)
    }

    /// Puts a public site of one page where the server looks for it.
    pub fn build_site(&self) {
        let folder = self.settings.site.join("public");
        std::fs::create_dir_all(&folder).expect("a folder");
        let page = "<!doctype html><html><head><link rel=\"stylesheet\" href=\"/site/public/base.css\">\
                    <script type=\"module\">import '/site/public/public.js';</script></head><body></body></html>";
        for (name, text) in [("index.html", page), ("base.css", "main {}"), ("public.js", "")] {
            std::fs::write(folder.join(name), text).expect("written");
        }
        self.door.make_anew();
    }

    /// A page of the site, as a browser asks for it.
    pub async fn page(&self, path: &str) -> Answer {
        self.send(test::TestRequest::with_uri(path)).await
    }
}
