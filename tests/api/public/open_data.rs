//! The open data: the same in every format, described, open to any page, and nothing of who was withdrawn or hidden.

use std::io::Cursor;

use actix_web::http::Method;
use calamine::{Data, Reader, Xlsx};
use domain::{prohibition::Ground, time::TimeDelta};
use serde_json::{Value, json};
use server::public::open_data::keep_digest;
use support::{House, ROWS, control, day, on_both, registry_without};

on_both!(
    every_format_says_the_same,
    each_missing_value_says_why,
    a_table_has_whom_the_list_finds,
    who_is_withdrawn_or_hidden_is_in_no_file,
    files_are_described_for_programs,
    each_day_keeps_digests_and_no_data,
    whoever_finds_too_many_waiting_for_tables_is_told_to_come_back,
    a_table_travels_in_the_form_that_is_taken_each_with_its_tag,
    any_page_may_read_and_nobody_too_often,
);

/// The 25 columns that INE publishes.
const INE: [&str; 25] = [
    "PARTIDO_COALICION",
    "CARGO",
    "ENTIDAD",
    "DISTRITO FEDERAL",
    "CIRCUNSCRIPCION",
    "MUNICIPIO",
    "NUM_LISTA_O_FORMULA",
    "NOMBRE_CANDIDATO",
    "TIPO_CANDIDATO",
    "EDAD",
    "SEXO",
    "DIRECCION_CASA_CAMPAÑA",
    "TELEFONO",
    "CORREO_ELECTRONICO",
    "PAGINA_WEB",
    "REDES",
    "ESCOLARIDAD",
    "ESTATUS_ESCOLARIDAD",
    "CURSOS",
    "HISTORIA_PROFESIONAL",
    "TRAYECTORIA_POLITICA",
    "MOTIVO_CARGO_PUBLICO",
    "PROPUESTA_1",
    "PROPUESTA_2",
    "PROPUESTA_GENERO",
];

const FILES: [&str; 13] = [
    "candidaturas.csv",
    "candidaturas.json",
    "candidaturas.jsonl",
    "candidaturas.xlsx",
    "candidaturas.csv-metadata.json",
    "diccionario.json",
    "diccionario.csv",
    "diccionario.txt",
    "catalogo.jsonld",
    "popolo.json",
    "cambios.json",
    "cambios.atom",
    "snapshots",
];

async fn bytes(house: &House, file: &str) -> Vec<u8> {
    house.citizen().fetch(&format!("/public/data/{file}")).await.file()
}

async fn csv(house: &House) -> Vec<Vec<String>> {
    let bytes = bytes(house, "candidaturas.csv").await;
    let text = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The rows of the table, whose columns are those of the election's questionnaires and in no type of `contract`.
async fn records(house: &House) -> Vec<Value> {
    serde_json::from_slice(&bytes(house, "candidaturas.json").await).expect("JSON")
}

async fn every_format_says_the_same(house: House) {
    let (_, slug) = house.published("PT").await;
    let table = csv(&house).await;
    assert_eq!(&table[0][..25], INE);
    let records = records(&house).await;
    assert_eq!((table.len() - 1, records.len()), (ROWS, ROWS));
    let lines = String::from_utf8(bytes(&house, "candidaturas.jsonl").await).expect("UTF-8");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, records);
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes(&house, "candidaturas.xlsx").await)).expect("a book");
    let sheet = book.worksheet_range("Candidaturas").expect("a sheet");
    let shown = |cell: &Data| cell.to_string();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(shown).collect()).collect();
    // What CSV marks as text is text in a spreadsheet by itself.
    let plain = |cell: &String| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    let table_plain: Vec<Vec<String>> = table.iter().map(|row| row.iter().map(plain).collect()).collect();
    assert_eq!(rows, table_plain);
    for (row, record) in table[1..].iter().zip(&records) {
        for (name, cell) in table[0].iter().zip(row) {
            match &record[name] {
                Value::String(text) => assert_eq!(plain(cell), *text, "{name}"),
                Value::Number(number) => assert_eq!(*cell, number.to_string(), "{name}"),
                Value::Bool(flag) => assert_eq!(cell == "Sí", *flag, "{name}"),
                Value::Array(lines) => {
                    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
                    assert_eq!(plain(cell), lines.join("; "), "{name}");
                }
                Value::Null => assert!(record["FALTANTES"][name].is_string(), "{name}: {record}"),
                Value::Object(_) => panic!("{name}"),
            }
        }
    }
    let own = records.iter().find(|one| one["PERFIL"] == format!("/candidaturas/{slug}")).expect("the published one");
    assert_eq!(
        (&own["ESCOLARIDAD"], &own["PUBLICADO"], &own["VERSION"]),
        (&json!("Licenciatura"), &json!(true), &json!(1))
    );
    let folio = String::from_utf8(support::registry()).expect("UTF-8");
    let folio = folio.lines().nth(1).and_then(|line| line.split(',').next()).expect("a folio").to_owned();
    for file in FILES {
        let bytes = bytes(&house, file).await;
        assert!(!bytes.windows(folio.len()).any(|window| window == folio.as_bytes()), "{file} tells a folio");
    }
}

async fn each_missing_value_says_why(house: House) {
    let (party, slug) = house.published("PT").await;
    let order = control(Some("motivation"), Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[0], &order).await.ok();
    let records = records(&house).await;
    let own = records.iter().find(|one| one["PERFIL"] == format!("/candidaturas/{slug}")).expect("the published one");
    let why = |name: &str| own["FALTANTES"][name].as_str().unwrap_or("there").to_owned();
    let expected = [
        ("TELEFONO", "not_provided"),
        ("REDES", "not_provided"),
        ("MOTIVO_CARGO_PUBLICO", "unavailable"),
        ("INDIGENA", "not_consented"),
        ("CIRCUNSCRIPCION", "not_applicable"),
        ("ESCOLARIDAD", "there"),
    ];
    for (name, code) in expected {
        assert_eq!(why(name), code, "{name}");
    }
    let other = records.iter().find(|one| one["PUBLICADO"] == false).expect("one that published nothing");
    assert_eq!(
        (&other["FALTANTES"]["ESCOLARIDAD"], &other["FALTANTES"]["VERSION"]),
        (&json!("not_published"), &json!("not_published"))
    );
    let text = String::from_utf8(bytes(&house, "diccionario.txt").await).expect("UTF-8");
    let dictionary = house.citizen().read_data_dictionary().await.ok();
    for missing in &dictionary.missing {
        assert!(text.contains(&missing.words), "{missing:?}");
    }
    let names: Vec<_> = dictionary.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, csv(&house).await[0]);
    assert!(!names.iter().any(|name| name.contains("SOCIOECONOMIC")), "what is for statistics only is no column");
}

async fn who_is_withdrawn_or_hidden_is_in_no_file(house: House) {
    let (party, slug) = house.published("PT").await;
    let id = party.ids[0];
    let work = party.unit.candidacy(id).await;
    let name =
        records(&house).await.iter().find(|one| one["ID"] == json!(id)).expect("the published one")["NOMBRE_CANDIDATO"]
            .as_str()
            .expect("a name")
            .to_owned();
    house.wait(TimeDelta::seconds(1));
    for file in ["candidaturas.csv", "candidaturas.json", "candidaturas.jsonl", "popolo.json", "cambios.atom"] {
        assert!(String::from_utf8_lossy(&bytes(&house, file).await).contains(&name), "{file}");
    }
    party.unit.sync_registry(registry_without(work.item.folio.as_str())).await.ok();
    for file in FILES {
        let text = String::from_utf8_lossy(&bytes(&house, file).await).into_owned();
        assert!(!text.contains(&name) && !text.contains(&slug), "{file}");
    }
    assert_eq!(csv(&house).await.len(), ROWS);
    house.wait(TimeDelta::seconds(1));
    assert!(String::from_utf8_lossy(&bytes(&house, "cambios.atom").await).contains(&id.to_string()));
}

/// The files for programs have the forms of others, CSV on the Web, DCAT and Popolo, and are read as the JSON that they are.
async fn files_are_described_for_programs(house: House) {
    house.published("PT").await;
    let table: Value = serde_json::from_slice(&bytes(&house, "candidaturas.csv-metadata.json").await).expect("JSON");
    let titles: Vec<&str> = table["tableSchema"]["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .filter_map(|column| column["titles"].as_str())
        .collect();
    assert_eq!(titles, csv(&house).await[0]);
    assert_eq!((&table["url"], &table["tableSchema"]["primaryKey"]), (&json!("candidaturas.csv"), &json!("ID")));
    let record: Value = serde_json::from_slice(&bytes(&house, "catalogo.jsonld").await).expect("JSON");
    for distribution in record["dcat:distribution"].as_array().expect("distributions") {
        let url = distribution["dcat:downloadURL"]["@id"].as_str().expect("an address");
        let path = url.strip_prefix("https://conoceles.ejemplo.mx/api/v1").expect("the public address");
        let answer = house.citizen().fetch(path).await;
        let told = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
        assert_eq!((answer.status, told.as_str()), (200, distribution["dcat:mediaType"].as_str().expect("a type")));
        assert_eq!(distribution["dct:license"]["@id"], table["dc:license"]["@id"]);
    }
    let popolo: Value = serde_json::from_slice(&bytes(&house, "popolo.json").await).expect("JSON");
    let ids = |of: &str| -> Vec<String> {
        popolo[of].as_array().expect("a list").iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
    };
    let (persons, organizations, posts, areas) = (ids("persons"), ids("organizations"), ids("posts"), ids("areas"));
    let memberships = popolo["memberships"].as_array().expect("memberships");
    assert_eq!(memberships.len(), ROWS);
    for one in memberships {
        for (key, known) in [
            ("person_id", &persons),
            ("organization_id", &organizations),
            ("on_behalf_of_id", &organizations),
            ("post_id", &posts),
            ("area_id", &areas),
        ] {
            assert!(known.iter().any(|id| one[key] == id.as_str()), "{key} of {one}");
        }
    }
}

async fn each_day_keeps_digests_and_no_data(house: House) {
    house.published("PT").await;
    keep_digest(house.app.clone()).await.expect("kept");
    keep_digest(house.another()).await.expect("kept by another already");
    let file = bytes(&house, "candidaturas.csv").await;
    house.wait(TimeDelta::hours(24));
    keep_digest(house.app.clone()).await.expect("kept");
    let days = house.citizen().list_day_digests().await.ok();
    let days = days.days;
    assert_eq!((days.len(), days[1].day, days[1].candidacies), (2, day("2024-04-01"), ROWS));
    assert_eq!((days[1].files[0].bytes, days[1].published), (file.len(), 1));
    let digest = domain::text::hex(&<sha2::Sha256 as sha2::Digest>::digest(&file));
    assert_eq!(days[1].files[0].sha256, digest);
}

async fn whoever_finds_too_many_waiting_for_tables_is_told_to_come_back(house: House) {
    let house = house.with_a_short_line(2);
    house.published("PT").await;
    let citizen = house.citizen();
    let asked = |words: usize| format!("/public/data/candidaturas.xlsx?q=palabra{words}");
    let all = (0..60).map(|words| house.send(citizen.request(Method::GET, &asked(words))));
    let answers = futures_util::future::join_all(all).await;
    let told: Vec<_> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert!(answers.len() - told.len() >= 3, "one is written at a time and two may wait");
    assert!(!told.is_empty(), "sixty at once are more than that");
    for answer in told {
        answer.refused(503, "busy");
        assert_eq!(answer.header("retry-after"), "5");
    }
    assert_eq!(house.citizen().list_public_candidacies("").await.status, 200, "the list is not written by turns");
    assert_eq!(house.citizen().download_table_csv("").await.status, 200, "and a table has its turn again");
}

async fn a_table_travels_in_the_form_that_is_taken_each_with_its_tag(house: House) {
    house.published("PT").await;
    let citizen = house.citizen();
    let ask = |path: &str, coding: &str| {
        let request = citizen.request(Method::GET, path).insert_header(("accept-encoding", coding.to_owned()));
        house.send(request)
    };
    for path in
        ["/public/data/candidaturas.csv", "/public/data/candidaturas.json?published=yes", "/public/data/popolo.json"]
    {
        let mut tags = Vec::new();
        for (coding, told) in [("identity", "identity"), ("gzip", "gzip"), ("br, gzip", "br")] {
            let answer = ask(path, coding).await;
            assert_eq!((answer.status, answer.header("content-encoding")), (200, told), "{path}");
            assert_eq!(answer.header("vary"), "accept-encoding");
            tags.push(answer.header("etag").to_owned());
            let again = citizen.request(Method::GET, path).insert_header(("accept-encoding", coding.to_owned()));
            let again = house.send(again.insert_header(("if-none-match", tags.last().expect("a tag").as_str()))).await;
            assert_eq!(again.status, 304, "{path}");
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "{path}");
    }
}

async fn a_table_has_whom_the_list_finds(house: House) {
    let (_, slug) = house.published("PT").await;
    for query in
        ["published=yes", "sex=woman&order=party", "q=licenciatura", "kind=owner&sex=man&order=registry&page=2&size=1"]
    {
        let found = query.replace("&page=2&size=1", "");
        let list = house.citizen().list_public_candidacies(&format!("{found}&size=200")).await.ok();
        let slugs: Vec<_> = list.items.iter().map(|card| card.slug.as_str()).collect();
        let file = bytes(&house, &format!("candidaturas.json?{query}")).await;
        let table: Vec<Value> = serde_json::from_slice(&file).expect("JSON");
        let rows: Vec<&str> = table.iter().filter_map(|row| row["PERFIL"].as_str()?.rsplit('/').next()).collect();
        assert_eq!(rows, slugs, "{query}");
    }
    let one = String::from_utf8(bytes(&house, "candidaturas.csv?published=yes").await).expect("UTF-8");
    assert!(one.contains(&slug) && one.trim_end().lines().count() >= 2);
    assert!(bytes(&house, "candidaturas.xlsx?published=yes").await.starts_with(b"PK"));
    for query in ["office=rey", "nada=1", "page=x"] {
        house.citizen().download_table_csv(query).await.refused(400, "bad_request");
    }
}

async fn any_page_may_read_and_nobody_too_often(house: House) {
    let house = house.paced(20);
    let ask = |method: Method, path: &str| house.citizen().request(method, path);
    for (method, path, status) in [
        (Method::OPTIONS, "/public/data/candidaturas.csv", 204),
        (Method::GET, "/public/election", 200),
        (Method::HEAD, "/public/candidacies", 200),
        (Method::HEAD, "/public/candidacies/nadie-00000000", 404),
        (Method::GET, "/public/candidacies/nadie-00000000", 404),
        (Method::GET, "/public/nada", 404),
    ] {
        let answer = house.send(ask(method, path)).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, "*"), "{path}");
    }
    assert_eq!(house.send(ask(Method::GET, "/candidacies")).await.header("access-control-allow-origin"), "");
    let answer = house.citizen().download_table_csv("").await;
    assert_eq!((answer.header("ratelimit-policy"), answer.status), ("\"public\";q=20;w=60", 200));
    assert!(!answer.header("last-modified").is_empty());
    let known =
        ask(Method::GET, "/public/data/candidaturas.csv").insert_header(("if-none-match", answer.header("etag")));
    assert_eq!(house.send(known).await.status, 304);
    let mut refused = None;
    for _ in 0..200 {
        let answer = house.citizen().read_election().await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a limit");
    refused.refused(429, "too_often");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|wait| wait > 0));
    assert!(refused.header("ratelimit").starts_with("\"public\";r=0;t="));
    house.citizen().read_me().await.refused(401, "session_required");
}
