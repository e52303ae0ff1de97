//! What an earlier version wrote is still there after an upgrade: `tests/fixtures/VERSION.sqlite.zip` and
//! `VERSION.postgres.zip` hold a whole installation each (database, files, keys) with what it answered.
//!
//! A version writes its own, once, when it is released:
//! `CONOCELES_FIXTURE=2026-11-28 cargo nextest run -p conoceles-tests --run-ignored only upgrade`.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
};

use casework::log::{Proof, verify_log};
use domain::prohibition::Ground;
use serde_json::{Value, json};
use support::{
    House, Party, Person, SIGNED, complete_with, consent, control, registry_with, remark, substitute_of, text,
};
use tempfile::TempDir;
use uuid::Uuid;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The database among an installation's files: a file of SQLite, or a dump of PostgreSQL.
const DATABASE: &str = "database";
/// What the installation answered.
const ANSWERED: &str = "answered.json";

#[actix_web::test]
async fn what_sqlite_kept_is_read_after_an_upgrade() {
    for fixture in fixtures("sqlite") {
        let folder = unpack(&fixture);
        let url = format!("sqlite:{}", folder.path().join(DATABASE).display());
        still_there(folder, url).await;
    }
}

#[actix_web::test]
async fn what_postgres_kept_is_read_after_an_upgrade() {
    let server = std::env::var("CONOCELES_TEST_POSTGRES").expect("CONOCELES_TEST_POSTGRES; scripts/test sets it");
    for fixture in fixtures("postgres") {
        let folder = unpack(&fixture);
        let name = format!("upgrade_{}", Uuid::now_v7().simple());
        let url = format!("{server}/{name}");
        run(Command::new("psql").args([
            "-q",
            "-d",
            &format!("{server}/postgres"),
            "-c",
            &format!("CREATE DATABASE {name}"),
        ]));
        let dump = folder.path().join(DATABASE);
        run(Command::new("psql").args(["-q", "-v", "ON_ERROR_STOP=1", "-d", &url, "-f"]).arg(dump));
        still_there(folder, url).await;
    }
}

#[actix_web::test]
#[ignore = "writes the fixture of a release"]
async fn write_what_sqlite_keeps() {
    let house = House::on_sqlite();
    let answered = lived(&house).await;
    house.sql(&format!("VACUUM INTO '{}'", house.folder().join(DATABASE).display())).expect("copied");
    pack(&house, "sqlite", &answered);
}

#[actix_web::test]
#[ignore = "writes the fixture of a release"]
async fn write_what_postgres_keeps() {
    let house = House::on_postgres();
    let answered = lived(&house).await;
    let dump = house.folder().join(DATABASE);
    run(Command::new("pg_dump").args(["--no-owner", "--no-privileges", "-d", &house.url, "-f"]).arg(dump));
    pack(&house, "postgres", &answered);
}

/// An installation where a little of everything happened, and what it answers.
async fn lived(house: &House) -> Value {
    let party = house.capturing("PT").await;
    let (first, second, third) = (party.ids[0], party.ids[1], party.ids[2]);
    house.photograph(&party.capturist, first).await;
    let answers = complete_with([
        ("motivation", format!("Irrepetible {}", text(302))),
        ("contact.phone", "4921234567".to_owned()),
    ]);
    house.send_these(&party, first, answers).await;
    house.publish(&party).await;
    party.capturist.give_consent(first, &consent(&["indigenous"]), SIGNED.as_bytes()).await.ok();
    let hide = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(first, &hide).await.ok();

    house.accept_notice(&party.capturist, second).await;
    let some = [("motivation", text(302)), ("indigenous.self", "Sí".to_owned())];
    party.capturist.save_answers(second, some).await.ok();
    house.accept_notice(&party.capturist, third).await;
    house.fill_and_send(&party, third).await;
    let slogan = remark("motivation", Ground::Slogan, "Quite el lema del inicio.");
    party.validator.return_to_capture(third, &[slogan]).await.ok();

    let folio = party.unit.candidacy(party.ids[3]).await.item.folio;
    let substitute = substitute_of(folio.as_str());
    party.unit.sync_registry(registry_with(folio.as_str(), "APROBADA", "SUSTITUIDA", &[substitute])).await.ok();
    house.run_jobs();
    answers_of(house, &party).await
}

/// Everything that the public and the party read, by its address, and the end of the log.
async fn answers_of(house: &House, party: &Party) -> Value {
    let mut public = vec!["/public/election".to_owned(), "/public/candidacies".into(), "/public/statistics".into()];
    let all = house.citizen().list_public_candidacies("").await.ok();
    for card in all.items {
        let slug = card.slug;
        public.extend(["", "/ledger", "/contact"].map(|rest| format!("/public/candidacies/{slug}{rest}")));
    }
    let own = party.ids.iter().flat_map(|id| ["", "/versions"].map(|rest| format!("/candidacies/{id}{rest}")));
    let own: Vec<String> = own.chain(["/me/notices".to_owned()]).collect();
    let public = read(&house.citizen(), &public).await;
    let own = read(&party.capturist, &own).await;
    let (lines, head) = end_of_log(house);
    json!({ "now": house.app.now(), "log": { "lines": lines, "head": head }, "public": public, "own": own })
}

/// What each address answers that is there at all.
async fn read(who: &Person, paths: &[String]) -> Value {
    let mut answers = serde_json::Map::new();
    for path in paths {
        let answer = who.fetch(path).await;
        if answer.status == 200 {
            answers.insert(path.clone(), answer.wire());
        }
    }
    Value::Object(answers)
}

fn end_of_log(house: &House) -> (i64, String) {
    let mut conn = house.app.db.conn().expect("a connection");
    match verify_log(&mut conn, None).expect("the log is read") {
        Proof::Whole { lines, head, .. } => (lines, head),
        broken => panic!("{broken:?}"),
    }
}

/// Opens an earlier installation and holds it against what it answered then.
async fn still_there(folder: TempDir, url: String) {
    let before: Value = serde_json::from_slice(&fs::read(folder.path().join(ANSWERED)).expect("read")).expect("JSON");
    let now = before["now"].as_str().and_then(|now| now.parse().ok()).expect("a moment");
    let house = House::left_by(folder, url, now);
    assert_eq!(json!(end_of_log(&house)), json!([before["log"]["lines"], before["log"]["head"]]));
    assert_eq!(house.difference_from_built(), None);
    let capturist = house.back("pt.captura").await;
    for (who, of) in [(house.citizen(), "public"), (capturist.clone(), "own")] {
        let answered = before[of].as_object().expect("answers");
        assert!(answered.len() > 3, "{of}: {} addresses", answered.len());
        for (path, then) in answered {
            still_says(then, &who.fetch(path).await.ok(), path);
        }
    }
    // What was written before is shown as it stands, and what is written now stands in the same chain.
    let (lines, head) =
        (before["log"]["lines"].as_i64().expect("lines"), before["log"]["head"].as_str().expect("a head"));
    let mut told = capturist.read_activity_log("").await.ok().lines;
    told.retain(|line| line.act == "consent.given");
    assert!(!told.is_empty() && told.iter().all(|line| line.words == line.detail), "{told:?}");
    assert!(told[0].detail.starts_with("document "), "{told:?}");
    let mut conn = house.app.db.conn().expect("a connection");
    let proof = verify_log(&mut conn, Some((lines, head))).expect("the log is read");
    assert!(matches!(proof, Proof::Whole { lines: now, erased: 0, .. } if now > lines), "{proof:?}");
    // What an earlier version left in the clear is sealed now.
    for clear in [
        "profiles WHERE sections IS NULL",
        "profiles WHERE life LIKE '%\"fields\":[\"%' OR life LIKE '%\"returned\":[\"%'",
        "observations WHERE ground <> ''",
        "corrections WHERE decision IS NOT NULL",
    ] {
        assert_eq!(house.count(&format!("SELECT count(*) AS count FROM {clear}")), 0, "{clear}");
    }
    // What was sealed opens with the keys that came along.
    assert!(before["own"].to_string().contains("Caxcán"), "identity answers are among what was kept");
}

/// Everything that was said is said; a later version may say more.
fn still_says(then: &Value, now: &Value, at: &str) {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            for (key, value) in then {
                still_says(value, now.get(key).unwrap_or(&Value::Null), &format!("{at} {key}"));
            }
        }
        (Value::Array(then), Value::Array(now)) => {
            assert_eq!(then.len(), now.len(), "{at}");
            for (place, (then, now)) in then.iter().zip(now).enumerate() {
                still_says(then, now, &format!("{at} {place}"));
            }
        }
        _ => assert_eq!(then, now, "{at}"),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every installation that was kept of a database; at least one.
fn fixtures(database: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder()).expect("fixtures").map(|file| file.expect("a file").path());
    let own: Vec<PathBuf> = all.filter(|path| path.to_string_lossy().ends_with(&format!("{database}.zip"))).collect();
    assert!(!own.is_empty(), "no fixture of {database}");
    own
}

fn unpack(fixture: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    ZipArchive::new(File::open(fixture).expect("a fixture"))
        .and_then(|mut zip| zip.extract(&folder))
        .expect("unpacked");
    folder
}

fn pack(house: &House, database: &str, answered: &Value) {
    let version = std::env::var("CONOCELES_FIXTURE").expect("CONOCELES_FIXTURE must say the version: 2026-11-28");
    fs::write(house.folder().join(ANSWERED), answered.to_string()).expect("written");
    fs::create_dir_all(folder()).expect("a folder");
    let path = folder().join(format!("{version}.{database}.zip"));
    let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
    add(&mut zip, house.folder(), house.folder());
    zip.finish().expect("finished");
    assert!(fs::metadata(&path).expect("written").len() <= 300 * 1024, "{} is too large", path.display());
}

/// Adds what a folder holds, but the database as it runs and mails.
fn add(zip: &mut ZipWriter<File>, root: &Path, folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root).expect("within").to_string_lossy().into_owned();
        if path.is_dir() {
            add(zip, root, &path);
        } else if !name.starts_with("house.sqlite") && !name.starts_with("mail/") {
            let mut bytes = Vec::new();
            File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).expect("read");
            zip.start_file(name, SimpleFileOptions::default().compression_level(Some(9))).expect("begun");
            zip.write_all(&bytes).expect("written");
        }
    }
}

fn run(command: &mut Command) {
    let status = command.status().expect("a program of PostgreSQL");
    assert!(status.success(), "{command:?}");
}
