//! Everything that anybody can read of a candidacy, in one text.

use std::io::Read;

use support::House;
use zip::ZipArchive;

use crate::public::papers::sheet;

/// Profile, page, ledger and sheet of a candidacy that stands, and what is told of everybody.
pub async fn everywhere(house: &House, slug: &str) -> String {
    let profile = read(house, &format!("/public/candidacies/{slug}")).await;
    let ledger = read(house, &format!("/public/candidacies/{slug}/ledger")).await;
    let page = house.page(&format!("/candidaturas/{slug}")).await.text();
    let parts = [profile, ledger, page, sheet(house, slug).await.0, everything(house).await];
    parts.join("\n")
}

/// Lists, tables and statistics.
pub async fn everything(house: &House) -> String {
    let mut words = house.page("/candidaturas").await.text();
    for path in [
        "/public/candidacies?size=200",
        "/public/data/candidaturas.csv",
        "/public/data/candidaturas.json",
        "/public/statistics",
    ] {
        words += &read(house, path).await;
    }
    let table = house.citizen().fetch("/public/data/candidaturas.xlsx").await.file();
    let mut book = ZipArchive::new(std::io::Cursor::new(table)).expect("a workbook");
    for place in 0..book.len() {
        let mut part = Vec::new();
        book.by_index(place).expect("a part").read_to_end(&mut part).expect("read");
        // The dictionary of the columns names every option of a question: that is nobody's answer.
        let texts = String::from_utf8_lossy(&part);
        let of_candidacies = texts.split("<si>").filter(|text| text.matches("; ").count() < 9);
        words += &of_candidacies.collect::<Vec<_>>().join("\n");
    }
    words
}

async fn read(house: &House, path: &str) -> String {
    let bytes = house.citizen().fetch(path).await.file();
    String::from_utf8_lossy(&bytes).into_owned()
}
