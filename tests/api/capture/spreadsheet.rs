//! Many candidacies captured in one spreadsheet.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use actix_web::http::Method;
use calamine::{Data, Reader, Xlsx};
use contract::capture::spreadsheet::{CellOutcome, SheetApplied, SheetCell, SheetPlan, SheetRow};
use domain::{ids::Folio, questionnaire::Answer, workflow::StageName};
use rust_xlsxwriter::Workbook;
use support::{House, Party, Person, on_both, said, text};
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

async fn template(person: &Person) -> Book {
    let bytes = person.download_spreadsheet().await.file();
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
fn fill(book: &mut Book, folio: &Folio, question: &str, value: &str) {
    let sheet = book.get_mut("Captura").expect("the sheet");
    let column = sheet.iter().find(|((row, _), key)| *row == 0 && *key == question).expect("the column").0.1;
    let row = sheet.iter().find(|((_, column), key)| *column == 0 && *key == folio.as_str()).expect("the row").0.0;
    sheet.insert((row, column), value.to_owned());
}

async fn folios(party: &Party) -> Vec<Folio> {
    let work = party.capturist.list_candidacies("").await.ok();
    work.items.into_iter().map(|item| item.folio).collect()
}

/// The cell of a question in a plan, if it has one.
fn cell<'a>(plan: &'a SheetPlan, question: &str) -> Option<&'a SheetCell> {
    plan.rows.iter().flat_map(|row| &row.cells).find(|cell| cell.field == question.into())
}

/// What happens with the cell of a question.
fn outcome(plan: &SheetPlan, question: &str) -> CellOutcome {
    cell(plan, question).expect("a cell").outcome
}

async fn a_filled_template_is_read_cell_by_cell_and_saved_as_drafts(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&party).await;
    house.accept_notice(&party.capturist, party.ids[1]).await;
    let mut book = template(&party.capturist).await;
    fill(&mut book, &folios[0], "motivation", &text(300));
    fill(&mut book, &folios[0], "proposal.first", "=HYPERLINK(\"https://ejemplo.mx\")");
    fill(&mut book, &folios[0], "education.level", "Doctora en todo");
    fill(&mut book, &folios[0], "education.courses", "Curso uno\r\n\r\nCurso dos");
    fill(&mut book, &folios[1], "contact.phone", "492 123 4567");
    let bytes = written(&book);
    let plan = party.capturist.plan_spreadsheet(bytes.clone()).await.ok();
    assert_eq!((plan.changes, plan.left_out), (4, 1), "{plan:?}");
    assert_eq!(outcome(&plan, "motivation"), CellOutcome::Saved);
    assert_eq!(outcome(&plan, "proposal.first"), CellOutcome::SavedWithFault);
    let refused = cell(&plan, "education.level").expect("a cell");
    assert_eq!(refused.outcome, CellOutcome::Refused);
    assert!(refused.message.as_ref().is_some_and(|words| words.contains("Doctora en todo")));
    assert!(refused.cell.ends_with('4'), "the row a person sees: {refused:?}");
    let untouched = party.capturist.candidacy(party.ids[0]).await;
    assert!(untouched.answers.is_empty(), "a plan saves nothing");

    let applied = party.capturist.apply_spreadsheet(&plan.digest, bytes).await.ok();
    assert_eq!(applied, SheetApplied { candidacies: 2, answers: 4, left_out: 1 });
    let saved = party.capturist.candidacy(party.ids[0]).await;
    let courses = Answer::Many(vec!["Curso uno".to_owned(), "Curso dos".to_owned()]);
    assert_eq!(saved.answers.get(&"education.courses".into()), Some(&courses));
    let formula = "=HYPERLINK(\"https://ejemplo.mx\")";
    assert_eq!(said(&saved.answers, "proposal.first"), Some(formula), "a text stays a text");
    assert_eq!(saved.item.stage, StageName::InCapture);

    // What was saved comes back in the next template.
    let again = template(&party.capturist).await;
    assert!(again["Captura"].values().any(|value| *value == text(300)));
    let nothing = party.capturist.plan_spreadsheet(written(&again)).await.ok();
    assert_eq!((nothing.changes, nothing.left_out), (0, 0), "{nothing:?}");
}

async fn what_somebody_changed_meanwhile_is_not_written_over(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&party).await;
    let mut book = template(&party.capturist).await;
    let save = [("motivation", "Lo que alguien más escribió."), ("contact.website", "https://ejemplo.mx")];
    party.capturist.save_answers(party.ids[0], save).await.ok();
    fill(&mut book, &folios[0], "motivation", "Lo que dice la hoja.");
    fill(&mut book, &folios[0], "proposal.second", "Una propuesta.");
    let plan = party.capturist.plan_spreadsheet(written(&book)).await.ok();
    assert_eq!(outcome(&plan, "motivation"), CellOutcome::Conflict);
    assert_eq!(outcome(&plan, "proposal.second"), CellOutcome::SavedWithFault);
    assert_eq!(cell(&plan, "contact.website"), None, "nobody touched that cell in the sheet");
    party.capturist.apply_spreadsheet(&plan.digest, written(&book)).await.ok();
    let saved = party.capturist.candidacy(party.ids[0]).await;
    assert_eq!(said(&saved.answers, "motivation"), Some("Lo que alguien más escribió."));
    assert_eq!(said(&saved.answers, "contact.website"), Some("https://ejemplo.mx"));
    assert_eq!(said(&saved.answers, "proposal.second"), Some("Una propuesta."));
}

async fn only_the_plan_that_was_read_is_applied(house: House) {
    let party = house.capturing("PT").await;
    let folios = folios(&party).await;
    let mut book = template(&party.capturist).await;
    fill(&mut book, &folios[0], "motivation", "Primera.");
    let plan = party.capturist.plan_spreadsheet(written(&book)).await.ok();
    fill(&mut book, &folios[0], "motivation", "Segunda.");
    party.capturist.apply_spreadsheet(&plan.digest, written(&book)).await.refused(409, "plan_changed");
    let unread = party.capturist.request(Method::POST, "/spreadsheet").set_payload(written(&book));
    house.send(unread.insert_header(("content-type", "application/octet-stream"))).await.refused(400, "bad_request");
    // Where the notice was not accepted nothing is saved, and the row says so.
    fill(&mut book, &folios[1], "motivation", "Sin aviso.");
    let plan = party.capturist.plan_spreadsheet(written(&book)).await.ok();
    let row = plan.rows.iter().find(|row| row.folio == folios[1]).expect("a row");
    assert!(row.refused.as_ref().is_some_and(|words| words.contains("aviso de privacidad")), "{row:?}");
}

async fn what_is_no_filled_template_says_what_to_do(house: House) {
    let party = house.capturing("PT").await;
    let plan = |bytes: Vec<u8>| party.capturist.plan_spreadsheet(bytes);
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
    let mut book = template(&party.capturist).await;
    book.get_mut("Captura").expect("the sheet").insert((1_000_000, 16_000), "lejos".to_owned());
    plan(written(&book)).await.refused(422, "bad_file");

    let mut book = template(&party.capturist).await;
    let sheet = book.get_mut("Captura").expect("the sheet");
    let folio = sheet[&(3, 0)].clone();
    sheet.insert((500, 0), folio);
    sheet.insert((501, 0), "ZAC24-99999".to_owned());
    let told = plan(written(&book)).await.ok();
    let refused = |number: u32| {
        let row = told.rows.iter().find(|row| row.row == number).expect("a row");
        row.refused.as_deref().unwrap_or_default()
    };
    assert!(refused(501).contains("fila 4") && refused(502).contains("no es de una candidatura"), "{told:?}");
}

async fn a_template_holds_only_ones_own_and_nothing_of_identity(house: House) {
    let party = house.capturing("PT").await;
    let save = [("indigenous.self", "Sí"), ("indigenous.people", "Caxcán")];
    party.capturist.save_answers(party.ids[0], save).await.ok();
    let book = template(&party.capturist).await;
    let rows = book["Captura"].keys().filter(|(row, column)| *row >= 3 && *column == 0).count();
    assert_eq!(rows, party.ids.len());
    let words: Vec<&String> = book.values().flat_map(BTreeMap::values).collect();
    assert!(!words.iter().any(|word| word.contains("Caxcán") || word.contains("indigenous")));
    let foreign = house.party("MC").await;
    let mut book = template(&foreign.capturist).await;
    let own = folios(&party).await;
    book.get_mut("Captura").expect("the sheet").insert((3, 0), own[0].to_string());
    let plan = foreign.capturist.plan_spreadsheet(written(&book)).await.ok();
    let SheetRow { refused, name, .. } = &plan.rows[0];
    assert!(refused.is_some() && name.is_empty(), "{plan:?}");
}
