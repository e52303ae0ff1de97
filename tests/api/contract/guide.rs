//! The pages of the open data: what they say can be asked for is there.

use frontend::pages::public::guide::{examples, in_election, open_files, programs, search};
use support::{Answer, House, UNDERSTOOD, complete_with, on_both, text};

on_both!(every_address_of_the_guide_answers, the_programs_of_the_guide_read_what_is_there, columns_are_explained);

const SITE: &str = "https://conoceles.ejemplo.mx";

fn html(answer: &Answer) -> &str {
    answer.html()
}

/// As HTML writes it between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Every address of this site that a page leads to.
fn links(html: &str) -> Vec<String> {
    let links = html.split("href=\"/").skip(1).filter_map(|rest| rest.split_once('"'));
    links.map(|(address, _)| format!("/{}", address.replace("&amp;", "&"))).collect()
}

async fn every_address_of_the_guide_answers(house: House) {
    house.build_site();
    let (_, slug) = house.published("PT").await;
    let (files, guide) = (house.page("/datos").await, house.page("/datos/api").await);
    for file in open_files() {
        assert!(html(&files).contains(&format!("href=\"{}\"", file.address)), "{}", file.address);
        assert_eq!(house.page(&file.address).await.status, 200, "{}", file.address);
    }
    for example in examples() {
        let address = in_election(&example.address, &house.app.desk.config.election);
        assert!(!address.contains("OFFICE") && !address.contains("TERRITORY"), "{address}");
        assert!(html(&guide).contains(&format!(">{}</code>", escaped(&address))), "{address}");
        let answer = house.page(&address.replace("SLUG", &slug)).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    }
    let site = ["/site/", "/trabajo"];
    for page in [&files, &guide, &house.page("/datos/diccionario").await, &house.page("/datos/incrustar").await] {
        let links = links(html(page));
        assert!(links.len() > 8, "{links:?}");
        for link in links.iter().filter(|link| !site.iter().any(|own| link.starts_with(own))) {
            assert_eq!(house.page(link).await.status, 200, "{link}");
        }
    }
    let licence = &house.app.desk.config.open_data.licence;
    for words in [&licence.name, &licence.url, &house.app.desk.config.open_data.title] {
        assert!(html(&files).contains(&escaped(words)), "{words}");
    }
    assert!(html(&files).contains(&format!("Consultado el (fecha) en {SITE}/datos.")), "{}", html(&files));
}

async fn the_programs_of_the_guide_read_what_is_there(house: House) {
    house.build_site();
    let party = house.capturing("PT").await;
    let answers = complete_with([("motivation", format!("Cuidar el agua. {}", text(302)))]);
    party.capturist.save_answers(party.ids[0], answers).await.ok();
    party.capturist.submit_profile(party.ids[0], &UNDERSTOOD).await.ok();
    house.publish(&party).await;
    // What programs read by the names of its fields.
    let found = house.page(&search()).await.wire();
    assert_eq!(found["total"], 1, "{found}");
    assert!(found["items"][0]["name"].is_string() && found["items"][0]["office_name"].is_string(), "{found}");
    let guide = house.page("/datos/api").await;
    let programs = programs(SITE);
    for (language, program) in &programs {
        assert!(program.contains(&format!("\"{SITE}{}\"", search())), "{language}");
        assert!(html(&guide).contains(&escaped(program)), "{language}: {}", html(&guide));
    }
    for (language, program) in &programs[1..] {
        for field in ["total", "items", "name", "office_name"] {
            assert!(program.contains(field), "{language} reads no {field}");
        }
    }
}

async fn columns_are_explained(house: House) {
    house.build_site();
    let page = house.page("/datos/diccionario").await;
    let dictionary = house.citizen().read_data_dictionary().await.ok();
    assert!(dictionary.columns.len() > 25);
    for column in dictionary.columns {
        let (name, title) = (&column.name, &column.title);
        assert!(html(&page).contains(&format!("<code>{}</code>", escaped(name))), "{name}");
        assert!(html(&page).contains(&escaped(title)), "{title}");
    }
    for missing in dictionary.missing {
        assert!(html(&page).contains(&missing.meaning), "{missing:?}");
    }
}
