//! What anybody keeps or shares of a candidacy: the sheet, the card and the QR code.

use actix_web::http::Method;
use serde_json::{Value, json};
use support::{Answer, House, Party, SIGNED, complete, on_both, registry_without};

on_both!(
    papers_are_of_who_stands_and_gone_with_them,
    what_is_hidden_is_not_in_the_sheet,
    identity_is_in_the_sheet_only_while_there_is_consent,
    who_published_nothing_has_papers_of_what_the_registry_says,
);

/// A party whose first candidacy is published with a photograph, and its public name.
async fn published(house: &House) -> (Party, String) {
    let party = house.capturing("PT").await;
    let id = &party.ids[0];
    house.photograph(&party.capturist, id).await;
    let mut answers = complete();
    answers["motivation"] = json!(motivation());
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

/// What nobody else wrote.
fn motivation() -> String {
    "Irrepetible. ".repeat(40)
}

async fn asked(house: &House, path: &str, tag: &str) -> Answer {
    house.send(House::request(Method::GET, path, None).insert_header(("if-none-match", tag))).await
}

/// The text of a candidacy's sheet, without spaces, and how many photographs it has.
async fn sheet(house: &House, slug: &str) -> (String, usize) {
    let request = House::request(Method::GET, &format!("/public/candidacies/{slug}/sheet.pdf"), None);
    let document = lopdf::Document::load_mem(&house.bytes(request).await).expect("a PDF");
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
    let bytes = house.bytes(House::request(Method::GET, path, None)).await;
    image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).expect("a PNG").to_rgb8()
}

async fn papers_are_of_who_stands_and_gone_with_them(house: House) {
    let (party, slug) = published(&house).await;
    let profile = house.get(None, &format!("/public/candidacies/{slug}")).await.ok();
    let name: String = profile["card"]["name"].as_str().expect("a name").to_owned();
    let of = |what: &str| format!("/public/candidacies/{slug}/{what}");
    let kinds = [("sheet.pdf", "application/pdf"), ("card.png", "image/png"), ("qr.svg", "image/svg+xml")];
    let mut tags = Vec::new();
    for (what, kind) in kinds {
        let answer = house.get(None, &of(what)).await;
        assert_eq!(
            (answer.status, answer.header("content-type"), answer.header("cache-control")),
            (200, kind, "public, no-cache"),
            "{what}"
        );
        let tag = answer.header("etag").to_owned();
        let again = asked(&house, &of(what), &tag).await;
        assert_eq!((again.status, again.header("etag"), &again.body), (304, tag.as_str(), &Value::Null), "{what}");
        // An old address leads to the same paper, as it leads to the same profile.
        let short = slug.rsplit('-').next().expect("a short name");
        let moved = house.get(None, &format!("/public/candidacies/otro-nombre-{short}/{what}")).await;
        assert_eq!((moved.status, moved.header("etag")), (200, tag.as_str()), "{what}");
        house.get(None, &format!("/public/candidacies/nadie-000000/{what}")).await.refused(404, "not_found");
        tags.push(tag);
    }
    let (text, photographs) = sheet(&house, &slug).await;
    assert!(text.contains(&name.replace(' ', "")) && text.contains("Irrepetible."), "{text}");
    assert_eq!(photographs, 1);
    let opened = card(&house, &of("card.png")).await;
    assert_eq!(opened.dimensions(), (1200, 630));
    let [red, green, blue] = opened.get_pixel(240, 270).0;
    assert!(red > 70 && green < 40 && blue < 80 && blue > 40, "the photograph is in it: {red} {green} {blue}");
    let code = house.get(None, &of("qr.svg")).await.ok();
    assert!(code.as_str().is_some_and(|svg| svg.contains(&format!("<title>Código QR de la página de {name}</title>"))));
    assert_eq!(card(&house, "/public/card.png").await.dimensions(), (1200, 630));

    let folio = house.get(Some(&party.unit), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let folio = folio["item"]["folio"].as_str().expect("a folio").to_owned();
    house.sync(&party.unit, registry_without(&folio)).await.ok();
    for ((what, _), tag) in kinds.iter().zip(&tags) {
        let gone = asked(&house, &of(what), tag).await;
        let told = gone.body.to_string();
        gone.refused(410, "withdrawn");
        assert!(!told.contains(&name) && !told.contains(&slug), "{what}: {told}");
    }
}

async fn what_is_hidden_is_not_in_the_sheet(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    let path = format!("/public/candidacies/{slug}/sheet.pdf");
    let tag = house.get(None, &path).await.header("etag").to_owned();
    let hide = async |section: Value| {
        let order = json!({ "section": section, "ground": "slogan", "reason": "Contiene el lema de la campaña." });
        house.change(&party.unit, Method::POST, id, "disabling", order).await.ok();
    };
    let show = async |section: Value| {
        let order = json!({ "section": section, "reason": "Se corrigió lo que se señaló." });
        house.change(&party.unit, Method::POST, id, "restoration", order).await.ok();
    };
    hide(json!("motivation")).await;
    assert_eq!(asked(&house, &path, &tag).await.status, 200, "a copy from before does not serve any more");
    let (text, _) = sheet(&house, &slug).await;
    assert!(!text.contains("Irrepetible") && !text.contains("lema"), "{text}");
    assert!(text.contains("Esteapartadonoestádisponibleporahora."), "{text}");
    hide(json!("photo")).await;
    let card_path = format!("/public/candidacies/{slug}/card.png");
    assert_eq!(sheet(&house, &slug).await.1, 0, "no photograph");
    let [red, green, blue] = card(&house, &card_path).await.get_pixel(240, 270).0;
    assert!(red > 180 && green > 180 && blue > 180, "nor on the card: {red} {green} {blue}");
    hide(Value::Null).await;
    let (text, _) = sheet(&house, &slug).await;
    assert!(text.contains("Suinformaciónnoestádisponibleporahora") && !text.contains("abcdefghi"), "{text}");
    for section in [Value::Null, json!("photo"), json!("motivation")] {
        show(section).await;
    }
    assert_eq!(asked(&house, &path, &tag).await.status, 304, "all of it again, as it was");
}

async fn identity_is_in_the_sheet_only_while_there_is_consent(house: House) {
    let (party, slug) = published(&house).await;
    let id = &party.ids[0];
    assert!(!sheet(&house, &slug).await.0.contains("Caxcán"));
    let marks = json!({ "treatment": true, "publication": true, "statistics": false, "sections": ["indigenous"] });
    house.give_consent(&party.capturist, id, &marks, SIGNED.as_bytes()).await;
    let (text, _) = sheet(&house, &slug).await;
    assert!(text.contains("Caxcán"), "{text}");
    for word in ["LGBTTTIQ", "Salario", "discapacidad?"] {
        assert!(!text.contains(word), "only what was consented: {word} in {text}");
    }
    house.change(&party.capturist, Method::DELETE, id, "consent", Value::Null).await.ok();
    assert!(!sheet(&house, &slug).await.0.contains("Caxcán"));
}

async fn who_published_nothing_has_papers_of_what_the_registry_says(house: House) {
    let party = house.sent("PT").await;
    let work = house.get(Some(&party.unit), &format!("/candidacies/{}", party.ids[0])).await.ok();
    let slug = work["item"]["slug"].as_str().expect("a slug").to_owned();
    let (text, photographs) = sheet(&house, &slug).await;
    assert!(text.contains("Aúnnohapublicadosuinformación"), "{text}");
    assert!(photographs == 0 && !text.contains("abcdefghi") && !text.contains("Licenciatura"), "{text}");
    assert_eq!(card(&house, &format!("/public/candidacies/{slug}/card.png")).await.dimensions(), (1200, 630));
}
