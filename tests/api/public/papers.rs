//! What anybody keeps or shares of a candidacy: the sheet, the card and the QR code.

use actix_web::http::Method;
use contract::capture::GiveConsent;
use domain::prohibition::Ground;
use support::{Answer, House, Party, SIGNED, complete_with, consent, control, on_both, part, registry_without};

on_both!(
    papers_are_of_who_stands_and_gone_with_them,
    what_is_hidden_is_not_in_the_sheet,
    identity_is_in_the_sheet_only_while_there_is_consent,
    who_published_nothing_has_papers_of_what_the_registry_says,
);

/// A party whose first candidacy is published with a photograph, and its public name.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    house.photograph(&party.capturist, id).await;
    let answers = complete_with([("motivation", motivation())]);
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

/// What nobody else wrote.
fn motivation() -> String {
    "Irrepetible. ".repeat(40)
}

async fn asked(house: &House, path: &str, tag: &str) -> Answer {
    house.send(house.citizen().request(Method::GET, path).insert_header(("if-none-match", tag))).await
}

/// The text of a candidacy's sheet, without spaces, and how many photographs it has.
pub async fn sheet(house: &House, slug: &str) -> (String, usize) {
    let request = house.citizen().request(Method::GET, &format!("/public/candidacies/{slug}/sheet.pdf"));
    let document = lopdf::Document::load_mem(&house.send(request).await.file()).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("its text").split_whitespace().collect();
    let is_picture = |object: &&lopdf::Object| {
        object.as_stream().is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Image")
        })
    };
    (text, document.objects.values().filter(is_picture).count())
}

/// Its card, opened.
async fn card(house: &House, path: &str) -> image::RgbImage {
    let bytes = house.citizen().fetch(path).await.file();
    image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).expect("a PNG").to_rgb8()
}

async fn papers_are_of_who_stands_and_gone_with_them(house: House) {
    let (party, slug) = published(&house).await;
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    let name = profile.card.name;
    let of = |what: &str| format!("/public/candidacies/{slug}/{what}");
    let kinds = [("sheet.pdf", "application/pdf"), ("card.png", "image/png"), ("qr.svg", "image/svg+xml")];
    let mut tags = Vec::new();
    for (what, kind) in kinds {
        let answer = house.citizen().fetch(&of(what)).await;
        assert_eq!(
            (answer.status, answer.header("content-type"), answer.header("cache-control")),
            (200, kind, "public, no-cache"),
            "{what}"
        );
        let tag = answer.header("etag").to_owned();
        let again = asked(&house, &of(what), &tag).await;
        assert_eq!((again.status, again.header("etag"), again.html()), (304, tag.as_str(), ""), "{what}");
        // An old address leads to the same paper, as it leads to the same profile.
        let short = slug.rsplit('-').next().expect("a short name");
        let moved = house.citizen().fetch(&format!("/public/candidacies/otro-nombre-{short}/{what}")).await;
        assert_eq!((moved.status, moved.header("etag")), (200, tag.as_str()), "{what}");
        house.citizen().fetch(&format!("/public/candidacies/nadie-000000/{what}")).await.refused(404, "not_found");
        tags.push(tag);
    }
    let (text, photographs) = sheet(&house, &slug).await;
    assert!(text.contains(&name.replace(' ', "")) && text.contains("Irrepetible."), "{text}");
    assert_eq!(photographs, 1);
    let opened = card(&house, &of("card.png")).await;
    assert_eq!(opened.dimensions(), (1200, 630));
    let [red, green, blue] = opened.get_pixel(240, 270).0;
    assert!(red > 70 && green < 40 && blue < 80 && blue > 40, "the photograph is in it: {red} {green} {blue}");
    let code = house.citizen().fetch(&of("qr.svg")).await;
    assert!(code.html().contains(&format!("<title>Código QR de la página de {name}</title>")));
    assert_eq!(card(&house, "/public/card.png").await.dimensions(), (1200, 630));

    let folio = party.unit.candidacy(party.ids[0]).await.item.folio;
    party.unit.sync_registry(registry_without(folio.as_str())).await.ok();
    for ((what, _), tag) in kinds.iter().zip(&tags) {
        let gone = asked(&house, &of(what), tag).await;
        let told = gone.text();
        gone.refused(410, "withdrawn");
        assert!(!told.contains(&name) && !told.contains(&slug), "{what}: {told}");
    }
}

async fn what_is_hidden_is_not_in_the_sheet(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let path = format!("/public/candidacies/{slug}/sheet.pdf");
    let tag = house.citizen().fetch(&path).await.header("etag").to_owned();
    let hide = async |section: Option<&str>| {
        let order = control(section, Ground::Slogan, "Contiene el lema de la campaña.");
        party.unit.disable_publication(id, &order).await.ok();
    };
    let show = async |section: Option<&str>| {
        let order = part(section, "Se corrigió lo que se señaló.");
        party.unit.restore_publication(id, &order).await.ok();
    };
    hide(Some("motivation")).await;
    assert_eq!(asked(&house, &path, &tag).await.status, 200, "a copy from before does not serve any more");
    let (text, _) = sheet(&house, &slug).await;
    assert!(!text.contains("Irrepetible") && !text.contains("lema"), "{text}");
    assert!(text.contains("Esteapartadonoestádisponibleporahora."), "{text}");
    hide(Some("photo")).await;
    let card_path = format!("/public/candidacies/{slug}/card.png");
    assert_eq!(sheet(&house, &slug).await.1, 0, "no photograph");
    let [red, green, blue] = card(&house, &card_path).await.get_pixel(240, 270).0;
    assert!(red > 180 && green > 180 && blue > 180, "nor on the card: {red} {green} {blue}");
    hide(None).await;
    let (text, _) = sheet(&house, &slug).await;
    assert!(text.contains("Suinformaciónnoestádisponibleporahora") && !text.contains("abcdefghi"), "{text}");
    for section in [None, Some("photo"), Some("motivation")] {
        show(section).await;
    }
    assert_eq!(asked(&house, &path, &tag).await.status, 304, "all of it again, as it was");
}

async fn identity_is_in_the_sheet_only_while_there_is_consent(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    assert!(!sheet(&house, &slug).await.0.contains("Caxcán"));
    let marks = GiveConsent { statistics: false, ..consent(&["indigenous"]) };
    party.capturist.give_consent(id, &marks, SIGNED.as_bytes()).await.ok();
    let (text, _) = sheet(&house, &slug).await;
    assert!(text.contains("Caxcán"), "{text}");
    for word in ["LGBTTTIQ", "Salario", "discapacidad?"] {
        assert!(!text.contains(word), "only what was consented: {word} in {text}");
    }
    party.capturist.withdraw_consent(id).await.ok();
    assert!(!sheet(&house, &slug).await.0.contains("Caxcán"));
}

async fn who_published_nothing_has_papers_of_what_the_registry_says(house: House) {
    let party = house.sent("PT").await;
    let work = party.unit.candidacy(party.ids[0]).await;
    let slug = &work.item.slug;
    let (text, photographs) = sheet(&house, slug).await;
    assert!(text.contains("Aúnnohapublicadosuinformación"), "{text}");
    assert!(photographs == 0 && !text.contains("abcdefghi") && !text.contains("Licenciatura"), "{text}");
    assert_eq!(card(&house, &format!("/public/candidacies/{slug}/card.png")).await.dimensions(), (1200, 630));
}
