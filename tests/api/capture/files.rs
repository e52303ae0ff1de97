//! Files that come in: asked about before they are read, bounded in words, and kept only with the act that they belong to.

use std::path::Path;

use actix_web::http::Method;
use contract::{paths, review::Read};
use domain::{ids::CandidacyId, time::TimeDelta};
use support::{House, SIGNED, consent, on_both, photograph};
use uuid::Uuid;

on_both!(
    a_file_of_a_refused_act_is_neither_read_nor_kept,
    a_file_is_kept_with_its_act,
    a_file_that_does_not_serve_says_what_was_measured,
    what_reads_a_file_may_do_nothing_else,
);

/// How many files are kept.
fn kept(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("files")).expect("the folder of files").count()
}

/// A PNG whose head says that it is so wide and high, and nothing more.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut file = photograph();
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let digest = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&digest.to_be_bytes());
    file
}

/// The check of a PNG's part.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

async fn a_file_of_a_refused_act_is_neither_read_nor_kept(house: House) {
    let party = house.capturing("PT").await;
    let foreign = house.capturing("MC").await;
    let (own, capturist) = (party.ids[0], &party.capturist);
    let before = kept(house.folder());
    let marks = consent(&[]);
    // Nothing is said of the file itself, which is no photograph and no document: it is not looked at.
    for id in [CandidacyId(Uuid::now_v7()), CandidacyId(Uuid::now_v7()), foreign.ids[0]] {
        let on = Read { id, revision: 1 };
        capturist.set_photo(on, "image/png", b"no photograph".to_vec()).await.refused(404, "not_found");
        capturist.set_photo(on, "image/png", photograph()).await.refused(404, "not_found");
        capturist.give_consent(on, &marks, b"no document").await.refused(404, "not_found");
        capturist.give_consent(on, &marks, SIGNED.as_bytes()).await.refused(404, "not_found");
    }
    let stale = Read { id: own, revision: 999 };
    for file in [b"no photograph".to_vec(), photograph()] {
        let now = capturist.set_photo(stale, "image/png", file).await.refused(412, "stale_revision").current;
        assert_eq!(now.expect("what is saved").item.id, own);
    }
    let now = capturist.give_consent(stale, &marks, SIGNED.as_bytes()).await.refused(412, "stale_revision").current;
    assert_eq!(now.expect("what is saved").item.id, own);
    let untreated = contract::capture::GiveConsent { treatment: false, ..consent(&[]) };
    capturist.give_consent(own, &untreated, SIGNED.as_bytes()).await.refused(400, "bad_request");
    capturist.give_consent(own, &consent(&["career"]), SIGNED.as_bytes()).await.refused(400, "bad_request");
    let unaccepted = party.ids[1];
    capturist.set_photo(unaccepted, "image/png", photograph()).await.refused(409, "notice_not_accepted");
    house.wait(TimeDelta::hours(24 * 16));
    let late = house.back("pt.captura").await;
    late.set_photo(own, "image/png", photograph()).await.refused(409, "term_ended");
    assert_eq!(kept(house.folder()), before, "no file of a refused act is kept");
}

async fn a_file_is_kept_with_its_act(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let before = kept(house.folder());
    house.photograph(&party.capturist, id).await;
    assert_eq!(kept(house.folder()), before + 3, "a photograph in three widths");
    party.capturist.give_consent(id, &consent(&[]), SIGNED.as_bytes()).await.ok();
    assert_eq!(kept(house.folder()), before + 4);
}

async fn a_file_that_does_not_serve_says_what_was_measured(house: House) {
    let party = house.capturing("PT").await;
    let (id, capturist) = (party.ids[0], &party.capturist);
    let heavy = capturist.set_photo(id, "image/png", vec![0; 6 * 1024 * 1024]).await.refused(413, "too_large");
    assert_eq!(heavy.detail, "El archivo mide 6 MB; el máximo es 5 MB. Use JPEG, PNG o WebP.");
    for (width, height, told) in [
        (9_000, 9_000, "La imagen mide 9,000 × 9,000 pixeles; el máximo es 8,000 por lado."),
        (8_000, 8_000, "La imagen mide 8,000 × 8,000 pixeles; el máximo es 40 millones de pixeles en total."),
        (159, 300, "La imagen mide 159 × 300 pixeles; el mínimo es 160 por lado."),
    ] {
        let wide = capturist.set_photo(id, "image/png", claiming(width, height)).await.refused(422, "bad_file");
        assert!(wide.detail.starts_with(told), "{}", wide.detail);
    }
    let mut document = SIGNED.as_bytes().to_vec();
    document.resize(13 * 1024 * 1024, b' ');
    let heavy = capturist.give_consent(id, &consent(&[]), &document).await.refused(413, "too_large");
    assert_eq!(heavy.detail, "El archivo mide 13 MB; el máximo es 10 MB. Use JPEG, PNG o PDF.");
    document.resize(16 * 1024 * 1024, b' ');
    let endless = capturist.give_consent(id, &consent(&[]), &document).await.refused(413, "too_large");
    assert_eq!(endless.detail, "El archivo mide demasiado; el máximo es 10 MB. Use JPEG, PNG o PDF.");
    let request = capturist.request(Method::POST, paths::spreadsheet_plan()).set_payload(vec![0; 7 * 1024 * 1024]);
    let heavy = house.send(request).await.refused(413, "too_large");
    assert_eq!(heavy.detail, "El archivo mide 7 MB; el máximo es 5 MB. Use un libro de Excel (.xlsx).");
}

async fn what_reads_a_file_may_do_nothing_else(house: House) {
    let layers = house.app.confinement().await.expect("a process that reads");
    // Limits hold everywhere; the rest where the kernel has it, as that of every Debian since 12 does.
    let has = |path: &str, word: &str| std::fs::read_to_string(path).is_ok_and(|words| words.contains(word));
    let seccomp = has("/proc/sys/kernel/seccomp/actions_avail", "errno");
    assert!(layers.memory && layers.seccomp == seccomp, "{layers:?}");
    assert!(layers.landlock || !has("/sys/kernel/security/lsm", "landlock"), "{layers:?}");
}
