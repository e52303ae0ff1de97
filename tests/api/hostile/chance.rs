//! What chance makes of files: whatever a child is given, it says one answer or nothing, in its bounds.

use std::{
    io::{Read as _, Write as _},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use bolero::{TypeGenerator, check};
use serde_json::Value;
use support::{SIGNED, photograph, program};

use super::{Hostile, documents, photographs, spreadsheets};

/// How many files chance makes of each kind: an hour of them is `CONOCELES_CHANCE=100000`.
const CASES: usize = 40;
/// Longest that a child may take: what the server waits, and something for a machine with other work.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// What is done to a file.
#[derive(Debug, TypeGenerator)]
struct Made {
    /// Which one it is made of.
    of: u8,
    /// Bytes of it that are others: where, of 65,536 parts, and what they are.
    others: Vec<(u16, u8)>,
    /// How much of it is left, of 256 parts; all of it where that is even.
    left: u8,
    /// What stands behind it.
    behind: Vec<u8>,
}

impl Made {
    fn file(&self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut file = seeds[usize::from(self.of) % seeds.len()].clone();
        for (place, byte) in &self.others {
            let at = file.len() * usize::from(*place) / 65_536;
            if let Some(old) = file.get_mut(at) {
                *old = *byte;
            }
        }
        if self.left % 2 == 1 {
            file.truncate(file.len() * usize::from(self.left) / 256);
        }
        file.extend_from_slice(&self.behind);
        file
    }
}

/// Has a child read a file, and holds what it says to its form.
fn read(kind: &str, file: &[u8]) {
    let begun = Instant::now();
    let mut child = Command::new(program())
        .args(["parse", kind])
        .env_clear()
        .env("MIMALLOC_ARENA_RESERVE", "32MiB")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let (mut input, mut output) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
    let mut said = Vec::new();
    thread::scope(|scope| {
        // One that ends before it has read everything is judged by what it said.
        scope.spawn(move || input.write_all(file));
        output.read_to_end(&mut said).expect("its output");
    });
    child.wait().expect("its end");
    assert!(begun.elapsed() < READ_WITHIN, "{kind} took {:?}", begun.elapsed());
    if !said.is_empty() {
        let answer: Value = serde_json::from_slice(&said).expect("one whole answer, or nothing");
        assert_eq!(answer["form"], 1);
        let found: Vec<&String> = answer["found"].as_object().expect("what was found").keys().collect();
        assert!(found == ["Ok"] || found == ["Err"], "{answer}");
    }
}

/// Makes files of a kind's own and of hostile ones that are small.
fn walk(kind: &'static str, honest: Vec<u8>, hostile: Vec<Hostile>) {
    let small = hostile.into_iter().map(|file| file.bytes).filter(|bytes| bytes.len() < 20_000);
    // Half of them are of the honest one, which a parser follows the furthest.
    let seeds: Vec<Vec<u8>> = small.flat_map(|bytes| [honest.clone(), bytes]).collect();
    let cases = std::env::var("CONOCELES_CHANCE").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    check!().with_type::<Made>().with_iterations(cases).for_each(|made| read(kind, &made.file(&seeds)));
}

#[test]
fn whatever_chance_makes_of_a_photograph_is_read_or_refused() {
    walk("photo", photograph(), photographs::all());
}

#[test]
fn whatever_chance_makes_of_a_document_is_read_or_refused() {
    walk("document", SIGNED.as_bytes().to_vec(), documents::all());
}

#[test]
fn whatever_chance_makes_of_a_spreadsheet_is_read_or_refused() {
    walk("spreadsheet", spreadsheets::honest(), spreadsheets::all());
}
