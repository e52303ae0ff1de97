//! The program's own settings: command line and environment. The election's data are another matter.

use std::{
    fs,
    io::Write as _,
    net::IpAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use domain::accounts::Role;
use ipnet::IpNet;
use store::db::Patience;

use crate::{
    http::{connections::Most, patience::LeastPace},
    limits::{FILES_IN_RESERVE, FILES_OF_A_DATABASE_CONNECTION},
};

/// How much the program forgives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Secrets are made on first use and kept in the data folder; cookies travel without TLS.
    Demo,
    /// Secrets must be given; cookies travel by TLS only.
    Production,
}

/// Settings every command shares.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// `sqlite:<file>` or `postgres://…`
    #[arg(long, env = "CONOCELES_DATABASE_URL", default_value = "sqlite:data/conoceles.sqlite", global = true)]
    pub database_url: String,
    /// Folder of uploaded files and, in demo mode, secrets
    #[arg(long, env = "CONOCELES_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// Folder of the election's data
    #[arg(long, env = "CONOCELES_ELECTION", default_value = "config/zacatecas-2024", global = true)]
    pub election: PathBuf,
    /// Folder of the built sites, `public`, `parties` and `institute`
    #[arg(long, env = "CONOCELES_SITE", default_value = "dist", global = true)]
    pub site: PathBuf,
    /// Demo or production
    #[arg(long, env = "CONOCELES_MODE", value_enum, default_value = "demo", global = true)]
    pub mode: Mode,
    /// File with 32 bytes in hexadecimal that wrap every candidacy's key
    #[arg(long, env = "CONOCELES_MASTER_KEY_FILE", global = true)]
    pub master_key_file: Option<PathBuf>,
    /// File of the keys that sign access tokens, a line each: a name, a colon and 32 bytes in hexadecimal. The first one
    /// signs; the others still read, so that a new first line signs nobody out
    #[arg(long, env = "CONOCELES_TOKEN_KEY_FILE", global = true)]
    pub token_key_file: Option<PathBuf>,
    /// The address people open, as letters print it
    #[arg(long, env = "CONOCELES_PUBLIC_ADDRESS", default_value = "http://127.0.0.1:8080", global = true)]
    pub public_address: String,
    /// Whether the institute's accounts need a second factor; without it, in production mode
    #[arg(long, env = "CONOCELES_SECOND_FACTOR", global = true)]
    pub second_factor: Option<bool>,
    /// Addresses and networks of one's own proxies, with commas between them: whoever asks them is whom their
    /// X-Forwarded-For names last. docs/operators/proxies.md says how they are set up
    #[arg(long, env = "CONOCELES_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network, global = true)]
    pub trusted_proxies: Vec<IpNet>,
    /// The mail server, `smtps://user:password@host` or `smtp://user:password@host?tls=required`; without it mails are
    /// files in the data folder
    #[arg(long, env = "CONOCELES_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// Where the registry leaves its file, `https://user:password@host/path`, asked for every few minutes; without it,
    /// files come by hand or by messages
    #[arg(long, env = "CONOCELES_REGISTRY_URL", hide_env_values = true, global = true)]
    pub registry_url: Option<String>,
    /// Public requests a minute from one address; behind a proxy, see the setting about trusted proxies
    #[arg(long, env = "CONOCELES_PUBLIC_PER_MINUTE", default_value = "1200", global = true)]
    pub public_per_minute: NonZeroU32,
    /// Hours after which a file that nothing names, such as the photograph of an upload that was refused, is put aside; a
    /// day later it is taken away
    #[arg(long, env = "CONOCELES_ORPHANS_AFTER_HOURS", default_value_t = 72, global = true)]
    pub orphans_after_hours: u32,
    /// Public pages a minute from one address
    #[arg(long, env = "CONOCELES_PAGES_PER_MINUTE", default_value = "1200", global = true)]
    pub pages_per_minute: NonZeroU32,
    /// Acts a minute of one account, all of them at once if need be; all accounts together do as much as ten
    #[arg(long, env = "CONOCELES_ACTS_PER_MINUTE", default_value = "600", global = true)]
    pub acts_per_minute: NonZeroU32,
    /// Of them files, like photographs and spreadsheets
    #[arg(long, env = "CONOCELES_UPLOADS_PER_MINUTE", default_value = "60", global = true)]
    pub uploads_per_minute: NonZeroU32,
    /// Most connections at once; fewer where the system lets the program open fewer files. Beyond, the slowest is closed
    #[arg(long, env = "CONOCELES_CONNECTIONS", default_value = "4096", global = true)]
    pub connections: NonZeroUsize,
    /// Most of them from one address, but of trusted proxies, which have no limit of their own
    #[arg(long, env = "CONOCELES_CONNECTIONS_PER_ADDRESS", default_value = "256", global = true)]
    pub connections_per_address: NonZeroUsize,
    /// Seconds that are waited for a request or a reader; within each so many, as much has to come or go as the setting
    /// about the least pace says
    #[arg(long, env = "CONOCELES_PATIENCE_SECONDS", default_value = "30", global = true)]
    pub patience_seconds: NonZeroU32,
    /// Bytes a second that have to come or go of what is waited for; a telephone on a bad network has twice as many
    #[arg(long, env = "CONOCELES_LEAST_BYTES_PER_SECOND", default_value = "4000", global = true)]
    pub least_bytes_per_second: u32,
    /// Files of candidacies that are read at once, each by a process that may take 512 MB
    #[arg(long, env = "CONOCELES_FILES_AT_ONCE", default_value = "2", global = true)]
    pub files_at_once: NonZeroUsize,
    /// Files that may wait for their turn to be read; whoever brings one more is told to come back
    #[arg(long, env = "CONOCELES_FILES_WAITING", default_value_t = 20, global = true)]
    pub files_waiting: usize,
    /// What is started to read a file, where this program is not the one that serves: in tests
    #[arg(skip)]
    pub program: Option<PathBuf>,
    /// Tables, and papers, of what is public that are written at once; acts have their own turns
    #[arg(long, env = "CONOCELES_HEAVY_AT_ONCE", default_value = "2", global = true)]
    pub heavy_at_once: NonZeroUsize,
    /// How many more may wait for their turn; whoever asks for another is told to come back in a few seconds
    #[arg(long, env = "CONOCELES_HEAVY_WAITING", default_value_t = 32, global = true)]
    pub heavy_waiting: usize,
    /// Megabytes of tables that are kept for whoever asks the same
    #[arg(long, env = "CONOCELES_HEAVY_KEPT_MB", default_value_t = 64, global = true)]
    pub heavy_kept_mb: u64,
    /// Connections to the database
    #[arg(long, env = "CONOCELES_DATABASE_CONNECTIONS", default_value_t = 8, global = true)]
    pub database_connections: u32,
    /// Seconds to wait for a connection to the database; after three times as many without a sign of PostgreSQL, one that
    /// is in use is given up
    #[arg(long, env = "CONOCELES_DATABASE_CONNECT_SECONDS", default_value_t = 5, global = true)]
    pub database_connect_seconds: u32,
    /// Seconds that one statement may take; on PostgreSQL
    #[arg(long, env = "CONOCELES_DATABASE_STATEMENT_SECONDS", default_value_t = 30, global = true)]
    pub database_statement_seconds: u32,
    /// Seconds that an act waits for its turn to write
    #[arg(long, env = "CONOCELES_DATABASE_LOCK_SECONDS", default_value_t = 10, global = true)]
    pub database_lock_seconds: u32,
}

/// The secrets a running program holds.
pub struct Secrets {
    /// Wraps the candidacies' keys.
    pub master: [u8; 32],
    /// Sign access tokens, the first one, and read them, all.
    pub tokens: Vec<TokenKey>,
}

/// A key that signs access tokens.
pub struct TokenKey {
    /// Its name, which travels with what it signs.
    pub id: String,
    /// 32 secret bytes.
    pub secret: [u8; 32],
}

impl Settings {
    /// Whether the institute's accounts need a second factor.
    #[must_use]
    pub fn needs_factor(&self) -> bool {
        self.second_factor.unwrap_or(self.mode == Mode::Production)
    }

    /// For a program that asks itself, as often as it needs.
    #[must_use]
    pub fn without_pace(&self) -> Self {
        Self {
            public_per_minute: NonZeroU32::MAX,
            pages_per_minute: NonZeroU32::MAX,
            heavy_waiting: usize::MAX,
            ..self.clone()
        }
    }

    /// The least pace of what is waited for.
    pub(crate) fn least_pace(&self) -> LeastPace {
        LeastPace {
            each: Duration::from_secs(self.patience_seconds.get().into()),
            bytes: u64::from(self.patience_seconds.get()) * u64::from(self.least_bytes_per_second),
        }
    }

    /// How many connections may be open, where so many files may be.
    ///
    /// # Errors
    /// When they are too few to serve anybody.
    pub(crate) fn connections(&self, files: usize) -> anyhow::Result<Most> {
        let of_database = FILES_OF_A_DATABASE_CONNECTION * self.database_connections as usize;
        let free = files.saturating_sub(FILES_IN_RESERVE + of_database);
        if free < 32 {
            bail!("{files} files may be open: too few to serve anybody; raise the limit (ulimit -n)");
        }
        Ok(Most { all: free.min(self.connections.get()), of_a_line: self.connections_per_address.get() })
    }

    /// The folders that this program writes in: of files, and of a database that is a file.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let mut all = vec![self.data_dir.clone()];
        if let Some(parent) = self.database_url.strip_prefix("sqlite:").and_then(|file| Path::new(file).parent()) {
            all.push(if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() });
        }
        all.dedup();
        all
    }

    /// How long the database may keep somebody waiting.
    #[must_use]
    pub fn patience(&self) -> Patience {
        let seconds = |number: u32| Duration::from_secs(number.into());
        Patience {
            connect: seconds(self.database_connect_seconds.max(1)),
            statement: seconds(self.database_statement_seconds),
            lock: seconds(self.database_lock_seconds.max(1)),
        }
    }

    /// The secrets: given in files, or made once in demo mode.
    ///
    /// # Errors
    /// When a file is missing, or does not hold keys.
    pub fn secrets(&self) -> anyhow::Result<Secrets> {
        let master = self.secret(self.master_key_file.as_deref(), "master.key", "CONOCELES_MASTER_KEY_FILE")?;
        let tokens = self.secret(self.token_key_file.as_deref(), "token.key", "CONOCELES_TOKEN_KEY_FILE")?;
        let master = key(master.trim()).context("the master key must be 64 hexadecimal digits")?;
        let lines = tokens.lines().map(str::trim).filter(|line| !line.is_empty());
        let tokens: Option<Vec<TokenKey>> = lines
            .map(|line| {
                let (id, digits) = line.split_once(':').unwrap_or(("1", line));
                key(digits.trim()).map(|secret| TokenKey { id: id.trim().to_owned(), secret })
            })
            .collect();
        let tokens = tokens.filter(|keys| !keys.is_empty());
        Ok(Secrets {
            master,
            tokens: tokens.context("each token key must be a name, a colon and 64 hexadecimal digits")?,
        })
    }

    fn secret(&self, given: Option<&Path>, name: &str, variable: &str) -> anyhow::Result<String> {
        let path = match (given, self.mode) {
            (Some(path), _) => path.to_owned(),
            (None, Mode::Production) => bail!("production mode needs {variable}: a file with a secret of its own"),
            (None, Mode::Demo) => self.made_once(name)?,
        };
        if self.mode == Mode::Production && path.starts_with(self.data_dir.join("demo-secrets")) {
            bail!("{} was made for a demo; production mode needs a secret of its own", path.display());
        }
        fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    }

    fn made_once(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.data_dir.join("demo-secrets");
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let path = folder.join(name);
        if !path.exists() {
            let mut bytes = [0_u8; 32];
            getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path).with_context(|| format!("making {}", path.display()))?;
            file.write_all(domain::text::hex(&bytes).as_bytes())?;
            // What is sealed with it must not outlive it: it is on the disk with its name before it is used.
            file.sync_all()?;
            for folder in [&folder, &self.data_dir] {
                fs::File::open(folder)?.sync_all()?;
            }
        }
        Ok(path)
    }
}

/// 32 bytes in hexadecimal.
fn key(digits: &str) -> Option<[u8; 32]> {
    domain::text::from_hex(digits)?.try_into().ok()
}

/// Reads an address, or a network with the number of its first bits.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.map_err(|_| format!("{text} is no address and no network: 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32"))
}

/// Reads a role's code on the command line.
///
/// # Errors
/// The codes there are.
pub fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| format!("use one of: {}", Role::ALL.map(Role::code).join(", ")))
}
