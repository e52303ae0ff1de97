//! The public site as files: whole, without what it cannot answer, and only what changed the next time.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use domain::prohibition::Ground;
use server::operation::export::Report;
use support::{House, control, on_both, registry_without};

on_both!(
    every_way_of_the_files_leads_to_a_file,
    only_what_changed_is_written_again,
    who_leaves_is_in_no_file,
    what_is_somebody_elses_is_left_alone,
);

async fn exported(house: &House, folder: &Path) -> Report {
    house.export(None, folder).await.expect("exported")
}

/// Every file of a folder, by its path in it.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(one).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found
}

/// What stands in every attribute of a name that begins at the root of the site.
fn ways<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"/");
    html.split(&begin).skip(1).filter_map(|rest| rest.split_once('"').map(|(way, _)| way)).collect()
}

async fn every_way_of_the_files_leads_to_a_file(house: House) {
    house.build_site();
    let (_, slug) = house.published("PT").await;
    let folder = tempfile::tempdir().expect("a folder");
    let report = exported(&house, folder.path()).await;
    let files = files(folder.path());
    // And the list of them.
    assert_eq!(files.len(), report.written.len() + 1);
    assert!(report.removed.is_empty() && report.same == 0);
    let mut pages = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "html")) {
        let html = fs::read_to_string(file).expect("a page");
        pages += 1;
        assert!(html.starts_with("<!doctype html>") && html.matches("<h1").count() == 1, "{}", file.display());
        for way in ["href", "src", "action"].into_iter().flat_map(|attribute| ways(&html, attribute)) {
            assert!(!way.contains('?'), "{} asks {way}", file.display());
            let way = way.split('#').next().unwrap_or_default();
            let to = [folder.path().join(way), folder.path().join(way).join("index.html")];
            assert!(to.iter().any(|to| files.contains(to)), "{} leads to {way}", file.display());
        }
    }
    assert!(pages > 200, "{pages}");
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).expect("a file");
    let profile = house.page(&format!("/candidaturas/{slug}")).await;
    let written = text(&format!("candidaturas/{slug}/index.html"));
    let main = |html: &str| {
        html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0.to_owned()
    };
    assert_eq!(main(profile.html()), main(&written), "what the program answers");
    assert!(text("404.html").contains("No encontramos esta página"));
    assert!(!text("index.html").contains("<form") && text("index.html").contains("href=\"/candidaturas/postula/PAN\""));
    assert!(text("api/v1/public/data/candidaturas.csv").contains(&slug));
    assert!(
        fs::read(folder.path().join(format!("api/v1/public/candidacies/{slug}/sheet.pdf")))
            .is_ok_and(|pdf| pdf.starts_with(b"%PDF"))
    );

    let other = tempfile::tempdir().expect("a folder");
    house.export(Some("https://busca.ejemplo.mx"), other.path()).await.expect("exported");
    let home = fs::read_to_string(other.path().join("index.html")).expect("a page");
    assert!(home.contains("action=\"https://busca.ejemplo.mx/candidaturas\""), "{home}");
}

async fn only_what_changed_is_written_again(house: House) {
    house.build_site();
    let (party, slug) = house.published("PT").await;
    let folder = tempfile::tempdir().expect("a folder");
    let all = exported(&house, folder.path()).await.written.len();
    let again = exported(&house, folder.path()).await;
    assert_eq!((again.written.len(), again.removed.len(), again.same), (0, 0, all), "{:?}", again.written);

    let order = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[0], &order).await.ok();
    let changed = exported(&house, folder.path()).await.written;
    assert!(changed.contains(&format!("/candidaturas/{slug}")), "{changed:?}");
    let others = changed.iter().filter(|address| address.starts_with("/candidaturas/") && !address.contains(&slug));
    assert_eq!(
        others
            .filter(|address| !address.contains("pagina")
                && !address.contains("/postula/")
                && !address.contains("/cargo/"))
            .count(),
        0,
        "{changed:?}"
    );

    let lost = folder.path().join(format!("candidaturas/{slug}/index.html"));
    fs::remove_file(&lost).expect("removed");
    assert_eq!(
        exported(&house, folder.path()).await.written,
        [format!("/candidaturas/{slug}")],
        "what is missing is mended"
    );
}

async fn who_leaves_is_in_no_file(house: House) {
    house.build_site();
    let (party, slug) = house.published("PT").await;
    let name = house.public_name(&slug).await;
    let folder = tempfile::tempdir().expect("a folder");
    exported(&house, folder.path()).await;
    let work = party.unit.candidacy(party.ids[0]).await;
    party.unit.sync_registry(registry_without(work.item.folio.as_str())).await.ok();
    let report = exported(&house, folder.path()).await;
    assert!(report.removed.contains(&format!("/candidaturas/{slug}")), "{:?}", report.removed);
    for file in files(folder.path()) {
        assert!(!file.to_string_lossy().contains(&slug), "{}", file.display());
        let bytes = fs::read(&file).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&slug) && !text.contains(&name), "{}", file.display());
    }
}

async fn what_is_somebody_elses_is_left_alone(house: House) {
    house.build_site();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mio.txt"), "mío").expect("written");
    let refused = house.export(None, folder.path()).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("empty folder")));
    assert_eq!(files(folder.path()).len(), 1);
}
