//! Many candidacies captured in one spreadsheet.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use actix_web::http::Method;
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use support::{House, Party, Person, on_both, text};
use zip::{ZipWriter, write::SimpleFileOptions};

on_both!(
    a_filled_template_is_read_cell_by_cell_and_saved_as_drafts,
    what_somebody_changed_meanwhile_is_not_written_over,
    only_the_plan_that_was_read_is_applied,
    what_is_no_filled_template_says_what_to_do,
    a_template_holds_only_ones_own_and_nothing_of_identity,
);

/// Sheets by name, each its cells by place.
type Book = BTreeMap<String, BTreeMap<(u32, u16), String>>;

async fn template(house: &House, person: &Person) -> Book {
    let bytes = house.bytes(House::request(Method::GET, "/spreadsheet", Some(person))).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a spreadsheet");
    let mut sheets = Book::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let cells = range.used_cells().filter_map(|(row, column, value)| match value {
            Data::Empty => None,
            value => Some(((row as u32, column as u16), value.to_string())),
        });
        sheets.insert(name, cells.collect());
    }
    sheets
}

fn written(book: &Book) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, cells) in book {
        let sheet = workbook.add_worksheet().set_name(name).expect("a name");
        for ((row, column), value) in cells {
            sheet.write_string(*row, *column, value).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a spreadsheet")
}

/// Types into the cell of a folio and a question.
fn fill(book: &mut Book, folio: &str, question: &str, value: &str) {
    let sheet = book.get_mut("Captura").expect("the sheet");
    let column = sheet.iter().find(|((row, _), key)| *row == 0 && *key == question).expect("the column").0.1;
    let row = sheet.iter().find(|((_, column), key)| *column == 0 && *key == folio).expect("the row").0.0;
    sheet.insert((row, column), value.to_owned());
}

async fn send(house: &House, person: &Person, path: &str, bytes: Vec<u8>) -> support::Answer {
    let request =
        House::request(Method::POST, path, Some(person)).insert_header(("content-type", "application/octet-stream"));
    house.send(request.set_payload(bytes)).await
}

async fn folios(house: &House, party: &Party) -> Vec<String> {
    let work = house.get(Some(&party.capturist), "/candidacies").await.ok();
    let items = work["items"].as_array().expect("items").iter();
    items.map(|item| item["folio"].as_str().expect("a folio").to_owned()).collect()
}

/// The cell of a question in a plan.
fn cell<'a>(plan: &'a Value, question: &str) -> &'a Value {
    let cells = plan["rows"].as_array().expect("rows").iter().flat_map(|row| row["cells"].as_array().expect("cells"));
    cells.into_iter().find(|cell| cell["field"] == question).unwrap_or(&Value::Null)
}

async fn a_filled_template_is_read_cell_by_cell_and_saved_as_drafts(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&house, &party).await;
    house.accept_notice(&party.capturist, &party.ids[1]).await;
    let mut book = template(&house, &party.capturist).await;
    fill(&mut book, &folios[0], "motivation", &text(300));
    fill(&mut book, &folios[0], "proposal.first", "=HYPERLINK(\"https://ejemplo.mx\")");
    fill(&mut book, &folios[0], "education.level", "Doctora en todo");
    fill(&mut book, &folios[0], "education.courses", "Curso uno\r\n\r\nCurso dos");
    fill(&mut book, &folios[1], "contact.phone", "492 123 4567");
    let bytes = written(&book);
    let plan = send(&house, &party.capturist, "/spreadsheet/plan", bytes.clone()).await.ok();
    assert_eq!((&plan["changes"], &plan["left_out"]), (&json!(4), &json!(1)), "{plan}");
    assert_eq!(cell(&plan, "motivation")["outcome"], "saved");
    assert_eq!(cell(&plan, "proposal.first")["outcome"], "saved_with_fault");
    let refused = cell(&plan, "education.level");
    assert_eq!(refused["outcome"], "refused");
    assert!(refused["message"].as_str().is_some_and(|words| words.contains("Doctora en todo")));
    assert!(refused["cell"].as_str().is_some_and(|cell| cell.ends_with('4')), "the row a person sees: {refused}");
    let untouched = house.get(Some(&party.capturist), &format!("/candidacies/{}", party.ids[0])).await.ok();
    assert_eq!(untouched["answers"], json!({}), "a plan saves nothing");

    let path = format!("/spreadsheet?digest={}", plan["digest"].as_str().expect("a digest"));
    let applied = send(&house, &party.capturist, &path, bytes).await.ok();
    assert_eq!(applied, json!({ "candidacies": 2, "answers": 4, "left_out": 1 }));
    let saved = house.get(Some(&party.capturist), &format!("/candidacies/{}", party.ids[0])).await.ok();
    assert_eq!(saved["answers"]["education.courses"], json!(["Curso uno", "Curso dos"]));
    assert_eq!(saved["answers"]["proposal.first"], "=HYPERLINK(\"https://ejemplo.mx\")", "a text stays a text");
    assert_eq!(saved["item"]["stage"], "in_capture");

    // What was saved comes back in the next template.
    let again = template(&house, &party.capturist).await;
    assert!(again["Captura"].values().any(|value| *value == text(300)));
    let nothing = send(&house, &party.capturist, "/spreadsheet/plan", written(&again)).await.ok();
    assert_eq!((&nothing["changes"], &nothing["left_out"]), (&json!(0), &json!(0)), "{nothing}");
}

async fn what_somebody_changed_meanwhile_is_not_written_over(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&house, &party).await;
    let mut book = template(&house, &party.capturist).await;
    let save =
        json!({ "answers": { "motivation": "Lo que alguien más escribió.", "contact.website": "https://ejemplo.mx" } });
    house.change(&party.capturist, Method::PATCH, &party.ids[0], "answers", save).await.ok();
    fill(&mut book, &folios[0], "motivation", "Lo que dice la hoja.");
    fill(&mut book, &folios[0], "proposal.second", "Una propuesta.");
    let plan = send(&house, &party.capturist, "/spreadsheet/plan", written(&book)).await.ok();
    assert_eq!(cell(&plan, "motivation")["outcome"], "conflict");
    assert_eq!(cell(&plan, "proposal.second")["outcome"], "saved_with_fault");
    assert_eq!(cell(&plan, "contact.website"), &Value::Null, "nobody touched that cell in the sheet");
    let path = format!("/spreadsheet?digest={}", plan["digest"].as_str().expect("a digest"));
    send(&house, &party.capturist, &path, written(&book)).await.ok();
    let saved = house.get(Some(&party.capturist), &format!("/candidacies/{}", party.ids[0])).await.ok();
    assert_eq!(saved["answers"]["motivation"], "Lo que alguien más escribió.");
    assert_eq!(saved["answers"]["contact.website"], "https://ejemplo.mx");
    assert_eq!(saved["answers"]["proposal.second"], "Una propuesta.");
}

async fn only_the_plan_that_was_read_is_applied(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&house, &party).await;
    let mut book = template(&house, &party.capturist).await;
    fill(&mut book, &folios[0], "motivation", "Primera.");
    let plan = send(&house, &party.capturist, "/spreadsheet/plan", written(&book)).await.ok();
    fill(&mut book, &folios[0], "motivation", "Segunda.");
    let path = format!("/spreadsheet?digest={}", plan["digest"].as_str().expect("a digest"));
    send(&house, &party.capturist, &path, written(&book)).await.refused(409, "plan_changed");
    send(&house, &party.capturist, "/spreadsheet", written(&book)).await.refused(400, "bad_request");
    // Where the notice was not accepted nothing is saved, and the row says so.
    fill(&mut book, &folios[1], "motivation", "Sin aviso.");
    let plan = send(&house, &party.capturist, "/spreadsheet/plan", written(&book)).await.ok();
    let refused =
        plan["rows"].as_array().expect("rows").iter().find(|row| row["folio"] == json!(folios[1])).expect("a row");
    assert!(refused["refused"].as_str().is_some_and(|words| words.contains("aviso de privacidad")), "{refused}");
}

async fn what_is_no_filled_template_says_what_to_do(house: House) {
    let party = house.capturing("PT").await;
    let plan = |bytes: Vec<u8>| send(&house, &party.capturist, "/spreadsheet/plan", bytes);
    plan(Vec::new()).await.refused(422, "bad_file");
    plan(b"FOLIO,NOMBRE\r\n".to_vec()).await.refused(422, "bad_file");
    plan(vec![0; 6 * 1024 * 1024]).await.refused(413, "too_large");
    plan(written(&Book::from([("Hoja1".to_owned(), BTreeMap::new())]))).await.refused(422, "bad_file");
    plan(written(&Book::from([("Captura".to_owned(), BTreeMap::new())]))).await.refused(422, "bad_file");

    // A small file that unpacks to a large one is not unpacked.
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("a part");
    for _ in 0..80 {
        bomb.write_all(&vec![b' '; 1024 * 1024]).expect("written");
    }
    let bomb = bomb.finish().expect("an archive").into_inner();
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    plan(bomb).await.refused(413, "too_large");

    // Nor does a cell at the end of the sheet fill the memory.
    let mut book = template(&house, &party.capturist).await;
    book.get_mut("Captura").expect("the sheet").insert((1_000_000, 16_000), "lejos".to_owned());
    plan(written(&book)).await.refused(422, "bad_file");

    let mut book = template(&house, &party.capturist).await;
    let sheet = book.get_mut("Captura").expect("the sheet");
    let folio = sheet[&(3, 0)].clone();
    sheet.insert((500, 0), folio);
    sheet.insert((501, 0), "ZAC24-99999".to_owned());
    let told = plan(written(&book)).await.ok();
    let refused = |row: u64| {
        let rows = told["rows"].as_array().expect("rows").iter();
        rows.clone().find(|one| one["row"] == row).expect("a row")["refused"].as_str().unwrap_or_default().to_owned()
    };
    assert!(refused(501).contains("fila 4") && refused(502).contains("no es de una candidatura"), "{told}");
}

async fn a_template_holds_only_ones_own_and_nothing_of_identity(house: House) {
    let party = house.capturing("PT").await;
    let save = json!({ "answers": { "indigenous.self": "Sí", "indigenous.people": "Caxcán" } });
    house.change(&party.capturist, Method::PATCH, &party.ids[0], "answers", save).await.ok();
    let book = template(&house, &party.capturist).await;
    let rows = book["Captura"].keys().filter(|(row, column)| *row >= 3 && *column == 0).count();
    assert_eq!(rows, party.ids.len());
    let words: Vec<&String> = book.values().flat_map(BTreeMap::values).collect();
    assert!(!words.iter().any(|word| word.contains("Caxcán") || word.contains("indigenous")));
    let foreign = house.party("MC").await;
    let mut book = template(&house, &foreign.capturist).await;
    let own = folios(&house, &party).await;
    book.get_mut("Captura").expect("the sheet").insert((3, 0), own[0].clone());
    let plan = send(&house, &foreign.capturist, "/spreadsheet/plan", written(&book)).await.ok();
    assert!(plan["rows"][0]["refused"].is_string() && plan["rows"][0]["name"] == "", "{plan}");
}
