//! Files that somebody sends to do harm, to the whole program under a limit of memory: each is refused, and the same process
//! goes on with the memory that it had.

mod chance;
mod documents;
mod photographs;
mod spreadsheets;
mod tables;

use std::{
    io::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use contract::{capture::GiveConsent, paths};
use domain::{accounts::Role, ids::CandidacyId};
use flate2::{Compress, Compression, FlushCompress, write::ZlibEncoder};
use support::{House, Party, Whole, consent, consent_form, photograph};

/// Most bytes of addresses that the program may have: it used to take more for one file.
const MEMORY: u64 = 4 * 1024 * 1024 * 1024;
/// Most megabytes that it may keep of all files together.
const KEPT: u64 = 64;
/// Longest that one file may wait for its refusal.
const REFUSED_WITHIN: Duration = Duration::from_secs(30);

/// A file that somebody sends to do harm.
struct Hostile {
    /// What it does, after «a file that».
    does: &'static str,
    bytes: Vec<u8>,
}

impl Hostile {
    fn new(does: &'static str, bytes: Vec<u8>) -> Self {
        Self { does, bytes }
    }
}

/// Bytes as zlib packs them.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packing = ZlibEncoder::new(Vec::new(), Compression::best());
    packing.write_all(bytes).expect("packed");
    packing.finish().expect("packed")
}

/// So many megabytes of zeros, packed: one megabyte, repeated.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut packing = Compress::new(Compression::best(), false);
    let mut megabyte = Vec::with_capacity(16 * 1024);
    packing.compress_vec(&[0; 1_000_000], &mut megabyte, FlushCompress::Full).expect("packed");
    [[0x78, 0xDA].as_slice(), &megabyte.repeat(megabytes), &[0x03, 0x00], &[0; 4]].concat()
}

/// A house by the machine's own clock, where a party captures.
async fn house_of_today() -> (House, Party) {
    let house = House::on_sqlite();
    house.wait(server::app::clock().duration_since(house.app.now()));
    let party = house.capturing("PT").await;
    (house, party)
}

/// Whoever sends files, signed in at the whole program.
struct Sender {
    whole: Whole,
    bearer: String,
}

impl Sender {
    fn new(whole: Whole, username: &str) -> Self {
        let bearer = format!("Bearer {}", whole.sign_in(username));
        Self { whole, bearer }
    }

    /// The revision of a candidacy, as a change says it.
    fn revision(&self, id: CandidacyId) -> String {
        let work = self.whole.send("GET", &paths::candidacy(id), &[("authorization", &self.bearer)], b"");
        format!("\"{}\"", work.body["revision"])
    }

    /// Sends all of them there, two at a time, and tells those that were not refused in time.
    fn send_all(&self, (method, path): (&str, &str), headers: &[(&str, &str)], files: &[Hostile]) -> Vec<String> {
        let headers = [&[("authorization", self.bearer.as_str())], headers].concat();
        let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let begun = Instant::now();
                        let reply = self.whole.send(method, path, &headers, &file.bytes);
                        // A stale revision says that one of them was taken.
                        let code = reply.body["code"].as_str().unwrap_or_default();
                        let refused = matches!(reply.status, 400..500 | 503) && !matches!(code, "" | "stale_revision");
                        if std::env::var_os("CONOCELES_HOSTILE").is_some() {
                            println!(
                                "{:>6} ms {} {} {}",
                                begun.elapsed().as_millis(),
                                reply.status,
                                file.does,
                                reply.body["detail"]
                            );
                        }
                        if !refused || begun.elapsed() > REFUSED_WITHIN {
                            let told = format!("a file that {}: {} in {:?}", file.does, reply.status, begun.elapsed());
                            wrong.lock().expect("a list").push(told);
                        }
                    }
                });
            }
        });
        wrong.into_inner().expect("a list")
    }
}

/// Sends files to the whole program there, as somebody, and holds that each is refused and the same process goes on with the
/// memory that it had.
async fn goes_on_after(
    username: &str,
    place: fn(CandidacyId) -> (&'static str, String),
    kind: &str,
    files: Vec<Hostile>,
) {
    let (house, party) = house_of_today().await;
    house.institute_as("unidad.hostil", Role::ResponsibleUnit).await;
    let mut sender = Sender::new(house.whole(MEMORY, &[("CONOCELES_FILES_WAITING", "4")]), username);
    let revision = sender.revision(party.ids[0]);
    let headers = [("if-match", revision.as_str()), ("content-type", kind)];
    let (method, path) = place(party.ids[0]);
    // It begins to do what it does for every file before it is measured.
    sender.whole.send(method, &path, &[("authorization", &sender.bearer), headers[0], headers[1]], b"nothing");
    let before = sender.whole.megabytes();
    let wrong = sender.send_all((method, &path), &headers, &files);
    assert!(wrong.is_empty(), "not refused: {wrong:#?}");
    sender.whole.until_children(0, Duration::from_secs(5));
    assert!(sender.whole.lives(), "the same process answers");
    let mut after = sender.whole.megabytes();
    // What was freed goes back to the system a moment later.
    let until = Instant::now() + Duration::from_secs(5);
    while after > before + KEPT && Instant::now() < until {
        thread::sleep(Duration::from_millis(100));
        after = sender.whole.megabytes();
    }
    assert!(after <= before + KEPT, "{before} MB before, {after} MB after");
}

#[actix_web::test]
async fn every_hostile_photograph_is_refused_and_the_program_goes_on_as_before() {
    goes_on_after("pt.captura", |id| ("PUT", paths::photo(id)), "image/png", photographs::all()).await;
}

#[actix_web::test]
async fn every_hostile_spreadsheet_is_refused_and_the_program_goes_on_as_before() {
    let place = |_| ("POST", paths::spreadsheet_plan().to_owned());
    goes_on_after("pt.captura", place, "application/octet-stream", spreadsheets::all()).await;
}

#[actix_web::test]
async fn every_hostile_document_is_refused_and_the_program_goes_on_as_before() {
    let mut documents = documents::all();
    // A file that does no harm when it is read is refused after that, for what goes with it: all of them are read of one
    // revision.
    let marks = GiveConsent { treatment: false, ..consent(&[]) };
    for document in &mut documents {
        document.bytes = consent_form(&marks, &document.bytes).0;
    }
    let kind = consent_form(&marks, b"").1;
    goes_on_after("pt.captura", |id| ("PUT", paths::consent(id)), kind, documents).await;
}

#[actix_web::test]
async fn every_hostile_table_is_refused_and_the_program_goes_on_as_before() {
    let place = |_| ("POST", paths::registry_plan().to_owned());
    goes_on_after("unidad.hostil", place, "text/csv", tables::all()).await;
}

/// Stops a process where it is: it does nothing any more, and does not end by itself.
fn stop(process: u32) {
    let stopped = std::process::Command::new("kill").args(["-STOP", &process.to_string()]).status().expect("kill");
    assert!(stopped.success());
}

#[actix_web::test]
async fn whoever_hangs_up_ends_the_reading_of_the_file() {
    let (house, party) = house_of_today().await;
    let sender = Sender::new(house.whole(MEMORY, &[]), "pt.captura");
    let (id, revision) = (party.ids[0], sender.revision(party.ids[0]));
    let headers = [("authorization", sender.bearer.as_str()), ("if-match", revision.as_str())];
    sender.whole.until_children(0, Duration::from_secs(5));
    let connection = sender.whole.begin("PUT", &paths::photo(id), &headers, &photograph());
    stop(sender.whole.until_children(1, Duration::from_secs(10))[0]);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(sender.whole.children().len(), 1, "it goes on while somebody waits");
    drop(connection);
    sender.whole.until_children(0, Duration::from_secs(3));
}

#[actix_web::test]
async fn few_files_are_read_at_once_a_few_more_wait_and_others_are_told_to_come_back() {
    let (house, party) = house_of_today().await;
    let settings = [("CONOCELES_FILES_AT_ONCE", "1"), ("CONOCELES_FILES_WAITING", "1")];
    let sender = Sender::new(house.whole(MEMORY, &settings), "pt.captura");
    let (id, revision) = (party.ids[0], sender.revision(party.ids[0]));
    let headers = [("authorization", sender.bearer.as_str()), ("if-match", revision.as_str())];
    sender.whole.until_children(0, Duration::from_secs(5));
    let begin = || sender.whole.begin("PUT", &paths::photo(id), &headers, &photograph());
    let first = begin();
    stop(sender.whole.until_children(1, Duration::from_secs(10))[0]);
    let second = begin();
    // The second one waits; it is known only by the third, which finds no place.
    let until = Instant::now() + Duration::from_secs(8);
    let third = loop {
        let begun = begin();
        begun.set_read_timeout(Some(Duration::from_millis(500))).expect("a deadline");
        let mut byte = [0];
        if begun.peek(&mut byte).is_ok() {
            break begun;
        }
        assert!(Instant::now() < until, "nobody was told to come back");
    };
    assert_eq!(Whole::status(third), "503");
    let told = sender.whole.send("PUT", &paths::photo(id), &headers, &photograph());
    assert_eq!((told.status, told.retry_after.as_str()), (503, "5"), "{told:?}");
    assert!(told.body["detail"].as_str().is_some_and(|words| words.contains("archivos en espera")), "{told:?}");
    assert_eq!(sender.whole.children().len(), 1);
    drop(first);
    assert_eq!(Whole::status(second), "200", "its turn came");
}

#[test]
fn a_bomb_is_small_and_unpacks_to_much() {
    let mut unpacked = Vec::new();
    let bomb = bomb(3);
    // Its check is wrong, which is told at its end alone, in place of the last of it.
    let _ = std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(bomb.as_slice()), &mut unpacked);
    assert!(unpacked.len() > 2_000_000 && bomb.len() < 4_000, "{} of {}", unpacked.len(), bomb.len());
}
