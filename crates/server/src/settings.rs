//! The program's own settings: command line and environment. The election's data are another matter.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use domain::account::Role;

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
    /// Folder of the two built sites, `public` and `workspace`
    #[arg(long, env = "CONOCELES_SITE", default_value = "dist", global = true)]
    pub site: PathBuf,
    /// Demo or production
    #[arg(long, env = "CONOCELES_MODE", value_enum, default_value = "demo", global = true)]
    pub mode: Mode,
    /// File with 32 bytes in hexadecimal that wrap every candidacy's key
    #[arg(long, env = "CONOCELES_MASTER_KEY_FILE", global = true)]
    pub master_key_file: Option<PathBuf>,
    /// File with 32 bytes in hexadecimal that sign access tokens
    #[arg(long, env = "CONOCELES_TOKEN_KEY_FILE", global = true)]
    pub token_key_file: Option<PathBuf>,
    /// Connections to the database
    #[arg(long, env = "CONOCELES_DATABASE_CONNECTIONS", default_value_t = 8, global = true)]
    pub database_connections: u32,
}

/// The secrets a running program holds.
pub struct Secrets {
    /// Wraps the candidacies' keys.
    pub master: [u8; 32],
    /// Signs access tokens.
    pub token: [u8; 32],
}

impl Settings {
    /// The secrets: given in files, or made once in demo mode.
    ///
    /// # Errors
    /// When a file is missing or is not 32 bytes in hexadecimal.
    pub fn secrets(&self) -> anyhow::Result<Secrets> {
        Ok(Secrets {
            master: self.secret(self.master_key_file.as_deref(), "master.key", "CONOCELES_MASTER_KEY_FILE")?,
            token: self.secret(self.token_key_file.as_deref(), "token.key", "CONOCELES_TOKEN_KEY_FILE")?,
        })
    }

    fn secret(&self, given: Option<&Path>, name: &str, variable: &str) -> anyhow::Result<[u8; 32]> {
        let path = match (given, self.mode) {
            (Some(path), _) => path.to_owned(),
            (None, Mode::Production) => bail!("production mode needs {variable}: a file with 64 hexadecimal digits"),
            (None, Mode::Demo) => self.made_once(name)?,
        };
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        if self.mode == Mode::Production && path.starts_with(self.data_dir.join("demo-secrets")) {
            bail!("{} was made for a demo; production mode needs a secret of its own", path.display());
        }
        let digits = text.trim();
        let bytes: Option<Vec<u8>> = (0..digits.len())
            .step_by(2)
            .map(|at| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .with_context(|| format!("{} must hold 64 hexadecimal digits", path.display()))
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
            file.write_all(store::log::hex(&bytes).as_bytes())?;
        }
        Ok(path)
    }
}

/// Reads a role's code on the command line.
///
/// # Errors
/// The codes there are.
pub fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| format!("use one of: {}", Role::ALL.map(Role::code).join(", ")))
}
