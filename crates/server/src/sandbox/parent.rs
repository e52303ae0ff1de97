//! The server's side: starts a child for each file, a few at once, and waits for what it says no longer than it may take.

use std::{
    io,
    num::NonZeroUsize,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::capture::spreadsheet::Filled;
use contract::{photo::WIDTHS, problem::Problem};
use domain::refusal::Refusal;
use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    time::timeout,
};

use super::{
    Kind, Layers,
    answer::{self, LENGTH_MAX},
};
use crate::http::{problem::Failure, turns::Turns};

/// Longest that a file waits for its turn.
const WAIT: Duration = Duration::from_secs(10);
/// Longest that a child may take.
const READ: Duration = Duration::from_secs(20);
/// This very program, also after another version took its place on the disk.
const OWN: &str = "/proc/self/exe";
/// What a program takes from the system at once. By itself the allocator would take a gigabyte of addresses when it starts,
/// before the child limits what it may have.
const ALLOCATOR: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32MiB");

/// Where files are read.
pub(crate) struct Sandbox {
    program: PathBuf,
    turns: Turns,
}

impl Sandbox {
    /// A sandbox of so many children at once and so many files that wait; `program` is what is started instead of this
    /// program itself.
    pub(crate) fn new(program: Option<PathBuf>, at_once: NonZeroUsize, waiting: usize) -> Self {
        Self { program: program.unwrap_or_else(|| OWN.into()), turns: Turns::new(at_once, waiting) }
    }

    /// The encodings of a photograph, one for each of [`WIDTHS`].
    ///
    /// # Errors
    /// What a photograph is refused with; 503 where too many files wait.
    pub(crate) async fn photo(&self, file: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
        let texts: Vec<String> = self.read(Kind::Photo, file).await?;
        let sizes: Vec<Vec<u8>> = texts.iter().filter_map(|text| STANDARD.decode(text).ok()).collect();
        if sizes.len() == WIDTHS.len() { Ok(sizes) } else { Err(unreadable().into()) }
    }

    /// That a signed document is one.
    ///
    /// # Errors
    /// What a document is refused with; 503 where too many files wait.
    pub(crate) async fn document(&self, file: &[u8]) -> Result<(), Failure> {
        self.read(Kind::Document, file).await
    }

    /// What a filled spreadsheet says.
    ///
    /// # Errors
    /// What a spreadsheet is refused with; 503 where too many files wait.
    pub(crate) async fn spreadsheet(&self, file: &[u8]) -> Result<Filled, Failure> {
        self.read(Kind::Spreadsheet, file).await
    }

    /// What confines a child on this machine.
    ///
    /// # Errors
    /// When none can be started or confined.
    pub(crate) async fn layers(&self) -> Result<Layers, Failure> {
        self.read(Kind::Nothing, &[]).await
    }

    async fn read<T: DeserializeOwned>(&self, kind: Kind, file: &[u8]) -> Result<T, Failure> {
        let _turn = timeout(WAIT, self.turns.take()).await.ok().and_then(Result::ok).ok_or_else(busy)?;
        match timeout(READ, self.ask_child(kind, file)).await {
            Ok(Ok((said, ended))) => match answer::read(&said) {
                Ok(found) => Ok(found?),
                Err(error) => {
                    tracing::warn!(?kind, bytes = file.len(), %ended, %error, "a child ended without an answer");
                    Err(unreadable().into())
                }
            },
            Ok(Err(error)) => {
                tracing::error!(%error, "no child could be started to read a file");
                Err(busy())
            }
            Err(_) => {
                tracing::warn!(?kind, bytes = file.len(), "a child took too long and was ended");
                Err(busy())
            }
        }
    }

    /// Gives a file to a child and waits for what it says and how it ended. Whoever stops waiting ends the child.
    async fn ask_child(&self, kind: Kind, file: &[u8]) -> io::Result<(Vec<u8>, ExitStatus)> {
        let mut child = Command::new(&self.program)
            .arg("parse")
            .arg(kind.name())
            .env_clear()
            .env(ALLOCATOR.0, ALLOCATOR.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A child that ended before it had the whole file is recognised by what it did not say.
            let _ = input.write_all(file).await;
        }
        let mut said = Vec::new();
        if let Some(output) = child.stdout.take() {
            output.take(LENGTH_MAX).read_to_end(&mut said).await?;
        }
        Ok((said, child.wait().await?))
    }
}

fn busy() -> Failure {
    Failure::of(Problem::busy_with_files())
}

fn unreadable() -> Refusal {
    let reason = "El archivo no se puede revisar: pide demasiada memoria o demasiado tiempo. Guárdelo otra vez, más \
                  pequeño o con otro programa, y súbalo.";
    Refusal::BadFile { reason: reason.into() }
}
