//! Files: nothing is put over one that is there, one that is damaged is told by its name, and what nothing names is swept.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use casework::{
    act::NoPermit,
    publication::{keep_figures, take_figures},
};
use contract::public::statistics::IdentityFigures;
use domain::time::TimeDelta;
use server::public::{figures::take_due, open_data::keep_digest};
use store::{
    StoreError,
    files::{ContentName, File, Files, Flaw, Put},
};
use support::{House, Party, SIGNED, consent, on_both};

on_both!(
    a_file_that_is_damaged_or_missing_is_told_by_its_name,
    figures_that_were_taken_and_are_lost_are_not_taken_again,
    a_sweep_takes_what_nothing_names_and_nothing_else,
    what_was_put_aside_is_found_and_comes_back_when_something_names_it,
);

fn folder(house: &House) -> PathBuf {
    house.folder().join("files")
}

/// Every file there is, by its path within the folder.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let (place, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        let name = name.to_string_lossy().into_owned();
        if place.is_dir() {
            found.extend(all(&place).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(place).expect("a file"));
        }
    }
    found
}

/// A party whose first candidacy is published, with a photograph and a consent, and its public name.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    house.photograph(&party.capturist, id).await;
    party.capturist.give_consent(id, &consent(&["migrant"]), SIGNED.as_bytes()).await.ok();
    house.fill_and_send(&party, id).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

fn files_of(kind: impl Fn(&File) -> bool, house: &House) -> Vec<String> {
    all(&folder(house)).into_keys().filter(|path| File::at(path).is_some_and(|file| kind(&file))).collect()
}

fn figures() -> IdentityFigures {
    IdentityFigures { taken_at: support::at("2024-05-30T06:00:00Z"), tables: Vec::new() }
}

#[actix_web::test]
async fn nothing_is_put_over_a_file_but_over_one_that_is_not_what_its_name_says() {
    let house = tempfile::tempdir().expect("a folder");
    let files = Files::in_folder(&house.path().join("files")).expect("files");
    let bytes = b"a signed document".to_vec();
    let document = File::ConsentDocument(ContentName::of(&bytes));
    assert_eq!(files.put(&document, bytes.clone()).await.expect("put"), Put::Kept);
    let place = house.path().join("files").join(document.path());
    let before = fs::metadata(&place).expect("a file").modified().expect("a time");
    assert_eq!(files.put(&document, bytes.clone()).await.expect("put"), Put::There);
    assert_eq!(fs::metadata(&place).expect("a file").modified().expect("a time"), before, "it was not written again");
    for damaged in [&b""[..], b"a signed document\0"] {
        fs::write(&place, damaged).expect("written");
        let read = files.read(&document).await.expect_err("damaged");
        assert!(matches!(read, StoreError::BadFile(_, Flaw::Damaged)), "{read}");
        assert!(read.to_string().contains(&document.path()) && read.to_string().contains("uploaded again"), "{read}");
        assert_eq!(files.put(&document, bytes.clone()).await.expect("put"), Put::Kept);
        assert_eq!(files.read(&document).await.expect("whole"), bytes);
    }
    let once = File::IdentityFigures { election: "x".into() };
    assert_eq!(files.put(&once, b"{}".to_vec()).await.expect("put"), Put::Kept);
    for other in [&b"{\"other\":1}"[..], b""] {
        assert_eq!(files.put(&once, other.to_vec()).await.expect("put"), Put::There);
    }
    assert_eq!(files.read(&once).await.expect("the first"), b"{}");
    fs::remove_file(&place).expect("removed");
    let read = files.read(&document).await.expect_err("missing");
    assert!(matches!(read, StoreError::BadFile(_, Flaw::Missing)), "{read}");
}

async fn a_file_that_is_damaged_or_missing_is_told_by_its_name(house: House) {
    let (party, slug) = published(&house).await;
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    let photos = profile.published.expect("published").photos;
    for path in files_of(|file| matches!(file, File::Photo { .. }), &house) {
        fs::write(folder(&house).join(path), b"").expect("emptied");
    }
    for address in photos.values() {
        let told = house.page(address).await.refused(500, "damaged_file");
        assert!(told.detail.contains("fotografía") && told.detail.contains("respaldo"), "{told:?}");
    }
    party.capturist.read_draft_photo(party.ids[0]).await.refused(500, "damaged_file");
    for path in files_of(|file| matches!(file, File::Photo { .. }), &house) {
        fs::remove_file(folder(&house).join(path)).expect("removed");
    }
    house.page(photos.values().next().expect("a photograph")).await.refused(500, "damaged_file");

    // One day's digests are damaged: the other day is told, and which one is not.
    keep_digest(house.app.clone()).await.expect("kept");
    house.wait(TimeDelta::hours(24));
    keep_digest(house.app.clone()).await.expect("kept");
    fs::write(folder(&house).join("open-data-zac-2024/2024-04-01"), b"").expect("emptied");
    let told = house.citizen().list_day_digests().await.ok();
    assert_eq!((told.days.len(), told.damaged), (1, vec![support::day("2024-04-01")]));

    let file = File::IdentityFigures { election: "zac-2024".into() };
    house.app.files.put(&file, Vec::new()).await.expect("put");
    let told = house.citizen().read_statistics().await.refused(500, "damaged_file");
    assert!(told.detail.contains("cifras de identidad"), "{told:?}");
    assert_eq!(house.page("/estadisticas").await.status, 503, "the page says that they cannot be read now");
}

async fn figures_that_were_taken_and_are_lost_are_not_taken_again(house: House) {
    let house = house.configured("election.toml", "identity_cut = \"2024-05-30\"", "identity_cut = \"2024-04-01\"");
    let house = house.configured("election.toml", "identity_minimum = 100", "identity_minimum = 0");
    let bytes = serde_json::to_vec(&figures()).expect("JSON");
    house.app.act(&NoPermit, |act| Ok(keep_figures(act, &bytes)?)).expect("in the log");
    assert!(house.app.read(&NoPermit, |act| Ok(take_figures(act)?)).expect("read").is_some(), "they could be taken");
    let told = take_due(house.app.clone()).await.expect_err("lost");
    assert!(told.to_string().contains("figures-identity-zac-2024"), "{told}");
    assert!(files_of(|file| matches!(file, File::IdentityFigures { .. }), &house).is_empty());
    house.citizen().read_statistics().await.refused(500, "damaged_file");
    // Brought back from a copy, they are told.
    house.app.files.put(&File::IdentityFigures { election: "zac-2024".into() }, bytes).await.expect("put");
    assert_eq!(house.citizen().read_statistics().await.ok().identity_taken_at, Some(figures().taken_at));
}

/// Makes every file as old as a month.
fn age(house: &House) {
    for path in all(&folder(house)).into_keys() {
        let file = fs::File::options().write(true).open(folder(house).join(path)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(30 * 86_400)).expect("aged");
    }
}

async fn a_sweep_takes_what_nothing_names_and_nothing_else(house: House) {
    let (party, _) = published(&house).await;
    let id = party.ids[1];
    // The first consent's document is named by the log alone once another took its place.
    house.accept_notice(&party.capturist, id).await;
    for _ in 0..2 {
        party.capturist.give_consent(id, &consent(&["migrant"]), SIGNED.as_bytes()).await.ok();
    }
    keep_digest(house.app.clone()).await.expect("kept");
    house.app.files.put(&File::IdentityFigures { election: "zac-2024".into() }, b"{}".to_vec()).await.expect("put");
    let kept = all(&folder(&house));
    let kinds = |which: fn(&File) -> bool| files_of(which, &house).len();
    assert_eq!(
        (
            kinds(|file| matches!(file, File::ConsentDocument(_))),
            kinds(|file| matches!(file, File::Photo { .. })),
            kinds(|file| matches!(file, File::IdentityFigures { .. })),
            kinds(|file| matches!(file, File::DayDigest { .. })),
        ),
        (3, 3, 1, 1)
    );
    fs::write(folder(&house).join("notes.txt"), b"somebody's own").expect("written");
    fs::write(folder(&house).join(format!("{}#1", ContentName::of(b"half"))), b"ha").expect("written");
    let nobodys = File::ConsentDocument(ContentName::of(b"nobody's"));
    house.app.files.put(&nobodys, b"nobody's".to_vec()).await.expect("put");
    age(&house);
    let young = File::ConsentDocument(ContentName::of(b"young"));
    house.app.files.put(&young, b"young".to_vec()).await.expect("put");
    for _ in 0..3 {
        house.wait(TimeDelta::hours(24));
        house.run_jobs();
    }
    let mut after = all(&folder(&house));
    assert_eq!(after.remove("notes.txt").as_deref(), Some(&b"somebody's own"[..]));
    assert_eq!(after.remove(&young.path()).as_deref(), Some(&b"young"[..]));
    assert_eq!(after, kept);
}

async fn what_was_put_aside_is_found_and_comes_back_when_something_names_it(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    house.photograph(&party.capturist, id).await;
    let kept = all(&folder(&house));
    party.capturist.remove_photo(id).await.ok();
    age(&house);
    house.run_jobs();
    assert!(all(&folder(&house)).keys().all(|path| path.starts_with("aside/")), "nothing names it");
    // As an act whose file was there already and that commits after the sweep looked.
    let name = kept.keys().next().expect("a size").split('-').next().expect("a name").to_owned();
    house.sql(&format!("UPDATE profiles SET curricular = '{{\"photo\":\"{name}\"}}'")).expect("named");
    assert_eq!(party.capturist.read_draft_photo(id).await.status, 200, "it is still found");
    house.wait(TimeDelta::hours(24));
    house.run_jobs();
    assert_eq!(all(&folder(&house)), kept, "it is back");
}
