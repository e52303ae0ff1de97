//! Files that strangers send are read apart, by a child process of this same program that can do nothing but compute: a
//! file that makes its parser eat memory, run for ever or misbehave ends that process and nothing else.
//!
//! What a good file is stands in `casework::capture`, as functions of bytes. [`Sandbox`] is how the server has them run,
//! and there is no other way; [`child`] is the other side, the hidden command `conoceles parse`.

mod answer;
pub(crate) mod child;
mod confinement;
mod parent;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

pub(crate) use parent::Sandbox;

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A photograph, to be encoded anew.
    Photo,
    /// The signed document of a consent.
    Document,
    /// A filled spreadsheet.
    Spreadsheet,
    /// No file: the child tells what confines it.
    Nothing,
}

impl Kind {
    /// Its name on the command line.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// What confines a child on this machine. Limits of memory and time are set wherever the program runs, or the child reads
/// nothing; the kernel may lack the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// It was tried that it gets no more memory than it may have.
    pub memory: bool,
    /// Landlock: it opens no file and reaches no network.
    pub landlock: bool,
    /// Seccomp: the kernel does nothing for it but what computing needs.
    pub seccomp: bool,
}

impl Layers {
    /// Whether all of them hold.
    #[must_use]
    pub fn hold(self) -> bool {
        self.memory && self.landlock && self.seccomp
    }
}
