//! What is kept and shared of a profile, and the profile in a frame of another page.

use support::{Answer, House, on_both, registry_without};

on_both!(
    a_profile_leads_to_its_papers_and_explains_its_office,
    only_an_embedded_candidacy_is_shown_in_a_frame,
    a_contest_is_shown_in_a_frame_as_tall_as_it_is,
    who_leaves_is_in_no_frame,
    the_declaration_of_accessibility_says_what_is_missing,
);

fn html(answer: &Answer) -> &str {
    answer.html()
}

fn framed_by(answer: &Answer) -> &str {
    let policy = answer.header("content-security-policy");
    policy.split(';').find_map(|rule| rule.trim().strip_prefix("frame-ancestors ")).unwrap_or_default()
}

async fn a_profile_leads_to_its_papers_and_explains_its_office(house: House) {
    house.build_site();
    let (_, slug) = house.published("PT").await;
    let page = house.page(&format!("/candidaturas/{slug}")).await;
    let html = html(&page);
    for (paper, kind) in [("sheet.pdf", "application/pdf"), ("qr.svg", "image/svg+xml"), ("card.png", "image/png")] {
        let address = format!("/api/v1/public/candidacies/{slug}/{paper}");
        assert!(html.contains(&format!("href=\"{address}\"")), "{address}: {html}");
        let answer = house.page(&address).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{address}");
    }
    let image =
        format!("\"og:image\" content=\"https://conoceles.ejemplo.mx/api/v1/public/candidacies/{slug}/card.png\"");
    assert!(html.contains(&image), "{html}");
    assert!(html.contains("name=\"twitter:card\" content=\"summary_large_image\""));
    assert!(html.contains(&format!("https://conoceles.ejemplo.mx/incrustar/candidaturas/{slug}")), "{html}");
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    let office = house.app.desk.config.election.offices.iter().find(|office| office.key == profile.card.office);
    for (question, text) in office.expect("an office").explanation.parts() {
        assert!(html.contains(question) && html.contains(text), "{question}");
    }
    let other = house.page("/datos").await;
    let image = "\"og:image\" content=\"https://conoceles.ejemplo.mx/api/v1/public/card.png\"";
    assert!(other.html().contains(image));
    assert_eq!(house.page("/api/v1/public/card.png").await.status, 200);
}

async fn only_an_embedded_candidacy_is_shown_in_a_frame(house: House) {
    house.build_site();
    let (_, slug) = house.published("PT").await;
    let name = house.public_name(&slug).await;
    let path = format!("/incrustar/candidaturas/{slug}");
    let page = house.page(&path).await;
    assert_eq!((page.status, framed_by(&page)), (200, "*"));
    assert!(page.cookie.is_none() && page.header("set-cookie").is_empty());
    let shown = html(&page);
    assert_eq!(shown.matches("<h1").count(), 1);
    for words in [
        &name,
        "Licenciatura",
        "<base target=\"_top\">",
        "<meta name=\"robots\" content=\"noindex\">",
        &format!("href=\"/candidaturas/{slug}\""),
        "Instituto Electoral",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("<nav") && !shown.contains("/trabajo"), "it is a small frame: {shown}");
    let short = slug.rsplit('-').next().expect("a short name");
    let moved = house.page(&format!("/incrustar/candidaturas/otro-nombre-{short}")).await;
    assert_eq!((moved.status, moved.header("location")), (308, path.as_str()));
    assert_eq!(house.page("/incrustar/candidaturas/nadie-00000000").await.status, 404);
    for path in ["/", "/datos/incrustar", "/incrustar", "/nada", &format!("/candidaturas/{slug}")] {
        let page = house.page(path).await;
        assert_eq!(framed_by(&page), "'none'", "{path}");
        assert!(!html(&page).contains("<base"), "{path}");
    }
    let help = house.page("/datos/incrustar").await;
    let snippet = "&lt;iframe src=\"https://conoceles.ejemplo.mx/incrustar/candidaturas/SLUG\"";
    assert!(html(&help).contains(snippet), "{}", html(&help));
}

async fn a_contest_is_shown_in_a_frame_as_tall_as_it_is(house: House) {
    house.build_site();
    let (_, slug) = house.published("PT").await;
    let (name, profile) = (house.public_name(&slug).await, house.page(&format!("/candidaturas/{slug}")).await);
    let way =
        html(&profile).split("href=\"/contiendas/").nth(1).and_then(|rest| rest.split_once('"')).expect("a contest").0;
    let page = house.page(&format!("/incrustar/contiendas/{way}")).await;
    assert_eq!((page.status, framed_by(&page)), (200, "*"));
    for words in [&name, "postMessage", "<base target=\"_top\">", &format!("href=\"/contiendas/{way}\"")] {
        assert!(html(&page).contains(words), "{words}: {}", html(&page));
    }
    assert!(!html(&page).contains("<form") && !html(&page).contains("<nav"));
    let whole = house.page(&format!("/contiendas/{way}")).await;
    let snippet = format!("&lt;iframe src=\"https://conoceles.ejemplo.mx/incrustar/contiendas/{way}\"");
    assert!(html(&whole).contains(&snippet) && html(&whole).contains("https://conoceles.ejemplo.mx/incrustar.js"));
    let script = house.page("/incrustar.js").await;
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert_eq!(house.page("/incrustar/contiendas/rey/zacatecas").await.status, 404);
}

async fn who_leaves_is_in_no_frame(house: House) {
    house.build_site();
    let (party, slug) = house.published("PT").await;
    let name = house.public_name(&slug).await;
    let path = format!("/incrustar/candidaturas/{slug}");
    assert!(html(&house.page(&path).await).contains(&name));
    let work = party.unit.candidacy(party.ids[0]).await;
    party.unit.sync_registry(registry_without(work.item.folio.as_str())).await.ok();
    let page = house.page(&path).await;
    assert_eq!((page.status, framed_by(&page)), (410, "*"), "the frame says so");
    assert!(html(&page).contains("Esta candidatura ya no está activa"));
    assert!(!html(&page).contains(&name) && !html(&page).contains(&slug), "{}", html(&page));
}

async fn the_declaration_of_accessibility_says_what_is_missing(house: House) {
    house.build_site();
    let page = house.page("/accesibilidad").await;
    assert_eq!(page.status, 200);
    let institute = &house.app.desk.config.election.institute;
    for words in [
        "parcialmente conforme",
        "WCAG) 2.2, nivel AA",
        "Cómo se revisó",
        "Qué falta",
        "La ficha en PDF no tiene etiquetas",
        "Declaración revisada el 26 de noviembre de 2026.",
        &format!("mailto:{}", institute.email),
        &institute.phone,
    ] {
        assert!(html(&page).contains(words), "{words}: {}", html(&page));
    }
}
