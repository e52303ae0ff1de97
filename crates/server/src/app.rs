//! What the routes share: the desk, the database, the files, the public snapshot and the clock.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use actix_web::web;
use anyhow::Context as _;
use arc_swap::{ArcSwap, Guard};
use casework::{
    Error,
    act::{Act, By, NoPermit},
    capture::advice::Advisor,
    desk::Desk,
    session::keep_refusals,
};
use domain::time::Timestamp;
use parking_lot::{FairMutex, FairMutexGuard};
use public::snapshot::{self, Changes, Snapshot, Sources};
use store::{
    StoreError,
    db::{Conn, Db, write},
    files::Files,
    profiles, public_changes,
    seal::MasterKey,
};
use url::Url;
use uuid::Uuid;

use crate::{
    http::{
        asker::TrustedProxies,
        password_pool::Weighing,
        patience::LeastPace,
        problem::Failure,
        rate_limit::{ActsByAccount, Pace},
        response_cache::Answers,
    },
    limits::HEALTH_A_MINUTE,
    operation::{mail::Post, readiness::Readiness, registry_address::RegistryAddress},
    public::{heavy::Heavy, memory, pages::cache::Pages, paper_cache::Papers},
    sandbox::{Layers, Sandbox},
    session::{devices::Devices, refusals::Refusals, throttle::Throttle, tokens::Tokens},
    settings::{Mode, Settings},
};

/// What time it is; a test's own clock does not wait.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What time it is by this machine's clock.
#[must_use]
pub fn clock() -> Timestamp {
    SystemTime::UNIX_EPOCH.elapsed().ok().and_then(Timestamp::after_epoch).unwrap_or_default()
}

/// How far the public snapshot has come.
struct Refreshed {
    /// Up to which place of the log everything public is in it.
    seen: i64,
    /// The one whose changes were told to whoever keeps a copy; none before the first time.
    told: Option<Arc<Snapshot>>,
    /// The one before: let go here, where blocking is allowed, instead of by the last of those who are reading it.
    before: Option<Arc<Snapshot>>,
}

/// Everything the routes share.
pub struct App {
    /// The desk every act is done at.
    pub desk: Desk,
    /// The database.
    pub db: Db,
    /// Uploaded files.
    pub files: Files,
    /// How much it forgives.
    pub mode: Mode,
    /// How old a file has to be that nothing names before it is put aside.
    pub(crate) orphans_after: Duration,
    /// Whether the institute's accounts need a second factor.
    pub needs_factor: bool,
    /// The address people open, `https://conoceles.example.mx`.
    pub public_address: String,
    /// The same as browsers write it of their pages.
    pub(crate) origin: String,
    /// Where the public pages send their forms: nothing before their paths, but in a copy of the site as files.
    pub(crate) asks: Option<String>,
    /// What it calls itself among the servers of one database.
    pub(crate) name: String,
    pub(crate) pages: Pages,
    pub(crate) answers: Answers,
    pub(crate) post: Post,
    pub(crate) registry: Option<RegistryAddress>,
    stopping: AtomicBool,
    pub(crate) throttle: Throttle,
    pub(crate) devices: Devices,
    pub(crate) refusals: Refusals,
    /// Whose word on who asks is taken.
    pub(crate) proxies: TrustedProxies,
    pub(crate) tokens: Tokens,
    clock: Clock,
    snapshot: ArcSwap<Snapshot>,
    /// Whose turn it is to look for changes.
    refreshing: Mutex<Refreshed>,
    /// Whose turn it is to write, in the order they came: the database lets one write at a time, and would let those who
    /// wait try again and again by chance, each with a connection in hand.
    turn: FairMutex<()>,
    /// How long for: a database that fell silent in the middle of an act must not keep all others waiting.
    turn_within: Duration,
    pub(crate) readiness: Readiness,
    /// Where everything is kept that is not in the database, and the database too where it is a file.
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) weighing: Weighing,
    pub(crate) advisor: Advisor,
    pub(crate) figures: memory::Figures,
    pub(crate) open_data: memory::OpenData,
    pub(crate) public_pace: Pace,
    pub(crate) page_pace: Pace,
    pub(crate) health_pace: Pace,
    pub(crate) acts: ActsByAccount,
    /// The least pace at which bodies have to come and answers have to be read.
    pub(crate) least_pace: LeastPace,
    pub(crate) papers: Papers,
    pub(crate) sandbox: Sandbox,
    pub(crate) heavy: Heavy,
}

/// The election and its database, brought up to date.
fn open_desk(settings: &Settings, master: [u8; 32]) -> anyhow::Result<(Desk, Db)> {
    let configuration = config::load(&settings.election).map_err(|faults| {
        let messages: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the configuration in {} has faults:\n{}", settings.election.display(), messages.join("\n"))
    })?;
    let db = Db::open(&settings.database_url, settings.database_connections, settings.patience())?;
    db.migrate()?;
    let desk = Desk { config: configuration, master: MasterKey::new(master) };
    let version = desk.config.questionnaire_version();
    if let Some(other) = profiles::other_questionnaire(&mut *db.conn()?, &version)? {
        anyhow::bail!(
            "profiles in the database answer the questionnaires {other}, and {} has {version}: an election's \
             questionnaires do not change once somebody answered them",
            settings.election.display()
        );
    }
    let sealed = desk.seal_older(&mut *db.conn()?)?;
    if sealed > 0 {
        tracing::info!(candidacies = sealed, "what an earlier version left in the clear was sealed");
    }
    Ok((desk, db))
}

impl App {
    /// Reads the election, opens the database, brings it up to date and builds the public snapshot.
    ///
    /// # Errors
    /// Every fault of the configuration; what the database or the secrets lack.
    pub fn start(settings: &Settings, clock: Clock) -> anyhow::Result<Self> {
        let secrets = settings.secrets()?;
        let origin = Url::parse(&settings.public_address).map(|address| address.origin().ascii_serialization());
        let origin = origin.with_context(|| format!("{} is no address that people open", settings.public_address))?;
        std::fs::create_dir_all(&settings.data_dir)?;
        let (desk, db) = open_desk(settings, secrets.master)?;
        let advisor = Advisor::new(&desk);
        let snapshot = snapshot::build(Sources { conn: &mut *db.conn()?, config: &desk.config, master: &desk.master })?;
        let post = Post::new(
            &desk.config.election,
            settings.smtp_url.as_deref(),
            settings.mode == Mode::Production,
            &settings.data_dir.join("mail"),
        )?;
        let production = settings.mode == Mode::Production;
        let registry = settings.registry_url.as_deref().map(|url| RegistryAddress::new(url, production)).transpose()?;
        let app = Self {
            desk,
            db,
            files: Files::in_folder(&settings.data_dir.join("files"))?,
            mode: settings.mode,
            orphans_after: Duration::from_secs(u64::from(settings.orphans_after_hours) * 3_600),
            needs_factor: settings.needs_factor(),
            public_address: settings.public_address.trim_end_matches('/').to_owned(),
            origin,
            asks: Some(String::new()),
            name: Uuid::now_v7().to_string(),
            pages: Pages::new(),
            answers: Answers::new(),
            post,
            registry,
            stopping: AtomicBool::new(false),
            throttle: Throttle::new(),
            devices: Devices::new(&secrets.tokens),
            refusals: Refusals::default(),
            proxies: TrustedProxies::new(settings.trusted_proxies.clone()),
            tokens: Tokens::new(&secrets.tokens),
            clock,
            refreshing: Mutex::new(Refreshed { seen: snapshot.seq, told: None, before: None }),
            snapshot: ArcSwap::from_pointee(snapshot),
            turn: FairMutex::new(()),
            turn_within: settings.patience().lock,
            readiness: Readiness::default(),
            folders: settings.folders(),
            weighing: Weighing::new()?,
            advisor,
            figures: memory::Figures::default(),
            open_data: memory::OpenData::default(),
            public_pace: Pace::new("public", settings.public_per_minute),
            page_pace: Pace::new("pages", settings.pages_per_minute),
            health_pace: Pace::new("health", HEALTH_A_MINUTE),
            acts: ActsByAccount::new(settings.acts_per_minute, settings.uploads_per_minute),
            least_pace: settings.least_pace(),
            papers: Papers::new(settings.heavy_at_once, settings.heavy_waiting),
            heavy: Heavy::new(settings.heavy_at_once, settings.heavy_waiting, settings.heavy_kept_mb << 20),
            sandbox: Sandbox::new(settings.program.clone(), settings.files_at_once, settings.files_waiting),
        };
        // Another configuration or version may show something else than was shown when the last one stopped.
        app.refresh()?;
        Ok(app)
    }

    /// What confines the processes that read files on this machine.
    ///
    /// # Errors
    /// When none can be started and confined.
    pub async fn confinement(&self) -> Result<Layers, Failure> {
        self.sandbox.layers().await
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What is public as files: questions that an address alone does not answer go to another site, or nowhere.
    #[must_use]
    pub fn as_files(self, asks: Option<String>) -> Self {
        Self { asks, ..self }
    }

    /// Lets no other work begin that nobody asked for.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// What the public may read at this moment; whoever keeps it for longer than an answer takes [`Guard::into_inner`].
    #[must_use]
    pub fn published(&self) -> Guard<Arc<Snapshot>> {
        self.snapshot.load()
    }

    /// Runs `work` in one transaction, then brings the public snapshot up to date before anybody is answered.
    ///
    /// # Errors
    /// What `work` refuses, or a failure of ours.
    pub fn act<P: By, T>(&self, by: &P, work: impl FnOnce(&mut Act<'_, P>) -> Result<T, Error>) -> Result<T, Error> {
        let outcome = {
            let _turn = self.turn()?;
            let mut conn = self.db.conn()?;
            write(&mut conn, |conn| work(&mut self.at_desk(conn, by)))?
        };
        self.refresh_or_tell();
        Ok(outcome)
    }

    /// Keeps the sign-ins that were refused since the last time.
    ///
    /// # Errors
    /// When the database fails: they are kept the next time.
    pub fn keep_refusals(&self) -> Result<(), Error> {
        let counted = self.refusals.take(self.now());
        if counted.is_empty() {
            return Ok(());
        }
        let kept = self.act(&NoPermit, |act| Ok(keep_refusals(act, &counted)?));
        if kept.is_err() {
            self.refusals.put_back(&counted);
        }
        kept
    }

    fn turn(&self) -> Result<FairMutexGuard<'_, ()>, StoreError> {
        let turn = self.turn.try_lock_for(self.turn_within);
        turn.ok_or_else(|| StoreError::Busy("the act before has not ended".into()))
    }

    /// What was committed was done, whatever happens now; the public snapshot is looked after again in a moment.
    pub(crate) fn refresh_or_tell(&self) {
        if let Err(error) = self.refresh() {
            tracing::error!(%error, "the public snapshot could not be brought up to date");
        }
    }

    /// Runs `work` of each item in a transaction of its own: one that is refused does not stop the others. The public
    /// snapshot is brought up to date once, before anybody is answered.
    pub fn act_each<P: By, I, T>(
        &self,
        by: &P,
        items: Vec<I>,
        work: impl Fn(&mut Act<'_, P>, &I) -> Result<T, Error>,
    ) -> Vec<(I, Result<T, Error>)> {
        let mut outcomes = Vec::new();
        for item in items {
            let outcome = self.turn().and_then(|turn| Ok((turn, self.db.conn()?))).map_err(Error::from);
            let outcome =
                outcome.and_then(|(_turn, mut conn)| write(&mut conn, |conn| work(&mut self.at_desk(conn, by), &item)));
            outcomes.push((item, outcome));
        }
        self.refresh_or_tell();
        outcomes
    }

    /// Runs `work`, which only reads, without holding anybody's turn to write.
    ///
    /// # Errors
    /// What `work` refuses, or a failure of ours.
    pub fn read<P: By, T>(&self, by: &P, work: impl FnOnce(&mut Act<'_, P>) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut self.at_desk(&mut *self.db.conn()?, by))
    }

    /// What an act works with, now.
    pub(crate) fn at_desk<'a, P>(&'a self, conn: &'a mut Conn, by: &'a P) -> Act<'a, P> {
        Act { conn, desk: &self.desk, by, now: self.now() }
    }

    /// Brings the snapshot up to date with what changed in public, in this process or another: only the candidacies that
    /// the log names are read again. Whoever reads meanwhile goes on with the one before.
    ///
    /// # Errors
    /// When the database fails; the next call tries again.
    pub fn refresh(&self) -> Result<(), public::Error> {
        let mut refreshed = self.refreshing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.look_for_changes(&mut refreshed)?;
        self.tell_changes(&mut refreshed)
    }

    fn look_for_changes(&self, refreshed: &mut Refreshed) -> Result<(), public::Error> {
        let mut conn = self.db.conn()?;
        let (head, changes) = snapshot::changes(&mut conn, refreshed.seen)?;
        let sources = Sources { conn: &mut conn, config: &self.desk.config, master: &self.desk.master };
        let next = match changes {
            Changes::Nothing => None,
            Changes::Of(ids) => Some(snapshot::refresh(sources, &self.snapshot.load(), head, &ids)?),
            Changes::Everything => Some(snapshot::build(sources)?),
        };
        if let Some(next) = next {
            refreshed.before = Some(self.snapshot.swap(Arc::new(next)));
        }
        refreshed.seen = head;
        Ok(())
    }

    /// Tells whoever keeps a copy of whom something else is shown. It is shown first, and told then: whoever is told reads
    /// it. Told by another server already, it is not told again.
    fn tell_changes(&self, refreshed: &mut Refreshed) -> Result<(), public::Error> {
        let shown = self.snapshot.load_full();
        if refreshed.told.as_ref().is_some_and(|told| Arc::ptr_eq(told, &shown)) {
            return Ok(());
        }
        let untold = public_changes::untold(&mut *self.db.conn()?, shown.shown_since(refreshed.told.as_deref()))?;
        if !untold.is_empty() {
            // No connection is held while this waits for its turn: whose turn it is may wait for one.
            let _turn = self.turn.lock();
            write(&mut *self.db.conn()?, |conn| public_changes::tell(conn, untold, self.now()))?;
        }
        refreshed.told = Some(shown);
        Ok(())
    }
}

/// Reads, where blocking is allowed, what needs no permission.
pub(crate) async fn read<T: Send + 'static>(
    app: web::Data<App>,
    work: impl FnOnce(&mut Act<'_, NoPermit>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    Ok(web::block(move || app.read(&NoPermit, work)).await??)
}

/// Does, where blocking is allowed, what needs no permission.
pub(crate) async fn act<T: Send + 'static>(
    app: web::Data<App>,
    work: impl FnOnce(&mut Act<'_, NoPermit>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    Ok(web::block(move || app.act(&NoPermit, work)).await??)
}
