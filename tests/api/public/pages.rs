//! The public pages: written by the server from what is published, and gone with it.

use actix_web::{http::Method, test::TestRequest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::prohibition::Ground;
use sha2::{Digest, Sha256};
use support::{Answer, House, Party, complete_with, control, on_both, registry_with, text};
use url::form_urlencoded;

on_both!(
    every_page_is_whole_without_scripts,
    a_profile_says_everything_that_is_public,
    telephone_and_mail_are_for_who_asks,
    every_address_answers_with_its_status,
    whoever_is_withdrawn_is_in_no_page,
    a_page_holds_until_what_it_shows_changes,
    what_nobody_asks_for_makes_no_other_page,
    search_engines_find_every_page_once,
    nothing_runs_that_was_not_built,
    a_receipt_is_checked_on_its_page,
);

const PHONE: &str = "4921234567";
const EMAIL: &str = "persona@ejemplo.mx";

/// A party whose first candidacy is published with its contact, and its public address.
async fn published(house: &House) -> (Party, String) {
    house.build_site();
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let answers = complete_with([
        ("motivation", format!("Irrepetible <b>&</b> {}", text(302)).as_str()),
        ("contact.phone", PHONE),
        ("contact.email", EMAIL),
        ("contact.website", "https://persona.ejemplo.mx/"),
    ]);
    house.send_these(&party, id, answers).await;
    let slug = house.publish(&party).await;
    (party, slug)
}

/// The address of the list that looks for a name.
fn searching(name: &str) -> String {
    form_urlencoded::Serializer::for_suffix("/candidaturas?".to_owned(), 14).append_pair("buscar", name).finish()
}

fn html(answer: &Answer) -> &str {
    answer.html()
}

/// What stands between two texts, the first time.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let rest = html.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or("", |(found, _)| found)
}

async fn every_page_is_whole_without_scripts(house: House) {
    let (_, slug) = published(&house).await;
    let name = house.public_name(&slug).await;
    for (path, title) in [
        ("/", "Conozca a quienes piden su voto"),
        ("/candidaturas", "Candidaturas"),
        (&format!("/candidaturas/{slug}"), &name),
        ("/lugares", "Qué se elige en su municipio o distrito"),
        ("/lugares?nombre=fresnillo", "Qué se elige en su municipio o distrito"),
        ("/contiendas", "Elecciones: compare a quienes compiten"),
        ("/contiendas/presidencia-municipal/fresnillo", "Presidencia municipal, Fresnillo"),
        ("/contiendas/presidencia-municipal/fresnillo/cuadernillo", "Cuadernillo: Presidencia municipal, Fresnillo"),
        ("/acuses", "Comprobar un acuse"),
        ("/estadisticas", "Estadísticas"),
        ("/estadisticas/metodo", "Cómo se hacen las estadísticas"),
        ("/datos", "Datos abiertos"),
        ("/datos/diccionario", "Diccionario de datos"),
        ("/datos/api", "Guía para programar con los datos"),
        ("/datos/incrustar", "Poner una candidatura o una elección en su página"),
        ("/privacidad", "Aviso de privacidad"),
        ("/accesibilidad", "Accesibilidad"),
    ] {
        let page = house.page(path).await;
        let html = html(&page);
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert!(html.starts_with("<!doctype html><html lang=\"es-MX\">"), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(html.contains(&format!(">{title}</h1>")), "{path}: {html}");
        assert!(html.contains("/site/public/base.css") && html.contains("Instituto Electoral"), "{path}");
        let description = between(html, "<meta name=\"description\" content=\"", "\"");
        assert!(description.len() > 30, "{path}: {description}");
    }
    let list = house.page(&searching(&name)).await;
    assert!(html(&list).contains("1 candidatura.") && html(&list).contains(&format!("/candidaturas/{slug}\"")));
    let first = house.page("/candidaturas").await;
    assert!(html(&first).contains("Página 1 de 2") && html(&first).contains("href=\"/candidaturas/pagina/2\""));
    assert!(!html(&first).contains("public.js"), "a page where nothing moves brings no program");
}

async fn a_profile_says_everything_that_is_public(house: House) {
    let (_, slug) = published(&house).await;
    let name = house.public_name(&slug).await;
    let page = house.page(&format!("/candidaturas/{slug}")).await;
    let html = html(&page);
    for words in [
        "Irrepetible &lt;b&gt;&amp;&lt;/b&gt;",
        "Diputación de mayoría relativa",
        "Licenciatura",
        "https://persona.ejemplo.mx/",
        "No proporcionó",
        "Versión 1, publicada el 1 de abril de 2024.",
        "Último cambio: 1 de abril de 2024, 10:00.",
        "Se publicó la información.",
        "30 de marzo de 2024",
        "\"@type\":\"Person\"",
        "<meta property=\"og:type\" content=\"profile\">",
        &format!("<meta property=\"og:title\" content=\"{name}\">"),
        "Qué significan las palabras de esta página",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("Caxcán"), "without consent nothing of identity is shown");
    let canonical = format!("<link rel=\"canonical\" href=\"https://conoceles.ejemplo.mx/candidaturas/{slug}\">");
    assert!(html.contains(&canonical), "{html}");
    let known = house.citizen().list_public_candidacies("q=inge&within=names").await.ok();
    let page = house.page(&format!("/candidaturas/{}", known.items[0].slug)).await;
    for words in ["«El Inge»", "\"alternateName\":\"El Inge\""] {
        assert!(page.html().contains(words), "{words}");
    }
}

async fn telephone_and_mail_are_for_who_asks(house: House) {
    let (party, slug) = published(&house).await;
    let page = house.page(&format!("/candidaturas/{slug}")).await;
    assert!(!html(&page).contains(PHONE) && !html(&page).contains(EMAIL), "{}", html(&page));
    assert!(html(&page).contains("data-component=\"Contact") && html(&page).contains("public.js"));
    let address = format!("/candidaturas/{slug}/contacto");
    assert!(html(&page).contains(&format!("action=\"{address}\"")), "there is a way without scripts");
    let contact = house.page(&address).await;
    assert_eq!(contact.status, 200);
    assert!(html(&contact).contains(&format!("tel:+52{PHONE}")) && html(&contact).contains(&format!("mailto:{EMAIL}")));
    assert!(html(&contact).contains("<meta name=\"robots\" content=\"noindex\">"));

    let means = house.citizen().read_public_contact(&slug).await.ok().means;
    assert_eq!((means[0].value.as_str(), means[1].address.as_str()), (PHONE, format!("mailto:{EMAIL}").as_str()));
    let order = control(Some("contact"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[0], &order).await.ok();
    assert_eq!(house.citizen().read_public_contact(&slug).await.ok().means, [], "what is hidden is not given either");
    assert!(!html(&house.page(&address).await).contains(PHONE));
    assert!(!html(&house.page(&format!("/candidaturas/{slug}")).await).contains("data-component=\"Contact"));
    house.citizen().read_public_contact("nadie-00000000").await.refused(404, "not_found");
}

async fn every_address_answers_with_its_status(house: House) {
    let (_, slug) = published(&house).await;
    for path in [
        "/nada",
        "/candidaturas/nadie-00000000",
        "/candidaturas/nadie-00000000/contacto",
        "/candidaturas/a/b/c",
        "/%ff",
    ] {
        let page = house.page(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(html(&page).contains("No encontramos") && html(&page).contains("noindex"), "{path}");
    }
    assert_eq!(house.page("/candidaturas?pagina=99999").await.status, 404, "after the last page there is none");
    let short = slug.rsplit('-').next().expect("a short name");
    for (asked, now) in [
        (format!("/candidaturas/otro-nombre-{short}?utm_source=x"), format!("/candidaturas/{slug}")),
        (format!("/candidaturas/otro-nombre-{short}/contacto"), format!("/candidaturas/{slug}/contacto")),
    ] {
        let moved = house.page(&asked).await;
        assert_eq!((moved.status, moved.header("location")), (308, now.as_str()), "{asked}");
    }
    let head = house.send(TestRequest::with_uri("/candidaturas").method(Method::HEAD)).await;
    assert_eq!(head.status, 200);
    let post = house.send(TestRequest::with_uri("/candidaturas").method(Method::POST)).await;
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
    for (name, value) in
        [("accept", ";;q=x,,*/"), ("accept-encoding", "br;q=muy, ;;"), ("range", "bytes=9-1"), ("range", "nada")]
    {
        for path in [
            &format!("/candidaturas/{slug}"),
            "/api/v1/public/candidacies?size=1",
            "/api/v1/public/data/candidaturas.csv",
        ] {
            let answer = house.send(TestRequest::with_uri(path).insert_header((name, value))).await;
            assert_eq!(answer.status, 200, "{path} with {name}: {value}");
        }
        let file = house.send(TestRequest::with_uri("/site/public/base.css").insert_header((name, value))).await;
        assert!(matches!(file.status, 200 | 416), "a file with {name}: {value} answers {}", file.status);
    }
    for query in ["a".repeat(10_000), format!("buscar={}", "%C3%91".repeat(1_700))] {
        let long = house.page(&format!("/candidaturas?{query}")).await;
        assert_eq!(long.status, 414);
        assert!(html(&long).len() < 200, "{}", html(&long));
    }
    for query in ["buscar=%ff%fe", "pagina=0", "&&&==", "buscar=%00", "nada=1"] {
        assert_eq!(house.page(&format!("/candidaturas?{query}")).await.status, 200, "{query}");
    }
    for (query, words) in [
        ("pagina=-1", "Escriba un número de página"),
        ("pagina=99999999999999999999999", "Escriba un número de página"),
        ("orden=azar", "apellidos, registro, partido"),
        ("sexo=x&cargo=municipal_president", "no se entiende: Sexo"),
        ("cargo=rey", "Cargo"),
    ] {
        let page = house.page(&format!("/candidaturas?{query}")).await;
        assert!(page.status == 400 && html(&page).contains(words), "{query}: {}", html(&page));
    }
}

async fn whoever_is_withdrawn_is_in_no_page(house: House) {
    let (party, slug) = published(&house).await;
    let name = house.public_name(&slug).await;
    let paths = [
        format!("/candidaturas/{slug}"),
        format!("/candidaturas/{slug}/contacto"),
        "/candidaturas?informacion=si".to_owned(),
    ];
    for path in &paths {
        // So that it is in memory.
        assert!(html(&house.page(path).await).contains(&name), "{path}");
    }
    let work = party.unit.candidacy(party.ids[0]).await;
    let folio = work.item.folio.as_str();
    party.unit.sync_registry(registry_with(folio, "APROBADA", "CANCELADA", &[])).await.ok();
    for path in &paths {
        let page = house.page(path).await;
        let said = format!("{}{:?}", html(&page), page.headers);
        assert_eq!(page.status, if path.contains(&slug) { 410 } else { 200 }, "{path}");
        for secret in [name.as_str(), PHONE, EMAIL, folio, slug.as_str(), "Irrepetible"] {
            assert!(!said.contains(secret), "{path} says {secret}: {said}");
        }
    }
    assert!(!html(&house.page("/sitemap-1.xml").await).contains(&slug));
}

async fn a_page_holds_until_what_it_shows_changes(house: House) {
    let (party, slug) = published(&house).await;
    let address = format!("/candidaturas/{slug}");
    let asked = async |coding: &str, tag: &str| {
        let request = TestRequest::with_uri(&address).insert_header(("if-none-match", tag));
        house.send(request.insert_header(("accept-encoding", coding))).await
    };
    let mut tags = Vec::new();
    for coding in ["", "gzip", "br"] {
        let page = asked(coding, "").await;
        assert_eq!(
            (page.status, page.header("cache-control"), page.header("vary")),
            (200, "no-cache", "accept-encoding")
        );
        assert_eq!(page.header("content-encoding"), coding);
        let tag = page.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 30 && !tags.contains(&tag), "{tag} {tags:?}");
        let again = asked(coding, &tag).await;
        assert_eq!((again.status, again.header("etag")), (304, tag.as_str()), "{coding}");
        assert!(again.text().is_empty());
        tags.push(tag);
    }
    let declined = asked("br;q=0, gzip;q=0", "").await;
    assert_eq!(declined.header("content-encoding"), "");
    let order = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[0], &order).await.ok();
    for (coding, tag) in ["", "gzip", "br"].iter().zip(&tags) {
        let page = asked(coding, tag).await;
        assert_eq!(page.status, 200, "{coding}: a copy does not serve any more");
        assert_ne!(page.header("etag"), tag);
    }
    let page = asked("", "").await;
    assert!(
        !html(&page).contains("Irrepetible") && html(&page).contains("Este apartado no está disponible por ahora.")
    );
}

async fn what_nobody_asks_for_makes_no_other_page(house: House) {
    let (_, slug) = published(&house).await;
    let tag = async |path: &str| house.page(path).await.header("etag").to_owned();
    let list = tag("/candidaturas?cargo=municipal_president").await;
    assert!(!list.is_empty());
    for same in [
        "?utm_source=x&cargo=municipal_president",
        "?cargo=municipal_president&buscar=&pagina=1",
        "/?cargo=municipal_president",
    ] {
        assert_eq!(tag(&format!("/candidaturas{same}")).await, list, "{same}");
    }
    assert_ne!(tag("/candidaturas").await, list);
    assert_eq!(tag(&format!("/candidaturas/{slug}?fbclid=1")).await, tag(&format!("/candidaturas/{slug}")).await);
}

async fn search_engines_find_every_page_once(house: House) {
    let (_, slug) = published(&house).await;
    let robots = house.page("/robots.txt").await;
    for line in [
        "Disallow: /candidaturas/*/contacto",
        "Disallow: /trabajo",
        "Sitemap: https://conoceles.ejemplo.mx/sitemap.xml",
    ] {
        assert!(html(&robots).lines().any(|known| known == line), "{line}");
    }
    let index = house.page("/sitemap.xml").await;
    let part = between(html(&index), "<loc>https://conoceles.ejemplo.mx", "</loc>").to_owned();
    assert_eq!(part, "/sitemap-1.xml");
    let part = house.page(&part).await;
    assert_eq!(part.header("content-type"), "application/xml");
    let places: Vec<&str> = html(&part).split("<loc>https://conoceles.ejemplo.mx").skip(1).collect();
    let contests = house.citizen().list_contests().await.ok().items.len();
    assert_eq!(places.len(), 13 + contests + 40, "every page and every candidacy");
    let own = format!("/candidaturas/{slug}</loc><lastmod>2024-04-01T16:00:00Z</lastmod>");
    assert!(places.iter().any(|place| place.starts_with(&own)), "{places:?}");
    for place in places {
        let address = place.split_once('<').expect("an address").0;
        let page = house.page(address).await;
        let canonical = between(html(&page), "<link rel=\"canonical\" href=\"https://conoceles.ejemplo.mx", "\"");
        assert_eq!((page.status, canonical), (200, address));
    }
    assert_eq!(house.page("/sitemap-2.xml").await.status, 404);
}

async fn nothing_runs_that_was_not_built(house: House) {
    let (_, slug) = published(&house).await;
    let embedded = format!("/incrustar/candidaturas/{slug}");
    for path in [
        "/",
        "/candidaturas",
        &format!("/candidaturas/{slug}"),
        &embedded,
        "/estadisticas",
        "/datos/diccionario",
        "/nada",
    ] {
        let page = house.page(path).await;
        let policy = page.header("content-security-policy").to_owned();
        assert_eq!(page.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert!(page.header("permissions-policy").contains("geolocation=()"), "{path}");
        let scripts = between(&format!("{policy};"), "script-src ", ";").to_owned();
        assert!(!policy.contains("unsafe-inline") && policy.starts_with("default-src 'none'"), "{policy}");
        let mut inline = 0;
        for rest in html(&page).split("<script").skip(1) {
            let (kind, body) = rest.split_once('>').expect("a tag");
            let (body, _) = body.split_once("</script>").expect("its end");
            if !body.is_empty() && !kind.contains("application/ld+json") {
                inline += 1;
                let digest = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes())));
                assert!(scripts.contains(&digest), "{path}: {body}");
            }
        }
        assert_eq!(scripts.matches("sha256").count(), inline, "{path}: {scripts}");
        assert!(!html(&page).contains(" style=") && !html(&page).contains(" onclick="), "{path}");
    }
}

async fn a_receipt_is_checked_on_its_page(house: House) {
    let (party, slug) = published(&house).await;
    let work = party.unit.candidacy(party.ids[0]).await;
    let folio = &work.receipts[0].folio;
    for path in [format!("/acuses/{folio}"), format!("/acuses?folio=+{}", folio.replace('-', "").to_lowercase())] {
        let page = house.page(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(html(&page).contains("El acuse es verdadero") && html(&page).contains(&slug), "{path}");
        assert!(html(&page).contains("noindex"));
    }
    let unknown = house.page("/acuses/AAAA-BBBB-CCCC").await;
    assert_eq!(unknown.status, 404);
    assert!(html(&unknown).contains("No hay un acuse con ese folio") && html(&unknown).contains("AAAA-BBBB-CCCC"));
}
